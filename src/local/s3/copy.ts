import type { FileHandle } from 'node:fs/promises';
import type { Answer } from './answer.ts';
import { document, isoTime } from './answer.ts';
import type { Ingested } from './body.ts';
import { ingest } from './body.ts';
import type { Algorithm } from './checksums.ts';
import { algorithmOf } from './checksums.ts';
import { checkRead, writeCondition } from './conditions.ts';
import { contentTypeOf } from './content-types.ts';
import { s3Error } from './errors.ts';
import { commitObject, describe } from './objects.ts';
import { describedBy } from './put.ts';
import type { ObjectRecord } from './records.ts';
import { checksumOf } from './records.ts';
import type { S3Request } from './request.ts';
import { checkKey, header } from './request.ts';
import type { Store } from './store.ts';
import { openObject, requireBucket } from './store.ts';

/** Largest object that one copy takes (S3 CopyObject). */
const maxCopyBytes = 5 * 1024 ** 3;

interface Source {
  readonly bucket: string;
  readonly key: string;
}

function sourceOf(request: S3Request): Source {
  const text = (header(request, 'x-amz-copy-source') ?? '').replace(/^\//, '');
  const [path = ''] = text.split('?versionId=');
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw s3Error('InvalidArgument', 'Copy Source must be url-encoded', {
      ArgumentName: 'x-amz-copy-source',
    });
  }
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1)
    throw s3Error(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      {
        ArgumentName: 'x-amz-copy-source',
      },
    );
  return { bucket: decoded.slice(0, slash), key: checkKey(decoded.slice(slash + 1)) };
}

/** The bytes from `start` on, at most `length` of them, in pieces. */
async function* bytesOf(handle: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  let position = start;
  while (position < start + length) {
    const buffer = Buffer.allocUnsafe(Math.min(256 * 1024, start + length - position));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) throw s3Error('InternalError', 'The source became shorter while it was copied.');
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

interface Copied {
  readonly source: Source;
  readonly record: ObjectRecord;
  readonly file: Ingested;
}

/** Copies the source of a request, or the range of it that is asked for, into a temporary file. */
export async function copySource(
  store: Store,
  request: S3Request,
  wanted: Algorithm | undefined,
): Promise<Copied> {
  const source = sourceOf(request);
  const opened = await openObject(await requireBucket(store, source.bucket), source.key);
  if (opened === undefined) throw s3Error('NoSuchKey', undefined, { Key: source.key });
  try {
    const record = await describe(store, source.bucket, source.key, opened);
    checkRead(request, { etag: record.etag, modifiedMs: Number(opened.stat.mtimeMs) }, 'x-amz-copy-source-');
    const size = Number(opened.stat.size);
    const range = header(request, 'x-amz-copy-source-range');
    const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(range ?? '');
    if (
      range !== undefined &&
      (match === null || Number(match[1]) > Number(match[2]) || Number(match[2]) >= size)
    )
      throw s3Error('InvalidArgument', `Range specified is not valid for source object of size: ${size}`, {
        ArgumentName: 'x-amz-copy-source-range',
        ArgumentValue: range,
      });
    const start = match === null ? 0 : Number(match[1]);
    const length = match === null ? size : Number(match[2]) - start + 1;
    if (length > maxCopyBytes)
      throw s3Error(
        'InvalidRequest',
        `The specified copy source is larger than the maximum allowable size for a copy source: ${maxCopyBytes}`,
      );
    const inherited = record.checksumType === 'FULL_OBJECT' ? checksumOf(record)?.[0] : undefined;
    const algorithm = wanted ?? inherited ?? 'crc64nvme';
    const file = await ingest(store, bytesOf(opened.handle, start, length), [algorithm], maxCopyBytes);
    return { source, record, file };
  } finally {
    await opened.handle.close();
  }
}

function directive(request: S3Request): 'COPY' | 'REPLACE' {
  const text = header(request, 'x-amz-metadata-directive') ?? 'COPY';
  if (text === 'COPY' || text === 'REPLACE') return text;
  throw s3Error('InvalidArgument', 'Unknown metadata directive.', {
    ArgumentName: 'x-amz-metadata-directive',
    ArgumentValue: text,
  });
}

/** CopyObject. */
export async function copyObject(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  await requireBucket(store, bucket);
  const condition = writeCondition(request);
  const replaces = directive(request) === 'REPLACE';
  const from = sourceOf(request);
  if (!replaces && from.bucket === bucket && from.key === key)
    throw s3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  const described = describedBy(request);
  const asked = header(request, 'x-amz-checksum-algorithm');
  const { source, record: before, file } = await copySource(store, request, algorithmOf(asked));
  const record: ObjectRecord = {
    etag: file.md5,
    ...(replaces
      ? described
      : {
          headers: { 'content-type': contentTypeOf(source.key), ...before.headers },
          metadata: before.metadata,
        }),
    checksums: file.checksums,
    checksumType: 'FULL_OBJECT',
  };
  await commitObject(store, bucket, key, file, record, condition);
  return document('CopyObjectResult', {
    ETag: `"${record.etag}"`,
    LastModified: isoTime(store.now()),
    ChecksumType: record.checksumType,
    ...checksumElements(record.checksums),
  });
}

/** Elements that tell of checksums. */
export function checksumElements(checksums: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checksums).map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
  );
}
