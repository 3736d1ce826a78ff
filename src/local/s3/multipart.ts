import { rm } from 'node:fs/promises';
import type { Answer } from './answer.ts';
import { document, isoTime } from './answer.ts';
import { receive } from './body.ts';
import { algorithmOf } from './checksums.ts';
import { checksumElements, copySource } from './copy.ts';
import { s3Error } from './errors.ts';
import { encoderOf } from './list.ts';
import { compareKeys } from './order.ts';
import { checksumHeaders, describedBy } from './put.ts';
import type { ChecksumType } from './records.ts';
import type { S3Request } from './request.ts';
import { header, numberOf } from './request.ts';
import type { Store } from './store.ts';
import { requireBucket } from './store.ts';
import type { Upload } from './uploads.ts';
import { beginUpload, keepPart, readParts, readUploads, removeUpload, requireUpload } from './uploads.ts';
import type { XmlRecord } from './xml.ts';

const owner = { ID: '0'.repeat(64), DisplayName: 'local' };

function checksumTypeOf(request: S3Request, algorithm: ReturnType<typeof algorithmOf>): ChecksumType {
  const asked = header(request, 'x-amz-checksum-type')?.toUpperCase();
  const usual = algorithm === undefined || algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';
  if (asked === undefined) return usual;
  const isSha = algorithm === 'sha1' || algorithm === 'sha256';
  const fits = asked === 'FULL_OBJECT' ? !isSha : asked === 'COMPOSITE' && usual === 'COMPOSITE';
  if (algorithm === undefined)
    throw s3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  if (!fits)
    throw s3Error(
      'InvalidRequest',
      `The ${asked} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  return asked === 'FULL_OBJECT' ? 'FULL_OBJECT' : 'COMPOSITE';
}

/** CreateMultipartUpload. */
export async function createMultipartUpload(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  await requireBucket(store, bucket);
  const named = header(request, 'x-amz-checksum-algorithm');
  const algorithm = algorithmOf(named);
  if (named !== undefined && algorithm === undefined)
    throw s3Error(
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  const checksumType = checksumTypeOf(request, algorithm);
  const described = describedBy(request);
  const id = await beginUpload(store, bucket, {
    key,
    initiatedMs: store.now(),
    described,
    algorithm,
    checksumType,
  });
  const headers =
    algorithm === undefined
      ? {}
      : { 'x-amz-checksum-algorithm': algorithm.toUpperCase(), 'x-amz-checksum-type': checksumType };
  return document('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id }, headers);
}

async function uploadOf(store: Store, request: S3Request, bucket: string, key: string): Promise<Upload> {
  await requireBucket(store, bucket);
  return requireUpload(store, bucket, key, request.query.get('uploadId') ?? '');
}

function partNumberOf(request: S3Request): number {
  const text = request.query.get('partNumber') ?? '';
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 10_000) return value;
  throw s3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
    ArgumentName: 'partNumber',
    ArgumentValue: text,
  });
}

/** UploadPart. */
export async function uploadPart(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  const number = partNumberOf(request);
  const upload = await uploadOf(store, request, bucket, key);
  const body = await receive(store, request, upload.algorithm ?? 'crc64nvme');
  // Only an upload that composes its checksum needs those of its parts from the client.
  const isMissing = body.given === undefined && upload.checksumType === 'COMPOSITE';
  const isOther =
    body.given !== undefined && upload.algorithm !== undefined && body.given !== upload.algorithm;
  if (isMissing || isOther) {
    await rm(body.path, { force: true });
    throw s3Error(
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm ?? 'null'}, actual checksum Type: ${body.given ?? 'null'}`,
    );
  }
  const part = await keepPart(store, bucket, upload, number, body);
  return { status: 200, headers: { etag: `"${part.etag}"`, ...checksumHeaders(part.checksums) } };
}

/** UploadPartCopy. */
export async function uploadPartCopy(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  const number = partNumberOf(request);
  const upload = await uploadOf(store, request, bucket, key);
  const { file } = await copySource(store, request, upload.algorithm);
  const part = await keepPart(store, bucket, upload, number, file);
  return document('CopyPartResult', {
    ETag: `"${part.etag}"`,
    LastModified: isoTime(part.modifiedMs),
    ...(upload.algorithm === undefined ? {} : checksumElements(part.checksums)),
  });
}

