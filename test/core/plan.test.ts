import { describe, expect, test } from 'vitest';
import { format, range, size } from '../../src/core/intervals.ts';
import type { Upstream } from '../../src/core/dependencies.ts';
import { plan, type Plan } from '../../src/core/plan.ts';
import { REFUSAL_RETRY_MS } from '../../src/core/submit.ts';
import type { Scripted } from '../../src/local/index.ts';
import { TAG_RETRY_MS } from '../../src/core/tagging.ts';
import { createWorld, MORE_MEMORY, SETTLE_MS, type Child, type World, type WorldOptions } from './world.ts';

const forever = (): Scripted => ({ durationMs: Infinity });
const submits = (decided: Plan) => decided.actions.filter((each) => each.kind === 'submit');
const kinds = (decided: Plan) => decided.actions.map((each) => each.kind);
const indexesOfSubmits = (decided: Plan) => submits(decided).map((each) => format(each.indexes));
/** What has started since a moment, in order of index. */
const startedSince = (world: World, from: number) =>
  [...new Set(world.started.slice(from).map((each) => each.index))].sort((a, b) => a - b);
const failing =
  (...indexes: readonly number[]) =>
  (child: Child): Scripted => ({ durationMs: 1_000, exitCode: indexes.includes(child.index) ? 1 : 0 });
const reasonOf = (decided: Plan) => decided.status?.conditions.find((each) => each.type === 'Ready')?.reason;

describe('a first run', () => {
  test('submits one array, watches it, and is Ready when all have succeeded', () => {
    const world = createWorld();

    const first = world.pass();
    const last = world.settle();

    expect(indexesOfSubmits(first)).toEqual(['0-9']);
    expect(first.status?.phase).toBe('Running');
    expect(last.status).toMatchObject({
      phase: 'Succeeded',
      indexes: { succeeded: 10 },
      completedIndexes: '0-9',
    });
    expect(world.started).toHaveLength(10);
  });

  test('is cut into shards of at most shardSize, each an intent before it is submitted', () => {
    const world = createWorld({ desired: { shardSize: 4 } });

    const first = world.pass(0);

    expect(indexesOfSubmits(first)).toEqual(['0-3', '4-7', '8-9']);
    expect(first.record?.run?.shards.map((each) => each.phase)).toEqual(['intended', 'intended', 'intended']);
  });

  test('of one index is a plain job, and of none is a success without work', () => {
    const one = createWorld({ desired: { work: { kind: 'size', size: 1 } } });
    const none = createWorld({ desired: { work: { kind: 'size', size: 0 } } });

    expect(submits(one.pass())[0]?.request.arrayProperties).toBeUndefined();
    expect(one.settle().status?.phase).toBe('Succeeded');
    expect(reasonOf(none.pass())).toBe('NoWork');
    expect(none.last?.actions).toEqual([]);
  });

  test('keeps to its window of parallelism', () => {
    const world = createWorld({
      desired: { parallelism: 4 },
      script: (child) => ({ durationMs: 1_000 * (child.index + 1) }),
    });
    let most = 0;

    for (let i = 0; i < 40; i++) {
      world.pass();
      const live = [...world.fake.machine.world.jobs.values()].flatMap((job) => job.units);
      most = Math.max(most, live.filter((each) => each.status !== 'SUCCEEDED').length);
      world.fake.advance(1_000);
    }

    expect(most).toBe(4);
    expect(world.last?.status?.phase).toBe('Succeeded');
  });

  test('asked twice from the same input gives the same plan', () => {
    const input = createWorld().input();

    expect(plan(input)).toEqual(plan(input));
  });
});

