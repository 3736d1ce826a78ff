import { expect, test } from 'vitest';
import { slope, trendOf } from './trend.ts';

/** So many samples about a level, one with a burst in every ten, that rise by so much each. */
function samples(count: number, level: number, rise: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => level + rise * i + (i % 3) * 0.5 + (i % 10 === 7 ? 20 : 0));
}

const series = (values: readonly number[]) => ({
  name: 'heap',
  unit: 'MB',
  values,
  allowed: { fixed: 1, part: 0.04 },
});

test.each<[string, readonly number[], boolean]>([
  ['what bursts and comes back does not grow', samples(120, 50, 0), false],
  ['what falls does not grow', samples(120, 50, -0.1), false],
  ['a leak of a twentieth of a megabyte a sample grows, whatever bursts', samples(120, 50, 0.05), true],
  ['a burst at the very end is no growth', [...samples(119, 50, 0), 90], false],
  ['growth within what is allowed is none', samples(120, 50, 0.01), false],
  ['a single sample says nothing', [50], false],
])('%s', (_, values, grows) => {
  expect(trendOf(series(values), 2_000).grows).toBe(grows);
});

test('tells the slope by the hour, and the middle of both ends', () => {
  const values = Array.from({ length: 100 }, (_, i) => i);

  const trend = trendOf(series(values), 3_600);

  expect(slope(values)).toBe(1);
  expect(trend).toMatchObject({ first: 12, last: 87, perHour: 1_000, grows: true });
});
