import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Sent } from './answer.ts';
import { send } from './answer.ts';
import { isClientGone } from './body.ts';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import { completeMultipartUpload } from './complete.ts';
import { copyObject } from './copy.ts';
import { deleteObject, deleteObjects } from './delete.ts';
import type { S3Error } from './errors.ts';
import { isS3Error, s3Error, systemCode } from './errors.ts';
import { listObjects, listObjectsV2 } from './list.ts';
import {
  abortMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
  uploadPartCopy,
} from './multipart.ts';
import { getObject, getObjectAttributes } from './objects.ts';
import { putObject } from './put.ts';
import type { S3Request } from './request.ts';
import { header, readRequest } from './request.ts';
import type { Store } from './store.ts';
import { openStore } from './store.ts';
import { writeXml } from './xml.ts';

/** Most bytes of one request's body where nothing else is asked for: S3's limit of a single upload. */
const usualMaxBodyBytes = 5 * 1024 ** 3;

/** Parameters that ask for a feature of S3 that is not here; without this they would be taken for a plain request. */
const features = [
  'abac',
  'accelerate',
  'acl',
  'analytics',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metadataConfiguration',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'versioning',
  'versions',
  'website',
] as const;

function refuseFeatures(request: S3Request): void {
  const asked = features.find((each) => request.query.has(each));
  if (asked !== undefined)
    throw s3Error('NotImplemented', `The local S3 does not have what ?${asked} asks for.`, {
      Parameter: asked,
    });
  const version = request.query.get('versionId');
  if (version !== undefined && version !== 'null')
    throw s3Error('NotImplemented', 'The local S3 keeps no versions.', { Parameter: 'versionId' });
}

function methodNotAllowed(request: S3Request): Error {
  return s3Error('MethodNotAllowed', undefined, { Method: request.method });
}

async function onBucket(store: Store, request: S3Request, bucket: string): Promise<Answer> {
  const { method, query } = request;
  if (method === 'GET') {
    if (query.has('location')) return getBucketLocation(store, bucket);
    if (query.has('uploads')) return listMultipartUploads(store, request, bucket);
    return query.get('list-type') === '2'
      ? listObjectsV2(store, request, bucket)
      : listObjects(store, request, bucket);
  }
  if (method === 'HEAD') return headBucket(store, bucket);
  if (method === 'PUT') return createBucket(store, request, bucket);
  if (method === 'DELETE') return deleteBucket(store, bucket);
  if (method === 'POST' && query.has('delete')) return deleteObjects(store, request, bucket);
  throw methodNotAllowed(request);
}

async function onObject(
  store: Store,
  request: S3Request,
  bucket: string,
  key: string,
  response: ServerResponse,
): Promise<Answer | Sent> {
  const { method, query } = request;
  const isCopy = header(request, 'x-amz-copy-source') !== undefined;
  if (method === 'GET' && query.has('uploadId')) return listParts(store, request, bucket, key);
  if (method === 'GET' && query.has('attributes')) return getObjectAttributes(store, request, bucket, key);
  if (method === 'GET' || method === 'HEAD') return getObject(store, request, bucket, key, response);
  if (method === 'PUT' && query.has('uploadId'))
    return isCopy ? uploadPartCopy(store, request, bucket, key) : uploadPart(store, request, bucket, key);
  if (method === 'PUT')
    return isCopy ? copyObject(store, request, bucket, key) : putObject(store, request, bucket, key);
  if (method === 'DELETE' && query.has('uploadId')) return abortMultipartUpload(store, request, bucket, key);
  if (method === 'DELETE') return deleteObject(store, request, bucket, key);
  if (method === 'POST' && query.has('uploads')) return createMultipartUpload(store, request, bucket, key);
  if (method === 'POST' && query.has('uploadId')) return completeMultipartUpload(store, request, bucket, key);
  throw methodNotAllowed(request);
}

async function route(store: Store, request: S3Request, response: ServerResponse): Promise<Answer | Sent> {
  refuseFeatures(request);
  const { bucket, key } = request;
  if (bucket === undefined) {
    if (request.method === 'GET') return listBuckets(store, request);
    throw methodNotAllowed(request);
  }
  return key === undefined
    ? onBucket(store, request, bucket)
    : onObject(store, request, bucket, key, response);
}

/** Any failure as one that S3 has a word for; paths of this machine are never told. */
function asS3Error(error: unknown): S3Error {
  if (isS3Error(error)) return error;
  if (isClientGone(error)) return s3Error('IncompleteBody');
  switch (systemCode(error)) {
    case 'ENAMETOOLONG':
      return s3Error('KeyTooLongError');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return s3Error('AccessDenied', 'The file system of the bucket does not permit this.');
    case 'ENOSPC':
    case 'EDQUOT':
      return s3Error('InternalError', 'There is no space left for the object.');
    case undefined:
    default:
      return s3Error(
        'InternalError',
        `We encountered an internal error (${systemCode(error) ?? 'unexpected'}). Please try again.`,
      );
  }
}

function sendError(
  error: unknown,
  message: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): void {
  const failure = asS3Error(error);
  if (response.headersSent || response.destroyed) {
    // Half an answer is under way: only a broken connection tells the client so.
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) if (!name.startsWith('x-amz-')) response.removeHeader(name);
  const body = writeXml(
    'Error',
    {
      Code: failure.s3,
      Message: failure.message,
      ...failure.details,
      Resource: (message.url ?? '/').split('?')[0] ?? '/',
      RequestId: requestId,
      HostId: 'local',
    },
    false,
  );
  const isTooLarge = failure.s3 === 'EntityTooLarge' || failure.s3 === 'MaxMessageLengthExceeded';
  const headers = {
    'content-type': 'application/xml',
    ...failure.headers,
    // What is left of such a body is not worth reading.
    ...(isTooLarge ? { connection: 'close' } : {}),
  };
  send(
    response,
    { status: failure.status, headers, body: failure.status === 304 ? '' : body },
    message.method === 'HEAD',
  );
}

/**
 * Serves Amazon S3's REST protocol on plain folders: path-style requests, and virtual-host style where the host is
 * `<bucket>.localhost` or `<bucket>.127.0.0.1`. Signatures are not checked. The handler never throws: every failure is S3's XML error.
 * @param options.root the folder of the buckets, made when first needed; nothing outside of it is read or written
 * @param options.now milliseconds since 1970, of what S3 dates itself (uploads begun); objects bear the time of their files
 * @param options.maxBodyBytes most bytes of one request's body, 5 GiB by default
 */
export function createS3Handler(options: {
  readonly root: string;
  readonly now?: () => number;
  readonly maxBodyBytes?: number;
}): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const { root, now = Date.now, maxBodyBytes = usualMaxBodyBytes } = options;
  let opening: Promise<Store> | undefined;

  async function open(): Promise<Store> {
    opening ??= openStore(root, now, maxBodyBytes);
    try {
      return await opening;
    } catch (error) {
      // The next request tries again, for the folder may have been mended.
      opening = undefined;
      throw error;
    }
  }

  return async (message, response) => {
    const requestId = randomBytes(8).toString('hex').toUpperCase();
    try {
      response.setHeader('x-amz-request-id', requestId);
      response.setHeader('x-amz-id-2', requestId);
      const answer = await route(await open(), readRequest(message), response);
      if (answer !== 'sent') send(response, answer, message.method === 'HEAD');
    } catch (error) {
      try {
        sendError(error, message, response, requestId);
      } catch {
        response.destroy();
      }
    }
  };
}
