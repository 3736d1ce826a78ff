import { expect, test } from 'vitest';
import { runSeeds } from './census.ts';
import type { Mistakes } from './process.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

// The long form is `npm run simulate`; continuous integration runs 2,000 seeds of it.
test('a few histories in which everything goes wrong that can hold every invariant', async () => {
  const census = await runSeeds(1, 6, {});

  expect(census.violations).toEqual([]);
  expect(census.faults.size).toBeGreaterThan(15);
  expect(census.states.size).toBeGreaterThan(20);
});

test('a seed decides everything: its replay is the same to the byte', async () => {
  // State in a bucket, and a graph of objects in files as the product writes them.
  for (const seed of [2, 10]) {
    const first = await simulate({ seed, trace: true });
    const again = await simulate({ seed, trace: true });

    expect(again.lines).toEqual(first.lines);
    expect(again.digest).toBe(first.digest);
  }
});

/** Each is caught within the first thousand seeds; where exactly is what `npm run simulate -- --mistake NAME` says. */
const mistakes: readonly (readonly [keyof Mistakes, RegExp])[] = [
  ['skipIntent', /^intent: /],
  ['believeEmptyListing', /^(live twice|runs again): /],
  ['ignoreLease', /^(live twice|runs again|intent): /],
];

test.each(mistakes)('a controller that does %s is caught', async (mistake, said) => {
  const census = await runSeeds(
    1,
    1_000,
    { mistakes: { [mistake]: true } },
    ({ violations }) => violations.length > 0,
  );

  expect(census.violations[0]?.message).toMatch(said);
});

test('what is caught is shrunk to what it takes, with a trace that shows it', async () => {
  const options = { seed: 1, mistakes: { skipIntent: true } };
  const failed = await simulate(options);

  const { without, result } = await shrink(options, failed);
  const replay = await simulate({ ...options, without, trace: true });

  expect(result.violation?.message).toBe(failed.violation?.message);
  expect([...result.due.keys()].filter((kind) => !without.has(kind))).toEqual([]);
  expect(result.lines.at(-1)).toContain('VIOLATION intent: ');
  expect(replay.digest).toBe(result.digest);
});
