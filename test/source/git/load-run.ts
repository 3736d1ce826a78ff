import { parseArgs } from 'node:util';
import { runLoad } from './load.ts';

const { values } = parseArgs({
  options: {
    writers: { type: 'string', default: '8' },
    every: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '60' },
    files: { type: 'string', default: '4' },
  },
});

const { violations, ...figures } = await runLoad({
  writers: Number(values.writers),
  everyMs: Number(values.every),
  durationMs: Number(values.seconds) * 1_000,
  files: Number(values.files),
});
process.stdout.write(`${JSON.stringify({ ...figures, violations: violations.length })}\n`);
for (const each of violations) process.stdout.write(`VIOLATION ${each}\n`);
process.exitCode = violations.length === 0 && figures.medianMs < 3_000 ? 0 : 1;
