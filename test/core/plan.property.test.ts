import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fromIndexes,
  indexesOf,
  intersect,
  isEmpty,
  parse,
  size,
  subtract,
  union,
} from '../../src/core/intervals.ts';
import type { Amount, Desired, FailureRule } from '../../src/core/desired.ts';
import { plan } from '../../src/core/plan.ts';
import type { Scripted } from '../../src/local/index.ts';
import { createWorld, indexOf, MORE_MEMORY, type Child, type World } from './world.ts';

/** Not to be told from the controller's own words by their beginning alone. */
const SOMEONE_ELSE = 'arrayjob: someone else';

type Step =
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'program'; readonly which: number }
  | { readonly kind: 'memory'; readonly more: boolean }
  | { readonly kind: 'queue'; readonly which: string }
  | { readonly kind: 'size'; readonly size: number }
  | { readonly kind: 'items'; readonly live: readonly number[] }
  | { readonly kind: 'suspend'; readonly on: boolean }
  | { readonly kind: 'rerun'; readonly scope: string }
  | { readonly kind: 'budget'; readonly limit: number }
  | { readonly kind: 'parallelism'; readonly limit: number | undefined }
  | { readonly kind: 'policy'; readonly policy: Policies }
  | { readonly kind: 'terminateOutside'; readonly which: number }
  | { readonly kind: 'loseHosts'; readonly index: number }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'restart'; readonly dieAfter: number };

/** Policies that end a run early, and what they are while nothing is to end early. */
type Policies = Pick<Desired, 'maxFailedIndexes' | 'minSucceeded' | 'activeDeadlineMs' | 'canary'>;
const NO_POLICIES: Policies = {
  maxFailedIndexes: undefined,
  minSucceeded: undefined,
  activeDeadlineMs: undefined,
  canary: 'off',
};

const amounts: fc.Arbitrary<Amount> = fc.oneof(
  fc.record({ kind: fc.constant('count' as const), value: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ kind: fc.constant('percent' as const), value: fc.integer({ min: 1, max: 100 }) }),
);
const policies: fc.Arbitrary<Policies> = fc.record({
  maxFailedIndexes: fc.option(amounts, { nil: undefined }),
  minSucceeded: fc.option(amounts, { nil: undefined }),
  activeDeadlineMs: fc.option(fc.integer({ min: 5_000, max: 90_000 }), { nil: undefined }),
  canary: fc.constantFrom('off' as const, undefined),
});

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 25 }) }),
  },
  fc.record({ kind: fc.constant('program' as const), which: fc.nat(1) }),
  fc.record({ kind: fc.constant('memory' as const), more: fc.boolean() }),
  fc.record({ kind: fc.constant('queue' as const), which: fc.constantFrom('q', 'q2') }),
  fc.record({ kind: fc.constant('size' as const), size: fc.nat(14) }),
  fc.record({
    kind: fc.constant('items' as const),
    live: fc.uniqueArray(fc.nat(14), { minLength: 1, maxLength: 10 }),
  }),
  fc.record({ kind: fc.constant('policy' as const), policy: policies }),
  fc.record({ kind: fc.constant('suspend' as const), on: fc.boolean() }),
  fc.record({ kind: fc.constant('rerun' as const), scope: fc.constantFrom('', 'failed', '0-2', '3,7') }),
  fc.record({ kind: fc.constant('budget' as const), limit: fc.nat(2) }),
  fc.record({
    kind: fc.constant('parallelism' as const),
    limit: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('terminateOutside' as const), which: fc.nat(3) }),
  fc.record({ kind: fc.constant('loseHosts' as const), index: fc.nat(12) }),
  fc.record({ kind: fc.constant('invalid' as const) }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('restart' as const), dieAfter: fc.nat(2) }),
  },
);

const HISTORIES = Number(process.env['PLAN_HISTORIES'] ?? 100);

const histories = fc.record({
  seed: fc.nat(1_000_000),
  shardSize: fc.integer({ min: 2, max: 8 }),
  onChange: fc.constantFrom('Replace' as const, 'Wait' as const, 'Ignore' as const),
  ignoresHosts: fc.boolean(),
  failing: fc.oneof(
    fc.uniqueArray(fc.nat(12), { maxLength: 4, size: 'max' }),
    fc.constant([...Array(13).keys()]),
  ),
  faulty: fc.boolean(),
  steps: fc.array(steps, { maxLength: 20, size: 'max' }),
});

type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

const IGNORES_HOSTS: FailureRule = {
  action: 'Ignore',
  onExitCodes: undefined,
  onReason: undefined,
  onStatusReason: 'Host EC2*',
};

