import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  at,
  bound,
  EMPTY,
  equal,
  first,
  format,
  fromIndexes,
  has,
  INDEX_BOUND,
  indexesOf,
  intersect,
  type IntervalSet,
  isEmpty,
  parse,
  pick,
  positionOf,
  range,
  size,
  slices,
  subtract,
  take,
  union,
  unionOf,
} from '../../src/core/intervals.ts';

const indexes = fc.array(fc.nat(60), { maxLength: 60 });
const listOf = (set: IntervalSet): number[] => [...indexesOf(set)];
const sorted = (of: Iterable<number>): number[] => [...new Set(of)].sort((a, b) => a - b);

/** Holds what every operation promises about its result: bounds strictly ascending, in pairs. */
const wellFormed = (set: IntervalSet): boolean =>
  set.length % 2 === 0 && set.every((each, i) => i === 0 || set[i - 1]! < each);

describe('reading interval text', () => {
  test.each<[sentence: string, text: string, expected: string, skipped: readonly string[]]>([
    ['the empty text is the empty set', '', '', []],
    ['one index stands for itself', '8', '8', []],
    ['a range includes both ends', '0-6', '0-6', []],
    ['parts come in any order', '9,0-2', '0-2,9', []],
    ['overlaps and neighbours become one', '0-4,3-8,9', '0-9', []],
    ['white space does not matter', ' 1 - 3 , 5 ', '1-3,5', []],
    ['a range that goes backwards is skipped', '3-1,5', '5', ['3-1']],
    ['words are skipped and said', 'all,7', '7', ['all']],
    ['signs and fractions are no indexes', '-1,+2,1.5', '', ['-1', '+2', '1.5']],
    ['indexes past the bound are skipped', `1,${INDEX_BOUND}`, '1', [String(INDEX_BOUND)]],
    ['numbers of any length are no danger', '9'.repeat(400), '', ['9'.repeat(400)]],
    ['commas without anything between are nothing', ',,1,,', '1', []],
  ])('%s', (_, text, expected, skipped) => {
    const parsed = parse(text);

    expect(format(parsed.set)).toBe(expected);
    expect(parsed.skipped).toEqual(skipped);
  });

  test('never throws, and what it gives is well formed', () => {
    const digits = fc.array(fc.constantFrom('0', '1', '9', '-', ',', ' ', 'x'), { maxLength: 40 });
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      digits.map((parts) => parts.join('')),
    );
    fc.assert(fc.property(text, (each) => wellFormed(parse(each).set)));
  });

  test('gives back every set from its text', () => {
    fc.assert(
      fc.property(indexes, (list) => {
        const set = fromIndexes(list);
        const parsed = parse(format(set));
        expect(parsed.set).toEqual(set);
        expect(parsed.skipped).toEqual([]);
      }),
    );
  });
});

describe('interval sets behave as sets of numbers', () => {
  test('made from a list', () => {
    fc.assert(
      fc.property(indexes, (list) => {
        const set = fromIndexes(list);
        expect(wellFormed(set)).toBe(true);
        expect(listOf(set)).toEqual(sorted(list));
        expect(size(set)).toBe(new Set(list).size);
        expect(first(set)).toBe(sorted(list)[0]);
        expect(bound(set)).toBe(list.length === 0 ? 0 : Math.max(...list) + 1);
        expect(isEmpty(set)).toBe(list.length === 0);
      }),
    );
  });

  test.each<
    [string, (a: IntervalSet, b: IntervalSet) => IntervalSet, (inA: boolean, inB: boolean) => boolean]
  >([
    ['union', union, (inA, inB) => inA || inB],
    ['intersection', intersect, (inA, inB) => inA && inB],
    ['difference', subtract, (inA, inB) => inA && !inB],
  ])('%s', (_, operation, keep) => {
    fc.assert(
      fc.property(indexes, indexes, (a, b) => {
        const result = operation(fromIndexes(a), fromIndexes(b));
        const [inA, inB] = [new Set(a), new Set(b)];
        expect(wellFormed(result)).toBe(true);
        expect(listOf(result)).toEqual(
          sorted([...a, ...b].filter((each) => keep(inA.has(each), inB.has(each)))),
        );
      }),
    );
  });

  test('the union of many is the set of all', () => {
    fc.assert(
      fc.property(fc.array(indexes, { maxLength: 7 }), (lists) => {
        expect(unionOf(lists.map(fromIndexes))).toEqual(fromIndexes(lists.flat()));
      }),
    );
  });

  test('membership and equality', () => {
    fc.assert(
      fc.property(indexes, fc.nat(70), (list, index) => {
        const set = fromIndexes(list);
        expect(has(set, index)).toBe(list.includes(index));
        expect(equal(set, fromIndexes([...list].reverse()))).toBe(true);
        expect(equal(set, union(set, range(index, index + 1)))).toBe(list.includes(index));
      }),
    );
  });

  test('ranges without anything between are empty', () => {
    expect(range(3, 3)).toBe(EMPTY);
    expect(range(4, 3)).toBe(EMPTY);
  });
});

describe('positions', () => {
  test('take gives the smallest, and the rest is what is left', () => {
    fc.assert(
      fc.property(indexes, fc.nat(70), (list, count) => {
        const set = fromIndexes(list);
        expect(listOf(take(set, count))).toEqual(sorted(list).slice(0, count));
      }),
    );
  });

  test('at and positionOf undo each other', () => {
    fc.assert(
      fc.property(indexes, fc.nat(70), (list, k) => {
        const set = fromIndexes(list);
        expect(at(set, k)).toBe(sorted(list)[k]);
        const position = positionOf(set, k);
        expect(position).toBe(list.includes(k) ? sorted(list).indexOf(k) : undefined);
      }),
    );
    expect(at(range(0, 3), -1)).toBeUndefined();
  });

  test('pick gives the indexes at positions, those beyond the end left out', () => {
    fc.assert(
      fc.property(indexes, indexes, (list, positions) => {
        const picked = pick(fromIndexes(list), fromIndexes(positions));
        const model = sorted(positions).flatMap((each) => sorted(list)[each] ?? []);
        expect(wellFormed(picked)).toBe(true);
        expect(listOf(picked)).toEqual(model);
      }),
    );
  });

  test('slices are full but the last, in order, and together the whole', () => {
    fc.assert(
      fc.property(indexes, fc.integer({ min: -1, max: 20 }), (list, length) => {
        const set = fromIndexes(list);
        const parts = slices(set, length);
        const most = Math.max(1, length);
        expect(parts.every(wellFormed)).toBe(true);
        expect(parts.flatMap(listOf)).toEqual(listOf(set));
        expect(parts.map(size)).toEqual(parts.map((_, i) => Math.min(most, size(set) - i * most)));
      }),
    );
  });
});

test('a hundred thousand alternating indexes are no burden', () => {
  const odd = fromIndexes(Array.from({ length: 100_000 }, (_, i) => 2 * i + 1));
  const even = fromIndexes(Array.from({ length: 100_000 }, (_, i) => 2 * i));
  const positions = fromIndexes(Array.from({ length: 50_000 }, (_, i) => 2 * i));

  expect(size(union(odd, even))).toBe(200_000);
  expect(slices(odd, 2)).toHaveLength(50_000);
  expect(size(pick(odd, positions))).toBe(50_000);
  expect(equal(parse(format(odd)).set, odd)).toBe(true);
});
