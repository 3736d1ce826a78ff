import { describe, expect, test } from 'vitest';
import { adoptChange, rerunScope, type Target } from '../../src/core/change.ts';
import type { Desired } from '../../src/core/desired.ts';
import { EMPTY, format, fromIndexes, range } from '../../src/core/intervals.ts';
import {
  newRecord,
  newRun,
  type ObjectRecord,
  type RunRecord,
  type ShardRecord,
} from '../../src/core/record.ts';
import { digestsOf } from '../../src/core/revision.ts';
import { BODY, DESIRED, MORE_MEMORY } from './world.ts';

const NOW = 1_000;
const ALL = range(0, 10);
const target = (revision: string, how = 'h'): Target => ({ revision, how, indexes: ALL });
const live: ShardRecord = {
  round: 0,
  shard: 0,
  name: 's',
  indexes: range(6, 10),
  phase: 'submitted',
  jobId: 'j',
  intendedAt: 0,
  queue: 'q',
  how: 'h',
  settled: EMPTY,
};
const base: RunRecord = {
  ...newRun(1, 'A', 'h', 0),
  nextRound: 1,
  succeeded: range(0, 4),
  failed: range(4, 6),
};
const running: RunRecord = { ...base, shards: [live] };
const finished: RunRecord = { ...base, failed: EMPTY, succeeded: ALL, completedAt: 5 };
const failed: RunRecord = { ...base, completedAt: 5, succeeded: subtractFailed(), strikes: [range(4, 6)] };
const stopped: RunRecord = {
  ...base,
  stop: { reason: 'CanaryFailed', message: 'm', at: 1, outcome: 'Failed' },
};

function subtractFailed() {
  return fromIndexes([0, 1, 2, 3, 6, 7, 8, 9]);
}
const recordOf = (run: RunRecord, more: Partial<ObjectRecord> = {}): ObjectRecord => ({
  ...newRecord('a', 's', ''),
  run,
  ...more,
});
const adopt = (
  run: RunRecord,
  to: Target,
  desired: Partial<Desired> = {},
  more: Partial<ObjectRecord> = {},
) => adoptChange(recordOf(run, more), { ...DESIRED, ...desired }, to, NOW);

describe('a new revision', () => {
  const states = { running, finished, failed, stopped, 'not begun': newRun(1, 'A', 'h', 0) };
  type Effect = 'starts at once' | 'stops first' | 'waits' | 'is taken over';
  test.each<[keyof typeof states, Desired['onChange'], Effect]>([
    ['running', 'Replace', 'stops first'],
    ['running', 'Wait', 'waits'],
    ['running', 'Ignore', 'is taken over'],
    ['finished', 'Replace', 'starts at once'],
    ['finished', 'Wait', 'starts at once'],
    ['finished', 'Ignore', 'starts at once'],
    ['failed', 'Replace', 'starts at once'],
    ['failed', 'Wait', 'starts at once'],
    ['failed', 'Ignore', 'starts at once'],
    ['stopped', 'Replace', 'starts at once'],
    ['stopped', 'Wait', 'starts at once'],
    ['stopped', 'Ignore', 'starts at once'],
    ['not begun', 'Replace', 'starts at once'],
    ['not begun', 'Wait', 'starts at once'],
    ['not begun', 'Ignore', 'starts at once'],
  ])('of a %s run, with onChange %s, %s', (state, onChange, effect) => {
    const { record, holding } = adopt(states[state], target('B'), { onChange });

    const { run } = record;
    switch (effect) {
      case 'starts at once':
        expect(run).toMatchObject({
          number: 2,
          revision: 'B',
          startedAt: NOW,
          succeeded: [],
          failed: [],
          shards: [],
        });
        expect(run.stop).toBeUndefined();
        expect(record.history).toHaveLength(1);
        break;
      case 'stops first':
        expect(holding?.reason).toBe('Replacing');
        expect(run.revision).toBe('A');
        expect(run.shards[0]?.terminating?.reason).toContain('replaced');
        break;
      case 'waits':
        expect(holding?.reason).toBe('WaitingForRun');
        expect(run.shards[0]?.terminating).toBeUndefined();
        break;
      case 'is taken over':
        expect(run).toMatchObject({ number: 1, revision: 'B', succeeded: base.succeeded });
        expect(run.shards[0]?.terminating).toBeUndefined();
    }
  });

  test('that is an earlier one keeps its results: nothing runs twice', () => {
    const toB = adopt(finished, target('B')).record;
    const back = adoptChange(toB, DESIRED, target('A'), NOW).record;

    expect(format(back.run.succeeded)).toBe('0-9');
    expect(back.run.number).toBe(3);
    expect(back.past.map((each) => each.revision)).toEqual(['B']);
  });

  test('that is an earlier one runs all the same what a rerun asks for with it', () => {
    const toB = adopt(finished, target('B')).record;
    const back = adoptChange(toB, { ...DESIRED, rerun: '2-3@x' }, target('A'), NOW).record;

    expect(format(back.run.succeeded)).toBe('0-1,4-9');
    expect(back.rerunSeen).toBe('2-3@x');
  });

  test('does not wait for a submission that Batch is known not to have', () => {
    const cleared: RunRecord = { ...running, shards: [{ ...live, phase: 'cleared' }] };

    expect(adopt(cleared, target('B')).record.run.revision).toBe('B');
  });

  test('waits for a submission in doubt', () => {
    const doubtful: RunRecord = { ...running, shards: [{ ...live, phase: 'doubtful' }] };

    expect(adopt(doubtful, target('B')).holding?.reason).toBe('Replacing');
  });

  test('keeps only so many lines of history and earlier results', () => {
    let record: ObjectRecord = recordOf(finished);
    for (let i = 0; i < 9; i++) record = adoptChange(record, DESIRED, target(`R${i}`), NOW).record;

    expect(record.history).toHaveLength(5);
    expect(record.past).toHaveLength(5);
    expect(record.history[0]?.run).toBe(9);
  });
});

