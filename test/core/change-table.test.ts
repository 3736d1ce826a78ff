import { describe, expect, test } from 'vitest';
import type { Desired } from '../../src/core/desired.ts';
import { format, fromIndexes } from '../../src/core/intervals.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Scripted } from '../../src/local/index.ts';
import { BODY, createWorld, MORE_MEMORY, type World } from './world.ts';

type OnChange = Desired['onChange'];
type State = 'finished' | 'failed' | 'running' | 'suspended';

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
  'two more items': { spec: { work: { kind: 'size', size: 12 } } },
  'two items fewer': { spec: { work: { kind: 'size', size: 8 } } },
  'a larger budget': { spec: { backoffLimitPerIndex: 5 } },
  'another policy': { spec: { maxFailedIndexes: { kind: 'count', value: 9 }, parallelism: 100 } },
  'other tags': { spec: { tags: { team: 'y' } } },
  'a rerun of everything': { spec: { rerun: '1' } },
  'a rerun of what failed': { spec: { rerun: 'failed@1' } },
  'a rerun of 2 and 5': { spec: { rerun: '2,5@1' } },
} as const satisfies Record<string, { readonly spec?: Partial<Desired>; readonly definition?: JsonObject }>;
type Change = keyof typeof CHANGES;

/** What a change leads to: which indexes start again, whether arrays under way are stopped for it, and in which run. */
type Effect = readonly [starts: string, stops: 'stops' | 'stops nothing', run: 1 | 2, sentence: string];
type Row = Effect | Readonly<Record<OnChange, Effect>>;

const EVERYTHING: Effect = ['0-9', 'stops nothing', 2, 'every index runs again'];
const NOTHING: Effect = ['', 'stops nothing', 1, 'nothing runs'];
const REMAINDER: Effect = ['4-9', 'stops nothing', 1, 'the remainder runs when it is resumed'];

const WHAT: Readonly<Record<State, Row>> = {
  finished: EVERYTHING,
  failed: EVERYTHING,
  running: {
    Replace: ['0-9', 'stops', 2, 'what runs is stopped, then every index runs again'],
    Wait: ['0-9', 'stops nothing', 2, 'what runs ends first, then every index runs again'],
    Ignore: ['', 'stops nothing', 1, 'the run goes on, and nothing runs again'],
  },
  suspended: {
    Replace: ['0-9', 'stops nothing', 2, 'every index runs when it is resumed'],
    Wait: ['0-9', 'stops nothing', 2, 'every index runs when it is resumed'],
    Ignore: ['4-9', 'stops nothing', 1, 'the remainder runs under the new revision when it is resumed'],
  },
};
const HOW: Readonly<Record<State, Row>> = {
  finished: ['', 'stops nothing', 1, 'successes stand'],
  failed: ['0-1', 'stops nothing', 1, 'exactly what failed goes again'],
  running: {
    Replace: ['0-1,4-9', 'stops', 1, 'what failed goes again, and what runs is moved'],
    Wait: ['0-1', 'stops nothing', 1, 'what failed goes again, and what runs ends under its old terms'],
    Ignore: ['0-1', 'stops nothing', 1, 'what failed goes again, and what runs ends under its old terms'],
  },
  suspended: ['0-1,4-9', 'stops nothing', 1, 'all that has not succeeded runs when it is resumed'],
};

