import { describe, expect, test } from 'vitest';
import type { Desired } from '../../src/core/desired.ts';
import type { Upstream } from '../../src/core/dependencies.ts';
import { EMPTY, format, fromIndexes, range } from '../../src/core/intervals.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Scripted } from '../../src/local/index.ts';
import { BODY, createWorld, MORE_MEMORY, type World } from './world.ts';

type OnChange = Desired['onChange'];
type State = 'finished' | 'failed' | 'stopped' | 'backing off' | 'running' | 'suspended' | 'blocked';

const container = BODY.containerProperties as JsonObject;
const definedAs = (more: JsonObject): JsonObject => ({
  ...BODY,
  containerProperties: { ...container, ...more },
});

/** One edit of each class; a definition that is edited is registered again, as revision 2. */
const CHANGES = {
  'another command': { spec: { submit: { containerOverrides: { command: ['other'] } } } },
  'another image in the definition': { definition: definedAs({ image: 'y' }) },
  'more memory': { spec: { submit: MORE_MEMORY } },
  'more memory in the definition': {
    definition: definedAs({
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '128' },
      ],
    }),
  },
  'another queue': { spec: { jobQueue: 'q2' } },
  'a definition of another name with the same content': {
    spec: { jobDefinition: 'e' },
    definition: BODY,
  },
  'two more items': { spec: { work: { kind: 'size', size: 12 } } },
  'two items fewer': { spec: { work: { kind: 'size', size: 8 } } },
  'a size in the place of items': { renumbers: true },
  'a larger budget': { spec: { backoffLimitPerIndex: 5 } },
  'a larger limit of failures': { spec: { maxFailedIndexes: { kind: 'count', value: 9 } } },
  'another policy': { spec: { parallelism: 100, onUpstreamChange: 'Ignore' } },
  'other tags': { spec: { tags: { team: 'y' } } },
  'a rerun of everything': { spec: { rerun: '1' } },
  'a rerun of what failed': { spec: { rerun: 'failed@1' } },
  'a rerun of 2 and 5': { spec: { rerun: '2,5@1' } },
} as const satisfies Record<string, Edit>;
type Change = keyof typeof CHANGES;

interface Edit {
  readonly spec?: Partial<Desired>;
  readonly definition?: JsonObject;
  /** Indexes mean something else from here on. */
  readonly renumbers?: boolean;
}

/** What a change leads to: which indexes start again, whether arrays under way are stopped for it, and in which run. */
type Effect = readonly [starts: string, stops: 'stops' | 'stops nothing', run: 1 | 2 | 3, sentence: string];
type Row = Effect | Readonly<Record<OnChange, Effect>>;
type Rows = Readonly<Record<State, Row>>;

const EVERYTHING: Effect = ['0-9', 'stops nothing', 2, 'every index runs again'];
const NOTHING: Effect = ['', 'stops nothing', 1, 'nothing runs'];
/** What is held, by suspend or by a dependency, goes on with this once it is let go. */
const REMAINDER: Effect = ['4-9', 'stops nothing', 1, 'the remainder runs once it may'];
const ALL_LATER: Effect = ['0-9', 'stops nothing', 2, 'every index runs once it may'];
const RETRIES: Effect = ['0-1', 'stops nothing', 1, 'what waits out its backoff runs, and nothing else'];
const ALL_ANEW: Effect = ['0-9', 'stops', 2, 'what runs is stopped, then every index runs again'];

const held = (row: Row): Pick<Rows, 'suspended' | 'blocked'> => ({ suspended: row, blocked: row });