/** What must hold at every moment, kept beside the controller and not from its record. */
function createWatcher(world: World, history: History) {
  const succeeded = new Set<string>();
  const failures = new Map<number, number>();
  const seen = new Set<string>();
  /** How many reruns had been asked for when a job was first seen. */
  const generations = new Map<string, number>();
  /** Indexes of which a child has failed by itself, or been stopped by somebody else. */
  const everFailed = new Set<number>();
  let generation = 0;
  let budget = 0;
  let startedSeen = 0;
  const look = (): void => {
    const live = new Map<number, string>();
    for (const job of world.fake.machine.world.jobs.values()) {
      if (!generations.has(job.id)) generations.set(job.id, generation);
      const environment = job.container?.environment ?? [];
      const revision = job.tags['arrayjob.dev/revision'] ?? '';
      for (const unit of job.units) {
        const index = indexOf(unit.index < 0 ? undefined : unit.index, environment);
        const id = `${job.id}:${unit.index}`;
        if (unit.status === 'SUCCEEDED') {
          const asked = generations.get(job.id)!;
          succeeded.add(`${asked} run ${job.tags['arrayjob.dev/run'] ?? ''} ${index}`);
          // What was under way counts for the revision that was taken over meanwhile.
          if (history.onChange !== 'Ignore') succeeded.add(`${asked} ${revision} ${index}`);
        }
        if (unit.status !== 'SUCCEEDED' && unit.status !== 'FAILED') {
          if (live.has(index))
            throw new Error(`index ${index} is live in ${live.get(index)!} and ${job.name}`);
          live.set(index, job.name);
        }
        if (unit.status === 'FAILED' && !seen.has(id)) {
          seen.add(id);
          const own = unit.statusReason?.startsWith('arrayjob: ') === true;
          const someoneElse = unit.statusReason === SOMEONE_ELSE;
          if (!own || someoneElse) everFailed.add(index);
          const free = history.ignoresHosts && unit.statusReason?.startsWith('Host EC2') === true;
          if (!own && !free) failures.set(index, (failures.get(index) ?? 0) + 1);
        }
      }
    }
    for (const [index, count] of failures) {
      if (count > budget + 1)
        throw new Error(`index ${index} failed ${count} times with a budget of ${budget}`);
    }
  };
  return {
    look,
    hasFailed: (index: number): boolean => everFailed.has(index),
    budgetIs: (limit: number): void => {
      budget = Math.max(budget, limit);
    },
    fresh: (): void => failures.clear(),
    rerun: (): void => {
      generation += 1;
    },
    /** Called by the script: what succeeded must not start again. */
    check: (): void => {
      for (; startedSeen < world.started.length; startedSeen++) {
        const child = world.started[startedSeen]!;
        const asked = generations.get(child.jobId.split(':')[0]!) ?? generation;
        if (
          succeeded.has(`${asked} ${child.revision} ${child.index}`) ||
          succeeded.has(`${asked} run ${child.run} ${child.index}`)
        ) {
          throw new Error(`index ${child.index} of ${child.revision} has succeeded and runs again`);
        }
      }
    },
  };
}

/** What a budget is counted in: another run or other terms have a fresh one. */
function termsOf(world: World): string {
  const run = world.record?.run;
  return `${run?.number ?? 0} ${run?.how ?? ''}`;
}

function checkStatus(world: World): void {
  const { status, record } = world.last!;
  const run = record?.run;
  if (run !== undefined && !isEmpty(intersect(run.succeeded, run.failed)))
    throw new Error('succeeded and failed overlap');
  const { indexes } = status ?? {};
  if (indexes === undefined) return;
  const { total, succeeded, failed, running, waiting } = indexes;
  const completed = parse(status?.completedIndexes ?? '');
  const lost = parse(status?.failedIndexes ?? '');
  expect([...completed.skipped, ...lost.skipped]).toEqual([]);
  expect(isEmpty(intersect(completed.set, lost.set))).toBe(true);
  expect(isEmpty(subtract(union(completed.set, lost.set), world.live))).toBe(true);
  expect(size(lost.set)).toBe(failed);
  expect(size(completed.set)).toBeLessThanOrEqual(succeeded);
  expect(succeeded + failed + running + waiting).toBe(total);
  expect(Math.min(succeeded, failed, running, waiting)).toBeGreaterThanOrEqual(0);
  expect(Object.values(status!.states!).reduce((a, b) => a + b)).toBeLessThanOrEqual(total);
}

