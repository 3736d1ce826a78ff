/**
 * A million objects of a scripted S3, listed, digested and written as 100 manifests of 10,000.
 * Run: node --import jiti/register test/bench/million.ts [ITEMS]
 */
import { range, size, slices } from '../../src/core/intervals.ts';
import { createMemoryStore } from '../../src/state/index.ts';
import { resolveWork, uploadManifest, type LedgerHead, type S3Port } from '../../src/work/index.ts';
import { desiredOf } from '../work/desired-of.ts';

const items = Number(process.argv[2] ?? 1_000_000);
const pageSize = 1000;
const counts = { list: 0, put: 0, bytes: 0 };

const s3: S3Port = {
  list: async ({ from }) => {
    counts.list += 1;
    const start = Number(from ?? 0);
    const end = Math.min(items, start + pageSize);
    const objects = Array.from({ length: end - start }, (_, at) => ({
      key: `input/2026/11/part-${String(start + at).padStart(8, '0')}.csv`,
      size: 1024,
    }));
    return { objects, next: end < items ? String(end) : undefined };
  },
  put: async ({ body }) => {
    counts.put += 1;
    counts.bytes += body.length;
  },
  head: async () => undefined,
  get: async () => undefined,
};

const desired = desiredOf({
  kind: 's3',
  bucket: 'data',
  prefix: 'input/',
  include: ['**/*.csv'],
  exclude: ['**/tmp/**'],
  parameters: { threshold: 0.5 },
  refreshIntervalMs: 60_000,
});
const store = createMemoryStore();
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);
const peakMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

async function look(ledger: LedgerHead | undefined, now: number) {
  const since = performance.now();
  const result = await resolveWork({
    desired,
    ledger,
    store,
    keyPrefix: 'objects/bench',
    lister: s3,
    readBeside: async () => ({ ok: false, code: 'Missing', message: '' }),
    now,
    signal: new AbortController().signal,
  });
  if (result.kind === 'failed') throw new Error(result.message);
  return { result, took: seconds(since) };
}

const began = performance.now();
const first = await look(undefined, 0);
console.log(`listed and digested ${size(first.result.live)} items in ${first.took} s, peak ${peakMb()} MB`);

const uploading = performance.now();
for (const indexes of slices(range(0, first.result.total), 10_000)) {
  const uploaded = await uploadManifest({
    ledger: first.result.ledger,
    store,
    indexes,
    bucket: 'data',
    key: `manifests/bench/${counts.put}.json`,
    s3,
  });
  if (uploaded.kind === 'failed') throw new Error(uploaded.message);
}
console.log(
  `wrote ${counts.put} manifests, ${Math.round(counts.bytes / 1e6)} MB, in ${seconds(uploading)} s, peak ${peakMb()} MB`,
);
console.log(`in all ${seconds(began)} s, ${counts.list} listing calls (one a page)`);

const again = await look(first.result.ledger, 60_000);
console.log(`looked again at an unchanged listing in ${again.took} s, peak ${peakMb()} MB`);
const stored = [...store.disk.values()].reduce((sum, text) => sum + text.length, 0);
console.log(`the state store (in this process's memory here) holds ${Math.round(stored / 1e6)} MB`);
