import { expect, test } from 'vitest';
import { runLoad } from './load.ts';

test('people who push all the time lose nothing, and statuses get through to them within seconds', async () => {
  const report = await runLoad({ writers: 3, everyMs: 250, durationMs: 6_000, files: 3 });

  expect(report.violations).toEqual([]);
  expect(report.personCommits).toBeGreaterThan(10);
  expect(report.statusCommits).toBeGreaterThan(2);
  expect(report.medianMs).toBeLessThan(3_000);
});
