import { expect, test } from 'vitest';
import { runGitTrial } from './crash.ts';

test.each([undefined, 'arrayjob/status'])(
  'killed between commit, push and fetch, with a remote that comes and goes: nothing runs twice (status branch: %s)',
  async (statusBranch) => {
    const report = await runGitTrial({
      kills: 2,
      specs: 3,
      seed: 7,
      ...(statusBranch === undefined ? {} : { statusBranch }),
    });

    expect(report.violations).toEqual([]);
    expect(report.ran).toBeGreaterThan(3);
  },
  150_000,
);
