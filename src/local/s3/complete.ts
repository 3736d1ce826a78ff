import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Answer } from './answer.ts';
import { document } from './answer.ts';
import { ingest, receiveText } from './body.ts';
import type { Algorithm, Checksums } from './checksums.ts';
import { algorithms, createDigester } from './checksums.ts';
import { writeCondition } from './conditions.ts';
import { checksumElements } from './copy.ts';
import { s3Error } from './errors.ts';
import { commitObject } from './objects.ts';
import type { ObjectRecord } from './records.ts';
import type { S3Request } from './request.ts';
import { header } from './request.ts';
import type { Store } from './store.ts';
import { requireBucket } from './store.ts';
import type { Part, Upload } from './uploads.ts';
import { readParts, removeUpload, requireUpload, uploadFolder } from './uploads.ts';
import { readXml, textOf } from './xml.ts';

/** Smallest part but the last, and most bytes of an object (S3, "Multipart upload limits"). */
const minPartBytes = 5 * 1024 ** 2;
const maxObjectBytes = 5 * 1024 ** 4;
const maxParts = 10_000;

interface Claimed {
  readonly number: number;
  readonly etag: string;
  readonly checksums: Checksums;
}

function readClaims(text: string): readonly Claimed[] {
  const nodes = readXml(text, 'CompleteMultipartUpload').children.filter((each) => each.name === 'Part');
  if (nodes.length === 0 || nodes.length > maxParts) throw s3Error('MalformedXML');
  return nodes.map((node) => {
    const number = textOf(node, 'PartNumber')?.trim() ?? '';
    const etag = textOf(node, 'ETag')?.trim();
    if (!/^\d{1,5}$/.test(number) || etag === undefined) throw s3Error('MalformedXML');
    const checksums: Partial<Record<Algorithm, string>> = {};
    for (const algorithm of algorithms) {
      const value = textOf(node, `Checksum${algorithm.toUpperCase()}`)?.trim();
      if (value !== undefined) checksums[algorithm] = value;
    }
    return { number: Number(number), etag: etag.replace(/^"(.*)"$/, '$1'), checksums };
  });
}

/** Holds what the client claims against what was uploaded; InvalidPartOrder, InvalidPart or EntityTooSmall. */
function chooseParts(claims: readonly Claimed[], parts: readonly Part[]): readonly Part[] {
  const byNumber = new Map(parts.map((part) => [part.number, part]));
  return claims.map((claim, at) => {
    const before = claims[at - 1];
    if (before !== undefined && before.number >= claim.number) throw s3Error('InvalidPartOrder');
    const part = byNumber.get(claim.number);
    const differs = (Object.entries(claim.checksums) as [Algorithm, string][]).some(
      ([algorithm, value]) => part?.checksums[algorithm] !== undefined && part.checksums[algorithm] !== value,
    );
    if (part === undefined || part.etag !== claim.etag || differs)
      throw s3Error('InvalidPart', undefined, { PartNumber: String(claim.number), ETag: claim.etag });
    if (at < claims.length - 1 && part.size < minPartBytes)
      throw s3Error('EntityTooSmall', undefined, {
        ProposedSize: String(part.size),
        MinSizeAllowed: String(minPartBytes),
        PartNumber: String(part.number),
        ETag: part.etag,
      });
    return part;
  });
}

/** The checksum of the parts' checksums, with their number behind it. */
function composite(algorithm: Algorithm, parts: readonly Part[]): string {
  const digester = createDigester(algorithm);
  for (const part of parts) digester.update(Buffer.from(part.checksums[algorithm] ?? '', 'base64'));
  return `${digester.digest().toString('base64')}-${parts.length}`;
}

async function* bytesOf(folder: string, parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const part of parts)
    yield* createReadStream(`${folder}/${part.file}`, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
}

async function complete(
  store: Store,
  request: S3Request,
  bucket: string,
  upload: Upload,
  claims: readonly Claimed[],
): Promise<ObjectRecord> {
  const parts = chooseParts(claims, await readParts(store, bucket, upload.id));
  const algorithm = upload.algorithm ?? 'crc64nvme';
  const isWhole = upload.checksumType === 'FULL_OBJECT';
  const folder = uploadFolder(store, bucket, upload.id);
  const file = await ingest(store, bytesOf(folder, parts), isWhole ? [algorithm] : [], maxObjectBytes);
  const checksums: Checksums = isWhole ? file.checksums : { [algorithm]: composite(algorithm, parts) };
  const md5s = createHash('md5');
  for (const part of parts) md5s.update(Buffer.from(part.etag, 'hex'));
  const record: ObjectRecord = {
    etag: `${md5s.digest('hex')}-${parts.length}`,
    ...upload.described,
    checksums,
    checksumType: upload.checksumType,
    parts: parts.map(({ number, size, checksums: own }) => ({ number, size, checksums: own })),
  };
  const refuse = (): Error | undefined => {
    const size = header(request, 'x-amz-mp-object-size');
    if (size !== undefined && size !== String(file.size))
      return s3Error(
        'InvalidRequest',
        'The provided ‘x-amz-mp-object-size’ header does not match the size of the object.',
      );
    const given = header(request, `x-amz-checksum-${algorithm}`);
    return given === undefined ||
      given === checksums[algorithm] ||
      given === checksums[algorithm]?.replace(/-\d+$/, '')
      ? undefined
      : s3Error(
          'BadDigest',
          `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
        );
  };
  const write = writeCondition(request);
  const condition = (current: { readonly etag: string } | undefined): void => {
    const refusal = refuse();
    if (refusal !== undefined) throw refusal;
    write?.(current);
  };
  return commitObject(store, bucket, upload.key, file, record, condition);
}

/** CompleteMultipartUpload. */
export async function completeMultipartUpload(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  await requireBucket(store, bucket);
  const id = request.query.get('uploadId') ?? '';
  await requireUpload(store, bucket, key, id);
  // A checksum in the headers is the object's here, not that of the document.
  const claims = readClaims(await receiveText(store, request, false));
  const record = await store.locks(id, async () => {
    const upload = await requireUpload(store, bucket, key, id);
    const done = await complete(store, request, bucket, upload, claims);
    await removeUpload(store, bucket, id);
    return done;
  });
  const host = request.message.headers.host ?? 'localhost';
  return document('CompleteMultipartUploadResult', {
    Location: `http://${host}/${bucket}/${encodeURIComponent(key)}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${record.etag}"`,
    ChecksumType: record.checksumType,
    ...checksumElements(record.checksums),
  });
}
