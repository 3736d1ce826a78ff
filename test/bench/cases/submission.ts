import { seededRandom } from '../../../src/local/index.ts';
import { type Figure, quantile, type Size } from '../figures.ts';
import { specs, startVirtually } from '../virtual/controller.ts';

/** AWS lets through so many SubmitJob a second (BATCH-FACTS). */
const LIMIT = 50;

interface Submitted {
  readonly submitted: number;
  readonly throttled: number;
  /** Calls a second, from the first that was taken to the last of the small specs: as long as many wait. */
  readonly rate: number;
  /** How long each spec waited for its first SubmitJob to be taken, in seconds; the large one's own is the last array's. */
  readonly waits: readonly number[];
  readonly largeS: number;
}

/** So many specs at once, and one of a hundred arrays before them all, against a service that throttles at 50 a second. */
async function submitAll(count: number, shards: number, submitPerSecond?: number): Promise<Submitted> {
  const random = seededRandom(7);
  const jobs: Record<string, string> = {};
  if (shards > 0) jobs['a-large'] = `work: { size: ${shards * 2} }\nshardSize: 2\nindexMapping: Environment`;
  for (let i = 0; i < count; i += 1) jobs[`b${String(i).padStart(4, '0')}`] = 'work: { size: 2 }';
  const world = await startVirtually({
    files: specs(jobs),
    fake: { script: () => ({ durationMs: Infinity }) },
    // 10 to 60 ms there, and as long back.
    transport: { submitPerSecond: LIMIT, wayMs: () => 10 + 50 * random() },
    ...(submitPerSecond === undefined ? {} : { submitPerSecond }),
  });
  const from = world.fake.now();
  const started = world.controller.start();
  await world.time.advance(120_000);
  await started;
  await world.stop();
  const { traffic } = world;
  const taken = [...traffic.submitted];
  const times = taken.map(([, at]) => at).sort((a, b) => a - b);
  const waits = taken.filter(([name]) => name.startsWith('b')).map(([, at]) => (at - from) / 1000);
  const large = taken.filter(([name]) => name.startsWith('a-large')).map(([, at]) => (at - from) / 1000);
  const lastSmall = from + 1_000 * Math.max(...waits);
  const many = times.filter((at) => at <= lastSmall);
  const spanMs = lastSmall - times[0]!;
  return {
    submitted: taken.length,
    throttled: traffic.throttled.get('SubmitJob') ?? 0,
    rate: ((many.length - 1) / spanMs) * 1000,
    waits,
    largeS: Math.max(0, ...large),
  };
}

function figuresOf(title: string, limit: number, run: Submitted, expected: number): readonly Figure[] {
  const { submitted, throttled, rate, waits } = run;
  const gate = 'exact' as const;
  const round = (value: number): number => Math.round(value * 1_000) / 1_000;
  return [
    {
      name: `${title}: taken`,
      value: submitted,
      unit: 'calls',
      gate,
      aim: { least: expected, most: expected },
    },
    {
      name: `${title}: sustained, of ${limit} a second`,
      value: round((rate / limit) * 100),
      unit: '%',
      gate,
      aim: { least: 95 },
    },
    {
      name: `${title}: throttled`,
      value: round((throttled / (submitted + throttled)) * 100),
      unit: '%',
      gate,
      aim: { most: 1 },
    },
    { name: `${title}: wait, median`, value: round(quantile(waits, 0.5)), unit: 's', gate },
    { name: `${title}: wait, 99th percentile`, value: round(quantile(waits, 0.99)), unit: 's', gate },
    { name: `${title}: wait, longest`, value: round(Math.max(...waits)), unit: 's', gate },
  ];
}

/** A thousand specs at once: how much of the limit is used, how much is throttled, and who waits how long. */
export async function submission(
  _say: (line: string) => void,
  size: Size = 'full',
): Promise<readonly Figure[]> {
  const [count, shards] = size === 'full' ? [1_000, 100] : [100, 10];
  const usual = await submitAll(count, 0);
  const all = await submitAll(count, 0, LIMIT);
  const shared = await submitAll(count, shards, LIMIT);
  return [
    ...figuresOf('as it is (40 a second)', 40, usual, count),
    ...figuresOf('all of the limit (50 a second)', LIMIT, all, count),
    ...figuresOf(`behind one of ${shards} arrays`, LIMIT, shared, count + shards),
    {
      name: `behind one of ${shards} arrays: its last array`,
      value: Math.round(shared.largeS * 1_000) / 1_000,
      unit: 's',
      gate: 'exact',
    },
  ];
}
