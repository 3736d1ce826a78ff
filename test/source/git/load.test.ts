import { expect, test } from 'vitest';
import { runLoad } from './load.ts';

test('people who push all the time lose nothing, and every status gets through to them', async () => {
  const report = await runLoad({ writers: 3, everyMs: 250, durationMs: 8_000, files: 3 });

  expect(report.violations).toEqual([]);
  expect(report.personCommits).toBeGreaterThan(5);
  expect(report.statusCommits).toBeGreaterThan(2);
  // How soon is a matter of the machine: npm run gitload holds the median against 3 s.
  expect(report.phaseChanges).toBeGreaterThan(2);
  expect(report.maxMs).toBeLessThan(Infinity);
});