describe('a change of the spec', () => {
  // What each class of change does in each state is in change-table.test.ts.
  test('back to an earlier revision runs nothing', () => {
    const world = createWorld();
    world.settle();
    world.edit({ submit: { containerOverrides: { command: ['other'] } } });
    world.settle();
    const from = world.started.length;

    world.edit({ submit: {} });
    const last = world.settle();

    expect(startedSince(world, from)).toEqual([]);
    expect(last.status).toMatchObject({ phase: 'Succeeded', run: 3 });
  });

  test('of the memory reruns only the indexes that died of too little', () => {
    const world = createWorld({
      desired: { work: { kind: 'size', size: 1_000 } },
      script: (child) => ({ exitCode: child.round === 0 && [3, 500, 999].includes(child.index) ? 137 : 0 }),
    });
    world.settle();

    world.edit({ submit: MORE_MEMORY });
    const decided = world.pass();

    expect(indexesOfSubmits(decided)).toEqual(['3,500,999']);
    expect(world.settle().status?.phase).toBe('Succeeded');
  });

  test('of the tags is made in place', () => {
    const world = createWorld({ script: forever });
    world.pass();

    world.edit({ tags: { team: 'y' } });
    const decided = world.pass();

    expect(decided.actions).toEqual([
      expect.objectContaining({ kind: 'tag', tags: { team: 'y' }, remove: [] }),
    ]);
  });

  test('of the tags is made again until it stands, whatever is edited meanwhile', () => {
    const world = createWorld({ script: forever, desired: { tags: { team: 'x', cost: '1' } } });
    world.pass();
    const tagsIn = (): unknown => [...world.fake.machine.world.jobs.values()][0]?.tags;
    world.fake.faults.set([{ operation: 'TagResource', kind: 'error', times: 2 }]);

    world.edit({ tags: { team: 'y' } });
    world.pass();
    const patient = world.pass();
    world.edit({ tags: { team: 'z' } });
    world.pass();
    const waiting = world.pass();
    world.fake.advance(TAG_RETRY_MS);
    const again = world.pass();
    const after = world.pass();

    expect(kinds(patient)).toEqual([]);
    expect(waiting.dueAt).toBe(world.fake.now());
    expect(again.actions).toEqual([
      expect.objectContaining({ kind: 'tag', tags: { team: 'z' }, remove: ['cost'] }),
    ]);
    expect(tagsIn()).toMatchObject({ team: 'z' });
    expect(tagsIn()).not.toHaveProperty('cost');
    expect(kinds(after)).toEqual([]);
    expect(after.dueAt).toBeUndefined();
  });

  test('that gives indexes another meaning stops the arrays over the old ones first', () => {
    const world = createWorld({ script: forever });
    world.pass();

    world.renumbered = true;
    const stopping = world.pass();
    const after = world.pass();

    expect(kinds(stopping)).toEqual(['terminate']);
    expect(stopping.record?.renumbering).toBe(true);
    expect(indexesOfSubmits(after)).toEqual(['0-9']);
    expect(after.record?.run).toMatchObject({ number: 2, succeeded: [], failed: [] });
    expect(after.record?.renumbering).toBeUndefined();
  });

  test('that gives indexes another meaning is not forgotten while the definition is still coming', () => {
    const world = createWorld();
    world.settle();
    const ready = world.definition;

    world.definition = { kind: 'pending', message: 'm' };
    world.renumbered = true;
    world.pass();
    world.definition = ready;

    expect(indexesOfSubmits(world.pass())).toEqual(['0-9']);
  });
});

