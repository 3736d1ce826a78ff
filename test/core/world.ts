import { jobDetailOf, jobSummaryOf } from '../../src/batch/read.ts';
import { applySubmission, applyTermination, type SubmitOutcome } from '../../src/core/apply.ts';
import { lintConditions } from '../../src/core/conditions.ts';
import { gateOf, type Upstream } from '../../src/core/dependencies.ts';
import type { Desired } from '../../src/core/desired.ts';
import { at, EMPTY, type IntervalSet, parse, range, subtract } from '../../src/core/intervals.ts';
import type { JsonObject } from '../../src/core/json.ts';
import {
  looksOf,
  needsFailedChildren,
  needsSucceededChildren,
  type FailedChild,
  type Look,
  type Observation,
} from '../../src/core/observation.ts';
import { plan, type Action, type DefinitionState, type Plan, type PlanInput } from '../../src/core/plan.ts';
import { childrenToAsk, withAnswers } from '../../src/core/strange-words.ts';
import { decodeRecord, encodeRecord } from '../../src/core/record-text.ts';
import type { ObjectRecord } from '../../src/core/record.ts';
import { applyTagging } from '../../src/core/tagging.ts';
import { createFakeBatch } from '../../src/local/index.ts';
import type { FakeBatch, FakeBatchOptions, Scripted, ScriptedChild } from '../../src/local/index.ts';

export const SETTLE_MS = 30_000;

/** A spec of ten indexes with nothing special about it. */
export const DESIRED: Desired = {
  name: 'a',
  labels: {},
  rerun: undefined,
  jobQueue: 'q',
  jobDefinition: 'd',
  work: { kind: 'size', size: 10 },
  itemsPerChild: 1,
  manifest: undefined,
  indexMapping: 'Environment',
  backoffLimitPerIndex: 0,
  maxFailedIndexes: undefined,
  failureRules: [],
  minSucceeded: undefined,
  parallelism: undefined,
  shardSize: 10_000,
  activeDeadlineMs: undefined,
  dependsOn: [],
  onChange: 'Replace',
  onUpstreamChange: 'Rerun',
  canary: 'off',
  suspend: false,
  deletionPolicy: 'Terminate',
  submit: {},
  tags: {},
};

export const BODY: JsonObject = {
  type: 'container',
  containerProperties: {
    image: 'x',
    command: ['run'],
    resourceRequirements: [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '64' },
    ],
  },
};

/** The same program under other terms. */
export const MORE_MEMORY: Desired['submit'] = {
  containerOverrides: { resourceRequirements: [{ type: 'MEMORY', value: '128' }] },
};

/** What a child stands for, read off its environment as its program would. */
export interface Child extends Omit<ScriptedChild, 'index'> {
  /** The index of the ArrayJob. */
  readonly index: number;
  readonly revision: string;
  readonly run: number;
  readonly round: number;
}

export function indexOf(
  position: number | undefined,
  environment: readonly { readonly name?: string; readonly value?: string }[],
): number {
  const text = environment.find((each) => each.name === 'ARRAYJOB_INDEXES')?.value;
  const index = text === undefined ? (position ?? 0) : at(parse(text).set, position ?? 0);
  if (index === undefined) throw new Error(`no index at position ${position ?? 0} of ${text ?? ''}`);
  return index;
}

function childOf(scripted: ScriptedChild): Child {
  return {
    ...scripted,
    index: indexOf(scripted.index, scripted.environment),
    revision: scripted.tags['arrayjob.dev/revision'] ?? '',
    run: Number(scripted.tags['arrayjob.dev/run']),
    round: Number(scripted.tags['arrayjob.dev/round']),
  };
}

export interface WorldOptions extends Omit<FakeBatchOptions, 'script'> {
  readonly desired?: Partial<Desired>;
  readonly script?: (child: Child) => Scripted;
}

