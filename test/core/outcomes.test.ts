import { describe, expect, test } from 'vitest';
import type { FailureRule } from '../../src/core/desired.ts';
import { EMPTY, format, has, range } from '../../src/core/intervals.ts';
import {
  looksOf,
  needsFailedChildren,
  needsSucceededChildren,
  type FailedChild,
  type Observation,
  type ObservedJob,
} from '../../src/core/observation.ts';
import { foldObservations, liveIndexes } from '../../src/core/outcomes.ts';
import { newRecord, newRun, type RunRecord, type ShardRecord } from '../../src/core/record.ts';

const NOW = 1_000_000;
const SETTLE = 30_000;
const SETTINGS = { now: NOW, askedAt: NOW, settleMs: SETTLE, lookingSince: 0 };
const POLICY: { readonly failureRules: readonly FailureRule[]; readonly backoffLimitPerIndex: number } = {
  failureRules: [],
  backoffLimitPerIndex: 1,
};

const shard: ShardRecord = {
  round: 0,
  shard: 0,
  name: 's',
  indexes: range(10, 14),
  phase: 'submitted',
  jobId: 'old',
  submittedAt: 0,
  intendedAt: 0,
  queue: 'q',
  how: 'h',
  settled: EMPTY,
};
const runOf = (more: Partial<ShardRecord> = {}, rest: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(1, 'r', 'h', 0),
  shards: [{ ...shard, ...more }],
  ...rest,
});
const job = (more: Partial<ObservedJob> = {}): ObservedJob => ({ jobId: 'old', status: 'PENDING', ...more });
const ESSENTIAL = 'Essential container in task exited';
const child = (position: number, more: Partial<FailedChild> = {}): FailedChild => ({
  position,
  exitCode: 1,
  statusReason: ESSENTIAL,
  ...more,
});
const fold = (run: RunRecord, seen: Observation, settings = SETTINGS, policy = POLICY) =>
  foldObservations(run, policy, new Map([['s', seen]]), settings);
const reasons = (folded: ReturnType<typeof fold>) => folded.events.map((each) => each.reason);

describe('a submission whose outcome nobody knows', () => {
  const { jobId: _id, ...unsent } = shard;
  const intended: RunRecord = { ...runOf(), shards: [{ ...unsent, phase: 'intended' }] };
  const none: Observation = { kind: 'search', jobs: [] };

  test('is in doubt from the first look that finds nothing', () => {
    const [now] = fold(intended, none).run.shards;

    expect(now).toMatchObject({ phase: 'doubtful', doubtSince: NOW });
  });

  test.each([
    ['stays in doubt within the settle time', NOW - SETTLE + 1, 'doubtful'],
    ['may be called again after the settle time', NOW - SETTLE, 'cleared'],
    ['is looked for anew when the clock has been set back', NOW + 999_999, 'doubtful'],
  ])('%s', (_, doubtSince, phase) => {
    const [now] = fold(runOf({ phase: 'doubtful', doubtSince }), none).run.shards;

    expect(now?.phase).toBe(phase);
  });

  test('is in doubt as long as it was when it was asked about, however late that is decided on', () => {
    const settings = { ...SETTINGS, now: NOW + 600_000 };
    const young = NOW - SETTLE + 1;

    const search = fold(runOf({ phase: 'doubtful', doubtSince: young }), none, settings);
    const absent = fold(runOf({ missingSince: young }), { kind: 'absent' }, settings);
    const first = fold(intended, none, settings);

    expect(search.run.shards[0]?.phase).toBe('doubtful');
    expect(absent.run.shards[0]?.missingSince).toBe(young);
    expect(first.run.shards[0]).toMatchObject({ phase: 'doubtful', doubtSince: NOW });
  });

  const DAY = 86_400_000;
  test.each([
    ['may be called again a day later', 1, 1, 'cleared'],
    ['may have run and be forgotten after a week, though this clock says a day', 1, 8, undefined],
    ['may be called again after a day, though this clock says a month', 31, 1, 'cleared'],
  ])('%s', (_, ownDays, batchDays, phase) => {
    const run = runOf({ phase: 'doubtful', doubtSince: 0 });
    const settings = { ...SETTINGS, now: ownDays * DAY, askedAt: ownDays * DAY, serviceNow: batchDays * DAY };

    const after = fold(run, none, settings);

    expect(after.run.shards[0]?.phase).toBe(phase);
    expect(reasons(after)).toEqual(phase === undefined ? ['Lost'] : []);
  });

  test('is looked for anew by a process that has just begun to look', () => {
    const run = runOf({ phase: 'doubtful', doubtSince: 0 });

    const [now] = fold(run, none, { ...SETTINGS, lookingSince: NOW - 1 }).run.shards;

    expect(now?.phase).toBe('doubtful');
  });

  test('is adopted when a job of its name is found', () => {
    const folded = fold(intended, { kind: 'search', jobs: [job({ jobId: 'x', jobArn: 'arn' })] });

    expect(folded.run.shards[0]).toMatchObject({ phase: 'submitted', jobId: 'x', jobArn: 'arn' });
    expect(reasons(folded)).toEqual(['Adopted']);
  });

  test('called again is verified once more after the settle time', () => {
    const cleared = fold(runOf({ phase: 'doubtful', doubtSince: 0 }), none).run.shards[0]!;
    const again: ShardRecord = { ...cleared, phase: 'submitted', submittedAt: NOW };
    const record = { ...newRecord('a', 's', ''), run: { ...runOf(), shards: [again] } };

    expect(looksOf(record, NOW, SETTLE)[0]?.kind).toBe('describe');
    expect(looksOf(record, NOW + SETTLE, SETTLE)[0]?.kind).toBe('search');
  });
});

