import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBudget } from '../../../src/batch/budget.ts';
import { createBatchApi } from '../../../src/batch/sdk.ts';
import { systemClock } from '../../../src/controller/clock.ts';
import { createController } from '../../../src/controller/controller.ts';
import { openDirectory, type WriteResult } from '../../../src/source/index.ts';
import { acquireLease, openStore } from '../../../src/state/index.ts';
import { startEngineProcess } from '../engine-process.ts';
import { type Figure, heapBytes, median, quantile } from '../figures.ts';
import { jobText, specs } from '../virtual/controller.ts';

const SPECS = 10_000;
const RUNNING = 1_000;
const SAVES = 100;
const PER_FOLDER = 100;

type Told = Readonly<Record<string, number>>;

/** Ten thousand specs, a thousand of them running, in a directory with a state store on disk. */
export async function scale(say: (line: string) => void): Promise<readonly Figure[]> {
  const count = Number(process.env['BENCH_SPECS'] ?? SPECS);
  const root = mkdtempSync(join(tmpdir(), 'arrayjob-scale-'));
  const engine = await startEngineProcess('scale');
  try {
    const { url } = engine;
    makeSpecs(join(root, 'specs'), count);
    say(`${count.toLocaleString('en')} specs, ${(count / 10).toLocaleString('en')} of them running`);
    const first = inProcess(root, 'first', count, url);
    const again = inProcess(root, 'again', count, url);
    return [
      { name: 'empty state: start to first pass over everything', value: first['passedS']!, unit: 's' },
      {
        name: 'cold start to first pass over everything',
        value: again['passedS']!,
        unit: 's',
        aim: { most: 10 },
      },
      { name: 'cold start: processor time', value: again['passedCpuS']!, unit: 's' },
      {
        name: 'processor time of a sweep in which nothing changed',
        value: again['sweepMs']!,
        unit: 'ms',
        aim: { most: 100 },
      },
      {
        name: 'processor time of reading the source again, unchanged',
        value: again['reloadMs']!,
        unit: 'ms',
      },
      { name: 'resident memory', value: again['residentMb']!, unit: 'MB', aim: { most: 300 } },
      { name: 'heap after collection', value: again['heapMb']!, unit: 'MB' },
      {
        name: 'save (by rename) to SubmitJob, median',
        value: again['renameMedianMs']!,
        unit: 'ms',
        aim: { most: 100 },
      },
      {
        name: 'save (by rename) to SubmitJob, 99th percentile',
        value: again['renameP99Ms']!,
        unit: 'ms',
        aim: { most: 300 },
      },
      { name: 'save (in place) to SubmitJob, median', value: again['inPlaceMedianMs']!, unit: 'ms' },
      { name: 'save (in place) to SubmitJob, 99th percentile', value: again['inPlaceP99Ms']!, unit: 'ms' },
      { name: 'cold start: calls to Batch', value: again['calls']!, unit: 'calls' },
    ];
  } finally {
    engine.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

function inProcess(root: string, role: string, count: number, url: string): Told {
  const run = spawnSync(
    process.execPath,
    [
      '--expose-gc',
      ...(process.env['BENCH_NODE']?.split(' ') ?? []),
      fileURLToPath(import.meta.url),
      role,
      root,
      String(count),
      url,
    ],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (run.status !== 0) throw new Error(`the controller's process ended with ${run.status}: ${run.stdout}`);
  return JSON.parse(run.stdout) as Told;
}

function makeSpecs(dir: string, count: number): void {
  for (let i = 0; i < count; i += 1) {
    const folder = join(dir, `team-${String(Math.floor(i / PER_FOLDER)).padStart(3, '0')}`);
    if (i % PER_FOLDER === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `job-${i}.yaml`), jobText(`job-${i}`, 'work: { size: 10 }'));
  }
  for (const [file, text] of Object.entries(specs({}))) writeFileSync(join(dir, file), text);
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 300_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

async function quiet(counter: () => number, restMs: number): Promise<void> {
  for (let before = -1; before !== counter();) {
    before = counter();
    await new Promise((done) => setTimeout(done, restMs));
  }
}

/** `first`: submits everything, and lets nine tenths end. `again`: a restart over what stands, and everything that is measured. */
async function measured(role: string, root: string, count: number, endpoint: string): Promise<Told> {
  const running = Math.floor(count / (SPECS / RUNNING));
  const dir = join(root, 'specs');
  const began = performance.now();
  const cpuBegan = cpuMs();
  const calls = new Map<string, number>();
  const api = createBatchApi({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    budget: createBudget({ submitPerSecond: 100_000, otherPerSecond: 100_000 }),
    onCall: (operation) => calls.set(operation, (calls.get(operation) ?? 0) + 1),
  });
  const source = await openDirectory(dir);
  const store = await openStore(join(root, 'state'));
  const lease = await acquireLease(store, { holder: 'bench' });
  const standing = new Map<string, string>();
  const problems: string[] = [];
  const writes: WriteResult[] = [];
  let passes = 0;
  const none = () => Promise.reject(new Error('no bucket here'));
  const controller = createController({
    source: {
      ...source,
      async writeStatus(edits, message) {
        const results = await source.writeStatus(edits, message);
        writes.push(...results);
        return results;
      },
    },
    store,
    lease,
    api,
    s3: { list: none, put: none, head: async () => undefined, get: async () => undefined },
    clock: systemClock(),
    listener: {
      event: () => undefined,
      standing: (object, { phase }) => {
        passes += 1;
        standing.set(object, phase);
      },
      problem: (message, { err }) =>
        problems.push(err instanceof Error ? `${message}: ${err.stack}` : message),
      note: () => undefined,
    },
    sourceId: undefined,
    pollMs: 30_000,
    statusMs: 10_000,
    settleMs: 30_000,
  });
  const watch = await source.watch(() => controller.sourceChanged());
  await controller.start();
  await until(() => standing.size === count + 1, 'a pass over everything');
  const told: Record<string, number> = {
    passedS: (performance.now() - began) / 1000,
    passedCpuS: (cpuMs() - cpuBegan) / 1000,
    calls: [...calls.values()].reduce((sum, each) => sum + each, 0),
  };
  await quiet(() => passes, 3_000);
  if (role === 'again') {
    const sweeps = () => calls.get('DescribeJobs') ?? 0;
    // Sweeps of objects that nothing happens to come every 30 s in the end.
    told['sweepMs'] = await cpuOfSweep(sweeps, running);
    told['reloadMs'] = await cpuOf(() => source.load().then(() => undefined));
    told['heapMb'] = heapBytes() / 2 ** 20;
    told['residentMb'] = process.memoryUsage().rss / 2 ** 20;
    Object.assign(told, await latencies('rename', dir, () => calls.get('SubmitJob') ?? 0, count));
    Object.assign(told, await latencies('inPlace', dir, () => calls.get('SubmitJob') ?? 0, count));
  }
  if (problems.length > 0) throw new Error(problems.slice(0, 3).join('\n'));
  await watch.close();
  await controller.stop();
  await lease.release();
  await store.close();
  await source.close();
  return told;
}

/** The processor time that the process takes around one sweep of everything, less what it takes in as much idle time. */
async function cpuOfSweep(sweeps: () => number, running: number): Promise<number> {
  const calls = Math.ceil(running / 100);
  const sampled: { readonly cpu: number; readonly swept: number }[] = [];
  const STEP_MS = 250;
  let swept = sweeps();
  for (let i = 0; i < 70_000 / STEP_MS; i += 1) {
    const before = cpuMs();
    await new Promise((done) => setTimeout(done, STEP_MS));
    sampled.push({ cpu: cpuMs() - before, swept: sweeps() - swept });
    swept = sweeps();
  }
  const idle = median(sampled.filter((each) => each.swept === 0).map((each) => each.cpu));
  const busy = sampled.filter((each) => each.swept > 0).reduce((sum, each) => sum + each.cpu - idle, 0);
  const total = sampled.reduce((sum, each) => sum + each.swept, 0);
  return (busy / total) * calls;
}

async function cpuOf(act: () => Promise<void>): Promise<number> {
  await act();
  const times: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const before = cpuMs();
    await act();
    times.push(cpuMs() - before);
  }
  return median(times);
}

/** From the end of a person's save to the arrival of SubmitJob, one save after another. */
async function latencies(
  way: 'rename' | 'inPlace',
  dir: string,
  submissions: () => number,
  count: number,
): Promise<Told> {
  const times: number[] = [];
  for (let i = 0; i < SAVES; i += 1) {
    const name = `${way.toLowerCase()}-${i}`;
    const folder = join(
      dir,
      `team-${String(i % Math.max(1, Math.floor(count / PER_FOLDER))).padStart(3, '0')}`,
    );
    const text = jobText(name, 'work: { size: 10 }');
    const file = join(folder, `${name}.yaml`);
    const before = submissions();
    if (way === 'rename') {
      writeFileSync(join(folder, `.${name}.tmp`), text);
      renameSync(join(folder, `.${name}.tmp`), file);
    } else writeFileSync(file, text);
    const saved = performance.now();
    while (submissions() === before && performance.now() - saved < 20_000)
      await new Promise((done) => setTimeout(done, 1));
    times.push(performance.now() - saved);
    await new Promise((done) => setTimeout(done, 250));
  }
  return { [`${way}MedianMs`]: median(times), [`${way}P99Ms`]: quantile(times, 0.99) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , role, root, count, url] = process.argv;
  process.stdout.write(JSON.stringify(await measured(role!, root!, Number(count), url!)));
  process.exit(0);
}
