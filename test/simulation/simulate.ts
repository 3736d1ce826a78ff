import { isObject, type JsonObject } from '../../src/core/json.ts';
import { createFakeBatch, type FakeBatch } from '../../src/local/index.ts';
import type { Unit } from '../../src/local/machine/model.ts';
import { createMemoryS3 } from '../../src/work/index.ts';
import { indexOf } from '../core/world.ts';
import { type Chance, createChance, mix } from './chance.ts';
import { BY_HAND, CHAOS_MS, unleash } from './chaos.ts';
import { createDisk } from './disk.ts';
import { faultOfEnding, isAtRest } from './ending.ts';
import { asWritten, inJson } from './formats.ts';
import { createJudge, ranOf } from './judge.ts';
import { type Hazards, type Mistakes, type Outside, type Process, startProcess } from './process.ts';
import { createScheduler, type Owner } from './scheduler.ts';
import { createFolder, type Ground, type GroundOptions } from './source-seam.ts';
import { createTrace, type Violation } from './trace.ts';
import { DEFINITION, makeSpecs, type Spec, textOf } from './workload.ts';

export interface SimulationOptions {
  readonly seed: number;
  /** Up to thirty objects that depend on each other; otherwise the seed decides. */
  readonly graph?: boolean | undefined;
  /** Kinds of faults (`crash`), single ones (`edit:2`) and objects (`o3`) that are left out. */
  readonly without?: ReadonlySet<string>;
  readonly mistakes?: Mistakes;
  /** Keeps the lines of the trace. */
  readonly trace?: boolean;
  /** Where the specs stand; in a directory unless told. */
  readonly ground?: ((options: GroundOptions) => Ground) | undefined;
}

/** What became of one history. */
export interface Simulated {
  readonly seed: number;
  readonly steps: number;
  /** Faults that happened, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** Faults that were due, by kind: what can be left out. */
  readonly due: ReadonlyMap<string, number>;
  /** Digests of the states that records went through. */
  readonly states: ReadonlySet<number>;
  readonly violation: Violation | undefined;
  readonly lines: readonly string[];
  /** Of everything that was said, done and stored: two replays of one seed have the same. */
  readonly digest: number;
  readonly objects: readonly string[];
}

/** How long it may take, once nothing goes wrong any more, until everything has come to rest. */
const REST_MS = 4 * 3_600_000;

/** Nothing may happen for so long before it counts as rest: longer than any wait of a controller. */
const CALM_MS = 11 * 60_000;

const DAY_MS = 24 * 3_600_000;

/** One seed in so many has a graph of objects, files as the product writes them, and its state in a bucket. */
const GRAPHS = 10;
const IN_YAML = 20;
const IN_BUCKET = 5;

/** Runs one history out of a seed: a few controllers, a few objects, and everything that can go wrong. */
export async function simulate(options: SimulationOptions): Promise<Simulated> {
  const { seed, without = new Set<string>() } = options;
  const chance = createChance(seed);
  const specs = specsOf(chance, options.graph ?? seed % GRAPHS === 0, without);
  const states = new Set<number>();
  const { fake, judge, trace } = createWorld({ ...options, without }, chance, specs);
  const scheduler = createScheduler(fake, chance.stream('latency'));
  const world: Owner = { name: 'world', dead: false, pausedUntil: 0 };
  const hazards: Hazards = hazardsOf(chance.stream('hazards'));
  const makeGround =
    options.ground ?? ((given) => createFolder(given, seed % IN_YAML === 0 ? asWritten : inJson));
  const ground = makeGround({
    initial: new Map([
      ['d.yaml', DEFINITION],
      ...[...specs].map(([name, [spec]]): [string, string] => [`${name}.yaml`, textOf(spec!)]),
    ]),
    chance: chance.stream('ground'),
    onWrite: (edit, before, after) => {
      lastChange = fake.now();
      trace.note(after);
      judge.onStatus(edit, before, after);
    },
    violate: judge.violate,
    inject: trace.inject,
  });
  const { files } = ground;
  for (const [file, text] of files.contents) judge.onSaved(file, text);
  const source = JSON.stringify({ id: ground.id, url: ground.url, recovered: false });
  const disk = createDisk([['source.json', source]], (key, text) => {
    if (!key.endsWith('/record.json')) return;
    const record = (JSON.parse(text) as { data: JsonObject }).data;
    trace.note(text);
    states.add(stateOf(record));
    judge.onStored(key.split('/').at(-2)!, text, record);
  });
  const processes: Process[] = [];
  let lastChange = fake.now();

  const outside: Outside = {
    fake,
    scheduler,
    network: world,
    ground,
    disk,
    bucket: seed % IN_BUCKET === 2 ? new Map() : undefined,
    s3: createMemoryS3({ buckets: ['data'] }),
    trace,
    hazards,
    mistakes: options.mistakes ?? {},
    onSubmit: (request) => {
      lastChange = fake.now();
      trace.say(`SubmitJob ${request['jobName'] as string}`);
      judge.onSubmit(request);
    },
  };
  const walls = chance.stream('walls');
  const isOff = walls.happens(0.15);
  const start = (): void => {
    const offset = walls.whole(-30, 30) * DAY_MS;
    const wrong = isOff && offset !== 0 && trace.inject('wall clock');
    const name = `p${processes.length}`;
    trace.say(`${name} starts`);
    processes.push(startProcess(name, outside, chance.stream(name), wrong ? offset : 0));
  };
  const keeper = chance.stream('keeper');
  const keep = (): void => {
    if (processes.every((each) => each.dead)) start();
    scheduler.after(world, keeper.whole(1, 20) * 1_000, keep);
  };
  keep();
  const reach = { fake, scheduler, world, ground, disk, hazards, trace, specs, start };
  const begin = fake.now();
  unleash(
    {
      ...reach,
      processes: () => processes,
      saved: judge.onSaved,
      recordsLost: judge.recordsLost,
      isLeftOut: (kind) => without.has(kind),
      isOver: () => fake.now() >= begin + CHAOS_MS,
    },
    chance.stream('chaos'),
  );
  while (judge.violation() === undefined && fake.now() < begin + CHAOS_MS) {
    if (!(await scheduler.step(begin + CHAOS_MS))) break;
  }
  trace.say('nothing goes wrong any more');
  Object.assign(hazards, NO_HAZARDS);
  fake.faults.set([]);
  judge.calm();
  ground.calm?.();
  for (const each of processes) each.pausedUntil = 0;

  const end = fake.now() + REST_MS;
  lastChange = fake.now();
  while (judge.violation() === undefined && fake.now() < end) {
    if (fake.now() - lastChange > CALM_MS && isAtRest(fake)) break;
    if (!(await scheduler.step(end))) break;
  }
  const violation = judge.violation() ?? faultOfEnding({ fake, files, judge, specs }) ?? ground.atTheEnd?.();
  if (violation !== undefined) trace.say(`VIOLATION ${violation.message}`);
  for (const each of processes) each.dead = true;
  return {
    seed,
    steps: scheduler.steps(),
    faults: trace.counts,
    due: trace.due,
    states,
    violation,
    lines: trace.lines,
    digest: trace.digest(),
    objects: [...specs.keys()],
  };
}

