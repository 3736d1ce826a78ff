import { line, machine, type Benchmark } from './figures.ts';
import { calls } from './cases/calls.ts';
import { million } from './cases/million.ts';

import { scale } from './cases/scale.ts';
import { startup } from './cases/startup.ts';
import { submission } from './cases/submission.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = { calls, submission, million, scale, startup };

const write = (text: string): void => void process.stdout.write(`${text}\n`);

const wanted = process.argv.slice(2).filter((each) => !each.startsWith('-'));
write(machine());
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  write(`\n${name}`);
  for (const figure of await run(write)) write(`  ${line(figure)}`);
}
