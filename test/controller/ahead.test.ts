import { describe, expect, test } from 'vitest';
import { createAhead } from '../../src/controller/ahead.ts';
import type { Decision } from '../../src/controller/pass.ts';
import type { Upstream } from '../../src/core/dependencies.ts';
import { EMPTY, range } from '../../src/core/intervals.ts';
import type { ObservedJob } from '../../src/core/observation.ts';
import type { ShardRecord } from '../../src/core/record.ts';
import { createWorld } from '../core/world.ts';

const START = 1_000;

function upstream(over: Partial<Upstream> = {}): Upstream {
  return {
    name: 'up',
    phase: 'Running',
    indexes: range(0, 10),
    succeeded: EMPTY,
    failed: EMPTY,
    ready: false,
    settled: false,
    rootCause: 'up',
    revision: 'r.',
    arrays: [{ jobId: 'u1', indexes: range(0, 10), sound: true }],
    seenAt: START - 500,
    ...over,
  };
}

/** A decision about an object with one array behind `u1`, which was seen like this. */
function decision(job: Partial<ObservedJob>, over: Partial<ShardRecord> = {}): Decision {
  const world = createWorld();
  const plan = world.pass();
  const input = world.input();
  const [shard] = input.record?.run?.shards ?? [];
  const behind: ShardRecord = { ...shard!, dependsOn: [{ jobId: 'u1', name: 'up' }], ...over };
  return {
    plan,
    isMissing: false,
    input: {
      ...input,
      record: { ...input.record!, run: { ...input.record!.run!, shards: [behind] } },
      observed: new Map([[behind.name, { kind: 'job', job: { jobId: 'own', status: 'PENDING', ...job } }]]),
    },
  };
}

const pairs: Partial<ShardRecord> = { dependsOn: [{ jobId: 'u1', name: 'up', type: 'N_TO_N' }] };

describe('a decision is put off until its upstream has been looked at', () => {
  test.each<[string, Decision, Partial<Upstream>, boolean]>([
    [
      'when it shows an end behind an array that still counts as going',
      decision({ status: 'SUCCEEDED' }),
      {},
      true,
    ],
    ['when children have begun behind it', decision({ summary: { RUNNING: 1 } }), {}, true],
    ['not while Batch still waits', decision({ summary: { PENDING: 10 } }), {}, false],
    [
      'not when the upstream is known to have ended',
      decision({ status: 'SUCCEEDED' }),
      { arrays: [] },
      false,
    ],
    ['not when children begin index by index', decision({ summary: { RUNNING: 1 } }, pairs), {}, false],
    ['when all have ended index by index', decision({ status: 'SUCCEEDED' }, pairs), {}, true],
    [
      'not when we have stopped it ourselves',
      decision({ status: 'FAILED' }, { terminating: { reason: 'r', at: 0 } }),
      {},
      false,
    ],
    ['not when that was looked at just now', decision({ status: 'SUCCEEDED' }), { seenAt: START }, false],
  ])('%s', (_, decided, over, expected) => {
    const ahead = createAhead(new Map([['up', upstream(over)]]), { now: () => START });

    expect(ahead.of('ArrayJob/a', decided)).toEqual(expected ? ['up'] : []);
  });

  test('and counts once it has, or after a while even when it cannot be', () => {
    const upstreams = new Map([['up', upstream()]]);
    let now = START;
    const ahead = createAhead(upstreams, { now: () => now });
    const decided = decision({ status: 'SUCCEEDED' });
    const told = (): readonly string[] => ahead.of('ArrayJob/a', decided);

    const first = told();
    now += 1_000;
    const second = told();
    upstreams.set('up', upstream({ seenAt: now }));
    const looked = told();
    upstreams.set('up', upstream({ seenAt: 0 }));
    const anew = told();
    now += 5_000;
    const distrusted = told();
    const soundness = upstreams.get('up')?.arrays.map((each) => each.sound);

    expect([first, second, looked, anew, distrusted, told()]).toEqual([
      ['up'],
      ['up'],
      [],
      ['up'],
      ['up'],
      [],
    ]);
    // The decision that counts is made behind arrays that nothing may be submitted behind.
    expect(soundness).toEqual([false]);
  });
});