describe('failures', () => {
  test('are submitted again over exactly the failed indexes, after a backoff, until the budget is spent', () => {
    const world = createWorld({ desired: { backoffLimitPerIndex: 2 }, script: failing(3, 7) });

    const last = world.settle();

    expect(last.status).toMatchObject({
      phase: 'Failed',
      failedIndexes: '3,7',
      indexes: { succeeded: 8, failed: 2 },
    });
    expect(world.started.filter((each) => each.index === 3)).toHaveLength(3);
    expect(world.started.filter((each) => each.index === 4)).toHaveLength(1);
    const [first, second, third] = world.started.filter((each) => each.index === 7).map((each) => each.now);
    expect(second! - first!).toBeGreaterThanOrEqual(10_000);
    expect(third! - second!).toBeGreaterThanOrEqual(20_000);
  });

  test('while the spec cannot be read are judged by the budget once it can', () => {
    const world = createWorld({ script: failing(3) });
    world.pass();
    world.declared = 'invalid';
    for (let i = 0; i < 5; i++) {
      world.fake.advance(5_000);
      world.pass();
    }

    world.declared = 'valid';
    const last = world.settle();

    expect(last.status).toMatchObject({ phase: 'Failed', failedIndexes: '3' });
    expect(world.started.filter((each) => each.index === 3)).toHaveLength(1);
  });

  test('of hosts that a rule ignores cost no budget', () => {
    const onStatusReason = 'Host EC2*';
    const rule = { action: 'Ignore' as const, onExitCodes: undefined, onReason: undefined, onStatusReason };
    const world = createWorld({
      desired: { failureRules: [rule] },
      script: (child) => ({ durationMs: 1_000, hostLost: child.round < 3 && child.index === 5 }),
    });

    const last = world.settle();

    expect(last.status?.phase).toBe('Succeeded');
    expect(world.started.filter((each) => each.index === 5)).toHaveLength(4);
  });

  test('of hosts that a rule ignores cost no budget while the spec cannot be read, either', () => {
    const onStatusReason = 'Host EC2*';
    const rule = { action: 'Ignore' as const, onExitCodes: undefined, onReason: undefined, onStatusReason };
    const world = createWorld({
      desired: { failureRules: [rule] },
      script: (child) => ({ durationMs: 1_000, hostLost: child.round === 0 && child.index === 5 }),
    });
    world.pass();
    world.declared = 'invalid';
    world.fake.advance(5_000);
    world.pass();

    world.declared = 'valid';
    const last = world.settle();

    expect(last.status?.phase).toBe('Succeeded');
  });

  test('past maxFailedIndexes stop the rest, until the limit is raised', () => {
    const world = createWorld({
      desired: { maxFailedIndexes: { kind: 'count', value: 1 } },
      script: (child) => ({
        durationMs: child.index < 2 ? 1_000 : 60_000,
        exitCode: child.index < 2 ? 1 : 0,
      }),
    });
    const stopped = world.settle();
    const reason = reasonOf(stopped);

    world.edit({ maxFailedIndexes: { kind: 'count', value: 2 } });
    const last = world.settle();

    expect(reason).toBe('MaxFailedIndexesExceeded');
    expect(stopped.status).toMatchObject({ phase: 'Failed', indexes: { failed: 2, waiting: 8 } });
    expect(last.status).toMatchObject({ phase: 'Failed', indexes: { failed: 2, succeeded: 8 } });
    expect(reasonOf(last)).toBe('IndexesFailed');
  });

  test('keep their own words when the rest is stopped because of them', () => {
    const world = createWorld({
      desired: { maxFailedIndexes: { kind: 'count', value: 0 } },
      script: (child) => ({
        durationMs: child.index === 2 ? 1_000 : 60_000,
        exitCode: child.index === 2 ? 3 : 0,
      }),
    });

    const { status } = world.settle();

    expect(status?.failures).toEqual([
      { count: 1, exitCode: 3, reason: 'Essential container in task exited', sampleIndex: 2 },
    ]);
    expect(status?.failedIndexes).toBe('2');
  });

  test('that used up their budget go again when it is raised, and those that a rule failed do not', () => {
    const rule = {
      onExitCodes: { operator: 'In' as const, values: [9] },
      onReason: undefined,
      onStatusReason: undefined,
    };
    const world = createWorld({
      desired: {
        backoffLimitPerIndex: 1,
        maxFailedIndexes: { kind: 'count', value: 2 },
        failureRules: [{ action: 'FailIndex', ...rule } as const],
      },
      script: (child) => ({
        durationMs: 1_000,
        exitCode:
          child.index === 3 ? (child.round === 0 ? 1 : 9) : child.index < 3 && child.round < 2 ? 1 : 0,
      }),
    });
    const stopped = world.settle();

    world.edit({ backoffLimitPerIndex: 2 });
    const raised = world.pass();
    const last = world.settle();

    expect(reasonOf(stopped)).toBe('MaxFailedIndexesExceeded');
    expect(stopped.status?.failedIndexes).toBe('0-3');
    expect(indexesOfSubmits(raised)).toEqual(['0-2']);
    expect(world.events).toContain('BudgetRaised');
    expect(last.status).toMatchObject({ phase: 'Failed', run: 1, failedIndexes: '3' });
  });

  test('of all the first children stop the run instead of burning the rest', () => {
    const world = createWorld({
      desired: { canary: undefined, parallelism: 20, work: { kind: 'size', size: 500 } },
      script: () => ({ durationMs: 1_000, exitCode: 2 }),
    });

    const last = world.settle();

    expect(reasonOf(last)).toBe('CanaryFailed');
    expect(world.started.length).toBeLessThanOrEqual(20);
  });

  test('of children terminated in the console are not fought until a rerun asks for it', () => {
    const world = createWorld({ script: (child) => (child.run === 1 ? forever() : { durationMs: 1_000 }) });
    world.pass();
    world.fake.advance(1_000);
    world.fake.must('TerminateJob', { jobId: world.record!.run!.shards[0]!.jobId, reason: 'by hand' });

    const stopped = world.settle();
    world.edit({ rerun: 'failed@1' });
    const last = world.settle();

    expect(stopped.status).toMatchObject({ phase: 'Failed', indexes: { failed: 10 } });
    expect(stopped.status?.failures?.[0]?.reason).toContain('TerminatedExternally');
    expect(last.status?.phase).toBe('Succeeded');
  });
});

