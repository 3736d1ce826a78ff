import { createHash } from 'node:crypto';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Served } from './server.ts';
import { raw, serve } from './server.ts';

const hello = 'hello';
const md5 = createHash('md5').update(hello).digest('hex');
const checksum = Buffer.alloc(4);
checksum.writeUInt32BE(crc32(hello));
const crc = checksum.toString('base64');
const aws = 'docs.aws.amazon.com/AmazonS3/latest';

interface Behaviour {
  readonly sentence: string;
  readonly request: readonly [string, string, Readonly<Record<string, string>>?, string?];
  readonly status: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly source: string;
}

const trailer = `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crc}\r\n\r\n`;
const signed = `3;chunk-signature=ab\r\nhel\r\n2;chunk-signature=cd\r\nlo\r\n0;chunk-signature=ef\r\n\r\n`;
const streaming = {
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'content-encoding': 'aws-chunked',
  'x-amz-decoded-content-length': '5',
  'x-amz-trailer': 'x-amz-checksum-crc32',
};

/** Each row stands on the object `/shelf/greeting` with the content `hello`. */
const behaviours: readonly Behaviour[] = [
  {
    sentence: 'a bucket that is not there',
    request: ['GET', '/nowhere?list-type=2'],
    status: 404,
    code: 'NoSuchBucket',
    source: `${aws}/API/ErrorResponses`,
  },
  {
    sentence: 'a key that is not there',
    request: ['GET', '/shelf/nothing'],
    status: 404,
    code: 'NoSuchKey',
    source: `${aws}/API/API_GetObject`,
  },
  {
    sentence: 'a bucket name that cannot be',
    request: ['PUT', '/UPPER'],
    status: 400,
    code: 'InvalidBucketName',
    source: `${aws}/userguide/bucketnamingrules`,
  },
  {
    sentence: 'the folder of records as a bucket',
    request: ['GET', '/.meta?list-type=2'],
    status: 400,
    code: 'InvalidBucketName',
    source: 'own: safe by default',
  },
  {
    sentence: 'the parent folder as a bucket',
    request: ['GET', '/../etc/passwd'],
    status: 400,
    code: 'InvalidBucketName',
    source: 'own: safe by default',
  },
  {
    sentence: 'dots that climb out of a bucket',
    request: ['GET', '/shelf/../../../../etc/passwd'],
    status: 404,
    code: 'NoSuchKey',
    source: 'own: safe by default',
  },
  {
    sentence: 'encoded dots that climb',
    request: ['GET', '/shelf/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd'],
    status: 404,
    code: 'NoSuchKey',
    source: 'own: safe by default',
  },
  {
    sentence: 'a link that leads outside',
    request: ['GET', '/shelf/out/passwd'],
    status: 404,
    code: 'NoSuchKey',
    source: 'own: safe by default',
  },
  {
    sentence: 'a write through a link that leads outside',
    request: ['PUT', '/shelf/out/new', {}, 'x'],
    status: 403,
    code: 'AccessDenied',
    source: 'own: safe by default',
  },
  {
    sentence: 'a NUL in a key',
    request: ['PUT', '/shelf/a%00b', {}, 'x'],
    status: 400,
    code: 'InvalidArgument',
    source: 'own: no file system has it',
  },
  {
    sentence: 'a key that is not UTF-8',
    request: ['PUT', '/shelf/%ff', {}, 'x'],
    status: 400,
    code: 'InvalidURI',
    source: `${aws}/API/ErrorResponses`,
  },
  {
    sentence: 'a key of 1,025 bytes',
    request: ['PUT', `/shelf/${'k'.repeat(1025)}`, {}, 'x'],
    status: 400,
    code: 'KeyTooLongError',
    source: `${aws}/userguide/object-keys`,
  },
  {
    sentence: 'the first bytes',
    request: ['GET', '/shelf/greeting', { range: 'bytes=0-1' }],
    status: 206,
    body: 'he',
    headers: { 'content-range': 'bytes 0-1/5' },
    source: 'RFC 9110, 14.2',
  },
  {
    sentence: 'the last bytes',
    request: ['GET', '/shelf/greeting', { range: 'bytes=-2' }],
    status: 206,
    body: 'lo',
    source: 'RFC 9110, 14.2',
  },
  {
    sentence: 'bytes past the end',
    request: ['GET', '/shelf/greeting', { range: 'bytes=5-' }],
    status: 416,
    code: 'InvalidRange',
    source: `${aws}/API/ErrorResponses`,
  },
  {
    sentence: 'a malformed range means everything',
    request: ['GET', '/shelf/greeting', { range: 'bytes=x' }],
    status: 200,
    body: hello,
    source: 'RFC 9110, 14.2',
  },
  {
    sentence: 'another ETag asked for',
    request: ['GET', '/shelf/greeting', { 'if-match': '"no"' }],
    status: 412,
    code: 'PreconditionFailed',
    source: `${aws}/API/API_GetObject`,
  },
  {
    sentence: 'the same ETag not asked for',
    request: ['GET', '/shelf/greeting', { 'if-none-match': `"${md5}"` }],
    status: 304,
    source: `${aws}/API/API_GetObject`,
  },
  {
    sentence: 'not modified since',
    request: ['GET', '/shelf/greeting', { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }],
    status: 304,
    source: `${aws}/API/API_GetObject`,
  },
  {
    sentence: 'a wrong Content-MD5',
    request: ['PUT', '/shelf/bad', { 'content-md5': Buffer.alloc(16).toString('base64') }, hello],
    status: 400,
    code: 'BadDigest',
    source: `${aws}/API/ErrorResponses`,
  },
  {
    sentence: 'no Content-MD5 at all in it',
    request: ['PUT', '/shelf/bad', { 'content-md5': 'zzz' }, hello],
    status: 400,
    code: 'InvalidDigest',
    source: `${aws}/API/ErrorResponses`,
  },
  {
    sentence: 'a wrong CRC32',
    request: ['PUT', '/shelf/bad', { 'x-amz-checksum-crc32': 'AAAAAA==' }, hello],
    status: 400,
    code: 'BadDigest',
    source: `${aws}/userguide/checking-object-integrity`,
  },
  {
    sentence: 'a wrong payload hash',
    request: ['PUT', '/shelf/bad', { 'x-amz-content-sha256': '0'.repeat(64) }, hello],
    status: 400,
    code: 'XAmzContentSHA256Mismatch',
    source: `${aws}/API/ErrorResponses`,
  },
  {
    sentence: 'what was refused was not stored',
    request: ['GET', '/shelf/bad'],
    status: 404,
    code: 'NoSuchKey',
    source: `${aws}/API/API_PutObject`,
  },
  {
    sentence: 'an unsigned chunked body with a trailer',
    request: ['PUT', '/shelf/chunked', streaming, trailer],
    status: 200,
    headers: { etag: `"${md5}"`, 'x-amz-checksum-crc32': crc },
    source: `${aws}/API/sigv4-streaming-trailers`,
  },
  {
    sentence: 'a chunked body whose trailer is wrong',
    request: ['PUT', '/shelf/bad', streaming, trailer.replace(crc, 'AAAAAA==')],
    status: 400,
    code: 'BadDigest',
    source: `${aws}/API/sigv4-streaming-trailers`,
  },
  {
    sentence: 'a chunked body that ends early',
    request: ['PUT', '/shelf/bad', streaming, '5\r\nhel'],
    status: 400,
    code: 'IncompleteBody',
    source: `${aws}/API/ErrorResponses`,
  },
  {
    sentence: 'a signed chunked body',
    request: [
      'PUT',
      '/shelf/signed',
      { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'x-amz-decoded-content-length': '5' },
      signed,
    ],
    status: 200,
    headers: { etag: `"${md5}"` },
    source: `${aws}/API/sigv4-streaming`,
  },
  {
    sentence: 'a write only if absent, over an object',
    request: ['PUT', '/shelf/greeting', { 'if-none-match': '*' }, 'x'],
    status: 412,
    code: 'PreconditionFailed',
    source: `${aws}/userguide/conditional-writes`,
  },
  {
    sentence: 'a write over another ETag',
    request: ['PUT', '/shelf/greeting', { 'if-match': '"no"' }, 'x'],
    status: 412,
    code: 'PreconditionFailed',
    source: `${aws}/userguide/conditional-writes`,
  },
  {
    sentence: 'a write over an ETag of nothing',
    request: ['PUT', '/shelf/nothing', { 'if-match': '"no"' }, 'x'],
    status: 404,
    code: 'NoSuchKey',
    source: `${aws}/userguide/conditional-writes`,
  },
  {
    sentence: 'a deletion of another ETag',
    request: ['DELETE', '/shelf/greeting', { 'if-match': '"no"' }],
    status: 412,
    code: 'PreconditionFailed',
    source: `${aws}/userguide/conditional-deletes`,
  },
  {
    sentence: 'a deletion of nothing',
    request: ['DELETE', '/shelf/nothing'],
    status: 204,
    source: `${aws}/API/API_DeleteObject`,
  },
  {
    sentence: 'a bucket with objects is not deleted',
    request: ['DELETE', '/shelf'],
    status: 409,
    code: 'BucketNotEmpty',
    source: `${aws}/API/ErrorResponses`,
  },
  {
    sentence: 'a malformed document',
    request: [
      'POST',
      '/shelf?delete',
      { 'content-md5': createHash('md5').update('<Delete').digest('base64') },
      '<Delete',
    ],
    status: 400,
    code: 'MalformedXML',
    source: `${aws}/API/API_DeleteObjects`,
  },
  {
    sentence: 'an upload id that climbs',
    request: ['GET', '/shelf/k?uploadId=../../..'],
    status: 404,
    code: 'NoSuchUpload',
    source: 'own: safe by default',
  },
  {
    sentence: 'a copy onto itself',
    request: ['PUT', '/shelf/greeting', { 'x-amz-copy-source': '/shelf/greeting' }],
    status: 400,
    code: 'InvalidRequest',
    source: `${aws}/API/API_CopyObject`,
  },
  {
    sentence: 'a token that is none of ours',
    request: ['GET', '/shelf?list-type=2&continuation-token=zz'],
    status: 400,
    code: 'InvalidArgument',
    source: `${aws}/API/API_ListObjectsV2`,
  },
  {
    sentence: 'the place of a bucket of us-east-1',
    request: ['GET', '/shelf?location'],
    status: 200,
    source: `${aws}/API/API_GetBucketLocation`,
  },
  {
    sentence: 'a bucket named by the host',
    request: ['GET', '/greeting', { host: 'shelf.localhost:4580' }],
    status: 200,
    body: hello,
    source: `${aws}/userguide/VirtualHosting`,
  },
  {
    sentence: 'a feature that is not here',
    request: ['GET', '/shelf?versioning'],
    status: 501,
    code: 'NotImplemented',
    source: `${aws}/API/ErrorResponses`,
  },
];

