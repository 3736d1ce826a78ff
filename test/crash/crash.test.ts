import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { runTrial } from './trial.ts';

// The long form is `npm run crashtest`.
test('whatever kills the controller, every index runs exactly as often as the specs say', async () => {
  const report = await runTrial({
    kills: 8,
    specs: 10,
    seed: 3,
    store: 'directory',
    faults: true,
    settleMs: 60_000,
  });

  expect(report.violations, report.root).toEqual([]);
  expect(report.ran).toBeGreaterThan(20);
  await rm(report.root, { recursive: true, force: true });
}, 120_000);
