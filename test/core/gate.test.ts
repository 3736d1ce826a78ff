import { describe, expect, test } from 'vitest';
import { gateOf, type Upstream } from '../../src/core/dependencies.ts';
import type { Dependency } from '../../src/core/desired.ts';
import { EMPTY, format, range } from '../../src/core/intervals.ts';
import { nativeBatches } from '../../src/core/native.ts';

const ALL = range(0, 10);
const whole: Dependency = { kind: 'whole', name: 'up', minSucceeded: undefined };
const half: Dependency = { kind: 'whole', name: 'up', minSucceeded: { kind: 'percent', value: 50 } };
const nToN: Dependency = { kind: 'nToN', name: 'up' };
const upstream = (more: Partial<Upstream> = {}): Upstream => ({
  name: 'up',
  phase: 'Running',
  indexes: ALL,
  succeeded: range(0, 4),
  failed: EMPTY,
  ready: false,
  settled: false,
  rootCause: 'up',
  revision: 'r',
  arrays: [],
  seenAt: 0,
  ...more,
});
const done = { ready: true, settled: true, succeeded: ALL, phase: 'Succeeded' };
const broken = { settled: true, phase: 'Failed', failed: range(4, 10) };

describe('the gate of dependencies', () => {
  test.each<[string, readonly Dependency[], Partial<Upstream>, string, 'free' | 'waits' | 'blocked']>([
    ['nothing to depend on', [], {}, '0-9', 'free'],
    ['a whole that is not done holds everything', [whole], {}, '', 'waits'],
    ['a whole that is done lets everything go', [whole], done, '0-9', 'free'],
    ['a whole that failed blocks', [whole], broken, '', 'blocked'],
    ['a share that is not reached holds everything', [half], {}, '', 'waits'],
    ['a share that is reached lets everything go', [half], { succeeded: range(0, 5) }, '0-9', 'free'],
    ['a share of nothing is not reached', [half], { indexes: EMPTY, succeeded: EMPTY }, '', 'waits'],
    ['N_TO_N lets go what has succeeded', [nToN], {}, '0-3', 'waits'],
    ['N_TO_N on something broken lets go what had succeeded', [nToN], broken, '0-3', 'blocked'],
    ['N_TO_N on something done lets everything go', [nToN], done, '0-9', 'free'],
    [
      'N_TO_N on something done and smaller holds what has no partner',
      [nToN],
      { ...done, indexes: range(0, 8), succeeded: range(0, 8) },
      '0-7',
      'blocked',
    ],
    [
      'a whole that is done and smaller lets everything go',
      [whole],
      { ...done, indexes: range(0, 8) },
      '0-9',
      'free',
    ],
    ['all dependencies must agree', [half, nToN], { succeeded: range(0, 6) }, '0-5', 'waits'],
  ])('%s', (_, dependsOn, more, allowed, state) => {
    const gate = gateOf(dependsOn, ALL, new Map([['up', upstream(more)]]));

    expect(format(gate.allowed)).toBe(allowed);
    expect(gate.blockedBy.length > 0 ? 'blocked' : gate.waitingFor.length > 0 ? 'waits' : 'free').toBe(state);
  });

  test('of three hundred dependencies opens with the last of them, and Batch is never given more than twenty', () => {
    const names = Array.from({ length: 300 }, (_, i) => `up${i}`);
    const dependsOn = names.map((name): Dependency => ({ kind: 'whole', name, minSucceeded: undefined }));
    const gateWith = (doneCount: number) =>
      gateOf(
        dependsOn,
        ALL,
        new Map(
          names.map((name, i) => {
            const array = { jobId: name, indexes: ALL, sound: true };
            return [name, upstream(i < doneCount ? { name, ...done } : { name, arrays: [array] })];
          }),
        ),
      );
    const nativeWith = (doneCount: number) => nativeBatches(gateWith(doneCount).unmet, ALL, EMPTY, false);

    expect([gateWith(299).allowed, gateWith(300).allowed].map(format)).toEqual(['', '0-9']);
    expect(gateWith(299).waitingFor).toEqual(['up299 (4/10 succeeded)']);
    expect(nativeWith(279)).toEqual([]);
    expect(nativeWith(280)[0]?.dependsOn).toHaveLength(20);
  });

  test('SEQUENTIAL holds nothing by itself', () => {
    const gate = gateOf([{ kind: 'sequential' }], ALL, new Map());

    expect(gate).toMatchObject({ allowed: ALL, sequential: true, waitingFor: [], blockedBy: [] });
  });

  test('an upstream that is not there blocks', () => {
    const gate = gateOf([whole], ALL, new Map());

    expect(format(gate.allowed)).toBe('');
    expect(gate.blockedBy[0]).toContain('up');
  });

  test('what has not been looked at is not given a progress', () => {
    const unseen = upstream({ indexes: EMPTY, succeeded: EMPTY, revision: undefined, seenAt: 0 });

    expect(gateOf([whole], ALL, new Map([['up', unseen]])).waitingFor).toEqual(['up (not looked at yet)']);
  });

  test('the words name the root cause and the progress', () => {
    const blocked = gateOf([whole], ALL, new Map([['up', upstream({ ...broken, rootCause: 'first' })]]));
    const waiting = gateOf([whole], ALL, new Map([['up', upstream()]]));

    expect(blocked.blockedBy).toEqual(['up (Failed, because of first)']);
    expect(waiting.waitingFor).toEqual(['up (4/10 succeeded)']);
  });
});
