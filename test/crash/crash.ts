import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runTrial } from './trial.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    specs: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', default: 'directory' },
    keep: { type: 'boolean', default: false },
  },
});

const begun = performance.now();
const report = await runTrial({
  kills: Number(values.kills),
  specs: Number(values.specs),
  seed: Number(values.seed),
  store: values.store === 's3' ? 's3' : 'directory',
  faults: true,
  settleMs: 300_000,
  say: (line) => process.stdout.write(`${line}\n`),
});
const seconds = Math.round((performance.now() - begun) / 1000);
const { violations, root, ...figures } = report;
process.stdout.write(`${JSON.stringify({ ...figures, violations: violations.length, seconds })}\n`);
for (const each of violations) process.stdout.write(`VIOLATION ${each}\n`);
if (violations.length > 0 || values.keep) process.stdout.write(`kept: ${root}\n`);
else rmSync(root, { recursive: true, force: true });
process.exitCode = violations.length === 0 ? 0 : 1;
