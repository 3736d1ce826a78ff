import { lstat, mkdir, readFile, readdir, rm, rmdir } from 'node:fs/promises';
import type { Answer } from './answer.ts';
import { document, isoTime } from './answer.ts';
import { receiveText } from './body.ts';
import { s3Error, systemCode, undefinedIfAbsent } from './errors.ts';
import { writeJson } from './records.ts';
import type { S3Request } from './request.ts';
import { numberOf } from './request.ts';
import type { Store } from './store.ts';
import { bucketFolder, bucketRecords, isBucketName, requireBucket } from './store.ts';
import { readXml, textOf } from './xml.ts';

const owner = { ID: '0'.repeat(64), DisplayName: 'local' };

interface BucketRecord {
  /** Empty for us-east-1, as in GetBucketLocation. */
  readonly location: string;
}

async function readLocation(store: Store, bucket: string): Promise<string> {
  const text = await readFile(`${bucketRecords(store, bucket)}/bucket.json`, 'utf8').catch(undefinedIfAbsent);
  try {
    return text === undefined ? '' : (JSON.parse(text) as BucketRecord).location;
  } catch {
    return '';
  }
}

/** ListBuckets: every folder whose name can be a bucket's; links are not. */
export async function listBuckets(store: Store, request: S3Request): Promise<Answer> {
  const prefix = request.query.get('prefix') ?? '';
  const after = Buffer.from(request.query.get('continuation-token') ?? '', 'base64url').toString();
  const max = numberOf(request, 'max-buckets', 10_000, [1, 10_000]);
  const names = (await readdir(store.root, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && isBucketName(entry.name))
    .map((entry) => entry.name)
    .filter((name) => name.startsWith(prefix) && name > after)
    .sort();
  const page = names.slice(0, max);
  const buckets = [];
  for (const name of page) {
    const stat = await lstat(`${store.root}/${name}`).catch(undefinedIfAbsent);
    if (stat === undefined) continue;
    const location = await readLocation(store, name);
    buckets.push({
      Name: name,
      CreationDate: isoTime(stat.birthtimeMs),
      BucketRegion: location === '' ? 'us-east-1' : location,
    });
  }
  return document('ListAllMyBucketsResult', {
    Owner: owner,
    Buckets: { Bucket: buckets },
    Prefix: prefix === '' ? undefined : prefix,
    ContinuationToken:
      names.length > page.length ? Buffer.from(page[page.length - 1] ?? '').toString('base64url') : undefined,
  });
}

/** CreateBucket. A bucket of us-east-1 may be created again, another may not (S3 CreateBucket). */
export async function createBucket(store: Store, request: S3Request, bucket: string): Promise<Answer> {
  const folder = bucketFolder(store, bucket);
  const text = await receiveText(store, request);
  const location =
    text.trim() === ''
      ? ''
      : (textOf(readXml(text, 'CreateBucketConfiguration'), 'LocationConstraint') ?? '').trim();
  if (!/^[a-z0-9-]{0,32}$/i.test(location))
    throw s3Error('InvalidArgument', 'The specified location-constraint is not valid');
  await store.locks(bucket, async () => {
    try {
      await mkdir(folder);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      await requireBucket(store, bucket);
      if (location !== '' || (await readLocation(store, bucket)) !== '')
        throw s3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: bucket });
      return;
    }
    await rm(bucketRecords(store, bucket), { recursive: true, force: true });
    if (location !== '')
      await writeJson(store, `${bucketRecords(store, bucket)}/bucket.json`, {
        location,
      } satisfies BucketRecord);
  });
  return { status: 200, headers: { location: `/${bucket}` } };
}

/** HeadBucket. */
export async function headBucket(store: Store, bucket: string): Promise<Answer> {
  await requireBucket(store, bucket);
  const location = await readLocation(store, bucket);
  return {
    status: 200,
    headers: {
      'content-type': 'application/xml',
      'x-amz-bucket-region': location === '' ? 'us-east-1' : location,
    },
  };
}

/** GetBucketLocation. */
export async function getBucketLocation(store: Store, bucket: string): Promise<Answer> {
  await requireBucket(store, bucket);
  const location = await readLocation(store, bucket);
  const root =
    '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  const body = location === '' ? `${root}/>` : `${root}>${location}</LocationConstraint>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** Whether nothing but folders stands below a folder. */
async function isEmpty(folder: string): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !(await isEmpty(`${folder}/${entry.name}`))) return false;
  }
  return true;
}

async function removeFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await removeFolders(`${folder}/${entry.name}`);
  await rmdir(folder);
}

/** DeleteBucket: only folders are ever removed, so that no file that somebody dropped in is lost. */
export async function deleteBucket(store: Store, bucket: string): Promise<Answer> {
  await store.locks(bucket, async () => {
    const folder = await requireBucket(store, bucket);
    if (!(await isEmpty(folder))) throw s3Error('BucketNotEmpty', undefined, { BucketName: bucket });
    await removeFolders(folder);
    await rm(bucketRecords(store, bucket), { recursive: true, force: true });
  });
  return { status: 204 };
}
