// What the workers share: S3 as a container would use it, and the item that a child stands for.
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

// Servers other than Amazon's seldom know buckets as host names, so with an endpoint of its own the bucket is in the path.
const elsewhere = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
const s3 = new S3Client({ forcePathStyle: elsewhere !== undefined });

/** The position of this child in its array. A plain job, which is what one single item becomes, gets none from Batch: it is 0. */
export const position = Number(process.env.AWS_BATCH_JOB_ARRAY_INDEX ?? 0);

/** The item of this child: its element of the manifest. */
export async function itemOfThisChild() {
  const bucket = needed('ARRAYJOB_MANIFEST_BUCKET');
  const key = needed('ARRAYJOB_MANIFEST_KEY');
  const manifest = await readJson(bucket, key);
  const item = manifest[position];
  if (item === undefined) {
    throw new Error(`s3://${bucket}/${key} has ${manifest.length} items and none at position ${position}`);
  }
  return item;
}

/** A variable that the job must have been given. */
export function needed(name) {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** An object's bytes. */
export async function read(bucket, key) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Body.transformToByteArray();
}

/** An object that holds JSON. */
export async function readJson(bucket, key) {
  return JSON.parse(new TextDecoder().decode(await read(bucket, key)));
}

/** Writes text; the same child run twice writes the same object, so running it again does no harm. */
export async function write(bucket, key, text, contentType = 'application/json') {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: contentType }));
  console.log(`wrote s3://${bucket}/${key}`);
}

export async function writeJson(bucket, key, value) {
  await write(bucket, key, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** All keys that begin with a prefix, page by page. */
export async function list(bucket, prefix) {
  const keys = [];
  let from;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: from }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
    from = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (from !== undefined);
  return keys;
}
