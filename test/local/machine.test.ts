import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFakeBatch } from '../../src/local/index.ts';
import type { FakeBatch, FakeBatchOptions, Scripted, ScriptedChild } from '../../src/local/index.ts';

interface Detail {
  readonly status: string;
  readonly statusReason?: string;
  readonly attempts: readonly { readonly statusReason: string; readonly container: { exitCode?: number } }[];
  readonly container: { readonly exitCode?: number; readonly reason?: string };
  readonly arrayProperties: { readonly statusSummary: Readonly<Record<string, number>> };
}

function fakeOf(script: (child: ScriptedChild) => Scripted, options: FakeBatchOptions = {}): FakeBatch {
  const fake = createFakeBatch({ ...options, script });
  fake.declareQueue('q');
  fake.must('RegisterJobDefinition', {
    jobDefinitionName: 'd',
    type: 'container',
    containerProperties: { image: 'x', vcpus: 1, memory: 64, command: ['true'] },
  });
  return fake;
}

function submit(fake: FakeBatch, more: object = {}): string {
  return fake.must<{ jobId: string }>('SubmitJob', {
    jobName: 'j',
    jobQueue: 'q',
    jobDefinition: 'd',
    ...more,
  }).jobId;
}

function detail(fake: FakeBatch, id: string): Detail {
  return fake.must<{ jobs: Detail[] }>('DescribeJobs', { jobs: [id] }).jobs[0]!;
}

const succeed = { durationMs: 1000 };
const array = (size: number): object => ({ arrayProperties: { size } });

describe('the life of an array', () => {
  test('a parent is PENDING until every child is terminal and never RUNNING', () => {
    const seen = new Set<string>();
    const fake = fakeOf(({ index }) => ({ startMs: 5, durationMs: 100 * (index! + 1) }));
    const id = submit(fake, array(3));

    seen.add(detail(fake, id).status);
    for (let step = 0; step < 50; step += 1) {
      fake.advance(10);
      seen.add(detail(fake, id).status);
    }

    expect([...seen]).toEqual(['SUBMITTED', 'PENDING', 'SUCCEEDED']);
  });

  test('siblings go on when one child fails, and then the parent is FAILED', () => {
    const fake = fakeOf(({ index }) => ({ durationMs: 1000, exitCode: index === 0 ? 3 : 0 }));
    const id = submit(fake, array(4));

    fake.settle();

    expect(detail(fake, id)).toMatchObject({
      status: 'FAILED',
      statusReason: 'Array Child Job failed',
      arrayProperties: { statusSummary: { SUCCEEDED: 3, FAILED: 1 } },
    });
    expect(detail(fake, `${id}:0`)).toMatchObject({
      statusReason: 'Essential container in task exited',
      container: { exitCode: 3 },
    });
  });

  test('at most maxvCpus children run at a time', () => {
    let most = 0;
    const fake = createFakeBatch({ script: () => succeed });
    fake.declareQueue('q', 3);
    fake.must('RegisterJobDefinition', {
      jobDefinitionName: 'd',
      type: 'container',
      containerProperties: { image: 'x', vcpus: 1, memory: 64 },
    });
    const id = submit(fake, array(10));

    for (let step = 0; step < 100; step += 1) {
      fake.advance(100);
      most = Math.max(most, detail(fake, id).arrayProperties.statusSummary['RUNNING']!);
    }

    expect(most).toBe(3);
    expect(detail(fake, id).status).toBe('SUCCEEDED');
  });
});

