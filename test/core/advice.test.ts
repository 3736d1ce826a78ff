import { describe, expect, test } from 'vitest';
import { adviceOf, type Around, type QueueFacts } from '../../src/core/advice.ts';
import { lintConditions } from '../../src/core/conditions.ts';
import type { Desired } from '../../src/core/desired.ts';
import { range } from '../../src/core/intervals.ts';
import { foldObservations } from '../../src/core/outcomes.ts';
import { plan } from '../../src/core/plan.ts';
import type { RunTimes, ShardRecord, StateCounts } from '../../src/core/record.ts';
import { createWorld, type World } from './world.ts';

const MINUTE = 60_000;
const queue = (over: Partial<QueueFacts> = {}): QueueFacts => ({
  name: 'q',
  enabled: true,
  status: 'VALID',
  maxvCpus: 1_000,
  environments: ['ce'],
  bestFit: [],
  ...over,
});

/** An object under way, and the advice on it. */
function told(
  around: Around,
  over: { desired?: Partial<Desired>; runTimes?: RunTimes; shard?: Partial<ShardRecord>; now?: number } = {},
): readonly string[] {
  const world: World = createWorld({ desired: { work: { kind: 'size', size: 100 }, ...over.desired } });
  world.live = range(0, 100);
  world.pass();
  const record = world.record!;
  const run = {
    ...record.run!,
    ...(over.runTimes === undefined ? {} : { runTimes: over.runTimes }),
    shards: record.run!.shards.map((each) => ({ ...each, ...over.shard })),
  };
  const input = { ...world.input(), around, now: over.now ?? world.fake.now() };
  return adviceOf(input, { ...record, run }, world.live).map(
    ({ type, reason, message }) => `${type} ${reason}: ${message}`,
  );
}

describe('advice on the length of children', () => {
  test('shorter than five minutes: how many items would make them longer', () => {
    const items = { work: { kind: 'items', items: [] }, itemsPerChild: 2 } as unknown as Partial<Desired>;

    expect(told({}, { runTimes: { medianMs: MINUTE, children: 30 }, desired: items })).toEqual([
      'AdviceRunTime ShortChildren: The median of 30 children that succeeded ran for 60 s: starting them may cost more than that. With itemsPerChild: 10 a child would run for about 5 min',
    ]);
    expect(told({}, { runTimes: { medianMs: 100, children: 30 } })[0]).toContain('about 300 times as much');
  });

  test('longer than two hours: smaller items, or saved progress', () => {
    expect(told({}, { runTimes: { medianMs: 180 * MINUTE, children: 3 } })[0]).toMatch(
      /^AdviceRunTime LongChildren: The median of 3 children .* ran for 3 h/,
    );
  });

  test('nothing in between, and nothing before there is a sample', () => {
    expect(told({}, { runTimes: { medianMs: 30 * MINUTE, children: 30 } })).toEqual([]);
    expect(told({})).toEqual([]);
  });
});

describe('advice on the queue', () => {
  test.each<[string, Partial<QueueFacts>, Partial<Desired>, readonly string[]]>([
    ['a good one', {}, {}, []],
    ['a disabled one', { enabled: false }, {}, ['AdviceQueue QueueDisabled']],
    ['an invalid one', { status: 'INVALID', statusReason: 'x' }, {}, ['AdviceQueue QueueNotValid']],
    ['one without an enabled environment', { environments: [] }, {}, ['AdviceQueue NoComputeEnvironment']],
    ['one without room for a child', { maxvCpus: 0 }, {}, ['AdviceCapacity NeverFits']],
    ['one with room for few', { maxvCpus: 9 }, {}, ['AdviceCapacity FewAtOnce']],
    ['one with room for a tenth', { maxvCpus: 10 }, {}, []],
    [
      'one with less room than parallelism',
      { maxvCpus: 49 },
      { parallelism: 50 },
      ['AdviceCapacity FewAtOnce'],
    ],
    ['one with room for a small parallelism', { maxvCpus: 4 }, { parallelism: 4 }, []],
    ['one that does not say', { maxvCpus: undefined } as unknown as Partial<QueueFacts>, {}, []],
    ['one that allocates BEST_FIT', { bestFit: ['ce'] }, {}, ['AdviceAllocation BestFit']],
  ])('%s', (_, over, desired, expected) => {
    const advice = told({ queue: queue(over) }, { desired });

    expect(advice.map((each) => each.slice(0, each.indexOf(':')))).toEqual(expected);
  });
});

describe('advice on what does not start', () => {
  const since = { runnableSince: 1_000_000 };

  test('gives the words of Batch once it has lasted', () => {
    const reason = 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - too large';
    const early = told({ runnableReason: reason }, { shard: since, now: 1_000_000 + 14 * MINUTE });
    const late = told({ runnableReason: reason }, { shard: since, now: 1_000_000 + 15 * MINUTE });
    const later = told({ runnableReason: reason }, { shard: since, now: 1_000_000 + 99 * MINUTE });

    expect(early).toEqual([]);
    expect(late[0]).toContain(`RunnableForLong: Nothing of`);
    expect(late[0]).toContain(`Batch says: ${reason}`);
    expect(later).toEqual(late);
  });

  test('says so when Batch gives no reason', () => {
    expect(told({}, { shard: since, now: 1_000_000 + 15 * MINUTE })[0]).toContain('Batch gives no reason');
  });
});

test('a shard waits for room from when children could run until one starts', () => {
  const world = createWorld();
  world.pass();
  const [shard] = world.record!.run!.shards;
  const since = (summary: StateCounts, now: number, before?: number) => {
    const run = {
      ...world.record!.run!,
      shards: [{ ...shard!, ...(before === undefined ? {} : { runnableSince: before }) }],
    };
    const job = { jobId: shard!.jobId!, status: 'PENDING' as const, summary };
    const seen = new Map([[shard!.name, { kind: 'job' as const, job }]]);
    const settings = { now, askedAt: now, settleMs: 30_000, lookingSince: 0 };
    return foldObservations(run, world.desired, seen, settings).run.shards[0]?.runnableSince;
  };

  expect(since({ PENDING: 10 }, 5)).toBeUndefined();
  expect(since({ RUNNABLE: 10 }, 5)).toBe(5);
  expect(since({ RUNNABLE: 10 }, 9, 5)).toBe(5);
  expect(since({ RUNNABLE: 9, STARTING: 1 }, 9, 5)).toBeUndefined();
  expect(since({ RUNNABLE: 5, RUNNING: 5 }, 9, 5)).toBeUndefined();
});

test('advice stands beside the conditions, and blocks nothing', () => {
  const world = createWorld({ desired: { work: { kind: 'size', size: 100 } } });
  world.live = range(0, 100);
  world.pass();

  const { status, actions } = plan({ ...world.input(), around: { queue: queue({ enabled: false }) } });

  expect(status?.conditions.map((each) => each.type)).toEqual(['Ready', 'Reconciling', 'AdviceQueue']);
  expect(lintConditions(status!.phase, status!.conditions)).toEqual([]);
  expect([status?.phase, actions]).toEqual(['Running', []]);
});
