import { describe, expect, test } from 'vitest';
import { gateOf, isStale, type Upstream } from '../../src/core/dependencies.ts';
import { EMPTY, format, parse, range } from '../../src/core/intervals.ts';

const upstream = (over: Partial<Upstream> = {}): Upstream => ({
  name: 'a',
  phase: 'Running',
  indexes: range(0, 10),
  succeeded: EMPTY,
  failed: EMPTY,
  ready: false,
  settled: false,
  rootCause: 'a',
  revision: '1',
  arrays: [],
  seenAt: 0,
  ...over,
});
const all = range(0, 10);
const by = (...list: Upstream[]) => new Map(list.map((each) => [each.name, each]));

describe('what dependencies let run', () => {
  test('a whole dependency holds everything back until it is ready', () => {
    const before = gateOf([{ kind: 'whole', name: 'a', minSucceeded: undefined }], all, by(upstream()));
    const after = gateOf(
      [{ kind: 'whole', name: 'a', minSucceeded: undefined }],
      all,
      by(upstream({ ready: true })),
    );

    expect([format(before.allowed), before.waitingFor]).toEqual(['', ['a (0/10 succeeded)']]);
    expect(format(after.allowed)).toBe('0-9');
  });

  test('N_TO_N lets exactly the indexes run that have succeeded upstream', () => {
    const gate = gateOf([{ kind: 'nToN', name: 'a' }], all, by(upstream({ succeeded: parse('2-4,9').set })));

    expect(format(gate.allowed)).toBe('2-4,9');
  });

  test('minSucceeded opens when so many have succeeded', () => {
    const rule = { kind: 'whole', name: 'a', minSucceeded: { kind: 'percent', value: 95 } } as const;

    expect(format(gateOf([rule], all, by(upstream({ succeeded: range(0, 9) }))).allowed)).toBe('');
    expect(format(gateOf([rule], all, by(upstream({ succeeded: range(0, 10) }))).allowed)).toBe('0-9');
  });

  test('a dependency that has come to rest without success blocks, and names where it began', () => {
    const failed = upstream({ phase: 'Blocked', settled: true, rootCause: 'root' });
    const gate = gateOf([{ kind: 'whole', name: 'a', minSucceeded: undefined }], all, by(failed));

    expect(gate.blockedBy).toEqual(['a (Blocked, because of root)']);
  });

  test('inputs are known only when the revision of everything upstream is', () => {
    const known = gateOf([{ kind: 'nToN', name: 'a' }], all, by(upstream()));
    const unknown = gateOf([{ kind: 'nToN', name: 'a' }], all, by(upstream({ revision: undefined })));

    expect([known.inputs, unknown.inputs]).toEqual(['a=1', undefined]);
  });
});

describe('stale inputs', () => {
  test.each([
    ['another revision of the same dependency', 'a=1 b=2', 'a=1 b=3', true],
    ['the same revisions', 'a=1 b=2', 'a=1 b=2', false],
    ['a dependency that was added', 'a=1', 'a=1 b=2', false],
    ['a dependency that was taken away', 'a=1 b=2', 'a=1', false],
    ['the first dependency', '', 'a=1', false],
    ['revisions that are not known yet', 'a=1', undefined, false],
    ['the same revision of other inputs', 'a=1.x', 'a=1.y', true],
    ['the same revision of nothing, then of something', 'a=1.', 'a=1.y', true],
    ['a record of before there was a lineage', 'a=1', 'a=1.y', false],
    ['another revision than in such a record', 'a=1', 'a=2.y', true],
  ])('%s: %s then %s', (_, before, after, stale) => {
    expect(isStale(before, after)).toBe(stale);
  });
});