describe('new terms', () => {
  test.each<[Desired['onChange'], boolean]>([
    ['Replace', true],
    ['Wait', false],
    ['Ignore', false],
  ])('with onChange %s move what is running: %s', (onChange, moved) => {
    const { record, holding } = adopt(running, target('A', 'h2'), { onChange });

    expect(holding).toBeUndefined();
    expect(record.run.how).toBe('h2');
    expect(record.run.shards[0]?.terminating !== undefined).toBe(moved);
  });

  test('leave successes alone and give failed indexes a fresh budget', () => {
    const { run } = adopt(failed, target('A', 'h2')).record;

    expect(run.succeeded).toEqual(failed.succeeded);
    expect(run).toMatchObject({ failed: [], strikes: [], backoff: [], number: 1, startedAt: NOW });
    expect(run.completedAt).toBeUndefined();
  });

  test('run nothing when everything has succeeded', () => {
    const { run } = adopt(finished, target('A', 'h2')).record;

    expect(run).toMatchObject({ completedAt: 5, startedAt: 0 });
    expect(format(run.succeeded)).toBe('0-9');
  });

  test('let a stopped or refused run go on', () => {
    const refused: RunRecord = { ...base, refusal: { code: 'C', message: 'm', at: 0 } };

    expect(adopt(stopped, target('A', 'h2')).record.run.stop).toBeUndefined();
    expect(adopt(refused, target('A', 'h2')).record.run.refusal).toBeUndefined();
  });
});

describe('a rerun', () => {
  test.each([
    ['any value runs everything again', 'now', '0-9'],
    ['a date is not an interval', '2026-11-23', '0-9'],
    ['failed before @ limits it', 'failed@2026-11-23', '4-5'],
    ['failed alone cannot mean all', 'failed', '4-5'],
    ['an interval text before @ limits it', '3,7-8@x', '3,7-8'],
    ['indexes that are not there are left out', '8-99@x', '8-9'],
    ['a word that says nothing is no limit', 'everything@x', '0-9'],
    ['nothing before @ is no limit', '@x', '0-9'],
  ])('%s', (_, value, scope) => {
    expect(format(rerunScope(value, base, ALL))).toBe(scope);
  });

  test('is a new run in which what was not asked for stands', () => {
    const { record } = adopt(failed, target('A'), { rerun: 'failed@1' });

    expect(record.run).toMatchObject({ number: 2, failed: [], nextRound: 1, startedAt: NOW });
    expect(record.run.succeeded).toEqual(failed.succeeded);
    expect(record.run.completedAt).toBeUndefined();
    expect(record.rerunSeen).toBe('failed@1');
  });

  test('stops the arrays that it touches first, and no others', () => {
    const other = { ...live, name: 't', indexes: range(0, 3) };
    const run: RunRecord = { ...running, shards: [live, other] };

    const { record, holding } = adopt(run, target('A'), { rerun: '7@1' });

    expect(holding?.reason).toBe('Replacing');
    expect(record.rerunSeen).toBe('');
    expect(record.run.shards.map((each) => each.terminating !== undefined)).toEqual([true, false]);
  });

  test('that has been acted on is not acted on again', () => {
    const { record } = adopt(finished, target('A'), { rerun: 'x' }, { rerunSeen: 'x' });

    expect(record.run).toEqual(finished);
  });

  test('that stood there when the object was first seen is no request', () => {
    const first = adoptChange(newRecord('a', 's', 'x'), { ...DESIRED, rerun: 'x' }, target('A'), NOW);

    expect(first.record.run.number).toBe(1);
    expect(adoptChange(first.record, { ...DESIRED, rerun: 'x' }, target('A'), NOW).record.run.number).toBe(1);
  });

  test('together with new terms moves what it does not touch, too', () => {
    const { run } = adopt(running, target('A', 'h2'), { rerun: 'failed@1' }).record;

    expect(run).toMatchObject({ number: 2, how: 'h2' });
    expect(run.shards[0]?.terminating?.reason).toContain('new terms');
  });
});

