import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, median } from '../figures.ts';
import { jobText, specs } from '../virtual/controller.ts';

const ROUNDS = 15;

interface Took {
  readonly ms: number;
  readonly cpuMs: number;
}

/** Wall and processor time of a whole process, from its start to its end. */
function timed(args: readonly string[]): Took {
  // The child tells its own processor time when it ends: nothing else tells that of one child alone.
  const tell = "process.on('exit', () => process.stderr.write('cpu ' + JSON.stringify(process.cpuUsage())))";
  const imported = `data:text/javascript,${encodeURIComponent(tell)}`;
  const from = performance.now();
  const run = spawnSync(process.execPath, ['--import', imported, ...args], { encoding: 'utf8' });
  const ms = performance.now() - from;
  if (run.status !== 0) throw new Error(`${args.join(' ')}: ${run.stderr}`);
  const { user, system } = JSON.parse(
    run.stderr.slice(run.stderr.lastIndexOf('cpu ') + 4),
  ) as NodeJS.CpuUsage;
  return { ms, cpuMs: (user + system) / 1000 };
}

/** How long `validate` and `get` of a small source take, beside a Node that does nothing, in turns. */
export async function startup(): Promise<readonly Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'arrayjob-startup-'));
  try {
    const jobs = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`job-${i}`, 'work: { size: 10 }']));
    for (const [file, text] of Object.entries(specs(jobs))) writeFileSync(join(dir, file), text);
    writeFileSync(
      join(dir, 'more.yaml'),
      jobText('more', 'work: { items: [1, 2, 3] }\nmanifest: { bucket: data }'),
    );
    const main = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));
    const ways = {
      validate: [main, 'validate', dir],
      get: [main, 'get', '-s', dir],
      node: ['--eval', '0'],
    };
    const took: Record<keyof typeof ways, Took[]> = { validate: [], get: [], node: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [way, args] of Object.entries(ways)) took[way as keyof typeof ways].push(timed(args));
    }
    const of = (way: keyof typeof ways, pick: (each: Took) => number): readonly number[] =>
      took[way].map(pick);
    const figures = (['validate', 'get'] as const).flatMap((way): Figure[] => [
      {
        name: `${way}: fastest of ${ROUNDS}`,
        value: Math.min(...of(way, (each) => each.ms)),
        unit: 'ms',
        aim: { most: 250 },
      },
      { name: `${way}: median`, value: median(of(way, (each) => each.ms)), unit: 'ms' },
      {
        name: `${way}: processor time, median`,
        value: median(of(way, (each) => each.cpuMs)),
        unit: 'ms',
        aim: { most: 250 },
      },
      {
        name: `${way}: processor time in units of a Node that does nothing`,
        value: median(of(way, (each) => each.cpuMs)) / median(of('node', (each) => each.cpuMs)),
        unit: '×',
        gate: 'ratio',
      },
    ]);
    return [
      ...figures,
      { name: 'a Node that does nothing: median', value: median(of('node', (each) => each.ms)), unit: 'ms' },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