describe('two jobs of one name', () => {
  const jobs = [job(), job({ jobId: 'young', status: 'RUNNING' })];

  test('the older stays and the younger is terminated and said', () => {
    const folded = fold(runOf({ jobId: 'young', verify: true }), { kind: 'search', jobs });

    expect(folded.run.shards[0]?.jobId).toBe('old');
    expect(folded.duplicates).toEqual([{ jobId: 'young', name: 's' }]);
    expect(reasons(folded)).toContain('DuplicateTerminated');
  });

  test('are looked at again until the younger has ended, and it is said once', () => {
    const first = fold(runOf({ verify: true }), { kind: 'search', jobs });
    const second = fold(first.run, {
      kind: 'search',
      jobs: [job(), job({ jobId: 'young', status: 'RUNNING', isTerminated: true })],
    });
    const third = fold(second.run, {
      kind: 'search',
      jobs: [job(), job({ jobId: 'young', status: 'FAILED' })],
    });

    expect(first.run.shards[0]?.verify).toBe(true);
    expect(second.duplicates).toHaveLength(1);
    expect(reasons(second)).toEqual([]);
    expect(third.run.shards[0]?.verify).toBeUndefined();
    expect(third.duplicates).toEqual([]);
  });
});

describe('an id that Batch does not know', () => {
  const absent: Observation = { kind: 'absent' };

  test('may only be young: it is waited for', () => {
    const folded = fold(runOf(), absent);

    expect(folded.run.shards[0]?.missingSince).toBe(NOW);
    expect(format(folded.run.failed)).toBe('');
  });

  test('is Lost after the settle time, and its indexes fail for good instead of running again', () => {
    const folded = fold(runOf({ missingSince: NOW - SETTLE, settled: range(10, 11) }), absent);

    expect(format(folded.run.failed)).toBe('11-13');
    expect(folded.run.shards).toEqual([]);
    expect(folded.run.ended[0]?.status).toBe('LOST');
    expect(folded.run.failures[0]?.reason).toMatch(/^Lost/);
    expect(reasons(folded)).toEqual(['Lost']);
  });

  test.each<[string, Partial<ShardRecord>, string]>([
    ['it was seen to have succeeded', { status: 'SUCCEEDED' }, '10-13'],
    [
      'the counts seen last explain every child',
      { status: 'PENDING', summary: { SUCCEEDED: 3, FAILED: 1 }, settled: range(10, 11) },
      '11-13',
    ],
  ])('has ended as recorded when %s', (_, more, succeeded) => {
    const folded = fold(runOf({ ...more, missingSince: NOW - SETTLE }), absent);

    expect(format(folded.run.succeeded)).toBe(succeeded);
    expect(format(folded.run.failed)).toBe('');
    expect(reasons(folded)).toEqual([]);
  });
});

