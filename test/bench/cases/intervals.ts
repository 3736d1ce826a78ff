import { gateOf } from '../../../src/core/dependencies.ts';
import type { Desired } from '../../../src/core/desired.ts';
import * as sets from '../../../src/core/intervals.ts';
import type { FailedChild } from '../../../src/core/observation.ts';
import { plan, type PlanInput } from '../../../src/core/plan.ts';
import {
  newRecord,
  newRun,
  type ObjectRecord,
  type RunRecord,
  type ShardRecord,
} from '../../../src/core/record.ts';
import { digestsOf } from '../../../src/core/revision.ts';
import { BODY, DESIRED as PLAIN } from '../../core/world.ts';
import { type Figure, referenceMs } from '../figures.ts';

const TOTAL = 10_000;
const NOW = 1_700_000_000_000;
const ROUNDS = 60;
const AIM = { most: 5 };

/** The worst that ten thousand indexes can be: no two neighbours alike. */
const EVEN = sets.fromIndexes(Array.from({ length: TOTAL / 2 }, (_, i) => 2 * i));
const ALL = sets.range(0, TOTAL);
const ODD = sets.subtract(ALL, EVEN);

const DESIRED: Desired = {
  ...PLAIN,
  work: { kind: 'size', size: TOTAL },
  indexMapping: 'Command',
  backoffLimitPerIndex: 2,
  maxFailedIndexes: { kind: 'percent', value: 90 },
  minSucceeded: { kind: 'percent', value: 100 },
  canary: undefined,
};

function inputOf(run: Partial<RunRecord>, observed: PlanInput['observed'] = new Map()): PlanInput {
  const { revision, how } = digestsOf(DESIRED, BODY);
  const record: ObjectRecord = {
    ...newRecord('a', '00000000', ''),
    tags: {},
    run: { ...newRun(1, revision, how, NOW), nextRound: 1, ...run },
  };
  return {
    now: NOW,
    name: 'a',
    sourceId: '00000000',
    declared: {
      kind: 'valid',
      desired: DESIRED,
      definition: { kind: 'ready', reference: 'd:1', body: BODY },
      work: { kind: 'resolved', live: ALL, added: sets.EMPTY, retired: sets.EMPTY, renumbered: false },
      gate: gateOf([], ALL, new Map()),
    },
    record,
    observed,
    before: undefined,
    settings: { settleMs: 30_000, lookingSince: 0 },
  };
}

/** An array over everything, with this known of its children. */
function shardOf(more: Partial<ShardRecord>): ShardRecord {
  return {
    round: 0,
    shard: 0,
    name: 's',
    indexes: ALL,
    phase: 'submitted',
    jobId: 'j',
    intendedAt: NOW,
    queue: 'q',
    how: digestsOf(DESIRED, BODY).how,
    settled: sets.EMPTY,
    ...more,
  };
}

/** Every other child has failed, all since the last look. */
function halfFailed(): PlanInput {
  const failed = Array.from({ length: TOTAL / 2 }, (_, i): FailedChild => ({
    position: 2 * i,
    exitCode: 1,
    statusReason: 'Essential container in task exited',
  }));
  const summary = { FAILED: TOTAL / 2, RUNNING: TOTAL / 2 };
  const job = { jobId: 'j', status: 'PENDING' as const, summary, tags: {} };
  return inputOf({ shards: [shardOf({})] }, new Map([['s', { kind: 'job' as const, job, failed }]]));
}

/** Two failures each: as many as the budget has. */
const strikes = [sets.EMPTY, EVEN];

const PLANS: Readonly<Record<string, PlanInput>> = {
  'half have succeeded, and half are under way': inputOf({
    succeeded: EVEN,
    shards: [shardOf({ indexes: ODD, status: 'PENDING', summary: { RUNNING: TOTAL / 2 } })],
  }),
  'half have succeeded, and half failed twice and wait': inputOf({
    succeeded: ODD,
    strikes,
    backoff: [{ until: NOW + 60_000, indexes: EVEN }],
  }),
  'half have succeeded, and half failed for good': inputOf({
    succeeded: ODD,
    failed: EVEN,
    spent: EVEN,
    strikes: [sets.EMPTY, sets.EMPTY, EVEN],
  }),
  'every other child turns out to have failed': halfFailed(),
  'half have succeeded, and half are to be submitted again': inputOf({ succeeded: ODD, strikes }),
};

const TEXT = sets.format(EVEN);

const OPERATIONS: Readonly<Record<string, () => unknown>> = {
  union: () => sets.union(EVEN, ODD),
  intersect: () => sets.intersect(EVEN, ODD),
  subtract: () => sets.subtract(ALL, EVEN),
  format: () => sets.format(EVEN),
  parse: () => sets.parse(TEXT),
  slices: () => sets.slices(EVEN, 100),
  pick: () => sets.pick(EVEN, EVEN),
};

/** Processor time of a piece of work: the mean of many rounds, after a warm-up. */
function cpuMs(work: () => unknown, rounds = ROUNDS): number {
  for (let i = 0; i < rounds; i += 1) work();
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / rounds;
}

/** Sets and decisions over ten thousand indexes of which no two neighbours are alike. */
export async function intervals(): Promise<readonly Figure[]> {
  const operations = Object.entries(OPERATIONS).map(([name, work]): Figure => ({
    name: `${name} of halves`,
    value: cpuMs(work),
    unit: 'ms',
    aim: AIM,
  }));
  // Processor time here, too: a busy machine stretches the clock, not this.
  const reference = cpuMs(referenceMs, 2);
  const plans = Object.entries(PLANS).flatMap(([what, input]): Figure[] => {
    const name = `plan: ${what}`;
    const ms = cpuMs(() => plan(input));
    return [
      { name, value: ms, unit: 'ms', aim: AIM },
      { name: `${name}, by the reference`, value: ms / reference, unit: '', gate: 'ratio' },
    ];
  });
  return [...operations, ...plans];
}
