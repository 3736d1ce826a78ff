import type { Desired, Work } from '../../src/core/desired.ts';
import { fromIndexes, indexesOf } from '../../src/core/intervals.ts';
import type { Json } from '../../src/core/json.ts';
import { createMemoryStore, type MemoryStore } from '../../src/state/index.ts';
import {
  createMemoryS3,
  readItems,
  resolveWork,
  type BesideFile,
  type LedgerHead,
  type MemoryS3,
  type ResolvedWork,
  type S3Port,
  type WorkResolution,
} from '../../src/work/index.ts';
import { desiredOf } from './desired-of.ts';

/** An object's life in a test: its store, its files, a bucket, and the ledger that its record would keep. */
export interface Life {
  readonly store: MemoryStore;
  readonly s3: MemoryS3;
  readonly files: Map<string, string | Uint8Array>;
  now: number;
  ledger: LedgerHead | undefined;
  /** Resolves without keeping the ledger, as a pass that crashes before its record is written. */
  look(work: Work, more?: Partial<Desired>, again?: boolean): Promise<WorkResolution>;
  /** Resolves and keeps the ledger; fails the test when the work cannot be resolved. */
  resolve(work: Work, more?: Partial<Desired>, again?: boolean): Promise<ResolvedWork>;
  /** What an index stands for, by the kept ledger. */
  items(indexes: Iterable<number>): Promise<Json[]>;
}

export function createLife(store = createMemoryStore(), lister?: S3Port): Life {
  const s3 = createMemoryS3({ buckets: ['data'], pageSize: 7 });
  const files = new Map<string, string | Uint8Array>();
  const readBeside = async (path: string): Promise<BesideFile> => {
    const content = files.get(path);
    if (content === undefined) return { ok: false, code: 'Missing', message: `${path} is not in the source` };
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    return {
      ok: true,
      file: path,
      sizeBytes: bytes.length,
      etag: Buffer.from(bytes).toString('base64'),
      // Odd cuts, so that no reader can rely on a part ending where a line or a character ends.
      open: async function* () {
        for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
      },
    };
  };
  const life: Life = {
    store,
    s3,
    files,
    now: 1_000_000,
    ledger: undefined,
    look: (work, more = {}, again = false) =>
      resolveWork({
        desired: desiredOf(work, more),
        ledger: life.ledger,
        store,
        keyPrefix: 'objects/sample',
        lister: lister ?? s3,
        readBeside,
        now: life.now,
        signal: new AbortController().signal,
        again,
      }),
    async resolve(work, more, again) {
      const resolution = await life.look(work, more, again);
      if (resolution.kind === 'failed') throw new Error(`${resolution.reason}: ${resolution.message}`);
      // The record is JSON: what does not survive that is lost.
      life.ledger = JSON.parse(JSON.stringify(resolution.ledger)) as LedgerHead;
      return resolution;
    },
    async items(indexes) {
      if (life.ledger === undefined) throw new Error('nothing has been resolved yet');
      const result: Json[] = [];
      for await (const { item } of readItems(life.ledger, store, fromIndexes(indexes))) result.push(item);
      return result;
    },
  };
  return life;
}

export const listOf = (items: readonly Json[]): Work => ({ kind: 'items', items });

export const fileOf = (path: string): Work => ({ kind: 'file', path });

export const prefixOf = (more: Partial<Extract<Work, { kind: 's3' }>> = {}): Work => ({
  kind: 's3',
  bucket: 'data',
  prefix: 'input/',
  include: [],
  exclude: [],
  parameters: undefined,
  refreshIntervalMs: undefined,
  ...more,
});

export const drop = (life: Life, ...keys: readonly string[]): void => {
  for (const key of keys) life.s3.buckets.get('data')?.set(key, Buffer.from(key.endsWith('/') ? '' : 'x'));
};

export const indexes = (set: Parameters<typeof indexesOf>[0]): number[] => [...indexesOf(set)];