describe('children that failed', () => {
  const external = 'stopped in the console';
  test.each<
    [string, FailedChild, Partial<ShardRecord>, Partial<ObservedJob>, { failed: string; struck: string }]
  >([
    ['a failure costs budget', child(1), {}, {}, { failed: '', struck: '11' }],
    [
      'what the controller itself stopped costs nothing',
      child(1, { exitCode: 143, statusReason: 'arrayjob: suspended' }),
      { terminating: { reason: 'arrayjob: suspended', at: 0 } },
      { isTerminated: true },
      { failed: '', struck: '' },
    ],
    [
      'what failed by itself while it was being stopped costs budget',
      child(1),
      { terminating: { reason: 'arrayjob: suspended', at: 0 } },
      {},
      { failed: '', struck: '11' },
    ],
    [
      'a child that never ran because of a dependency costs nothing',
      child(1, { statusReason: 'Dependent Job failed' }),
      {},
      {},
      { failed: '', struck: '' },
    ],
    [
      'a child terminated by someone else fails for good',
      child(1, { isTerminated: true, statusReason: external }),
      {},
      {},
      { failed: '11', struck: '' },
    ],
    [
      'a running child stopped with its parent by someone else fails for good',
      child(1, { exitCode: 137, statusReason: external }),
      {},
      { isTerminated: true, statusReason: external },
      { failed: '11', struck: '' },
    ],
    [
      'someone else being quicker than the controller costs nothing',
      child(1, { statusReason: external }),
      { terminating: { reason: 'arrayjob: suspended', at: 0 } },
      { isTerminated: true, statusReason: external },
      { failed: '', struck: '' },
    ],
    [
      'a child already settled is not counted again',
      child(0),
      { settled: range(10, 11) },
      {},
      { failed: '', struck: '' },
    ],
    ['a position beyond the array is nobody', child(99), {}, {}, { failed: '', struck: '' }],
  ])('%s', (_, failed, more, seen, expected) => {
    const folded = fold(runOf(more), { kind: 'job', job: job(seen), failed: [failed] });

    expect(format(folded.run.failed)).toBe(expected.failed);
    expect(format(folded.run.strikes[0] ?? EMPTY)).toBe(expected.struck);
  });

  test('terminated by someone else are said so and are no sign of a broken program', () => {
    const failed = [child(0, { isTerminated: true, statusReason: external })];

    const folded = fold(runOf(), { kind: 'job', job: job(), failed });

    expect(reasons(folded)).toEqual(['TerminatedExternally']);
    expect(folded.run.failures[0]?.reason).toContain('TerminatedExternally');
    expect(folded.run.canary.failed).toBe(0);
  });

  test('wait out a backoff while budget is left and fail for good when it is spent', () => {
    const once = fold(runOf(), { kind: 'job', job: job(), failed: [child(0)] }).run;
    const twice = fold(
      { ...once, shards: [shard] },
      { kind: 'job', job: job(), failed: [child(0)] },
      { ...SETTINGS, now: NOW + 60_000 },
    ).run;

    expect(once.backoff).toEqual([{ until: NOW + 10_000, indexes: range(10, 11) }]);
    expect(format(once.failed)).toBe('');
    expect(format(twice.failed)).toBe('10');
    expect(twice.backoff).toEqual(once.backoff);
  });

  const rule = (action: FailureRule['action'], code: number): FailureRule => ({
    action,
    onExitCodes: { operator: 'In', values: [code] },
    onReason: undefined,
    onStatusReason: undefined,
  });

  test('are judged by the first rule that matches', () => {
    const policy = {
      ...POLICY,
      failureRules: [rule('Ignore', 1), rule('FailIndex', 2), rule('FailJob', 1)],
    };
    const failed = [child(0), child(1, { exitCode: 2 }), child(2, { exitCode: 3 })];

    const { run } = fold(runOf(), { kind: 'job', job: job(), failed }, SETTINGS, policy);

    expect(format(run.failed)).toBe('11');
    expect(run.strikes.map(format)).toEqual(['12']);
    expect(run.backoff.map((each) => format(each.indexes))).toEqual(['10,12']);
    expect(run.stop).toBeUndefined();
  });

  test('stop the run when a rule says FailJob', () => {
    const policy = { ...POLICY, failureRules: [rule('FailJob', 1)] };

    const { run } = fold(runOf(), { kind: 'job', job: job(), failed: [child(2)] }, SETTINGS, policy);

    expect(run.stop).toMatchObject({ reason: 'FailJobRule', outcome: 'Failed' });
    expect(run.stop?.message).toContain('Index 12');
    expect(format(run.failed)).toBe('12');
  });
});

