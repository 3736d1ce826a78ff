import type { Answer } from './answer.ts';
import { receive } from './body.ts';
import type { Checksums } from './checksums.ts';
import { writeCondition } from './conditions.ts';
import { unknownContentType } from './content-types.ts';
import { s3Error } from './errors.ts';
import { commitObject } from './objects.ts';
import type { ObjectRecord } from './records.ts';
import type { S3Request } from './request.ts';
import { header } from './request.ts';
import type { Store } from './store.ts';
import { requireBucket } from './store.ts';

/** Headers that are kept with an object and given back with it. */
const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-website-redirect-location',
] as const;

/** Most bytes of names and values of user metadata (S3 user guide, "Working with object metadata"). */
const maxMetadataBytes = 2048;

/** What a request says of the object that it makes: headers and user metadata. Throws MetadataTooLarge. */
export function describedBy(request: S3Request): Pick<ObjectRecord, 'headers' | 'metadata'> {
  const headers: Record<string, string> = { 'content-type': unknownContentType };
  for (const name of kept) {
    let value = header(request, name);
    if (name === 'content-encoding')
      value = value
        ?.split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '' && each.toLowerCase() !== 'aws-chunked')
        .join(',');
    if (value !== undefined && value !== '') headers[name] = value;
  }
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const [name, value] of Object.entries(request.message.headers)) {
    if (!name.startsWith('x-amz-meta-') || value === undefined) continue;
    const text = Array.isArray(value) ? value.join(',') : value;
    metadata[name.slice('x-amz-meta-'.length)] = text;
    bytes += name.length - 'x-amz-meta-'.length + text.length;
  }
  if (bytes > maxMetadataBytes)
    throw s3Error('MetadataTooLarge', undefined, {
      Size: String(bytes),
      MaxSizeAllowed: String(maxMetadataBytes),
    });
  return { headers, metadata };
}

/** Headers that tell of checksums. */
export function checksumHeaders(checksums: Checksums): Record<string, string> {
  return Object.fromEntries(
    Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]),
  );
}

/** PutObject. */
export async function putObject(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  await requireBucket(store, bucket);
  const condition = writeCondition(request);
  const described = describedBy(request);
  const body = await receive(store, request, 'crc64nvme');
  const record: ObjectRecord = {
    etag: body.md5,
    ...described,
    checksums: body.checksums,
    checksumType: 'FULL_OBJECT',
  };
  await commitObject(store, bucket, key, body, record, condition);
  return {
    status: 200,
    headers: {
      etag: `"${record.etag}"`,
      ...checksumHeaders(body.checksums),
      'x-amz-checksum-type': 'FULL_OBJECT',
    },
  };
}