function play(history: History): {
  readonly world: World;
  readonly watcher: ReturnType<typeof createWatcher>;
} {
  let calm = false;
  const script = (child: Child): Scripted => ({
    startMs: 500,
    durationMs: 2_000 + ((child.index * 7_919 + child.round * 3_571) % 20_000),
    exitCode: !calm && history.failing.includes(child.index) ? 1 : 0,
    termMs: (child.index % 3) * 4_000,
  });
  const world = createWorld({
    seed: history.seed,
    script,
    desired: {
      shardSize: history.shardSize,
      onChange: history.onChange,
      failureRules: history.ignoresHosts ? [IGNORES_HOSTS] : [],
    },
    faults: history.faulty
      ? [
          { operation: 'SubmitJob', kind: 'lost', probability: 0.2 },
          { operation: 'SubmitJob', kind: 'throttle', probability: 0.2 },
          { operation: 'SubmitJob', kind: 'error', probability: 0.1 },
          { operation: 'DescribeJobs', kind: 'error', probability: 0.1 },
          { operation: 'ListJobs', kind: 'error', probability: 0.1 },
          { operation: 'TerminateJob', kind: 'lost', probability: 0.3 },
          { operation: 'ListJobs', kind: 'lag', delayMs: 15_000 },
          { operation: 'DescribeJobs', kind: 'lag', delayMs: 10_000 },
          { operation: 'StatusSummary', kind: 'lag', delayMs: 8_000 },
        ]
      : [],
  });
  const watcher = createWatcher(world, history);
  let reruns = 0;
  const pass = (dieAfter?: number): void => {
    // Deciding twice from the same input gives the same; the look itself may meet a fault, so it is taken once.
    const input = world.input();
    expect(plan(input)).toEqual(plan(input));
    watcher.look();
    watcher.check();
    const before = termsOf(world);
    world.pass(dieAfter);
    checkStatus(world);
    if (termsOf(world) !== before) watcher.fresh();
    watcher.look();
    watcher.check();
  };
  const advance = (ms: number): void => {
    for (let left = ms; left > 0; left -= 1_000) {
      world.fake.advance(Math.min(left, 1_000));
      watcher.look();
      watcher.check();
    }
  };
  const commands = [['run'], ['run', 'other']];
  for (const step of history.steps) {
    switch (step.kind) {
      case 'wait':
        advance(step.seconds * 1_000);
        break;
      case 'program': {
        const { submit } = world.desired;
        const overrides = submit.containerOverrides as object | undefined;
        world.edit({
          submit: { ...submit, containerOverrides: { ...overrides, command: commands[step.which]! } },
        });
        break;
      }
      case 'memory': {
        const command = (world.desired.submit.containerOverrides as { command?: string[] } | undefined)
          ?.command;
        const sizes = step.more ? (MORE_MEMORY.containerOverrides as object) : {};
        world.edit({
          submit: { containerOverrides: { ...sizes, ...(command === undefined ? {} : { command }) } },
        });
        break;
      }
      case 'queue':
        world.edit({ jobQueue: step.which });
        break;
      case 'size':
        world.edit({ work: { kind: 'size', size: step.size } });
        break;
      case 'items':
        world.live = fromIndexes(step.live);
        break;
      case 'policy':
        world.edit(step.policy);
        break;
      case 'suspend':
        world.edit({ suspend: step.on });
        break;
      case 'rerun':
        reruns += 1;
        world.edit({ rerun: `${step.scope}@${reruns}` });
        watcher.rerun();
        break;
      case 'budget':
        world.edit({ backoffLimitPerIndex: step.limit });
        watcher.budgetIs(step.limit);
        break;
      case 'parallelism':
        world.edit({ parallelism: step.limit });
        break;
      case 'terminateOutside': {
        const shard = world.record?.run?.shards[step.which];
        if (shard?.jobId !== undefined)
          world.fake.call('TerminateJob', { jobId: shard.jobId, reason: SOMEONE_ELSE });
        break;
      }
      case 'loseHosts':
        world.fake.loseHosts((child) => indexOf(child.index, child.environment) === step.index);
        break;
      case 'invalid':
        world.declared = world.declared === 'valid' ? 'invalid' : 'valid';
        break;
      case 'restart':
        pass(step.dieAfter);
        world.lookingSince = world.fake.now();
        break;
    }
    pass();
  }
  calm = true;
  world.fake.faults.set([]);
  world.declared = 'valid';
  world.edit({ suspend: false, ...NO_POLICIES });
  for (let i = 0; i < 400; i++) {
    pass();
    const phase = world.last!.status!.phase;
    if ((phase === 'Succeeded' || phase === 'Failed') && !world.last!.watching) return { world, watcher };
    advance(5_000);
  }
  throw new Error(`does not settle: ${JSON.stringify(world.last!.status)}`);
}

describe('over random histories of edits, faults, restarts and reruns', () => {
  test(
    'nothing is live twice or succeeds twice, budgets hold, sets are disjoint, and every item ends succeeded or failed',
    () => {
      fc.assert(
        fc.property(histories, (history) => {
          const { world, watcher } = play(history);

          const { run } = world.record!;
          const ended = union(run!.succeeded, run!.failed);
          expect(isEmpty(subtract(world.live, ended))).toBe(true);
          const failed = intersect(run!.failed, world.live);
          const { status } = world.last!;
          expect(status!.phase).toBe(isEmpty(failed) ? 'Succeeded' : 'Failed');
          // Disjoint they are at every moment; at the end they are complete.
          const told = union(
            parse(status!.completedIndexes ?? '').set,
            parse(status!.failedIndexes ?? '').set,
          );
          expect(told).toEqual(world.live);
          for (const index of indexesOf(failed)) expect(watcher.hasFailed(index)).toBe(true);
        }),
        { numRuns: HISTORIES, endOnFailure: false },
      );
    },
    60_000 + HISTORIES * 60,
  );
});
