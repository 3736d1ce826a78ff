import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Figure, Size } from '../figures.ts';
import { jobText, specs, startVirtually, type VirtualController } from '../virtual/controller.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Objects, and hours of virtual time; the first of them do not count, as caches fill in them. */
const SIZES: Readonly<
  Record<Size, { readonly objects: number; readonly hours: number; readonly warmHours: number }>
> = {
  full: { objects: 60, hours: 24, warmHours: 4 },
  short: { objects: 4, hours: 5, warmHours: 1 },
};

/** What there is of everything at one moment. */
interface Stock {
  readonly heap: number;
  readonly timers: number;
  readonly queued: number;
  readonly records: number;
  readonly recordCharacters: number;
  readonly files: number;
  readonly fileCharacters: number;
  readonly standings: number;
}

const plainWork = 'work: { size: 40 }\nbackoffLimitPerIndex: 1\ncanary: 0';

/** As many reruns of everything as its history has room for, so that nothing grows any more that is bounded. */
async function warmUp({ source, time }: VirtualController, objects: number): Promise<void> {
  await time.advance(HOUR_MS / 2);
  for (let round = 0; round < 10; round += 1) {
    for (let i = 0; i < objects; i += 1) {
      source.save(`job-${i}.yaml`, jobText(`job-${i}`, plainWork, `arrayjob.dev/rerun: w${round}`));
    }
    await time.advance(HOUR_MS / 2);
  }
}

/** What people do in an hour: a new object, one that goes, a rerun, a new revision, a broken file, a suspension. */
async function churn(world: VirtualController, hour: number, objects: number): Promise<void> {
  const { source, time } = world;
  const nameOf = (i: number): string => `job-${i % objects}`;
  const file = (i: number): string => `${nameOf(i)}.yaml`;
  const rest = (): Promise<void> => time.advance(5 * MINUTE_MS);

  source.save('visitor.yaml', jobText('visitor', plainWork));
  await rest();
  source.save(file(hour), jobText(nameOf(hour), plainWork, `arrayjob.dev/rerun: h${hour}`));
  await rest();
  source.save(
    file(hour + 1),
    jobText(nameOf(hour + 1), `${plainWork}\ncontainerOverrides: { command: [echo, h${hour % 10}] }`),
  );
  await rest();
  source.save(file(hour + 2), 'spec: { half: written');
  await rest();
  source.save(file(hour + 2), jobText(nameOf(hour + 2), plainWork));
  await rest();
  source.save(file(hour + 3), jobText(nameOf(hour + 3), `${plainWork}\nsuspend: true`));
  await rest();
  source.save(file(hour + 3), jobText(nameOf(hour + 3), plainWork));
  await rest();
  source.save('visitor.yaml', undefined);
  await time.advance(HOUR_MS - 35 * MINUTE_MS);
  // What the simulation itself remembers for the figures of others is not the controller's.
  for (const table of [world.passes, world.traffic.submitted]) table.clear();
}

function stockOf(world: VirtualController, collect: () => void): Stock {
  collect();
  collect();
  const { queue, statusWaiting } = world.controller.inspect();
  const characters = (texts: Iterable<string>): number =>
    [...texts].reduce((sum, each) => sum + each.length, 0);
  return {
    heap: process.memoryUsage().heapUsed,
    timers: world.time.timers(),
    queued: queue.ready + queue.active + statusWaiting,
    records: world.store.disk.size,
    recordCharacters: characters(world.store.disk.values()),
    files: world.source.files.size,
    fileCharacters: characters(world.source.files.values()),
    standings: world.controller.standings().size,
  };
}

/** The largest of the hours that count, less the largest of as many hours before them. */
function growth(stocks: readonly Stock[], of: (stock: Stock) => number): number {
  const half = Math.floor(stocks.length / 2);
  const largest = (some: readonly Stock[]): number => Math.max(...some.map(of));
  return largest(stocks.slice(-half)) - largest(stocks.slice(-2 * half, -half));
}

/** A day with people who save, rerun, delete and break things, and a service that throttles and loses replies. */
export async function soak(say: (line: string) => void, size: Size = 'full'): Promise<readonly Figure[]> {
  const { objects, hours, warmHours } = SIZES[size];
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const jobs = Object.fromEntries(Array.from({ length: objects }, (_, i) => [`job-${i}`, plainWork]));
  const world = await startVirtually({
    files: specs(jobs),
    fake: {
      // Batch's own memory is not to grow within the day.
      config: { retentionMs: HOUR_MS },
      script: ({ index = 0, attempt }) => ({
        startMs: 20_000,
        durationMs: (1 + (index % 20)) * 20_000,
        exitCode: index % 20 === 19 && attempt === 1 ? 1 : 0,
      }),
      faults: [
        { operation: '*', kind: 'throttle', probability: 0.02 },
        { operation: 'SubmitJob', kind: 'lost', probability: 0.05 },
        { operation: '*', kind: 'unavailable', probability: 0.01 },
      ],
    },
  });
  const started = world.controller.start();
  await world.time.advance(0);
  await started;
  await warmUp(world, objects);
  const stocks: Stock[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    await churn(world, hour, objects);
    if (hour >= warmHours) stocks.push(stockOf(world, collect));
  }
  await world.stop();
  if (world.problems.length > 0)
    say(`${world.problems.length} problems were told of, the last: ${world.problems.at(-1)?.split('\n')[0]}`);
  const none = (name: string, of: (stock: Stock) => number, unit: string): Figure => ({
    name: `growth: ${name}`,
    value: growth(stocks, of),
    unit,
    aim: { most: 0 },
    gate: 'exact',
  });
  // Run numbers get digits, and the history of a run has other words than that of another.
  const part = (name: string, of: (stock: Stock) => number): Figure => ({
    name: `growth: ${name}`,
    value: Math.round((growth(stocks, of) / Math.max(...stocks.map(of))) * 10_000) / 100,
    unit: '%',
    aim: { most: 2 },
    gate: 'exact',
  });
  return [
    none('timers', (each) => each.timers, 'timers'),
    none('what waits to be worked on or written', (each) => each.queued, 'objects'),
    none('records', (each) => each.records, 'records'),
    part('characters of records', (each) => each.recordCharacters),
    none('files', (each) => each.files, 'files'),
    part('characters of files', (each) => each.fileCharacters),
    none('objects that are known', (each) => each.standings, 'objects'),
    {
      name: 'timers at the end',
      value: world.time.timers(),
      unit: 'timers',
      aim: { most: 0 },
      gate: 'exact',
    },
    ...(size === 'full'
      ? [
          {
            name: 'growth: heap',
            value: growth(stocks, (each) => each.heap) / 2 ** 20,
            unit: 'MB',
            aim: { most: 1 },
          },
        ]
      : []),
    {
      name: 'calls to Batch',
      value: [...world.traffic.calls.values()].reduce((a, b) => a + b, 0),
      unit: 'calls',
      gate: 'exact',
    },
  ];
}