describe('an array that has ended', () => {
  test('with success has succeeded in every index', () => {
    const folded = fold(runOf(), { kind: 'job', job: job({ status: 'SUCCEEDED' }) });

    expect(format(folded.run.succeeded)).toBe('10-13');
    expect(folded.run.shards).toEqual([]);
  });

  test('with failures has succeeded in the others, without a listing of them, when the counts agree', () => {
    const ended = job({ status: 'FAILED', summary: { FAILED: 1, SUCCEEDED: 3 } });

    const folded = fold(runOf(), { kind: 'job', job: ended, failed: [child(3)] });

    expect(needsSucceededChildren(shard, ended, 1)).toBe(false);
    expect(format(folded.run.succeeded)).toBe('10-12');
  });

  test('with counts that lag is judged by a listing of what succeeded', () => {
    const ended = job({ status: 'FAILED', summary: { RUNNING: 4 } });

    const folded = fold(runOf(), { kind: 'job', job: ended, failed: [child(3)], succeeded: [0, 1, 2] });

    expect(needsSucceededChildren(shard, ended, 1)).toBe(true);
    expect(format(folded.run.succeeded)).toBe('10-12');
    expect(folded.run.shards).toEqual([]);
  });

  test('is looked at again while listings do not explain every child', () => {
    const ended = job({ status: 'FAILED', summary: { FAILED: 1 } });

    const folded = fold(runOf(), { kind: 'job', job: ended, failed: [child(3)], succeeded: [0] });

    expect(folded.run.shards[0]?.unexplainedSince).toBe(NOW);
    expect(format(folded.run.succeeded)).toBe('');
  });

  test('ends after the settle time: unexplained children share its fate and its words', () => {
    const ended = job({ status: 'FAILED', statusReason: 'overrides too long' });
    const run = runOf({ unexplainedSince: NOW - SETTLE });

    const folded = fold(run, { kind: 'job', job: ended, failed: [], succeeded: [0] });

    expect(format(folded.run.succeeded)).toBe('10');
    expect(folded.run.strikes.map(format)).toEqual(['11-13']);
    expect(folded.run.failures[0]?.reason).toContain('overrides too long');
    expect(folded.run.shards).toEqual([]);
  });

  test('without listings, because they failed, is never judged', () => {
    const run = runOf({ unexplainedSince: 0 });

    const folded = fold(run, { kind: 'job', job: job({ status: 'FAILED' }) });

    expect(folded.run.shards).toHaveLength(1);
  });

  test('as a plain job is judged by its own words', () => {
    const run = runOf({ indexes: range(7, 8) });

    const folded = fold(run, {
      kind: 'job',
      job: job({ status: 'FAILED', exitCode: 9, statusReason: ESSENTIAL }),
    });

    expect(folded.run.strikes.map(format)).toEqual(['7']);
    expect(folded.run.failures[0]).toMatchObject({ exitCode: 9, sampleIndex: 7, count: 1 });
  });
});