describe('policies', () => {
  test('a success policy ends the run as a success and stops the rest', () => {
    const world = createWorld({
      desired: { minSucceeded: { kind: 'percent', value: 80 } },
      script: (child) => ({ durationMs: child.index < 8 ? 1_000 : Infinity }),
    });

    const last = world.settle();

    expect(last.status).toMatchObject({ phase: 'Succeeded', indexes: { succeeded: 8 } });
    expect(reasonOf(last)).toBe('SuccessPolicyMet');
  });

  test('a deadline stops the run, and new items after a finished one have a deadline of their own', () => {
    const late = createWorld({ desired: { activeDeadlineMs: 60_000 }, script: forever });
    const grown = createWorld({ desired: { activeDeadlineMs: 60_000 } });
    grown.settle();
    grown.fake.advance(3_600_000);

    grown.edit({ work: { kind: 'size', size: 12 } });

    expect(reasonOf(late.settle())).toBe('DeadlineExceeded');
    expect(grown.settle().status?.phase).toBe('Succeeded');
  });

  test('a deadline does not run while the object is suspended', () => {
    const world = createWorld({ desired: { activeDeadlineMs: 60_000, suspend: true } });
    world.settle();
    world.fake.advance(3_600_000);

    world.edit({ suspend: false });

    expect(world.settle().status?.phase).toBe('Succeeded');
  });
});

describe('suspension', () => {
  test('stops what runs, keeps what has ended, and goes on with the remainder', () => {
    const world = createWorld({
      desired: { shardSize: 5 },
      script: (child) => ({ durationMs: child.index < 5 || child.round > 0 ? 1_000 : Infinity }),
    });
    world.pass();
    world.fake.advance(5_000);
    world.edit({ suspend: true });
    const suspended = world.settle();
    world.edit({ suspend: false });
    const resumed = world.pass();

    expect(suspended.status).toMatchObject({ phase: 'Suspended', indexes: { succeeded: 5, failed: 0 } });
    expect(indexesOfSubmits(resumed)).toEqual(['5-9']);
    expect(world.settle().status?.phase).toBe('Succeeded');
  });

  test.each<[string, (world: World) => void]>([
    [
      'a new revision waits for the old run',
      (world) => world.edit({ onChange: 'Wait', submit: { parameters: { a: '1' } } }),
    ],
    [
      'the definition cannot be had',
      (world) => (world.definition = { kind: 'failed', reason: 'X', message: 'm' }),
    ],
  ])('is heard while %s', (_, disturb) => {
    const world = createWorld({ script: forever });
    world.pass();

    disturb(world);
    world.edit({ suspend: true });

    expect(kinds(world.pass())).toEqual(['terminate']);
    expect(world.settle().status?.phase).toBe('Suspended');
  });
});

