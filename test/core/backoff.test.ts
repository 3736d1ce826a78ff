import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, heldIndexes, holdBack, stillHeld, strike } from '../../src/core/backoff.ts';
import {
  EMPTY,
  format,
  fromIndexes,
  has,
  indexesOf,
  type IntervalSet,
  range,
} from '../../src/core/intervals.ts';

describe('the wait before a failed index goes again', () => {
  test.each([
    [1, 10_000],
    [2, 20_000],
    [3, 40_000],
    [7, 600_000],
    [1_000, 600_000],
    [0, 10_000],
  ])('after failure %i is %i ms', (failures, wait) => {
    expect(backoffMs(failures)).toBe(wait);
  });
});

describe('strikes', () => {
  test('count the failures of every index, each in exactly one element', () => {
    const sets = fc.array(fc.array(fc.nat(12), { maxLength: 8 }).map(fromIndexes), { maxLength: 8 });
    fc.assert(
      fc.property(sets, (rounds) => {
        const counts = new Map<number, number>();
        let strikes: readonly IntervalSet[] = [];
        for (const failed of rounds) {
          const result = strike(strikes, failed);
          strikes = result.strikes;
          for (const index of indexesOf(failed)) {
            counts.set(index, (counts.get(index) ?? 0) + 1);
            expect(result.struck.map((set) => has(set, index)).indexOf(true)).toBe(counts.get(index)! - 1);
          }
        }
        for (let index = 0; index <= 12; index++) {
          const places = strikes.flatMap((set, k) => (has(set, index) ? [k + 1] : []));
          expect(places).toEqual(counts.has(index) ? [counts.get(index)] : []);
        }
      }),
    );
  });
});

describe('held back indexes', () => {
  test('of one moment are one entry, and come free when it is due', () => {
    const held = holdBack(holdBack(holdBack([], 5, range(0, 2)), 5, range(4, 5)), 9, range(7, 8));

    expect(held).toHaveLength(2);
    expect(format(heldIndexes(held))).toBe('0-1,4,7');
    expect(format(heldIndexes(stillHeld(held, 5)))).toBe('7');
    expect(holdBack(held, 11, EMPTY)).toBe(held);
  });

  test('is no longer than the longest, though a clock that was days ahead has written it', () => {
    const held = holdBack(holdBack([], backoffMs(20), range(0, 1)), 4 * 24 * 3_600_000, range(7, 8));

    expect(format(heldIndexes(stillHeld(held, 0)))).toBe('0');
  });
});
