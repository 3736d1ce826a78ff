import { describe, expect, test } from 'vitest';
import type { ScriptedChild } from '../../src/local/index.ts';
import { createWorld, type World } from './world.ts';

const DAY = 86_400_000;
const SECOND = 1_000;
const forever = { durationMs: 365 * DAY };

/** The first array's id. */
const arrayId = (world: World): string => world.record!.run!.shards[0]!.jobId!;
const startsOf = (world: World, index: number): number =>
  world.started.filter((each) => each.index === index && each.attempt === 1).length;

/** The controller submits, goes, and comes back after days. */
function stayAway(world: World, { days, then }: Pick<Absence, 'days' | 'then'>): void {
  world.pass();
  world.pass();
  world.fake.advance(SECOND / 10);
  then?.(world);
  world.fake.advance(days * DAY);
  world.lookingSince = world.fake.now();
}

interface Absence {
  readonly days: number;
  /** What children do. */
  readonly script?: (child: ScriptedChild) => { readonly durationMs: number; readonly exitCode?: number };
  /** What happens right after the controller has gone. */
  readonly then?: ((world: World) => void) | undefined;
  readonly phase: string;
  readonly completed?: string;
  readonly failed?: string;
  readonly reason?: RegExp;
}

const cases: Readonly<Record<string, Absence>> = {
  'everything has succeeded': { days: 3, phase: 'Succeeded', completed: '0-9' },
  'everything has succeeded, and is forgotten': {
    days: 9,
    phase: 'Failed',
    failed: '0-9',
    reason: /^Lost/,
  },
  'some have failed': {
    days: 3,
    script: ({ index }) => ({ durationMs: SECOND, exitCode: index === 3 ? 1 : 0 }),
    phase: 'Failed',
    completed: '0-2,4-9',
    failed: '3',
  },
  'everything still runs': { days: 3, script: () => forever, phase: 'Running' },
  'everything still runs after weeks': { days: 30, script: () => forever, phase: 'Running' },
  'somebody has terminated the array': {
    days: 3,
    script: () => forever,
    then: (world) => {
      world.fake.must('TerminateJob', { jobId: arrayId(world), reason: 'too expensive' });
    },
    phase: 'Failed',
    failed: '0-9',
    reason: /TerminatedExternally: too expensive/,
  },
  'somebody has terminated two children': {
    days: 3,
    script: ({ index }) => (index === 2 || index === 7 ? forever : { durationMs: SECOND }),
    then: (world) => {
      for (const k of [2, 7]) {
        world.fake.must('TerminateJob', { jobId: `${arrayId(world)}:${k}`, reason: 'stuck' });
      }
    },
    phase: 'Failed',
    completed: '0-1,3-6,8-9',
    failed: '2,7',
    reason: /TerminatedExternally: stuck/,
  },
};

describe('a controller that comes back after days', () => {
  test.each(Object.entries(cases))('when %s', (_what, { days, script, then, ...expected }) => {
    const world = createWorld(script === undefined ? {} : { script });
    stayAway(world, { days, then });
    for (let i = 0; i < 30; i += 1) {
      world.pass();
      world.fake.advance(5 * SECOND);
    }
    const { status } = world.last!;

    expect(status?.phase).toBe(expected.phase);
    expect(status?.completedIndexes ?? '').toBe(expected.completed ?? '');
    expect(status?.failedIndexes ?? '').toBe(expected.failed ?? '');
    expect(status?.failures?.[0]?.reason ?? '').toMatch(expected.reason ?? /(?:)/);
    expect(Array.from({ length: 10 }, (_unused, index) => startsOf(world, index))).toEqual(Array(10).fill(1));
    expect(world.fake.machine.world.jobs.size).toBe(days > 7 && script === undefined ? 0 : 1);
  });

  test.each(['everything has succeeded, and is forgotten', 'somebody has terminated two children'])(
    'when %s, a rerun of the failed runs just these',
    (what) => {
      const { days, script, then, failed } = cases[what]!;
      const world = createWorld({
        script: (child) =>
          child.run === 1 ? (script?.(child) ?? { durationMs: SECOND }) : { durationMs: SECOND },
      });
      stayAway(world, { days, then });
      world.settle();

      world.edit({ rerun: 'failed@1' });
      const last = world.settle();

      const again = failed === '2,7' ? [2, 7] : Array.from({ length: 10 }, (_unused, index) => index);
      expect(last.status).toMatchObject({ phase: 'Succeeded', completedIndexes: '0-9' });
      expect(again.map((index) => startsOf(world, index))).toEqual(again.map(() => 2));
      expect(world.started.filter((each) => each.attempt === 1)).toHaveLength(10 + again.length);
    },
  );
});