describe('submitting exactly once', () => {
  const lost = (options: WorldOptions = {}) =>
    createWorld({ ...options, faults: [{ operation: 'SubmitJob', kind: 'lost', times: 1 }] });

  test('a submission whose reply was lost is found and adopted, not repeated', () => {
    const world = lost();

    const last = world.settle();

    expect(last.status?.phase).toBe('Succeeded');
    expect(world.fake.machine.world.jobs.size).toBe(1);
    expect(world.events).toContain('Adopted');
  });

  test('a submission that never arrived is made again after the settle time, under the same name', () => {
    const world = createWorld();
    const first = world.pass(0);
    const from = world.fake.now();

    const last = world.settle(1_000);

    const [job] = [...world.fake.machine.world.jobs.values()];
    expect(last.status?.phase).toBe('Succeeded');
    expect(world.fake.machine.world.jobs.size).toBe(1);
    expect(job!.name).toBe(submits(first)[0]!.name);
    expect(job!.createdAt - from).toBeGreaterThanOrEqual(SETTLE_MS);
  });

  test('a controller that died after the call finds its job', () => {
    const world = createWorld({ script: forever });
    world.pass(1);
    world.lookingSince = world.fake.now();

    world.pass();

    expect(world.record?.run?.shards[0]?.phase).toBe('submitted');
    expect(world.fake.machine.world.jobs.size).toBe(1);
  });

  test('a second job of the same name is terminated and the older stays', () => {
    const world = createWorld({ script: forever });
    const [submit] = submits(world.pass(1));
    const older = [...world.fake.machine.world.jobs.keys()][0];
    world.fake.advance(1_000);
    world.fake.must('SubmitJob', submit!.request);

    world.pass();
    world.pass();

    const jobs = [...world.fake.machine.world.jobs.values()];
    expect(world.record?.run?.shards[0]?.jobId).toBe(older);
    expect(jobs.map((job) => job.status === 'FAILED')).toEqual([false, true]);
    expect(world.events).toContain('DuplicateTerminated');
  });

  test('an intent bears the time of Batch, once Batch has told it', () => {
    const world = createWorld();

    const told = plan({ ...world.input(), settings: { ...world.input().settings, serviceNow: 77 } });
    const untold = plan(world.input());

    expect(told.record?.run?.shards[0]?.intendedAt).toBe(77);
    expect(untold.record?.run?.shards[0]?.intendedAt).toBe(world.fake.now());
  });

  test('a job that Batch has forgotten is Lost, and not run again', () => {
    const world = createWorld({ config: { retentionMs: 60_000 } });
    world.pass();
    world.fake.advance(600_000);

    const last = world.settle();

    expect(last.status).toMatchObject({ phase: 'Failed', indexes: { failed: 10 } });
    expect(last.status?.failures?.[0]?.reason).toMatch(/^Lost/);
    expect(world.started).toHaveLength(10);
  });

  test('a refusal is said in the words of Batch, and tried again after a while', () => {
    const world = createWorld({ desired: { jobQueue: 'nowhere' } });
    world.pass();
    const refused = world.pass();

    world.fake.advance(REFUSAL_RETRY_MS);
    world.fake.declareQueue('nowhere');

    expect(refused.status?.conditions.map((each) => each.type)).toContain('Stalled');
    expect(refused.actions).toEqual([]);
    expect(world.settle().status?.phase).toBe('Succeeded');
  });

  test('a refusal ends at once when the queue is changed', () => {
    const world = createWorld({ desired: { jobQueue: 'nowhere' } });
    world.pass();

    world.edit({ jobQueue: 'q2' });

    expect(submits(world.pass())).toHaveLength(1);
  });
});

describe('removal from the source', () => {
  test('stops what runs and is forgotten when it has ended', () => {
    const world = createWorld({ script: forever });
    world.pass();
    world.declared = 'gone';

    const removed = world.pass();
    const forgotten = world.pass();

    expect(kinds(removed)).toEqual(['terminate']);
    expect(kinds(forgotten)).toEqual(['forget']);
    expect(world.record).toMatchObject({ lastRun: 1, history: [], past: [] });
    expect(world.record?.run).toBeUndefined();
    expect(kinds(world.pass())).toEqual([]);
  });

  test('leaves the number of the last run, so that an object of the same name never gives a job name twice', () => {
    const world = createWorld();
    const before = submits(world.pass());
    world.settle();
    world.declared = 'gone';
    world.pass();
    world.declared = 'valid';

    const after = submits(world.pass());

    expect(before.map((each) => each.name)).toHaveLength(1);
    expect(after).toHaveLength(1);
    expect(after[0]!.name).not.toBe(before[0]!.name);
    expect(world.record?.run?.number).toBe(2);
    expect(world.record?.removedAt).toBeUndefined();
  });

  test('is forgotten altogether after a quarter of a year', () => {
    const world = createWorld();
    world.settle();
    world.declared = 'gone';
    world.pass();

    world.fake.advance(91 * 24 * 3_600_000);

    expect(kinds(world.pass())).toEqual(['forget']);
    expect(world.record).toBeUndefined();
  });

  test('with deletionPolicy Orphan leaves what runs alone', () => {
    const world = createWorld({ desired: { deletionPolicy: 'Orphan' }, script: forever });
    world.pass();
    world.declared = 'gone';

    expect(kinds(world.pass())).toEqual(['forget']);
  });

  test('of something that was never there is nothing', () => {
    const world = createWorld();
    world.declared = 'gone';

    expect(world.pass()).toMatchObject({ actions: [], record: undefined, status: undefined });
  });
});