/** One object, one controller that may be killed anywhere, and a Batch of its own, on one virtual clock. */
export interface World {
  readonly fake: FakeBatch;
  desired: Desired;
  declared: 'valid' | 'invalid' | 'gone';
  definition: DefinitionState;
  live: IntervalSet;
  /** As of the last pass: what work/ remembers. */
  liveBefore: IntervalSet;
  renumbered: boolean;
  upstreams: ReadonlyMap<string, Upstream>;
  record: ObjectRecord | undefined;
  /** What ran, in order of its start. */
  readonly started: Child[];
  last: Plan | undefined;
  readonly events: string[];
  lookingSince: number;
  readonly input: () => PlanInput;
  /** One pass: look, decide, act. With `dieAfter`, so many acts happen and the outcome of the last is not written down. */
  readonly pass: (dieAfter?: number) => Plan;
  /** Passes every `everyMs` until nothing is under way and nothing is due, at most `limit` of them. */
  readonly settle: (everyMs?: number, limit?: number) => Plan;
  readonly edit: (change: Partial<Desired>) => void;
}

export function createWorld(options: WorldOptions = {}): World {
  const started: Child[] = [];
  const script = options.script ?? ((): Scripted => ({ durationMs: 1_000 }));
  const fake = createFakeBatch({
    ...options,
    script: (scripted) => {
      const child = childOf(scripted);
      started.push(child);
      return script(child);
    },
  });
  fake.declareQueue('q');
  fake.declareQueue('q2');
  fake.must('RegisterJobDefinition', { jobDefinitionName: 'd', ...BODY });
  const desired = { ...DESIRED, ...options.desired };

  const world: World = {
    fake,
    desired,
    declared: 'valid',
    definition: { kind: 'ready', reference: 'd:1', body: BODY },
    live: range(0, desired.work.kind === 'size' ? desired.work.size : 10),
    liveBefore: EMPTY,
    renumbered: false,
    upstreams: new Map(),
    record: undefined,
    started,
    last: undefined,
    events: [],
    lookingSince: fake.now(),
    input: () => inputOf(world),
    pass: (dieAfter) => passOf(world, dieAfter),
    settle: (everyMs = 5_000, limit = 2_000) => {
      for (let i = 0; i < limit; i++) {
        const decided = world.pass();
        if (!decided.watching && decided.actions.length === 0 && decided.dueAt === undefined) return decided;
        if (
          !decided.watching &&
          (decided.status?.phase === 'Failed' || decided.status?.phase === 'Succeeded')
        ) {
          return decided;
        }
        fake.advance(everyMs);
      }
      throw new Error(`does not settle: ${JSON.stringify(world.last?.status)}`);
    },
    edit: (change) => {
      world.desired = { ...world.desired, ...change };
      if (change.work?.kind === 'size') world.live = range(0, change.work.size);
    },
  };
  return world;
}

function inputOf(world: World): PlanInput {
  const now = world.fake.now();
  const observed = new Map<string, Observation>();
  for (const look of looksOf(world.record, now, SETTLE_MS)) {
    const seen = observe(world.fake, look);
    if (seen !== undefined) observed.set(look.shard.name, seen);
  }
  return {
    now,
    name: 'a',
    sourceId: '00000000',
    declared:
      world.declared === 'gone'
        ? { kind: 'gone' }
        : world.declared === 'invalid'
          ? { kind: 'invalid', findings: [] }
          : {
              kind: 'valid',
              desired: world.desired,
              definition: world.definition,
              work: {
                kind: 'resolved',
                live: world.live,
                added: subtract(world.live, world.liveBefore),
                retired: subtract(world.liveBefore, world.live),
                renumbered: world.renumbered,
              },
              gate: gateOf(world.desired.dependsOn, world.live, world.upstreams),
            },
    record: world.record,
    observed,
    before: world.last?.status,
    settings: { settleMs: SETTLE_MS, lookingSince: world.lookingSince },
  };
}

function passOf(world: World, dieAfter = Infinity): Plan {
  const input = inputOf(world);
  const decided = plan(input);
  world.last = decided;
  world.renumbered = false;
  world.liveBefore = world.live;
  world.events.push(...decided.events.map((each) => each.reason));
  const problems =
    decided.status === undefined ? [] : lintConditions(decided.status.phase, decided.status.conditions);
  if (problems.length > 0) throw new Error(problems.join('; '));
  world.record = decided.record === undefined ? undefined : stored(decided.record);
  let acts = 0;
  for (const action of decided.actions) {
    if (acts >= dieAfter) break;
    acts += 1;
    act(world, action, acts >= dieAfter);
  }
  return decided;
}

/** Through the text and back, as the state store does. */
function stored(record: ObjectRecord): ObjectRecord {
  const read = decodeRecord(JSON.parse(JSON.stringify(encodeRecord(record))));
  if (read === undefined) throw new Error('the record cannot be read back');
  return read;
}