describe('the class of a change', () => {
  const digests = (desired: Partial<Desired>, body = BODY) => digestsOf({ ...DESIRED, ...desired }, body);
  const before = digests({});
  const container = BODY.containerProperties as object;
  const CLASSES: readonly [string, ReturnType<typeof digests>, 'what' | 'how' | 'neither'][] = [
    ['a command', digests({ submit: { containerOverrides: { command: ['x'] } } }), 'what'],
    [
      'an environment',
      digests({ submit: { containerOverrides: { environment: [{ name: 'a', value: '1' }] } } }),
      'what',
    ],
    ['parameters', digests({ submit: { parameters: { a: '1' } } }), 'what'],
    [
      'the image of the definition',
      digests({}, { ...BODY, containerProperties: { ...container, image: 'y' } }),
      'what',
    ],
    ['memory in the overrides', digests({ submit: MORE_MEMORY }), 'how'],
    [
      'memory in the definition',
      digests(
        {},
        {
          ...BODY,
          containerProperties: { ...container, resourceRequirements: [{ type: 'MEMORY', value: '1' }] },
        },
      ),
      'how',
    ],
    ['the queue', digests({ jobQueue: 'q2' }), 'how'],
    ['the timeout', digests({ submit: { timeout: { attemptDurationSeconds: 60 } } }), 'how'],
    ['the retry strategy', digests({ submit: { retryStrategy: { attempts: 2 } } }), 'how'],
    ['the retry strategy of the definition', digests({}, { ...BODY, retryStrategy: { attempts: 2 } }), 'how'],
    [
      'the consumable resources of the definition',
      digests(
        {},
        {
          ...BODY,
          consumableResourceProperties: {
            consumableResourceList: [{ consumableResource: 'licence', quantity: 1 }],
          },
        },
      ),
      'how',
    ],
    [
      'consumable resources in the overrides',
      digests({
        submit: {
          consumableResourcePropertiesOverride: {
            consumableResourceList: [{ consumableResource: 'licence', quantity: 1 }],
          },
        },
      }),
      'how',
    ],
    ['the share', digests({ submit: { shareIdentifier: 's' } }), 'how'],
    ['the priority', digests({ submit: { schedulingPriorityOverride: 5 } }), 'how'],
    ['tags that are propagated', digests({ submit: { propagateTags: true } }), 'how'],
    ['the size of the work', digests({ work: { kind: 'size', size: 99 } }), 'neither'],
    [
      'the budget',
      digests({ backoffLimitPerIndex: 3, maxFailedIndexes: { kind: 'count', value: 1 } }),
      'neither',
    ],
    ['tags', digests({ tags: { a: 'b' } }), 'neither'],
    ['labels', digests({ labels: { a: 'b' } }), 'neither'],
    ['the definition under another name', digests({ jobDefinition: 'e' }), 'neither'],
    ['empty overrides', digests({ submit: { containerOverrides: {}, parameters: {} } }), 'neither'],
    ['an empty environment', digests({ submit: { containerOverrides: { environment: [] } } }), 'neither'],
  ];
  test.each(CLASSES)('of %s', (_, after, expected) => {
    const what = after.revision !== before.revision;
    const how = after.how !== before.how;

    expect(what ? 'what' : how ? 'how' : 'neither').toBe(expected);
  });

  test.each(['environment', 'resourceRequirements'])(
    'is none when only the order of %s differs',
    (member) => {
      const key = member === 'environment' ? 'name' : 'type';
      const list = [
        { [key]: 'B', value: '1' },
        { [key]: 'A', value: '2' },
      ];

      expect(digests({ submit: { containerOverrides: { [member]: list } } })).toEqual(
        digests({ submit: { containerOverrides: { [member]: [...list].reverse() } } }),
      );
    },
  );
});
