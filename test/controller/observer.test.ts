import { expect, test } from 'vitest';
import type { BatchApi, JobDetail } from '../../src/batch/api.ts';
import { ok } from '../../src/batch/outcome.ts';
import { createObserver } from '../../src/controller/observer.ts';
import { EMPTY, range } from '../../src/core/intervals.ts';
import type { ShardRecord } from '../../src/core/record.ts';

const shard: ShardRecord = {
  round: 0,
  shard: 0,
  name: 's',
  indexes: range(0, 4),
  phase: 'submitted',
  jobId: 'j',
  submittedAt: 0,
  intendedAt: 0,
  queue: 'q',
  how: 'h',
  settled: EMPTY,
};
const job: JobDetail = {
  jobId: 'j',
  name: 's',
  status: 'PENDING',
  tags: {},
  environment: {},
  dependsOn: [],
  attempts: [],
};

/** An observer of a Batch whose every answer takes a minute. */
function slow(over: Partial<BatchApi> = {}) {
  let now = 1_000;
  const api = {
    describeJobs: async () => {
      now += 60_000;
      return ok([job]);
    },
    async *listJobs() {
      now += 60_000;
      yield ok([]);
    },
    ...over,
  } as unknown as BatchApi;
  const clock = {
    now: () => now,
    after: (_ms: number, run: () => void) => {
      void Promise.resolve().then(run);
      return () => undefined;
    },
  };
  return { observer: createObserver(api, clock), now: () => now };
}

const noTags = () => ({});

test('what is observed is as old as the question, however long the answer takes', async () => {
  const { observer, now } = slow();

  const searched = await observer.observe('a', [{ kind: 'search', shard }], noTags);
  const later = now();
  const described = await observer.observe('a', [{ kind: 'describe', shard }], noTags);

  expect(searched.askedAt).toBe(1_000);
  expect(described.askedAt).toBe(later);
  expect(now()).toBeGreaterThan(later);
});

test('what a sweep has brought is as old as the sweep', async () => {
  const { observer, now } = slow();
  await observer.sweep([{ name: 'a', ids: ['j'] }]);

  const { askedAt, observations } = await observer.observe('a', [{ kind: 'describe', shard }], noTags);

  expect(observations.get('s')).toMatchObject({ kind: 'job' });
  expect(askedAt).toBe(1_000);
  expect(now()).toBe(61_000);
});

test('a failed child that cannot be asked about yet is looked at again before it is judged', async () => {
  const failed = { jobId: 'j:3', name: 's', status: 'FAILED' as const, position: 3, statusReason: 'by hand' };
  const { observer } = slow({
    describeJobs: async (ids) => ok(ids.includes('j') ? [{ ...job, summary: { FAILED: 1 } }] : []),
    async *listJobs() {
      yield ok([failed]);
    },
  });

  const seen = await observer.observe('a', [{ kind: 'describe', shard }], noTags);

  expect(seen.failure).toMatchObject({ kind: 'transient', code: 'NotDescribedYet' });
  expect(seen.observations.size).toBe(0);
});