describe('retries', () => {
  const cases: readonly [string, object[], Scripted, number][] = [
    ['no entry matching means retry', [{ onExitCode: '9', action: 'EXIT' }], { exitCode: 1 }, 3],
    [
      'the first entry that matches decides',
      [
        { onExitCode: '1', action: 'exit' },
        { onExitCode: '*', action: 'RETRY' },
      ],
      { exitCode: 1 },
      1,
    ],
    [
      'all conditions of an entry must match',
      [{ onExitCode: '1', onReason: 'Out*', action: 'EXIT' }],
      { exitCode: 1 },
      3,
    ],
    [
      'a pattern with * matches beginnings',
      [{ onReason: 'OutOfMemory*', action: 'EXIT' }],
      { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
      1,
    ],
    [
      'a lost host is told by its status reason',
      [
        { onStatusReason: 'Host EC2*', action: 'RETRY' },
        { onReason: '*', action: 'EXIT' },
      ],
      { hostLost: true },
      3,
    ],
  ];
  test.each(cases)('%s', (_sentence, evaluateOnExit, scripted, attempts) => {
    const fake = fakeOf(() => ({ durationMs: 10, ...scripted }));
    const id = submit(fake, { retryStrategy: { attempts: 3, evaluateOnExit } });

    fake.settle();

    expect(detail(fake, id).attempts).toHaveLength(attempts);
    expect(detail(fake, id).status).toBe('FAILED');
  });

  test('RUNNING goes back to RUNNABLE when a child is retried, and attempts are kept', () => {
    const fake = fakeOf(({ attempt }) => ({ durationMs: 10, exitCode: attempt < 3 ? attempt : 0 }));
    const id = submit(fake, { ...array(2), retryStrategy: { attempts: 3 } });

    fake.settle();

    expect(detail(fake, `${id}:1`).status).toBe('SUCCEEDED');
    expect(detail(fake, `${id}:1`).attempts.map((each) => each.container.exitCode)).toEqual([1, 2, 0]);
  });

  test('a timeout is never retried and ends with SIGKILL when SIGTERM is ignored', () => {
    const fake = fakeOf(() => ({ durationMs: Infinity, termMs: Infinity }));
    const id = submit(fake, { retryStrategy: { attempts: 5 }, timeout: { attemptDurationSeconds: 60 } });

    const passed = fake.settle();

    expect(passed).toBe(90_001);
    expect(detail(fake, id)).toMatchObject({
      status: 'FAILED',
      statusReason: 'Job attempt duration exceeded timeout',
      container: { exitCode: 137 },
    });
    expect(detail(fake, id).attempts).toHaveLength(1);
  });
});

describe('dependencies', () => {
  test('a plain dependency waits for every child of the array', () => {
    const fake = fakeOf(({ index }) => ({ durationMs: index === 1 ? 9000 : 1000 }));
    const first = submit(fake, array(2));
    const second = submit(fake, { dependsOn: [{ jobId: first }] });

    fake.advance(8000);
    const before = detail(fake, second).status;
    fake.advance(1001);

    expect(before).toBe('PENDING');
    expect(detail(fake, second).status).toBe('RUNNING');
  });

  test('N_TO_N goes index by index, and only the partners of failed children fail', () => {
    const fake = fakeOf(({ index, jobName }) => ({
      durationMs: 100,
      exitCode: jobName === 'up' && index === 1 ? 1 : 0,
    }));
    const up = submit(fake, { ...array(3), jobName: 'up' });
    const down = submit(fake, { ...array(3), jobName: 'down', dependsOn: [{ jobId: up, type: 'N_TO_N' }] });

    fake.settle();

    expect(detail(fake, `${down}:0`).status).toBe('SUCCEEDED');
    expect(detail(fake, `${down}:1`)).toMatchObject({
      status: 'FAILED',
      statusReason: 'Dependent Job failed',
      attempts: [],
    });
    expect(detail(fake, `${down}:2`).status).toBe('SUCCEEDED');
  });

  test('SEQUENTIAL runs one after the other and fails the rest after a failure, 10,000 deep', () => {
    const order: number[] = [];
    const fake = fakeOf(({ index }) => {
      order.push(index!);
      return { durationMs: 1, exitCode: index === 4 ? 1 : 0 };
    });
    const id = submit(fake, { ...array(10_000), dependsOn: [{ type: 'SEQUENTIAL' }] });

    fake.settle();

    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(detail(fake, id).arrayProperties.statusSummary).toMatchObject({ SUCCEEDED: 4, FAILED: 9996 });
  });

  test('a dependency that has failed already fails the dependent with all its children', () => {
    const fake = fakeOf(() => ({ exitCode: 1 }));
    const first = submit(fake);
    fake.settle();

    const second = submit(fake, { ...array(2), dependsOn: [{ jobId: first }] });
    fake.settle();

    expect(detail(fake, second)).toMatchObject({ status: 'FAILED', statusReason: 'Dependent Job failed' });
    expect(detail(fake, `${second}:1`).attempts).toEqual([]);
  });
});

describe('stopping', () => {
  test('TerminateJob on a parent ends every child, and terminated jobs are not retried', () => {
    const fake = fakeOf(() => ({ durationMs: Infinity }));
    const id = submit(fake, { ...array(5), retryStrategy: { attempts: 10 } });
    fake.advance(10);

    fake.must('TerminateJob', { jobId: id, reason: 'enough' });
    fake.advance(0);

    expect(detail(fake, id)).toMatchObject({ status: 'FAILED', statusReason: 'enough' });
    expect(detail(fake, `${id}:4`)).toMatchObject({ status: 'FAILED', container: { exitCode: 143 } });
    expect(detail(fake, `${id}:4`).attempts).toHaveLength(1);
  });

  test('CancelJob on a RUNNING job answers and does nothing', () => {
    const fake = fakeOf(() => succeed);
    const id = submit(fake);
    fake.advance(10);

    fake.must('CancelJob', { jobId: id, reason: 'no more' });
    fake.settle();

    expect(detail(fake, id).status).toBe('SUCCEEDED');
  });

  test('CancelJob on a PENDING job takes effect when its dependencies are done', () => {
    const fake = fakeOf(() => succeed);
    const first = submit(fake);
    const second = submit(fake, { dependsOn: [{ jobId: first }] });
    fake.advance(10);

    fake.must('CancelJob', { jobId: second, reason: 'no more' });
    const before = detail(fake, second).status;
    fake.settle();

    expect(before).toBe('PENDING');
    expect(detail(fake, second)).toMatchObject({ status: 'FAILED', statusReason: 'no more', attempts: [] });
  });

  test('an array that is terminated before its children exist still ends', () => {
    const fake = fakeOf(() => succeed, { config: { spawnMs: 5000 } });
    const id = submit(fake, array(3));

    fake.must('TerminateJob', { jobId: id, reason: 'stop' });
    fake.settle();

    expect(detail(fake, id)).toMatchObject({
      status: 'FAILED',
      arrayProperties: { statusSummary: { FAILED: 3 } },
    });
  });
});

describe('what the fake can do', () => {
  test('the same seed and calls give the same ids and ends', () => {
    const run = (): string => {
      const fake = fakeOf(({ index }) => ({ durationMs: index! * 7, exitCode: index! % 3 }), {
        seed: 42,
        faults: [{ operation: 'DescribeJobs', kind: 'error', probability: 0.5 }],
      });
      const id = submit(fake, array(9));
      fake.settle();
      return JSON.stringify([1, 2, 3, 4, 5].map(() => fake.call('DescribeJobs', { jobs: [id] })));
    };

    expect(run()).toBe(run());
  });

  test('a reply that is lost is lost after the act', () => {
    const fake = fakeOf(() => succeed, { faults: [{ operation: 'SubmitJob', kind: 'lost', call: 1 }] });

    const answer = fake.call('SubmitJob', { jobName: 'j', jobQueue: 'q', jobDefinition: 'd' });
    fake.advance(1);

    expect(answer).toMatchObject({ ok: false, lost: true });
    const listed = fake.must<{ jobSummaryList: unknown[] }>('ListJobs', { jobQueue: 'q' });
    expect(listed.jobSummaryList).toHaveLength(1);
  });

  test('listings, descriptions and summaries lag as told', () => {
    const fake = fakeOf(() => ({ durationMs: 3000 }), {
      faults: [
        { operation: 'ListJobs', kind: 'lag', delayMs: 4000 },
        { operation: 'DescribeJobs', kind: 'lag', delayMs: 1000 },
        { operation: 'StatusSummary', kind: 'lag', delayMs: 10_000 },
      ],
    });
    const id = submit(fake, array(2));
    const listed = (): number =>
      fake.must<{ jobSummaryList: unknown[] }>('ListJobs', {
        jobQueue: 'q',
        filters: [{ name: 'JOB_NAME', values: ['J'] }],
      }).jobSummaryList.length;

    const atOnce = fake.must<{ jobs: unknown[] }>('DescribeJobs', { jobs: [id] }).jobs;
    fake.advance(3500);

    expect(atOnce).toEqual([]);
    expect(listed()).toBe(0);
    expect(detail(fake, id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(detail(fake, id).arrayProperties.statusSummary['SUCCEEDED']).toBe(0);
    fake.advance(10_000);
    expect(listed()).toBe(1);
    expect(detail(fake, id).arrayProperties.statusSummary['SUCCEEDED']).toBe(2);
  });

  test('a terminal job is forgotten after seven days', () => {
    const fake = fakeOf(() => succeed);
    const id = submit(fake);
    fake.settle();

    fake.advance(7 * 24 * 3600 * 1000 - 1);
    const before = fake.must<{ jobs: unknown[] }>('DescribeJobs', { jobs: [id] }).jobs.length;
    fake.advance(2);

    expect(before).toBe(1);
    expect(fake.must<{ jobs: unknown[] }>('DescribeJobs', { jobs: [id] }).jobs).toEqual([]);
  });

  test('10,000 children with three attempts each live their lives in under two seconds', () => {
    const fake = fakeOf(({ attempt }) => ({ durationMs: 60_000, exitCode: attempt < 3 ? 1 : 0 }));
    const from = performance.now();

    const id = submit(fake, { ...array(10_000), retryStrategy: { attempts: 3 } });
    fake.settle();
    const tookMs = performance.now() - from;

    expect(detail(fake, id).arrayProperties.statusSummary['SUCCEEDED']).toBe(10_000);
    expect(tookMs).toBeLessThan(2000);
  });

  test('a consumable resource is waited for without holding others back', () => {
    const fake = fakeOf(() => succeed);
    fake.must('CreateConsumableResource', { consumableResourceName: 'licence', totalQuantity: 1 });
    const needs = {
      consumableResourcePropertiesOverride: {
        consumableResourceList: [{ consumableResource: 'licence', quantity: 1 }],
      },
    };
    const [a, b, c] = [submit(fake, needs), submit(fake, needs), submit(fake)];

    fake.advance(10);
    const first = [a, b, c].map((id) => detail(fake, id).status);
    fake.advance(1000);

    expect(first).toEqual(['RUNNING', 'RUNNABLE', 'RUNNING']);
    expect(detail(fake, b).status).toBe('RUNNING');
  });
});

test('the state machine has no node: imports, no clock and no timers of its own', () => {
  const folder = join(import.meta.dirname, '../../src/local/machine');

  const impure = readdirSync(folder).filter((file) =>
    /from 'node:|Date\.now|new Date\(\)|Math\.random|setTimeout|process\./.test(
      readFileSync(join(folder, file), 'utf8'),
    ),
  );

  expect(impure).toEqual([]);
});