const TABLE: Readonly<Record<Change, Readonly<Record<State, Row>>>> = {
  'another command': WHAT,
  'another image in the definition': WHAT,
  'more memory': HOW,
  'more memory in the definition': HOW,
  'another queue': HOW,
  'two more items': {
    finished: ['10-11', 'stops nothing', 1, 'the new items run'],
    failed: ['10-11', 'stops nothing', 1, 'the new items run, and failures stand'],
    running: ['10-11', 'stops nothing', 1, 'the new items run beside what is under way'],
    suspended: ['4-11', 'stops nothing', 1, 'the remainder and the new items run when it is resumed'],
  },
  'two items fewer': {
    finished: NOTHING,
    failed: NOTHING,
    running: ['', 'stops', 1, 'only the array that has nothing else is stopped'],
    suspended: ['4-7', 'stops nothing', 1, 'what is left of the remainder runs when it is resumed'],
  },
  'a larger budget': {
    finished: NOTHING,
    failed: ['0-1', 'stops nothing', 1, 'what had used up the smaller budget goes again'],
    running: ['0-1', 'stops nothing', 1, 'what had used up the smaller budget goes again'],
    suspended: ['0-1,4-9', 'stops nothing', 1, 'that, too, goes again when it is resumed'],
  },
  'another policy': { finished: NOTHING, failed: NOTHING, running: NOTHING, suspended: REMAINDER },
  'other tags': { finished: NOTHING, failed: NOTHING, running: NOTHING, suspended: REMAINDER },
  'a rerun of everything': {
    finished: EVERYTHING,
    failed: EVERYTHING,
    running: ['0-9', 'stops', 2, 'what runs is stopped, then every index runs again'],
    suspended: ['0-9', 'stops nothing', 2, 'every index runs when it is resumed'],
  },
  'a rerun of what failed': {
    finished: ['', 'stops nothing', 2, 'nothing had failed'],
    failed: ['0-1', 'stops nothing', 2, 'exactly what failed runs'],
    running: ['0-1', 'stops nothing', 2, 'what failed runs beside what is under way'],
    suspended: ['0-1,4-9', 'stops nothing', 2, 'that and the remainder run when it is resumed'],
  },
  'a rerun of 2 and 5': {
    finished: ['2,5', 'stops nothing', 2, 'exactly these run, and the others stand'],
    failed: ['2,5', 'stops nothing', 2, 'exactly these run, and failures stand'],
    running: ['2,4-7', 'stops', 2, 'only the array that it touches is stopped, and runs again'],
    suspended: ['2,4-9', 'stops nothing', 2, 'these and the remainder run when it is resumed'],
  },
};

/**
 * Finished: all ten succeeded. Failed: all but 0 and 1 did. Running: 0 and 1 have failed, 2 and 3 succeeded, 4 to 7 and
 * 8 to 9 are under way for a minute. Suspended: the same, stopped.
 */
function worldIn(state: State, onChange: OnChange): World {
  let calm = false;
  const underWay = state === 'running' || state === 'suspended';
  const world = createWorld({
    desired: { onChange, ...(underWay ? { shardSize: 4 } : {}) },
    script: (child): Scripted => {
      if (calm) return { durationMs: 1_000 };
      const bad = state !== 'finished' && child.index < 2;
      return { durationMs: underWay && child.index > 3 ? 60_000 : 1_000, exitCode: bad ? 1 : 0 };
    },
  });
  world.fake.must('RegisterJobDefinition', { jobDefinitionName: 'd', ...BODY });
  world.pass();
  for (let i = 0; i < 3; i++) {
    world.fake.advance(5_000);
    world.pass();
  }
  if (state === 'suspended') {
    world.edit({ suspend: true });
    world.settle();
  }
  calm = true;
  return world;
}

function make(world: World, change: Change): void {
  const edit: { readonly spec?: Partial<Desired>; readonly definition?: JsonObject } = CHANGES[change];
  if (edit.spec !== undefined) world.edit(edit.spec);
  if (edit.definition !== undefined)
    world.definition = { kind: 'ready', reference: 'd:2', body: edit.definition };
}

function stopped(world: World): number {
  return [...world.fake.machine.world.jobs.values()].filter((job) =>
    job.units.some((unit) => unit.statusReason?.startsWith('arrayjob: ') === true),
  ).length;
}

describe.each(Object.keys(TABLE) as Change[])('%s', (change) => {
  const cells = (Object.keys(TABLE[change]) as State[]).flatMap((state) =>
    (['Replace', 'Wait', 'Ignore'] as const).map((onChange) => {
      const row = TABLE[change][state];
      const effect: Effect = 'Replace' in row ? row[onChange] : row;
      return { state, onChange, effect, sentence: effect[3] };
    }),
  );

  test.each(cells)('when it is $state, with onChange $onChange: $sentence', ({ state, onChange, effect }) => {
    const [starts, stops, run] = effect;
    const world = worldIn(state, onChange);
    const from = world.started.length;
    const before = stopped(world);

    make(world, change);
    const first = world.pass();
    if (state === 'suspended') {
      expect(world.settle().status?.phase).toBe('Suspended');
      expect(world.started.length).toBe(from);
      world.edit({ suspend: false });
    }
    const last = world.settle();

    expect(format(fromIndexes(world.started.slice(from).map((each) => each.index)))).toBe(starts);
    expect(world.started.length - from).toBe(
      new Set(world.started.slice(from).map((each) => each.index)).size,
    );
    expect(stopped(world) > before ? 'stops' : 'stops nothing').toBe(stops);
    expect(last.status?.run).toBe(run);
    expect(first.actions.some((each) => each.kind === 'tag')).toBe(
      change === 'other tags' && state === 'running',
    );
  });
});
