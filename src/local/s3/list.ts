import type { Answer } from './answer.ts';
import { document, isoTime } from './answer.ts';
import { s3Error, undefinedIfAbsent } from './errors.ts';
import { etagOf } from './records.ts';
import type { S3Request } from './request.ts';
import { numberOf } from './request.ts';
import type { Store } from './store.ts';
import { locate, requireBucket } from './store.ts';
import type { Listed } from './walk.ts';
import { walk } from './walk.ts';
import type { XmlRecord } from './xml.ts';

/** Most entries of one page (S3 ListObjectsV2). */
const maxPage = 1000;
/** Files looked at side by side. */
const lookups = 16;

const owner = { ID: '0'.repeat(64), DisplayName: 'local' };

/** Applies an act to each of a list, so many at a time, in order of the list. */
async function each<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await act(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lookups, items.length) }, work));
  return results;
}

/** Encodes as S3 does for `encoding-type=url`: like a form, but slashes stay. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+')
    .replace(/%2F/g, '/');
}

/** How a request wants names written; InvalidArgument for anything but `url`. */
export function encoderOf(request: S3Request): (text: string) => string {
  const type = request.query.get('encoding-type');
  if (type === undefined || type === '') return (text) => text;
  if (type !== 'url')
    throw s3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
      ArgumentName: 'encoding-type',
      ArgumentValue: type,
    });
  return urlEncode;
}

interface Page {
  readonly contents: readonly XmlRecord[];
  readonly prefixes: readonly XmlRecord[];
  readonly last: string | undefined;
  readonly isTruncated: boolean;
}

async function readPage(
  store: Store,
  bucket: string,
  asked: { prefix: string; delimiter: string; after: string; max: number; withOwner: boolean },
  encode: (text: string) => string,
): Promise<Page> {
  const folder = await requireBucket(store, bucket);
  const entries: Listed[] = [];
  let isTruncated = false;
  if (asked.max > 0) {
    for await (const entry of walk(store, folder, asked)) {
      if (entries.length === asked.max) {
        isTruncated = true;
        break;
      }
      entries.push(entry);
    }
  }
  const known = new Set<string>();
  const keys = entries.filter((entry) => entry.kind === 'key').map((entry) => entry.text);
  const contents = await each(keys, async (key): Promise<XmlRecord | undefined> => {
    // Whatever has gone since its name was read is left out.
    const located = await locate(folder, key, known);
    const etag =
      located === undefined ? undefined : await etagOf(store, bucket, key, located).catch(undefinedIfAbsent);
    if (located === undefined || etag === undefined) return undefined;
    return {
      Key: encode(key),
      LastModified: isoTime(Number(located.stat.mtimeMs)),
      ETag: `"${etag}"`,
      Size: String(located.stat.size),
      StorageClass: 'STANDARD',
      Owner: asked.withOwner ? owner : undefined,
    };
  });
  return {
    contents: contents.filter((content) => content !== undefined),
    prefixes: entries
      .filter((entry) => entry.kind === 'prefix')
      .map((entry) => ({ Prefix: encode(entry.text) })),
    last: entries[entries.length - 1]?.text,
    isTruncated,
  };
}

function tokenOf(last: string): string {
  return Buffer.from(`1${last}`).toString('base64url');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('1') || tokenOf(text.slice(1)) !== token)
    throw s3Error('InvalidArgument', 'The continuation token provided is incorrect', {
      ArgumentName: 'continuation-token',
    });
  return text.slice(1);
}

/** ListObjectsV2. */
export async function listObjectsV2(store: Store, request: S3Request, bucket: string): Promise<Answer> {
  const { query } = request;
  const encode = encoderOf(request);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const token = query.get('continuation-token');
  if (token === '')
    throw s3Error('InvalidArgument', 'The continuation token provided is incorrect', {
      ArgumentName: 'continuation-token',
    });
  const startAfter = query.get('start-after');
  const max = Math.min(maxPage, numberOf(request, 'max-keys', maxPage, [0, 2_147_483_647]));
  const after = token === undefined ? (startAfter ?? '') : readToken(token);
  const withOwner = query.get('fetch-owner') === 'true';
  const page = await readPage(store, bucket, { prefix, delimiter, after, max, withOwner }, encode);
  return document('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: page.isTruncated && page.last !== undefined ? tokenOf(page.last) : undefined,
    KeyCount: page.contents.length + page.prefixes.length,
    MaxKeys: max,
    EncodingType: query.get('encoding-type') === 'url' ? 'url' : undefined,
    IsTruncated: page.isTruncated,
    Contents: page.contents,
    CommonPrefixes: page.prefixes,
  });
}

/** ListObjects, the first version; NextMarker is given only with a delimiter, as by S3. */
export async function listObjects(store: Store, request: S3Request, bucket: string): Promise<Answer> {
  const { query } = request;
  const encode = encoderOf(request);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const marker = query.get('marker') ?? '';
  const max = Math.min(maxPage, numberOf(request, 'max-keys', maxPage, [0, 2_147_483_647]));
  const page = await readPage(
    store,
    bucket,
    { prefix, delimiter, after: marker, max, withOwner: true },
    encode,
  );
  const hasNext = page.isTruncated && delimiter !== '' && page.last !== undefined;
  return document('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Marker: encode(marker),
    NextMarker: hasNext ? encode(page.last) : undefined,
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: max,
    EncodingType: query.get('encoding-type') === 'url' ? 'url' : undefined,
    IsTruncated: page.isTruncated,
    Contents: page.contents,
    CommonPrefixes: page.prefixes,
  });
}
