import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Running, startController, startEngineProcess } from './processes.ts';
import { BUCKET, CHANGES, changeSpec, type Place, QUEUE, readFinal, readRan, writeSpecs } from './specs.ts';

export interface TrialOptions {
  readonly kills: number;
  readonly specs: number;
  readonly seed: number;
  readonly store: 'directory' | 's3';
  /** Lose replies, throttle, fail and lag. */
  readonly faults: boolean;
  /** How long it may take to settle after the last kill. */
  readonly settleMs: number;
  readonly say?: (line: string) => void;
}

export interface TrialReport {
  readonly root: string;
  readonly killed: number;
  readonly stopped: number;
  readonly terminated: number;
  readonly changes: number;
  /** Children that ran. */
  readonly ran: number;
  readonly violations: readonly string[];
}

const FAULTS = [
  'SubmitJob:lost:0.1',
  'SubmitJob:500:0.05',
  '*:429:0.05',
  'ListJobs:lag:1s',
  'DescribeJobs:lag:500ms',
];

/** How long a controller may take to end after SIGTERM. */
const TERM_MS = 10_000;

const DAY_MS = 86_400_000;

/** mulberry32: a trial's choices come from its seed, though not the moments at which the processes are struck. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A place for a trial in the system's temporary folder. */
export async function makePlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'arrayjob-crash-'));
  const place = { root, specs: join(root, 'specs'), data: join(root, 'data'), ran: join(root, 'ran.txt') };
  await mkdir(join(place.data, 's3', BUCKET), { recursive: true });
  return place;
}

/** Strikes controllers down again and again over a workload that changes, and counts what ran in the end. */
export async function runTrial(options: TrialOptions): Promise<TrialReport> {
  const { kills, say = () => undefined } = options;
  const random = randomFrom(options.seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const place = await makePlace();
  const names = await writeSpecs(place, options.specs);
  const faults = options.faults ? FAULTS.flatMap((each) => ['--fault', each]) : [];
  const engine = await startEngineProcess(place, [
    ...['--queue', QUEUE, '--bucket', BUCKET, '--bucket', 'state'],
    ...['--fault-seed', String(options.seed), ...faults],
  ]);
  const settings = {
    place,
    url: engine.url,
    state: options.store === 's3' ? 's3://state/crash' : join(place.root, 'state'),
    settleTime: '3s',
  };
  const count = { killed: 0, stopped: 0, terminated: 0, changes: 0 };
  const violations: string[] = [];
  const begin = (): Running =>
    // One in five sees a clock that is up to a month off.
    startController({
      ...settings,
      clockShiftMs: random() < 0.2 ? Math.round((random() - 0.5) * 60 * DAY_MS) : 0,
    });
  let pair: readonly Running[] = [begin()];
  try {
    while (count.killed < kills) {
      if (pair.length < 2) pair = [...pair, begin()];
      await delay(Math.round(random() * 2_500));
      if (random() < 0.5) {
        await changeSpec(place, pick(names), pick(CHANGES), ++count.changes);
        await delay(Math.round(random() * 400));
      }
      const dead = pair.find((each) => each.process.exitCode !== null);
      if (dead !== undefined) {
        violations.push(`a controller ended by itself with ${dead.process.exitCode}; see controller.log`);
        break;
      }
      const victim = pair[random() < 0.8 ? 0 : pair.length - 1]!;
      const kind = random();
      if (kind < 0.8) {
        victim.process.kill('SIGKILL');
        count.killed++;
      } else if (kind < 0.9) {
        victim.process.kill('SIGSTOP');
        await delay(500 + Math.round(random() * 3_000));
        victim.process.kill('SIGCONT');
        count.stopped++;
        continue;
      } else {
        victim.process.kill('SIGTERM');
        count.terminated++;
        const late = delay(TERM_MS, 'late' as const, { ref: false });
        if ((await Promise.race([victim.ended, late])) === 'late') {
          violations.push(`a controller had not ended ${TERM_MS} ms after SIGTERM`);
          victim.process.kill('SIGKILL');
        }
      }
      await victim.ended;
      pair = pair.filter((each) => each !== victim);
      if (count.killed % 10 === 0) say(`${count.killed} kills, ${count.changes} changes`);
    }
    for (const each of pair) each.process.kill('SIGKILL');
    await Promise.all(pair.map((each) => each.ended));
    const last = startController({ ...settings, flags: ['--until-settled'] });
    pair = [last];
    const code = await Promise.race([last.ended, delay(options.settleMs, 'late' as const, { ref: false })]);
    if (code !== 0) violations.push(`the last controller: ${code}, not settled as Succeeded`);
  } finally {
    for (const each of pair) each.process.kill('SIGKILL');
    engine.process.kill('SIGTERM');
    await engine.ended;
  }
  const ran = await readRan(place);
  for (const each of await judge(place, names, ran)) violations.push(each);
  return { root: place.root, ...count, ran: ran.length, violations };
}

/** Compares what ran with what the specs say. */
export async function judge(
  place: Place,
  names: readonly string[],
  ran: Awaited<ReturnType<typeof readRan>>,
): Promise<readonly string[]> {
  const violations: string[] = [];
  const counts = new Map<string, number>();
  for (const { name, run, mark, index } of ran) {
    const key = `${name} run ${run} mark ${mark} index ${index}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, times] of counts) if (times > 1) violations.push(`${key} ran ${times} times`);
  for (const name of names) {
    const { mark, run, phase, expected } = await readFinal(place, name);
    if (phase !== 'Succeeded') violations.push(`${name} is ${phase}`);
    if (expected.length === 0) violations.push(`${name} has no indexes`);
    for (const index of expected) {
      const key = `${name} run ${run} mark ${mark} index ${index}`;
      if (counts.get(key) === undefined) violations.push(`${key} did not run`);
    }
  }
  return violations;
}