describe('S3 as Amazon answers', () => {
  let served: Served;

  beforeAll(async () => {
    served = await serve();
    await served.client.send(new CreateBucketCommand({ Bucket: 'shelf' }));
    await served.client.send(new PutObjectCommand({ Bucket: 'shelf', Key: 'greeting', Body: hello }));
    await symlink('/etc', `${served.root}/shelf/out`);
  });
  afterAll(() => served.close());

  test.each(behaviours)('$sentence ($source)', async (row) => {
    const [method, path, headers, body] = row.request;

    const answer = await raw(served, method, path, headers, body);

    expect(answer).toMatchObject({ status: row.status, ...(row.headers && { headers: row.headers }) });
    expect(answer.headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
    if (row.code !== undefined) expect(answer.body).toContain(`<Code>${row.code}</Code>`);
    if (row.body !== undefined) expect(answer.body).toBe(row.body);
  });

  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'the SDK is content with %s both ways',
    async (algorithm: ChecksumAlgorithm) => {
      const Body = Buffer.from('123456789'.repeat(1000));
      const known: Partial<Record<ChecksumAlgorithm, string>> = {
        CRC32C: '4waSgw==',
        CRC64NVME: 'rosUhgp5mIg=',
      };
      await served.client.send(
        new PutObjectCommand({
          Bucket: 'shelf',
          Key: 'summed',
          Body,
          ChecksumAlgorithm: algorithm,
          Metadata: { colour: 'red' },
          ContentType: 'text/csv',
        }),
      );
      const short =
        known[algorithm] &&
        (await raw(
          served,
          'PUT',
          '/shelf/check',
          { [`x-amz-checksum-${algorithm.toLowerCase()}`]: known[algorithm] },
          '123456789',
        ));

      const got = await served.client.send(
        new GetObjectCommand({ Bucket: 'shelf', Key: 'summed', ChecksumMode: 'ENABLED' }),
      );

      expect(await got.Body?.transformToString()).toBe(Body.toString());
      expect(got).toMatchObject({
        Metadata: { colour: 'red' },
        ContentType: 'text/csv',
        ChecksumType: 'FULL_OBJECT',
      });
      expect(got[`Checksum${algorithm}` as 'ChecksumCRC32']).toBeDefined();
      if (short) expect(short.status).toBe(200);
    },
  );

  test('of many writers that ask for absence, exactly one wins', async () => {
    const attempts = Array.from({ length: 20 }, (_, at) =>
      raw(served, 'PUT', '/shelf/race', { 'if-none-match': '*' }, `writer ${at}`),
    );

    const statuses = (await Promise.all(attempts)).map((each) => each.status);

    expect(statuses.filter((each) => each === 200)).toHaveLength(1);
    expect(statuses.filter((each) => each === 412)).toHaveLength(19);
  });

  test('of many writers that ask for one ETag, exactly one wins', async () => {
    await raw(served, 'PUT', '/shelf/swap', {}, hello);
    const attempts = Array.from({ length: 20 }, (_, at) =>
      raw(served, 'PUT', '/shelf/swap', { 'if-match': `"${md5}"` }, `writer ${at}`),
    );

    const statuses = (await Promise.all(attempts)).map((each) => each.status);

    expect(statuses.filter((each) => each === 200)).toHaveLength(1);
  });

  test('files that somebody drops in appear at once, changed ones with a new ETag', async () => {
    await mkdir(`${served.root}/dropped/in`, { recursive: true });
    await writeFile(`${served.root}/dropped/in/data.csv`, hello);
    const before = await served.client.send(new ListObjectsV2Command({ Bucket: 'dropped' }));
    await writeFile(`${served.root}/dropped/in/data.csv`, 'other');

    const after = await served.client.send(new HeadObjectCommand({ Bucket: 'dropped', Key: 'in/data.csv' }));

    expect(before.Contents).toMatchObject([{ Key: 'in/data.csv', Size: 5, ETag: `"${md5}"` }]);
    expect(after).toMatchObject({
      ContentType: 'text/csv',
      ETag: `"${createHash('md5').update('other').digest('hex')}"`,
    });
  });

  test('an upload in parts is one object whose ETag counts them', async () => {
    const whole = Buffer.alloc(6 * 1024 ** 2, 'ab');
    const pieces = [whole.subarray(0, 5 * 1024 ** 2), whole.subarray(5 * 1024 ** 2)];
    const target = { Bucket: 'shelf', Key: 'parts/one' };
    const { UploadId } = await served.client.send(
      new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'CRC32' }),
    );
    const Parts = [];
    for (const [at, Body] of pieces.entries()) {
      const part = await served.client.send(
        new UploadPartCommand({ ...target, UploadId, PartNumber: at + 1, Body, ChecksumAlgorithm: 'CRC32' }),
      );
      Parts.push({ PartNumber: at + 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 });
    }

    const done = await served.client.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
    );

    const got = await served.client.send(new GetObjectCommand(target));
    const second = await served.client.send(new HeadObjectCommand({ ...target, PartNumber: 2 }));
    const digests = pieces.map((each) => createHash('md5').update(each).digest());
    expect(done.ETag).toBe(`"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-2"`);
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true);
    expect(second).toMatchObject({ ContentLength: 1024 ** 2, PartsCount: 2 });
  });

  test('many objects are deleted at once and nothing of them stays behind', async () => {
    const Keys = ['many/a', 'many/a/b', 'many//c', 'many/<&>"'];
    for (const Key of Keys)
      await served.client.send(new PutObjectCommand({ Bucket: 'shelf', Key, Body: Key }));

    const done = await served.client.send(
      new DeleteObjectsCommand({ Bucket: 'shelf', Delete: { Objects: Keys.map((Key) => ({ Key })) } }),
    );

    expect(done.Deleted?.map((each) => each.Key)).toEqual(Keys);
    expect(await readdir(`${served.root}/shelf`)).not.toContain('many');
    expect(await readdir(`${served.root}/.meta/tmp`)).toEqual([]);
  });
});
