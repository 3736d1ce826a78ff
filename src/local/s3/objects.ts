import { rm } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Answer, Sent } from './answer.ts';
import { document } from './answer.ts';
import type { Precondition } from './conditions.ts';
import { checkRead } from './conditions.ts';
import { contentTypeOf } from './content-types.ts';
import { s3Error } from './errors.ts';
import { identityOf } from './etags.ts';
import type { ObjectRecord } from './records.ts';
import { bareRecord, checksumOf, etagOf, readRecord, removeRecord, writeRecord } from './records.ts';
import { readRange } from './ranges.ts';
import type { S3Request } from './request.ts';
import { header, numberOf } from './request.ts';
import type { Located, Store } from './store.ts';
import { locate, openObject, placeFile, removeFile, requireBucket } from './store.ts';

/** Parameters of a GET that replace headers of its answer (S3 GetObject). */
const overrides: Readonly<Record<string, string>> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
};

/** The record of the object at a place: as written, or worked out from the file. */
export async function describe(
  store: Store,
  bucket: string,
  key: string,
  located: Located,
): Promise<ObjectRecord> {
  const record = await readRecord(store, bucket, key, identityOf(located.stat));
  return record ?? bareRecord(await etagOf(store, bucket, key, located));
}

function objectHeaders(key: string, located: Located, record: ObjectRecord): Record<string, string> {
  const metadata = Object.entries(record.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    'content-type': contentTypeOf(key),
    ...record.headers,
    ...(Object.fromEntries(metadata) as Record<string, string>),
    etag: `"${record.etag}"`,
    'last-modified': new Date(Number(located.stat.mtimeMs)).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

function checksumHeaders(record: ObjectRecord): Record<string, string> {
  const checksum = checksumOf(record);
  if (checksum === undefined) return {};
  return { [`x-amz-checksum-${checksum[0]}`]: checksum[1], 'x-amz-checksum-type': record.checksumType };
}

/** GetObject and HeadObject. */
export async function getObject(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
  response: ServerResponse,
): Promise<Answer | Sent> {
  const folder = await requireBucket(store, bucket);
  const opened = await openObject(folder, key);
  if (opened === undefined) throw s3Error('NoSuchKey', undefined, { Key: key });
  try {
    const record = await describe(store, bucket, key, opened);
    checkRead(request, { etag: record.etag, modifiedMs: Number(opened.stat.mtimeMs) });
    const headers = objectHeaders(key, opened, record);
    for (const [name, value] of request.query) {
      const replaced = overrides[name];
      if (replaced !== undefined) headers[replaced] = value.replace(/[^\t\x20-\x7e]/g, '');
    }
    const size = Number(opened.stat.size);
    const partNumber = request.query.has('partNumber')
      ? numberOf(request, 'partNumber', 1, [1, 10_000])
      : undefined;
    const range = readRange(header(request, 'range'), partNumber, record.parts, size);
    if (record.parts !== undefined && partNumber !== undefined)
      headers['x-amz-mp-parts-count'] = String(record.parts.length);
    if (range.partial) headers['content-range'] = `bytes ${range.start}-${range.end}/${size}`;
    else if (header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED')
      Object.assign(headers, checksumHeaders(record));
    const length = range.end - range.start + 1;
    headers['content-length'] = String(length);
    const status = range.partial ? 206 : 200;
    if (request.method === 'HEAD' || length === 0) return { status, headers };

    response.writeHead(status, headers);
    const file = createReadStream('', {
      fd: opened.handle,
      start: range.start,
      end: range.end,
      autoClose: false,
    });
    let sent = 0;
    await pipeline(
      file,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          sent += chunk.length;
          yield chunk;
        }
        // A file cut short meanwhile must not look like a whole answer.
        if (sent < length) throw new Error('the file became shorter while it was sent');
      },
      response,
    );
    return 'sent';
  } finally {
    await opened.handle.close().catch(() => undefined);
  }
}

/**
 * Makes a temporary file the object of a key, in one step and only if the condition holds. The file is gone afterwards in any case.
 * @returns the record
 */
export async function commitObject(
  store: Store,
  bucket: string,
  key: string,
  file: { readonly path: string; readonly identity: string },
  record: ObjectRecord,
  condition: Precondition | undefined,
): Promise<ObjectRecord> {
  try {
    const folder = await requireBucket(store, bucket);
    if (condition !== undefined) await warmEtag(store, bucket, key, folder);
    await store.locks(bucket, async () => {
      await requireBucket(store, bucket);
      const current = await locate(folder, key);
      if (condition !== undefined)
        condition(current === undefined ? undefined : { etag: await etagOf(store, bucket, key, current) });
      await writeRecord(store, bucket, key, current, file.identity, record);
      await placeFile(folder, key, file.path);
    });
    return record;
  } finally {
    await rm(file.path, { force: true });
  }
}

/** Works out an ETag before the lock is taken, so that a large file does not hold everyone up. */
async function warmEtag(store: Store, bucket: string, key: string, folder: string): Promise<void> {
  const current = await locate(folder, key);
  if (current !== undefined) await etagOf(store, bucket, key, current);
}

/** Deletes one object; an absent one is no error unless a condition asks for it. */
export async function deleteOne(
  store: Store,
  bucket: string,
  key: string,
  condition: Precondition | undefined,
): Promise<void> {
  const folder = await requireBucket(store, bucket);
  if (condition !== undefined) await warmEtag(store, bucket, key, folder);
  await store.locks(bucket, async () => {
    const current = await locate(folder, key);
    if (condition !== undefined)
      condition(current === undefined ? undefined : { etag: await etagOf(store, bucket, key, current) });
    if (current === undefined) return;
    await removeFile(folder, key);
    await removeRecord(store, bucket, key);
  });
}

/** GetObjectAttributes. */
export async function getObjectAttributes(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  const located = await locate(await requireBucket(store, bucket), key);
  if (located === undefined) throw s3Error('NoSuchKey', undefined, { Key: key });
  const record = await describe(store, bucket, key, located);
  const wanted = (header(request, 'x-amz-object-attributes') ?? '').split(',').map((each) => each.trim());
  if (wanted.every((each) => each === ''))
    throw s3Error('InvalidArgument', 'x-amz-object-attributes must name at least one attribute.');
  const checksum = checksumOf(record);
  return document(
    'GetObjectAttributesResponse',
    {
      ETag: wanted.includes('ETag') ? record.etag : undefined,
      Checksum:
        wanted.includes('Checksum') && checksum !== undefined
          ? {
              [`Checksum${checksum[0].toUpperCase()}`]: checksum[1].replace(/-\d+$/, ''),
              ChecksumType: record.checksumType,
            }
          : undefined,
      ObjectParts:
        wanted.includes('ObjectParts') && record.parts !== undefined
          ? { PartsCount: record.parts.length }
          : undefined,
      StorageClass: wanted.includes('StorageClass') ? 'STANDARD' : undefined,
      ObjectSize: wanted.includes('ObjectSize') ? String(located.stat.size) : undefined,
    },
    { 'last-modified': new Date(Number(located.stat.mtimeMs)).toUTCString() },
  );
}