/** Every version of every spec; only the first to begin with. */
function specsOf(chance: Chance, graph: boolean, without: ReadonlySet<string>): Map<string, readonly Spec[]> {
  const specs = new Map<string, readonly Spec[]>();
  for (const spec of makeSpecs(chance.stream('specs'), graph)) {
    if (without.has(spec.name)) continue;
    specs.set(spec.name, [{ ...spec, dependsOn: spec.dependsOn.filter(({ name }) => specs.has(name)) }]);
  }
  return specs;
}

/** Batch, who watches it, and what is written down. */
function createWorld(
  options: SimulationOptions & { readonly without: ReadonlySet<string> },
  chance: Chance,
  specs: ReadonlyMap<string, readonly Spec[]>,
) {
  const { seed, without } = options;
  const failing = chance.stream('children').one([0, 0.1, 0.3]);
  const fake: FakeBatch = createFakeBatch({
    seed,
    script: (child) => {
      judge.onStart(child);
      const ran = ranOf(child);
      const times = judge.starts.get(`${ran.name} ${ran.index}`);
      const own = createChance(mix(seed, JSON.stringify(ran)), String(times));
      const failed = own.happens(failing);
      return {
        startMs: own.whole(0, 3_000),
        durationMs: own.whole(200, own.happens(0.1) ? 200_000 : 20_000),
        ...(failed ? { exitCode: 1 + own.whole(0, 1), reason: 'broken' } : {}),
      };
    },
    hooks: {
      transition: (value) => {
        if (!('job' in value)) return;
        if (value.status === 'SUCCEEDED') judge.onEnd(ranOfUnit(value), true);
        else if (value.status === 'FAILED' && isOwnFault(value)) judge.onEnd(ranOfUnit(value), false);
        else if (value.terminated && value.statusReason === BY_HAND) judge.onStopped(ranOfUnit(value));
      },
    },
  });
  fake.declareQueue('q');
  const trace = createTrace({ seed, now: fake.now, keep: options.trace === true, without });
  const judge = createJudge({ fake, trace, specs: (name) => specs.get(name) ?? [] });
  return { fake, judge, trace };
}

const NO_HAZARDS: Hazards = { crash: 0, pause: 0, slow: 0, diskFull: 0, lostWrite: 0, s3: 0 };

function hazardsOf(chance: Chance): Hazards {
  const of = (most: number): number => (chance.happens(0.4) ? chance.next() * most : 0);
  return {
    crash: of(0.01),
    pause: of(0.005),
    slow: of(0.05),
    diskFull: of(0.1),
    lostWrite: of(0.05),
    s3: of(0.3),
  };
}

/** Whether it failed by itself, rather than with its host or by somebody's hand. */
function isOwnFault({ attempts, terminated }: Unit): boolean {
  return !terminated && attempts.at(-1)?.reason === 'broken';
}

function ranOfUnit(unit: Unit) {
  const { tags, container, size } = unit.job;
  return {
    name: tags['arrayjob.dev/name'] ?? '',
    revision: tags['arrayjob.dev/revision'] ?? '',
    run: tags['arrayjob.dev/run'] ?? '',
    index: indexOf(size === 0 ? undefined : unit.index, container?.environment ?? []),
  };
}

/** What a record is like, whatever its times, ids and names. */
function stateOf(data: JsonObject): number {
  const run = isObject(data['run']) ? data['run'] : {};
  const shards = Array.isArray(run['shards']) ? (run['shards'] as readonly JsonObject[]) : [];
  const state = [
    run['number'],
    run['nextRound'],
    run['succeeded'],
    run['failed'],
    run['strikes'],
    run['stop'] !== undefined,
    run['suspendedAt'] !== undefined,
    data['renumbering'],
    data['lastRun'],
    ...shards.map((each) => [
      each['phase'],
      each['indexes'],
      each['status'],
      each['settled'],
      each['verify'],
      each['terminating'] !== undefined,
      each['missingSince'] !== undefined,
      each['dependsOn'] !== undefined,
    ]),
  ];
  return mix(0, JSON.stringify(state));
}
