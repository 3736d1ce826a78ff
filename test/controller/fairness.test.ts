import { expect, test } from 'vitest';
import { specs, startVirtually } from '../bench/virtual/controller.ts';

const SHARDS = 60;

/** One more than there are workers. */
const LARGE = 9;

test('more specs of many shards than there are workers do not hold up one with a single array', async () => {
  const large = Array.from({ length: LARGE }, (_, i): [string, string] => [
    `a${i}`,
    `work: { size: ${2 * SHARDS} }\nshardSize: 2`,
  ]);
  const world = await startVirtually({
    files: specs({ ...Object.fromEntries(large), zz: 'work: { size: 2 }' }),
    fake: { script: () => ({ durationMs: Infinity }) },
    transport: { wayMs: () => 20 },
  });

  const started = world.controller.start();
  await world.time.advance(30_000);
  await started;

  const { submitted, calls } = world.traffic;
  const times = [...submitted.values()];
  const first = Math.min(...times);
  const small = [...submitted].find(([name]) => name.startsWith('zz-'))?.[1] ?? Infinity;
  // Without turns it goes when the first eight are through, after 12 s.
  expect(small - first).toBeLessThan(5_000);
  // All of it, once, and at the full rate of the budget all the while.
  expect(submitted.size).toBe(LARGE * SHARDS + 1);
  expect(calls.get('SubmitJob')).toBe(submitted.size);
  expect(Math.max(...times) - first).toBeLessThan((submitted.size / 40) * 1_000 * 1.1);
  expect(world.problems).toEqual([]);
  await world.stop();
});
