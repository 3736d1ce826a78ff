import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { lstat, open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import type { Algorithm, Checksums, Digester } from './checksums.ts';
import { algorithmOf, algorithms, createDigester, digestBytes } from './checksums.ts';
import { chunkedDecoder } from './chunked.ts';
import { isS3Error, s3Error } from './errors.ts';
import { identityOf } from './etags.ts';
import type { S3Request } from './request.ts';
import { header } from './request.ts';
import type { Store } from './store.ts';
import { temporaryPath } from './store.ts';

/** Bytes that have been written to a temporary file, and what they digest to. */
export interface Ingested {
  readonly path: string;
  readonly identity: string;
  readonly size: number;
  /** MD5 in hex. */
  readonly md5: string;
  readonly checksums: Checksums;
}

/** Most bytes of an XML document in a request. */
const maxDocumentBytes = 8 * 1024 * 1024;

/** Streams bytes into a temporary file; memory holds one chunk at a time. Throws EntityTooLarge beyond the limit. */
export async function ingest(
  store: Store,
  source: AsyncIterable<Buffer>,
  wanted: readonly Algorithm[],
  limit: number,
  extra?: Hash,
): Promise<Ingested> {
  const path = temporaryPath(store);
  const handle = await open(path, 'wx');
  const md5 = createDigester('md5');
  const digesters = wanted.map((each): readonly [Algorithm, Digester] => [each, createDigester(each)]);
  let size = 0;
  try {
    try {
      for await (const chunk of source) {
        size += chunk.length;
        if (size > limit) throw s3Error('EntityTooLarge', undefined, { MaxSizeAllowed: String(limit) });
        md5.update(chunk);
        extra?.update(chunk);
        for (const [, digester] of digesters) digester.update(chunk);
        await handle.writeFile(chunk);
      }
    } finally {
      await handle.close();
    }
    const identity = identityOf(await lstat(path, { bigint: true }));
    const checksums = Object.fromEntries(
      digesters.map(([name, each]) => [name, each.digest().toString('base64')]),
    );
    return { path, identity, size, md5: md5.digest().toString('hex'), checksums };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** What a request says about its body. */
interface Announced {
  readonly md5: Buffer | undefined;
  readonly sha256: string | undefined;
  /** The algorithm of the one checksum it gives, in a header or after the body. */
  readonly algorithm: Algorithm | undefined;
  readonly checksum: () => string | undefined;
  readonly length: number | undefined;
  readonly stream: Readable;
}

function announce(request: S3Request): Announced {
  const given = algorithms.filter((each) => header(request, `x-amz-checksum-${each}`) !== undefined);
  const trailing = (header(request, 'x-amz-trailer') ?? '')
    .split(',')
    .map((each) => algorithmOf(/^x-amz-checksum-(\w+)$/.exec(each.trim().toLowerCase())?.[1]))
    .filter((each) => each !== undefined);
  if (given.length + trailing.length > 1)
    throw s3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  const named = header(request, 'x-amz-sdk-checksum-algorithm');
  const algorithm = given[0] ?? trailing[0];
  if (named !== undefined && algorithmOf(named) === undefined && named.toUpperCase() !== 'MD5')
    throw s3Error(
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );

  const contentHash = header(request, 'x-amz-content-sha256');
  const coding = header(request, 'content-encoding') ?? '';
  const isChunked = contentHash?.startsWith('STREAMING-') === true || /\baws-chunked\b/i.test(coding);
  const trailers = new Map<string, string>();
  let stream: Readable = request.message;
  if (isChunked) {
    const decoder = chunkedDecoder((name, value) => trailers.set(name, value));
    // The decoder carries the failure of either to whoever reads it.
    stream = pipeline(request.message, decoder, () => undefined);
  }
  const declared = header(request, isChunked ? 'x-amz-decoded-content-length' : 'content-length');
  const md5 = header(request, 'content-md5');
  const digest = md5 === undefined ? undefined : Buffer.from(md5, 'base64');
  if (digest !== undefined && (digest.length !== 16 || digest.toString('base64') !== md5))
    throw s3Error('InvalidDigest');
  return {
    md5: digest,
    sha256: /^[0-9a-f]{64}$/i.test(contentHash ?? '') ? contentHash?.toLowerCase() : undefined,
    algorithm,
    checksum: () =>
      algorithm === undefined
        ? undefined
        : (header(request, `x-amz-checksum-${algorithm}`) ?? trailers.get(`x-amz-checksum-${algorithm}`)),
    length: declared !== undefined && /^\d{1,15}$/.test(declared) ? Number(declared) : undefined,
    stream,
  };
}

function verify(
  announced: Announced,
  actual: { size: number; md5: string; sha256: string | undefined; checksums: Checksums },
): void {
  if (announced.length !== undefined && announced.length !== actual.size) throw s3Error('IncompleteBody');
  if (announced.md5 !== undefined && announced.md5.toString('hex') !== actual.md5) throw s3Error('BadDigest');
  if (announced.sha256 !== undefined && announced.sha256 !== actual.sha256)
    throw s3Error('XAmzContentSHA256Mismatch', undefined, {
      ClientComputedContentSHA256: announced.sha256,
      S3ComputedContentSHA256: actual.sha256 ?? '',
    });
  const { algorithm } = announced;
  if (algorithm === undefined) return;
  const given = announced.checksum();
  if (given === undefined) throw s3Error('MalformedTrailerError');
  if (!isChecksum(algorithm, given))
    throw s3Error('InvalidRequest', `Value for x-amz-checksum-${algorithm} header is invalid.`);
  if (given !== actual.checksums[algorithm])
    throw s3Error(
      'BadDigest',
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
}

/** Whether a text is a checksum of an algorithm in base64. */
export function isChecksum(algorithm: Algorithm, text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === digestBytes[algorithm] && bytes.toString('base64') === text;
}

/** A body on the disk, checked against everything that its request says of it. */
export interface Received extends Ingested {
  /** The algorithm that the request gives a checksum of. */
  readonly given: Algorithm | undefined;
}

/**
 * Streams a request's body to a temporary file and checks Content-MD5, x-amz-content-sha256 and the newer checksums.
 * @param fallback the checksum to work out where the request gives none
 */
export async function receive(store: Store, request: S3Request, fallback: Algorithm): Promise<Received> {
  const announced = announce(request);
  if (announced.length !== undefined && announced.length > store.maxBodyBytes)
    throw s3Error('EntityTooLarge', undefined, { MaxSizeAllowed: String(store.maxBodyBytes) });
  const sha256 = announced.sha256 === undefined ? undefined : createHash('sha256');
  const wanted = [announced.algorithm ?? fallback];
  const ingested = await ingest(store, announced.stream, wanted, store.maxBodyBytes, sha256);
  try {
    verify(announced, { ...ingested, sha256: sha256?.digest('hex') });
    return { ...ingested, given: announced.algorithm };
  } catch (error) {
    await rm(ingested.path, { force: true });
    throw error;
  }
}

/**
 * Reads a request's document whole, checked as {@link receive} does; MaxMessageLengthExceeded beyond 8 MiB.
 * @param isChecked whether a checksum in the headers is the document's
 */
export async function receiveText(store: Store, request: S3Request, isChecked = true): Promise<string> {
  const announced = announce(request);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of announced.stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > Math.min(maxDocumentBytes, store.maxBodyBytes)) throw s3Error('MaxMessageLengthExceeded');
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const digest = (name: Algorithm | 'md5'): Buffer => {
    const digester = createDigester(name);
    digester.update(body);
    return digester.digest();
  };
  const algorithm = isChecked ? announced.algorithm : undefined;
  verify(
    { ...announced, algorithm },
    {
      size,
      md5: digest('md5').toString('hex'),
      sha256: digest('sha256').toString('hex'),
      checksums: algorithm === undefined ? {} : { [algorithm]: digest(algorithm).toString('base64') },
    },
  );
  return body.toString('utf8');
}

/** Whether a failure means that the client went away in the middle of its body. */
export function isClientGone(error: unknown): boolean {
  return (
    !isS3Error(error) &&
    error instanceof Error &&
    'code' in error &&
    ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.code))
  );
}
