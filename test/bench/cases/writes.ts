import type { Figure, Size } from '../figures.ts';
import { specs, startVirtually, type VirtualController } from '../virtual/controller.ts';

const HOUR_MS = 3_600_000;
const CHILDREN = 100;

/** Specs, those of them that run, how long they are watched, and after how long everything else has ended. */
const SIZES: Readonly<
  Record<
    Size,
    { readonly count: number; readonly running: number; readonly hours: number; readonly warmMs: number }
  >
> = {
  full: { count: 10_000, running: 1_000, hours: 1, warmMs: 1_200_000 },
  short: { count: 30, running: 6, hours: 0.5, warmMs: 300_000 },
};

/** How `run` writes, by where the specs are. */
const WAYS = {
  directory: { statusMs: 10_000 },
  git: { statusMs: 60_000, gatherMs: 500 },
} as const;

interface Written {
  readonly files: number;
  readonly bytes: number;
  readonly flushes: number;
  readonly records: number;
  readonly recordCharacters: number;
  readonly calls: number;
  readonly passes: number;
  readonly timers: number;
}

function countsOf(world: VirtualController): Written {
  const { source, stored, traffic, passes, time } = world;
  const sum = (values: Iterable<number>): number => [...values].reduce((all, each) => all + each, 0);
  return {
    ...source.writes,
    records: stored.puts,
    recordCharacters: stored.characters,
    calls: sum(traffic.calls.values()),
    passes: sum(passes.values()),
    timers: time.timers(),
  };
}

/** What is written in the hours after everything has been submitted and nine tenths of it have ended. */
async function written(way: keyof typeof WAYS, size: Size): Promise<Written> {
  const { count, running, hours, warmMs } = SIZES[size];
  const every = count / running;
  const spanMs = hours * HOUR_MS;
  const jobs = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `${i % every === 0 ? 'runs' : 'ends'}-${i}`,
      `work: { size: ${i % every === 0 ? CHILDREN : 2} }\ncanary: 0`,
    ]),
  );
  const world = await startVirtually({
    files: specs(jobs),
    // Children of what runs end one by one, at times of their own, until long after the end.
    fake: {
      script: ({ jobName, index = 0 }) => ({
        durationMs: jobName.startsWith('runs')
          ? ((index + 1) / CHILDREN) * 2 * spanMs + (Number(/-(\d+)/.exec(jobName)?.[1] ?? 0) % 60) * 1_000
          : 0,
      }),
    },
    ...WAYS[way],
    // That everything is submitted soon is not what is measured.
    submitPerSecond: 1_000,
  });
  const started = world.controller.start();
  await world.time.advance(warmMs);
  await started;
  const before = countsOf(world);
  await world.time.advance(spanMs);
  const after = countsOf(world);
  await world.stop();
  if (world.problems.length > 0) throw new Error(world.problems[0]);
  if (before.timers === 0) throw new Error('nothing is watched');
  const per = (name: keyof Written): number => (after[name] - before[name]) / hours;
  return {
    files: per('files'),
    bytes: per('bytes'),
    flushes: per('flushes'),
    records: per('records'),
    recordCharacters: per('recordCharacters'),
    calls: per('calls'),
    passes: per('passes'),
    timers: after.timers,
  };
}

/** What a source costs in an hour, a tenth of which makes progress: files, commits, records, calls, passes. */
export async function writes(say: (line: string) => void, size: Size = 'full'): Promise<readonly Figure[]> {
  const { count, running } = SIZES[size];
  say(`${count.toLocaleString('en')} specs, ${running.toLocaleString('en')} of them running, in an hour`);
  const directory = await written('directory', size);
  const git = await written('git', size);
  const exact = (name: string, value: number, unit: string): Figure => ({ name, value, unit, gate: 'exact' });
  return [
    exact('directory: files written', directory.files, 'files'),
    exact('directory: bytes written', directory.bytes, 'bytes'),
    exact('git: commits', git.flushes, 'commits'),
    exact('git: files in commits', git.files, 'files'),
    exact('records written', directory.records, 'records'),
    exact('characters of records', directory.recordCharacters, 'characters'),
    exact('calls to Batch', directory.calls, 'calls'),
    exact('passes', directory.passes, 'passes'),
    exact('timers that are set at its end', directory.timers, 'timers'),
  ];
}
