import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BatchApiOptions, createBatchApi } from '../batch/sdk.ts';
import type { BatchApi } from '../batch/api.ts';
import { type Budget, createBudget } from '../batch/budget.ts';
import type { Desired } from '../core/desired.ts';
import type { Engine } from '../local/index.ts';
import { createS3Port, type S3Port } from '../work/index.ts';
import { UsageError } from './text.ts';

/** Batch and S3, wherever they are. */
export interface Endpoint {
  readonly api: BatchApi;
  readonly s3: S3Port;
  /** What all calls to Batch share. */
  readonly budget: Budget;
  /** The embedded engine, with --local. */
  readonly engine: Engine | undefined;
  /** With --local: makes the queues and buckets that specs name. */
  declare(specs: Iterable<Desired>): void;
  close(): Promise<void>;
}

/** Any credentials do for the engine, but the SDK wants some. */
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const LOCAL_REGION = 'us-east-1';

/** How long a reply may take. */
const REQUEST_MS = 30_000;

/** A request must not outlive the time for which its outcome is looked for: what it does later would go unseen. */
function requestMs(settleMs: number): number {
  return Math.max(1_000, Math.min(REQUEST_MS, settleMs));
}

/** The folder of the engine's data for a source, unless --data names another. */
export function dataFolder(data: string | undefined, home: string): string {
  return resolve(data ?? join(home, 'local'));
}

/** What both kinds of endpoint may be given. */
export interface CallOptions {
  /** Told of every request to Batch. */
  readonly onCall?: BatchApiOptions['onCall'];
  /** A hard bound over all calls to Batch in any 60 seconds. */
  readonly maxCallsPerMinute?: number;
}

/** AWS, or the service that AWS_ENDPOINT_URL names. */
export function remoteEndpoint(options: CallOptions & { readonly settleMs?: number } = {}): Endpoint {
  const { onCall, maxCallsPerMinute, settleMs = REQUEST_MS } = options;
  const budget = createBudget(maxCallsPerMinute === undefined ? {} : { maxCallsPerMinute });
  const api = createBatchApi({
    budget,
    requestTimeoutMs: requestMs(settleMs),
    ...(onCall === undefined ? {} : { onCall }),
  });
  const s3 = createS3Port();
  return {
    api,
    s3,
    budget,
    engine: undefined,
    declare: () => undefined,
    async close() {
      api.close();
      s3.close();
    },
  };
}

/** The embedded engine inside this process, with its data in a folder. */
export async function localEndpoint(
  options: CallOptions & {
    readonly dataDir: string;
    readonly images?: Readonly<Record<string, string>>;
    readonly onNote: (text: string, fields: Readonly<Record<string, unknown>>) => void;
  },
): Promise<Endpoint> {
  const { startEngine } = await import('../local/index.ts');
  mkdirSync(options.dataDir, { recursive: true });
  const engine = await startEngine({
    dataDir: options.dataDir,
    onNote: options.onNote,
    ...(options.images === undefined ? {} : { images: options.images }),
  }).catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
  const config = { endpoint: engine.url, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS };
  const { onCall, maxCallsPerMinute } = options;
  const budget = createBudget({
    submitPerSecond: 1_000,
    otherPerSecond: 1_000,
    ...(maxCallsPerMinute === undefined ? {} : { maxCallsPerMinute }),
  });
  const api = createBatchApi({ ...config, budget, ...(onCall === undefined ? {} : { onCall }) });
  const s3 = createS3Port(config);
  return {
    api,
    s3,
    budget,
    engine,
    declare(specs) {
      for (const spec of specs) {
        engine.declareQueue(spec.jobQueue);
        const buckets = [spec.manifest?.bucket, spec.work.kind === 's3' ? spec.work.bucket : undefined];
        for (const bucket of buckets) if (bucket !== undefined) engine.declareBucket(bucket);
      }
    },
    async close() {
      api.close();
      s3.close();
      await engine.close();
    },
  };
}