describe('looking', () => {
  test.each<[string, Partial<ShardRecord>, Partial<ObservedJob>, boolean]>([
    [
      'failures that are known are not listed again',
      { settled: range(10, 11) },
      { summary: { FAILED: 1 } },
      false,
    ],
    ['a grown count is listed', { settled: range(10, 11) }, { summary: { FAILED: 2 } }, true],
    ['an array that ended FAILED is listed', {}, { status: 'FAILED' }, true],
    ['a plain job has no children', { indexes: range(0, 1) }, { status: 'FAILED' }, false],
  ])('%s', (_, more, seen, expected) => {
    expect(needsFailedChildren({ ...shard, ...more }, job(seen))).toBe(expected);
  });

  test('what Batch is known not to have needs no look', () => {
    const record = { ...newRecord('a', 's', ''), run: runOf({ phase: 'cleared' }) };

    expect(looksOf(record, NOW, SETTLE)).toEqual([]);
  });

  test('settled children are not live', () => {
    expect(format(liveIndexes(runOf({ settled: range(11, 12) })))).toBe('10,12-13');
  });
});

describe('the circuit breaker', () => {
  test('counts first failures that look alike until something else happens', () => {
    const alike = fold(runOf(), { kind: 'job', job: job(), failed: [child(0), child(1)] }).run;
    const different = fold(alike, { kind: 'job', job: job(), failed: [child(2, { exitCode: 2 })] }).run;
    const success = fold(runOf(), {
      kind: 'job',
      job: job({ summary: { SUCCEEDED: 1 } }),
      failed: [child(0)],
    }).run;

    expect(alike.canary).toMatchObject({ failed: 2, passed: false });
    expect(different.canary.passed).toBe(true);
    expect(success.canary.passed).toBe(true);
  });

  test('counts an index once, however often it fails', () => {
    const once = fold(runOf(), { kind: 'job', job: job(), failed: [child(0)] }).run;
    const again = { ...once, shards: runOf().shards };

    const twice = fold(again, { kind: 'job', job: job(), failed: [child(0), child(1)] }).run;

    expect(twice.canary).toMatchObject({ failed: 2, passed: false });
  });
});

describe('a child that somebody has terminated by itself', () => {
  const rule = (more: Partial<FailureRule>): FailureRule => ({
    action: 'Ignore',
    onExitCodes: undefined,
    onReason: undefined,
    onStatusReason: undefined,
    ...more,
  });
  const hung = [child(0, { isTerminated: true, statusReason: 'hung for an hour' })];
  const judged = (rules: readonly FailureRule[], of = job({ summary: { FAILED: 1 } })) =>
    fold(runOf(), { kind: 'job', job: of, failed: hung }, SETTINGS, { ...POLICY, failureRules: rules }).run;

  test('is judged by a rule for just these words', () => {
    const ignored = judged([rule({ onStatusReason: 'hung*' })]);
    const counted = judged([rule({ action: 'Count', onStatusReason: 'hung*' })]);

    expect([format(ignored.failed), ignored.strikes.length]).toEqual(['', 0]);
    expect([format(counted.failed), counted.strikes.map(format)]).toEqual(['', ['10']]);
  });

  test('is not judged by a rule for anything else, nor when it was terminated with its array', () => {
    const parent = job({ status: 'FAILED', isTerminated: true, statusReason: 'hung for an hour' });

    expect(format(judged([rule({})]).failed)).toBe('10');
    expect(format(judged([rule({ onStatusReason: 'broken*' })]).failed)).toBe('10');
    expect(has(judged([rule({ onStatusReason: 'hung*' })], parent).failed, 10)).toBe(true);
  });
});
