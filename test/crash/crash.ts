import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runTrial } from './trial.ts';

// Kills real controllers over a real engine, with their state in a directory and then in S3. Run: npm run crashtest
const { values } = parseArgs({
  options: {
    /** In each store. */
    kills: { type: 'string', default: '200' },
    specs: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', default: 'both' },
    keep: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

for (const store of ['directory', 's3'] as const) {
  if (values.store !== 'both' && values.store !== store) continue;
  const begun = performance.now();
  const report = await runTrial({
    kills: Number(values.kills),
    specs: Number(values.specs),
    seed: Number(values.seed),
    store,
    faults: true,
    settleMs: 300_000,
    say: (line) => {
      say(`${store}: ${line}`);
    },
  });
  const seconds = Math.round((performance.now() - begun) / 1000);
  const { violations, root, ...figures } = report;
  say(JSON.stringify({ store, ...figures, violations: violations.length, seconds }));
  for (const each of violations) say(`VIOLATION ${each}`);
  if (violations.length > 0) process.exitCode = 1;
  if (violations.length > 0 || values.keep) say(`kept: ${root}`);
  else rmSync(root, { recursive: true, force: true });
}
