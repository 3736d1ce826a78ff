import { randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { requireVersion } from './directory-files.ts';
import { stateError } from './errors.ts';
import { isKey, requireKey, requirePrefix } from './keys.ts';
import { fromS3Error, s3Status } from './s3-errors.ts';
import { storeVersion } from './store.ts';
import type { Entry, Etag, PutResult, StateStore } from './store.ts';

/** Options of an S3 store. Without any, the SDK's own configuration holds (AWS_REGION, AWS_ENDPOINT_URL, profiles). */
export interface S3StoreOptions {
  /** A client of the caller's, which close() leaves alone. */
  readonly client?: S3Client;
  readonly endpoint?: string;
  readonly region?: string;
  /** How long one operation may take, retries included. Default 10,000; keep it below the lease's ttl. */
  readonly timeoutMs?: number;
}

/** How often a write that S3 refused because of a concurrent one (409) is sent again. */
const concurrentAttempts = 5;

/** User metadata that tells this write from every other one with the same text. */
const nonceName = 'arrayjob-write';

/**
 * Opens the state store at `s3://bucket/prefix`, with compare-and-swap by S3's conditional writes.
 *
 * The SDK may send a write again whose reply was lost, and then report that its own first try is in the way. Every
 * write therefore carries a nonce of its own, and a refusal or a failure is settled by reading back whose it is.
 * Rejects with a StateError when the bucket cannot be read or was laid out by a newer arrayjob.
 */
export async function openS3Store(url: string, options: S3StoreOptions = {}): Promise<StateStore> {
  const { bucket, prefix } = parseUrl(url);
  const timeoutMs = options.timeoutMs ?? 10_000;
  const sdk = await import('@aws-sdk/client-s3');
  const client = options.client ?? new sdk.S3Client(clientConfig(options));
  let closed = false;
  let isMarked = false;

  const attempt = async <T>(doing: string, key: string, act: (abortSignal: AbortSignal) => Promise<T>) => {
    if (closed) throw stateError('Closed', 'terminal', `the state store ${url} has been closed`);
    try {
      return await act(AbortSignal.timeout(timeoutMs));
    } catch (error) {
      throw fromS3Error(error, doing, `s3://${bucket}/${prefix}${key}`, bucket);
    }
  };

  const read = async (
    key: string,
    abortSignal: AbortSignal,
  ): Promise<(Entry & { nonce?: string }) | undefined> => {
    try {
      const input = { Bucket: bucket, Key: prefix + key };
      const reply = await client.send(new sdk.GetObjectCommand(input), { abortSignal });
      const nonce = reply.Metadata?.[nonceName];
      const text = (await reply.Body?.transformToString('utf-8')) ?? '';
      return { text, etag: reply.ETag ?? '', ...(nonce === undefined ? {} : { nonce }) };
    } catch (error) {
      if ((error as { name?: unknown }).name === 'NoSuchKey') return undefined;
      throw error;
    }
  };

  const send = async (
    key: string,
    text: string,
    expected: Etag | 'absent' | 'any',
    nonce: string,
    abortSignal: AbortSignal,
  ): Promise<Etag> => {
    const condition =
      expected === 'any' ? {} : expected === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: expected };
    const put = new sdk.PutObjectCommand({
      Bucket: bucket,
      Key: prefix + key,
      Body: text,
      // The SDK does not work out the length of an empty text.
      ContentLength: Buffer.byteLength(text),
      ContentType: 'text/plain; charset=utf-8',
      Metadata: { [nonceName]: nonce },
      ...condition,
    });
    for (let tries = 1; ; tries++) {
      try {
        return (await client.send(put, { abortSignal })).ETag ?? '';
      } catch (error) {
        if (s3Status(error) !== 409 || tries >= concurrentAttempts) throw error;
      }
    }
  };

  const write = async (key: string, text: string, expected: Etag | 'absent' | 'any'): Promise<PutResult> => {
    const nonce = randomUUID();
    try {
      return {
        ok: true,
        etag: await attempt('write', key, (signal) => send(key, text, expected, nonce, signal)),
      };
    } catch (error) {
      const status = s3Status(error);
      const isRefused = status === 412 || (status === 404 && expected !== 'absent' && expected !== 'any');
      const isAnswered = status !== undefined && status >= 400 && status < 500 && status !== 409;
      if (isAnswered && !isRefused) throw error;
      if ((error as { code?: unknown }).code === 'NoSuchBucket') throw error;
      const found = await attempt('read', key, (signal) => read(key, signal));
      if (found?.nonce === nonce) return { ok: true, etag: found.etag };
      if (isRefused) return { ok: false, conflict: true };
      // Not there yet is no proof that it never will be: the caller has to treat it as unknown.
      throw error;
    }
  };

  const mark = async (): Promise<void> => {
    if (isMarked) return;
    await write('VERSION', `${storeVersion}\n`, 'absent');
    isMarked = true;
  };

  const version = await attempt('open', '', (signal) => read('VERSION', signal));
  if (version !== undefined) requireVersion(version.text, url);
  isMarked = version !== undefined;

  return {
    url,

    async get(key) {
      requireKey(key);
      const found = await attempt('read', key, (signal) => read(key, signal));
      return found === undefined ? undefined : { text: found.text, etag: found.etag };
    },

    async put(key, text, expected) {
      requireKey(key);
      await mark();
      return write(key, text, expected);
    },

    async delete(key, expected) {
      requireKey(key);
      const input = {
        Bucket: bucket,
        Key: prefix + key,
        ...(expected === 'any' ? {} : { IfMatch: expected }),
      };
      try {
        await attempt('delete', key, (abortSignal) =>
          client.send(new sdk.DeleteObjectCommand(input), { abortSignal }),
        );
        return true;
      } catch (error) {
        if (s3Status(error) !== 412 && (error as { code?: unknown }).code !== 'NoSuchKey') throw error;
        return (await attempt('read', key, (signal) => read(key, signal))) === undefined;
      }
    },

    async *list(of) {
      requirePrefix(of);
      let token: string | undefined;
      do {
        const input = { Bucket: bucket, Prefix: prefix + of, ContinuationToken: token };
        const page = await attempt('list', of, (abortSignal) =>
          client.send(new sdk.ListObjectsV2Command(input), { abortSignal }),
        );
        yield* (page.Contents ?? []).map((each) => (each.Key ?? '').slice(prefix.length)).filter(isKey);
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },

    async close() {
      if (!closed && options.client === undefined) client.destroy();
      closed = true;
    },
  };
}

function parseUrl(url: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url) ?? [];
  const segments = path.split('/').filter((each) => each !== '');
  if (bucket === undefined || segments.some((each) => each === '.' || each === '..')) {
    throw stateError('InvalidUrl', 'terminal', `${url} is no place for state: write s3://bucket/prefix`);
  }
  return { bucket, prefix: segments.map((each) => `${each}/`).join('') };
}

function clientConfig(options: S3StoreOptions): ConstructorParameters<typeof S3Client>[0] & object {
  const endpoint =
    options.endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'] ?? '';
  const region = options.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  return {
    // Servers other than AWS know buckets by path, have one region, and often not the newer checksums.
    ...(endpoint === '' ? {} : { endpoint, forcePathStyle: true, region: region ?? 'us-east-1' }),
    ...(region === undefined ? {} : { region }),
    followRegionRedirects: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}
