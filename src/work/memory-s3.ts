import type { S3Port } from './ports.ts';
import { workErrorOf } from './s3-errors.ts';

/** One call, before it happens. */
export interface MemoryS3Call {
  readonly action: 'list' | 'put' | 'head' | 'get';
  readonly bucket: string;
  /** The key, or the prefix of a listing. */
  readonly key: string;
}

/** S3 in memory, for simulations and tests. */
export interface MemoryS3 extends S3Port {
  /** Bucket name to key to content; edit it as people drop files in. */
  readonly buckets: Map<string, Map<string, Uint8Array>>;
  /** Every call so far. */
  readonly calls: readonly MemoryS3Call[];
}

/**
 * Makes an S3 in memory with the given buckets. `onCall` may throw, or wait, to stand for a fault: what it throws is
 * classed as the SDK's errors are, by `name` and `$metadata.httpStatusCode`.
 */
export function createMemoryS3(
  options: {
    readonly buckets?: readonly string[];
    readonly pageSize?: number;
    readonly onCall?: (call: MemoryS3Call) => Promise<void> | void;
  } = {},
): MemoryS3 {
  const pageSize = options.pageSize ?? 1000;
  const buckets = new Map((options.buckets ?? []).map((name) => [name, new Map<string, Uint8Array>()]));
  const calls: MemoryS3Call[] = [];
  const names = { list: 's3:ListBucket', put: 's3:PutObject', head: 's3:GetObject', get: 's3:GetObject' };

  const reach = async (
    call: MemoryS3Call,
    signal: AbortSignal | undefined,
  ): Promise<Map<string, Uint8Array>> => {
    signal?.throwIfAborted();
    calls.push(call);
    try {
      await options.onCall?.(call);
      const bucket = buckets.get(call.bucket);
      if (bucket !== undefined) return bucket;
      throw Object.assign(new Error('The specified bucket does not exist'), { name: 'NoSuchBucket' });
    } catch (error) {
      throw workErrorOf(
        error,
        names[call.action],
        call.bucket,
        call.action === 'list' ? undefined : call.key,
      );
    }
  };

  return {
    buckets,
    calls,

    async list({ bucket, prefix, from, signal }) {
      const objects = await reach({ action: 'list', bucket, key: prefix }, signal);
      const keys = [...objects.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const start =
        from === undefined
          ? 0
          : keys.findIndex((key) => Buffer.compare(Buffer.from(key), Buffer.from(from)) > 0);
      const page = start === -1 ? [] : keys.slice(start, start + pageSize);
      const more = start !== -1 && start + pageSize < keys.length;
      return {
        objects: page.map((key) => ({ key, size: objects.get(key)?.length ?? 0 })),
        next: more ? page[page.length - 1] : undefined,
      };
    },

    async put({ bucket, key, body, signal }) {
      (await reach({ action: 'put', bucket, key }, signal)).set(key, Uint8Array.from(body));
    },

    async head({ bucket, key, signal }) {
      const object = (await reach({ action: 'head', bucket, key }, signal)).get(key);
      return object === undefined ? undefined : { size: object.length };
    },

    async get({ bucket, key, signal }) {
      return (await reach({ action: 'get', bucket, key }, signal)).get(key);
    },
  };
}