const WHAT: Rows = {
  finished: EVERYTHING,
  failed: EVERYTHING,
  stopped: EVERYTHING,
  'backing off': {
    Replace: EVERYTHING,
    Wait: EVERYTHING,
    Ignore: ['0-1', 'stops nothing', 1, 'the run goes on with what waits out its backoff'],
  },
  running: {
    Replace: ALL_ANEW,
    Wait: ['0-9', 'stops nothing', 2, 'what runs ends first, then every index runs again'],
    Ignore: ['', 'stops nothing', 1, 'the run goes on, and nothing runs again'],
  },
  ...held({
    Replace: ALL_LATER,
    Wait: ALL_LATER,
    Ignore: ['4-9', 'stops nothing', 1, 'the remainder runs under the new revision once it may'],
  }),
};
const HOW: Rows = {
  finished: ['', 'stops nothing', 1, 'successes stand'],
  failed: ['0-1', 'stops nothing', 1, 'exactly what failed goes again'],
  stopped: ['0-1,4-9', 'stops nothing', 1, 'what failed goes again, and what had been stopped goes on'],
  'backing off': ['0-1', 'stops nothing', 1, 'what waits out its backoff goes again at once'],
  running: {
    Replace: ['0-1,4-9', 'stops', 1, 'what failed goes again, and what runs is moved'],
    Wait: ['0-1', 'stops nothing', 1, 'what failed goes again, and what runs ends under its old terms'],
    Ignore: ['0-1', 'stops nothing', 1, 'what failed goes again, and what runs ends under its old terms'],
  },
  ...held(['0-1,4-9', 'stops nothing', 1, 'all that has not succeeded runs once it may']),
};
const IDLE: Rows = {
  finished: NOTHING,
  failed: NOTHING,
  stopped: NOTHING,
  'backing off': RETRIES,
  running: NOTHING,
  ...held(REMAINDER),
};

const TABLE: Readonly<Record<Change, Rows>> = {
  'another command': WHAT,
  'another image in the definition': WHAT,
  'more memory': HOW,
  'more memory in the definition': HOW,
  'another queue': HOW,
  'a definition of another name with the same content': IDLE,
  'two more items': {
    finished: ['10-11', 'stops nothing', 1, 'the new items run'],
    failed: ['10-11', 'stops nothing', 1, 'the new items run, and failures stand'],
    stopped: ['', 'stops nothing', 1, 'nothing runs: of so many, too, more have failed than are allowed'],
    'backing off': ['0-1,10-11', 'stops nothing', 1, 'the new items run, and what waits out its backoff'],
    running: ['10-11', 'stops nothing', 1, 'the new items run beside what is under way'],
    ...held(['4-11', 'stops nothing', 1, 'the remainder and the new items run once it may']),
  },
  'two items fewer': {
    ...IDLE,
    running: ['', 'stops', 1, 'only the array that has nothing else is stopped'],
    ...held(['4-7', 'stops nothing', 1, 'what is left of the remainder runs once it may']),
  },
  'a size in the place of items': {
    finished: EVERYTHING,
    failed: EVERYTHING,
    stopped: EVERYTHING,
    'backing off': EVERYTHING,
    running: ALL_ANEW,
    ...held(ALL_LATER),
  },
  'a larger budget': {
    finished: NOTHING,
    failed: ['0-1', 'stops nothing', 1, 'what had used up the smaller budget goes again'],
    stopped: [
      '0-1,4-9',
      'stops nothing',
      1,
      'fewer have failed for good than stopped it, so that it goes on',
    ],
    'backing off': RETRIES,
    running: ['0-1', 'stops nothing', 1, 'what had used up the smaller budget goes again'],
    ...held(['0-1,4-9', 'stops nothing', 1, 'that, too, goes again once it may']),
  },
  'a larger limit of failures': {
    ...IDLE,
    stopped: ['4-9', 'stops nothing', 1, 'what had been stopped goes on, and failures stand'],
  },
  'another policy': IDLE,
  'other tags': IDLE,
  'a rerun of everything': {
    finished: EVERYTHING,
    failed: EVERYTHING,
    stopped: EVERYTHING,
    'backing off': EVERYTHING,
    running: ALL_ANEW,
    ...held(ALL_LATER),
  },
  'a rerun of what failed': {
    finished: ['', 'stops nothing', 2, 'nothing had failed'],
    failed: ['0-1', 'stops nothing', 2, 'exactly what failed runs'],
    stopped: ['0-1,4-9', 'stops nothing', 2, 'what failed runs, and what had been stopped goes on'],
    'backing off': [
      '0-1',
      'stops nothing',
      2,
      'nothing had failed for good; what waits out its backoff runs',
    ],
    running: ['0-1', 'stops nothing', 2, 'what failed runs beside what is under way'],
    ...held(['0-1,4-9', 'stops nothing', 2, 'that and the remainder run once it may']),
  },
  'a rerun of 2 and 5': {
    finished: ['2,5', 'stops nothing', 2, 'exactly these run, and the others stand'],
    failed: ['2,5', 'stops nothing', 2, 'exactly these run, and failures stand'],
    stopped: ['', 'stops nothing', 2, 'nothing runs: more have failed than are allowed, and stand'],
    'backing off': ['0-2,5', 'stops nothing', 2, 'these run, and what waits out its backoff'],
    running: ['2,4-7', 'stops', 2, 'only the array that it touches is stopped, and runs again'],
    ...held(['2,4-9', 'stops nothing', 2, 'these and the remainder run once it may']),
  },
};