/** AbortMultipartUpload. */
export async function abortMultipartUpload(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  const upload = await uploadOf(store, request, bucket, key);
  await store.locks(upload.id, () => removeUpload(store, bucket, upload.id));
  return { status: 204 };
}

/** ListParts. */
export async function listParts(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  const upload = await uploadOf(store, request, bucket, key);
  const max = Math.min(1000, numberOf(request, 'max-parts', 1000, [0, 2_147_483_647]));
  const marker = numberOf(request, 'part-number-marker', 0, [0, 2_147_483_647]);
  const encode = encoderOf(request);
  const parts = (await readParts(store, bucket, upload.id)).filter((part) => part.number > marker);
  const page = parts.slice(0, max);
  const isTruncated = parts.length > page.length;
  return document('ListPartsResult', {
    Bucket: bucket,
    Key: encode(key),
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: page[page.length - 1]?.number ?? marker,
    MaxParts: max,
    IsTruncated: isTruncated,
    ChecksumAlgorithm: upload.algorithm?.toUpperCase(),
    ChecksumType: upload.algorithm === undefined ? undefined : upload.checksumType,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: isoTime(part.modifiedMs),
      ETag: `"${part.etag}"`,
      Size: part.size,
      ...(upload.algorithm === undefined ? {} : checksumElements(part.checksums)),
    })),
    Initiator: owner,
    Owner: owner,
    StorageClass: 'STANDARD',
  });
}

function compareUploads(a: Upload, b: Upload): number {
  return compareKeys(a.key, b.key) || a.initiatedMs - b.initiatedMs || (a.id < b.id ? -1 : 1);
}

/** ListMultipartUploads. */
export async function listMultipartUploads(
  store: Store,
  request: S3Request,
  bucket: string,
): Promise<Answer> {
  await requireBucket(store, bucket);
  const { query } = request;
  const encode = encoderOf(request);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const max = Math.min(1000, numberOf(request, 'max-uploads', 1000, [0, 2_147_483_647]));
  const all = [...(await readUploads(store, bucket))].sort(compareUploads);
  const marked = all.findIndex((upload) => upload.key === keyMarker && upload.id === idMarker);
  const entries: { readonly text: string; readonly upload: Upload | undefined }[] = [];
  for (const [at, upload] of all.entries()) {
    if (!upload.key.startsWith(prefix)) continue;
    const isAfter = marked === -1 ? compareKeys(upload.key, keyMarker) > 0 : at > marked;
    const cut = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length);
    if (cut === -1) {
      if (isAfter) entries.push({ text: upload.key, upload });
      continue;
    }
    const text = upload.key.slice(0, cut + delimiter.length);
    const isNew = entries[entries.length - 1]?.text !== text;
    if (isNew && compareKeys(text, keyMarker) > 0) entries.push({ text, upload: undefined });
  }
  const page = entries.slice(0, max);
  const last = page[page.length - 1];
  const isTruncated = entries.length > page.length;
  return document('ListMultipartUploadsResult', {
    Bucket: bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: isTruncated && last !== undefined ? encode(last.text) : undefined,
    NextUploadIdMarker: isTruncated ? (last?.upload?.id ?? '') : undefined,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: query.get('encoding-type') === 'url' ? 'url' : undefined,
    MaxUploads: max,
    IsTruncated: isTruncated,
    Upload: page.flatMap(({ upload }): XmlRecord[] =>
      upload === undefined
        ? []
        : [
            {
              Key: encode(upload.key),
              UploadId: upload.id,
              Initiator: owner,
              Owner: owner,
              StorageClass: 'STANDARD',
              Initiated: isoTime(upload.initiatedMs),
              ChecksumAlgorithm: upload.algorithm?.toUpperCase(),
              ChecksumType: upload.algorithm === undefined ? undefined : upload.checksumType,
            },
          ],
    ),
    CommonPrefixes: page
      .filter((entry) => entry.upload === undefined)
      .map((entry) => ({ Prefix: encode(entry.text) })),
  });
}
