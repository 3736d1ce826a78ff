import type { Answer } from './answer.ts';
import { document } from './answer.ts';
import { receiveText } from './body.ts';
import { algorithms } from './checksums.ts';
import { deleteCondition } from './conditions.ts';
import { isS3Error, s3Error } from './errors.ts';
import { deleteOne } from './objects.ts';
import type { S3Request } from './request.ts';
import { checkKey, header } from './request.ts';
import type { Store } from './store.ts';
import { requireBucket } from './store.ts';
import type { XmlRecord } from './xml.ts';
import { readXml, textOf } from './xml.ts';

/** Most objects of one request (S3 DeleteObjects). */
const maxObjects = 1000;

/** DeleteObject. */
export async function deleteObject(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
): Promise<Answer> {
  await deleteOne(store, bucket, key, deleteCondition(header(request, 'if-match')));
  return { status: 204 };
}

/** DeleteObjects: what cannot be deleted is told one by one. */
export async function deleteObjects(store: Store, request: S3Request, bucket: string): Promise<Answer> {
  await requireBucket(store, bucket);
  const isChecked =
    header(request, 'content-md5') !== undefined ||
    header(request, 'x-amz-trailer') !== undefined ||
    algorithms.some((each) => header(request, `x-amz-checksum-${each}`) !== undefined);
  if (!isChecked)
    throw s3Error(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  const top = readXml(await receiveText(store, request), 'Delete');
  const objects = top.children.filter((each) => each.name === 'Object');
  if (objects.length === 0 || objects.length > maxObjects) throw s3Error('MalformedXML');
  const isQuiet = textOf(top, 'Quiet')?.trim().toLowerCase() === 'true';
  const deleted: XmlRecord[] = [];
  const errors: XmlRecord[] = [];
  for (const object of objects) {
    const key = textOf(object, 'Key');
    if (key === undefined || key === '') throw s3Error('MalformedXML');
    try {
      await deleteOne(store, bucket, checkKey(key), deleteCondition(textOf(object, 'ETag')));
      deleted.push({ Key: key });
    } catch (error) {
      const { s3, message } = isS3Error(error) ? error : s3Error('InternalError');
      errors.push({ Key: key, Code: s3, Message: message });
    }
  }
  return document('DeleteResult', { Deleted: isQuiet ? [] : deleted, Error: errors });
}