function act(world: World, action: Action, died: boolean): void {
  const now = world.fake.now();
  switch (action.kind) {
    case 'submit': {
      const outcome = submit(world.fake, action.request);
      if (died || world.record === undefined) return;
      world.record = stored(applySubmission(world.record, action.name, outcome, now));
      return;
    }
    case 'terminate': {
      const answer = world.fake.call('TerminateJob', { jobId: action.jobId, reason: action.reason });
      if (died || !answer.ok || world.record === undefined) return;
      world.record = stored(applyTermination(world.record, action.name, now));
      return;
    }
    case 'tag':
      tag(world, action, died);
      return;
    case 'forget':
      return;
  }
}

function tag(world: World, action: Action & { kind: 'tag' }, died: boolean): void {
  const { arn: resourceArn, tags, remove: tagKeys } = action;
  const calls = [
    ...(Object.keys(tags).length === 0 ? [] : [world.fake.call('TagResource', { resourceArn, tags })]),
    ...(tagKeys.length === 0 ? [] : [world.fake.call('UntagResource', { resourceArn, tagKeys })]),
  ];
  if (died || world.record === undefined) return;
  const done = calls.every((each) => each.ok);
  world.record = stored(applyTagging(world.record, action.name, done, world.fake.now()));
}

function submit(fake: FakeBatch, request: JsonObject): SubmitOutcome {
  const answer = fake.call<{ jobId: string; jobArn: string }>('SubmitJob', request);
  if (answer.ok) return { kind: 'submitted', jobId: answer.output.jobId, jobArn: answer.output.jobArn };
  const { status, name, message } = answer.error;
  if (answer.lost === true || status >= 500) return { kind: 'unknown' };
  return status === 429 ? { kind: 'cleared' } : { kind: 'refused', code: name, message };
}

function describe(fake: FakeBatch, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const answer = fake.call<{ jobs: unknown[] }>('DescribeJobs', { jobs: ids });
  return answer.ok ? answer.output.jobs.flatMap((each) => jobDetailOf(each) ?? []) : undefined;
}

function list(fake: FakeBatch, query: object) {
  const found = [];
  let nextToken: string | undefined;
  do {
    const answer = fake.call<{ jobSummaryList: unknown[]; nextToken?: string }>('ListJobs', {
      ...query,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    if (!answer.ok) return undefined;
    found.push(...answer.output.jobSummaryList.flatMap((each) => jobSummaryOf(each) ?? []));
    ({ nextToken } = answer.output);
  } while (nextToken !== undefined);
  return found;
}

function observe(fake: FakeBatch, { shard, kind }: Look): Observation | undefined {
  if (kind === 'search') {
    const filters = [{ name: 'JOB_NAME', values: [shard.name] }];
    const lines = list(fake, { jobQueue: shard.queue, filters })?.filter((each) => each.name === shard.name);
    if (lines === undefined) return undefined;
    const jobs = describe(
      fake,
      lines.map((each) => each.jobId),
    );
    if (jobs?.length !== lines.length) return undefined;
    return { kind: 'search', jobs: [...jobs].sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0)) };
  }
  const jobs = describe(fake, [shard.jobId ?? '']);
  if (jobs === undefined) return undefined;
  const [job] = jobs;
  if (job === undefined) return { kind: 'absent' };
  if (!needsFailedChildren(shard, job)) return { kind: 'job', job };
  const failed = list(fake, { arrayJobId: job.jobId, jobStatus: 'FAILED' });
  if (failed === undefined) return { kind: 'job', job };
  const told = failed.map((each): FailedChild => ({ ...each, position: each.position ?? 0 }));
  const stopped = childrenToAsk(shard, job, told).filter(
    (each) => describe(fake, [each.jobId])?.[0]?.isTerminated === true,
  );
  const children = withAnswers(told, new Set(stopped.map((each) => each.statusReason)));
  if (!needsSucceededChildren(shard, job, children.length)) return { kind: 'job', job, failed: children };
  const succeeded = list(fake, { arrayJobId: job.jobId, jobStatus: 'SUCCEEDED' });
  if (succeeded === undefined) return { kind: 'job', job, failed: children };
  return { kind: 'job', job, failed: children, succeeded: succeeded.map((each) => each.position ?? 0) };
}