describe('dependencies', () => {
  const upstream = (more: Partial<Upstream>): ReadonlyMap<string, Upstream> =>
    new Map([
      [
        'up',
        {
          name: 'up',
          phase: 'Running',
          indexes: range(0, 10),
          succeeded: range(0, 0),
          failed: range(0, 0),
          ready: false,
          settled: false,
          rootCause: 'up',
          revision: 'r',
          arrays: [],
          seenAt: 0,
          ...more,
        },
      ],
    ]);

  test('in order behind an index that will not come is Blocked, though later ones could run', () => {
    const world = createWorld({
      desired: { dependsOn: [{ kind: 'nToN', name: 'up' }, { kind: 'sequential' }] },
    });
    world.upstreams = upstream({
      phase: 'Failed',
      settled: true,
      succeeded: range(1, 10),
      failed: range(0, 1),
    });

    const { status, actions } = world.pass();

    expect([status?.phase, actions]).toEqual(['Blocked', []]);
  });

  test('a new revision upstream runs its dependent again, and back at the earlier one its results stand', () => {
    const world = createWorld({
      desired: { dependsOn: [{ kind: 'whole', name: 'up', minSucceeded: undefined }] },
    });
    const at = (revision: string) => {
      world.upstreams = upstream({ ready: true, phase: 'Succeeded', revision });
      world.started.length = 0;
      const status = world.settle().status;
      return { ran: world.started.length, phase: status?.phase };
    };

    expect(at('r1')).toEqual({ ran: 10, phase: 'Succeeded' });
    expect(at('r2')).toEqual({ ran: 10, phase: 'Succeeded' });
    expect(at('r1')).toEqual({ ran: 0, phase: 'Succeeded' });
    expect(at('r3')).toEqual({ ran: 10, phase: 'Succeeded' });
  });

  test('what was meant to be submitted longer ago than Batch remembers is lost, not submitted again', () => {
    const world = createWorld();
    world.pass(0);
    world.fake.advance(8 * 24 * 3_600_000);

    const passes = Array.from({ length: 4 }, () => {
      world.fake.advance(SETTLE_MS);
      return world.pass();
    });

    expect(passes.flatMap(submits)).toEqual([]);
    expect(passes.at(-1)?.status).toMatchObject({ phase: 'Failed', indexes: { failed: 10 } });
    expect(passes.flatMap((each) => each.events).map((each) => each.reason)).toContain('Lost');
  });

  test('what Batch never took of an earlier run goes in the pass that finds it out', () => {
    const world = createWorld();
    world.pass(0);
    world.edit({ rerun: 'failed@1' });

    const passes = Array.from({ length: 6 }, () => {
      world.fake.advance(SETTLE_MS / 3);
      return world.pass();
    });

    const idle = passes.filter(
      (each) => each.actions.length === 0 && !each.watching && each.dueAt === undefined,
    );
    expect(new Set(idle.map((each) => each.status?.phase))).toEqual(new Set(['Succeeded']));
    expect(passes.flatMap(indexesOfSubmits)).toEqual(['0-9']);
  });

  test('a rerun of a part does not make the other results fresh', () => {
    const world = createWorld({
      desired: { dependsOn: [{ kind: 'whole', name: 'up', minSucceeded: undefined }] },
    });
    world.upstreams = upstream({ ready: true, phase: 'Succeeded', revision: 'r1.' });
    world.settle();

    world.upstreams = upstream({ ready: true, phase: 'Succeeded', revision: 'r2.' });
    world.edit({ rerun: '3@1' });
    world.started.length = 0;
    world.settle();

    const ran = new Set(world.started.map((each) => each.index));
    expect(ran.size).toBe(10);
  });

  test('N_TO_N starts exactly what has succeeded upstream, and the rest as it comes', () => {
    const world = createWorld({ desired: { dependsOn: [{ kind: 'nToN', name: 'up' }] } });
    world.upstreams = upstream({});
    const nothing = world.pass();
    world.upstreams = upstream({ succeeded: range(2, 5) });
    const some = world.pass();
    world.upstreams = upstream({ succeeded: range(0, 10), ready: true, settled: true, phase: 'Succeeded' });

    expect(nothing.status?.phase).toBe('Pending');
    expect(indexesOfSubmits(some)).toEqual(['2-4']);
    expect(world.settle().status?.phase).toBe('Succeeded');
    expect(world.started).toHaveLength(10);
  });

  test('on something that failed is Blocked, not Failed, once what could run has run', () => {
    const world = createWorld({ desired: { dependsOn: [{ kind: 'nToN', name: 'up' }] } });
    world.upstreams = upstream({
      succeeded: range(0, 2),
      failed: range(2, 10),
      settled: true,
      phase: 'Failed',
    });

    const last = world.settle();

    expect(last.status).toMatchObject({ phase: 'Blocked', indexes: { succeeded: 2, waiting: 8 } });
    expect(last.status?.conditions.find((each) => each.type === 'Stalled')?.message).toContain('up (Failed)');
  });

  test('SEQUENTIAL runs in order, and nothing after an index that failed for good', () => {
    const world = createWorld({
      desired: { dependsOn: [{ kind: 'sequential' }], backoffLimitPerIndex: 1 },
      script: failing(6),
    });

    const last = world.settle();

    expect(world.started.map((each) => each.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 6]);
    expect(last.status).toMatchObject({ phase: 'Failed', indexes: { succeeded: 6, failed: 1, waiting: 3 } });
  });

  test('SEQUENTIAL gives Batch nothing to wait with while an earlier index is still to be tried again', () => {
    const world = createWorld({
      desired: {
        dependsOn: [{ kind: 'whole', name: 'up', minSucceeded: undefined }, { kind: 'sequential' }],
        backoffLimitPerIndex: 1,
      },
      script: failing(0),
    });
    const living = [{ jobId: 'u', indexes: range(0, 10), sound: true }];
    world.upstreams = upstream({ succeeded: range(0, 10), ready: true, settled: true, phase: 'Succeeded' });
    const first = world.pass();
    world.fake.advance(3_000);
    // The upstream runs again: its array lives, and Batch could wait for it.
    world.upstreams = upstream({ arrays: living, seenAt: world.fake.now() });

    const second = world.pass();

    expect(indexesOfSubmits(first)).toEqual(['0-9']);
    expect(indexesOfSubmits(second)).toEqual([]);
  });
});

describe('what a pass could not find out', () => {
  test.each<[string, Partial<World>, string]>([
    [
      'a definition that is still coming is waited for',
      { definition: { kind: 'pending', message: 'm' } },
      'DefinitionPending',
    ],
    [
      'a definition that cannot be had stalls',
      { definition: { kind: 'failed', reason: 'NoSuch', message: 'm' } },
      'NoSuch',
    ],
  ])('%s', (_, more, reason) => {
    const world = Object.assign(createWorld(), more);

    const decided = world.pass();

    expect(decided.actions).toEqual([]);
    expect(reasonOf(decided)).toBe(reason);
  });
});

test('ten thousand alternating indexes are decided without a burden', () => {
  const world = createWorld({
    desired: { work: { kind: 'size', size: 10_000 }, backoffLimitPerIndex: 1 },
    script: (child) => ({ exitCode: child.index % 2 === 0 && child.round === 0 ? 1 : 0 }),
  });

  const last = world.settle();

  expect(last.status).toMatchObject({ phase: 'Succeeded', indexes: { succeeded: 10_000 } });
  expect(world.started).toHaveLength(15_000);
  expect(size(last.record!.run!.succeeded)).toBe(10_000);
});