/** What taking back the last change of what is computed leads to, when all ten had succeeded before it. */
const BACK: Rows = {
  finished: ['', 'stops nothing', 3, 'nothing runs: the earlier results stand'],
  failed: ['', 'stops nothing', 3, 'nothing runs: the earlier results stand'],
  stopped: ['', 'stops nothing', 3, 'nothing runs: the earlier results stand'],
  'backing off': {
    Replace: ['', 'stops nothing', 3, 'nothing runs: the earlier results stand'],
    Wait: ['', 'stops nothing', 3, 'nothing runs: the earlier results stand'],
    Ignore: ['0-1', 'stops nothing', 2, 'the run goes on with what waits out its backoff'],
  },
  running: {
    Replace: ['', 'stops', 3, 'what runs is stopped, and the earlier results stand'],
    Wait: ['', 'stops nothing', 3, 'what runs ends, and then the earlier results stand'],
    Ignore: ['', 'stops nothing', 2, 'the run goes on, and nothing runs again'],
  },
  ...held({
    Replace: ['', 'stops nothing', 3, 'nothing runs, now or later: the earlier results stand'],
    Wait: ['', 'stops nothing', 3, 'nothing runs, now or later: the earlier results stand'],
    Ignore: ['4-9', 'stops nothing', 2, 'the remainder runs under the earlier revision once it may'],
  }),
};

const up = (more: Partial<Upstream>): ReadonlyMap<string, Upstream> =>
  new Map([
    [
      'up',
      {
        name: 'up',
        phase: 'Failed',
        indexes: range(0, 20),
        succeeded: range(0, 20),
        failed: EMPTY,
        ready: true,
        settled: true,
        rootCause: 'up',
        revision: 'r',
        arrays: [],
        seenAt: 0,
        ...more,
      },
    ],
  ]);
const MENDED = up({ phase: 'Succeeded' });
const BROKEN = up({ ready: false, succeeded: range(0, 4), failed: range(4, 20) });

const SPECS: Readonly<Record<State, Partial<Desired>>> = {
  finished: {},
  failed: {},
  stopped: { shardSize: 4, maxFailedIndexes: { kind: 'count', value: 1 } },
  'backing off': { backoffLimitPerIndex: 1 },
  running: { shardSize: 4 },
  suspended: { shardSize: 4 },
  blocked: { shardSize: 4, dependsOn: [{ kind: 'nToN', name: 'up' }] },
};

/**
 * Finished: all ten succeeded. Failed: all but 0 and 1 did. Backing off: the same, and these two wait to be run again.
 * Running: 0 and 1 have failed, 2 and 3 succeeded, 4 to 7 and 8 to 9 are under way for a minute. Stopped and suspended: the
 * same, when these have been stopped. Blocked: the same, when these wait for something that has failed.
 */
function worldIn(state: State, onChange: OnChange, earlier?: JsonObject): World {
  let calm = earlier !== undefined;
  const long = ['running', 'suspended', 'stopped'].includes(state);
  const world = createWorld({
    desired: { onChange, ...SPECS[state] },
    script: (child): Scripted => {
      if (calm) return { durationMs: 1_000 };
      const bad = state !== 'finished' && child.index < 2;
      return { durationMs: long && child.index > 3 ? 60_000 : 1_000, exitCode: bad ? 1 : 0 };
    },
  });
  world.upstreams = MENDED;
  world.fake.must('RegisterJobDefinition', { jobDefinitionName: 'd', ...BODY });
  world.fake.must('RegisterJobDefinition', { jobDefinitionName: 'e', ...BODY });
  if (earlier !== undefined) {
    world.settle();
    world.edit({ submit: earlier });
    calm = false;
  }
  if (state === 'blocked') world.upstreams = BROKEN;
  world.pass();
  for (let i = 0; i < 2; i++) {
    world.fake.advance(5_000);
    world.pass();
  }
  if (state === 'suspended') world.edit({ suspend: true });
  if (['stopped', 'suspended', 'blocked'].includes(state)) world.settle();
  calm = true;
  return world;
}

const PHASES: Readonly<Record<State, string>> = {
  finished: 'Succeeded',
  failed: 'Failed',
  stopped: 'Failed',
  'backing off': 'Running',
  running: 'Running',
  suspended: 'Suspended',
  blocked: 'Blocked',
};

function make(world: World, { spec, definition, renumbers = false }: Edit): void {
  if (spec !== undefined) world.edit(spec);
  if (definition !== undefined) {
    const reference = world.desired.jobDefinition === 'd' ? 'd:2' : 'e:1';
    world.definition = { kind: 'ready', reference, body: definition };
  }
  world.renumbered = renumbers;
}

/** Lets go what has been held, after a look at what it does not do before. */
function release(world: World, state: State, from: number): void {
  const { phase } = world.settle().status!;
  const startedMeanwhile = world.started.slice(from).map((each) => each.index);
  if (state === 'suspended') {
    expect([phase, startedMeanwhile]).toEqual(['Suspended', []]);
    world.edit({ suspend: false });
  } else {
    expect(startedMeanwhile.every((index) => index < 4)).toBe(true);
    world.upstreams = MENDED;
  }
}

function stopped(world: World): number {
  return [...world.fake.machine.world.jobs.values()].filter((job) =>
    job.units.some((unit) => unit.statusReason?.startsWith('arrayjob: ') === true),
  ).length;
}

function cellsOf(rows: Rows) {
  return (Object.keys(rows) as State[]).flatMap((state) =>
    (['Replace', 'Wait', 'Ignore'] as const).map((onChange) => {
      const row = rows[state];
      const effect: Effect = 'Replace' in row ? row[onChange] : row;
      return { state, onChange, effect, sentence: effect[3] };
    }),
  );
}

/** Makes the change and holds what follows against the cell. */
function check(world: World, state: State, effect: Effect, edit: Edit): void {
  const [starts, stops, run] = effect;
  const from = world.started.length;
  const before = stopped(world);
  expect(world.last?.status?.phase).toBe(PHASES[state]);

  make(world, edit);
  const first = world.pass();
  if (state === 'suspended' || state === 'blocked') release(world, state, from);
  const last = world.settle();

  const started = world.started.slice(from).map((each) => each.index);
  expect(format(fromIndexes(started))).toBe(starts);
  expect(started.length).toBe(new Set(started).size);
  expect(stopped(world) > before ? 'stops' : 'stops nothing').toBe(stops);
  expect(last.status?.run).toBe(run);
  expect(first.actions.some((each) => each.kind === 'tag')).toBe(
    edit.spec?.tags !== undefined && state === 'running',
  );
}

describe.each(Object.keys(TABLE) as Change[])('%s', (change) => {
  test.each(cellsOf(TABLE[change]))(
    'when it is $state, with onChange $onChange: $sentence',
    ({ state, onChange, effect }) => {
      check(worldIn(state, onChange), state, effect, CHANGES[change]);
    },
  );
});

describe('back to the earlier command', () => {
  const parameters = { run: 'other' };

  test.each(cellsOf(BACK))(
    'when it is $state, with onChange $onChange: $sentence',
    ({ state, onChange, effect }) => {
      check(worldIn(state, onChange, { parameters }), state, effect, { spec: { submit: {} } });
    },
  );
});
