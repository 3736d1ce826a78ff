import { isObject, type JsonObject } from '../../src/core/json.ts';
import { createFakeBatch, type FakeBatch } from '../../src/local/index.ts';
import type { Unit } from '../../src/local/machine/model.ts';
import type { Status } from '../../src/core/status.ts';
import { createMemoryS3 } from '../../src/work/index.ts';
import { indexOf } from '../core/world.ts';
import { createChance, mix } from './chance.ts';
import { CHAOS_MS, unleash } from './chaos.ts';
import { createJudge, ranOf } from './judge.ts';
import { type Hazards, type Mistakes, type Outside, type Process, startProcess } from './process.ts';
import { createScheduler, type Owner } from './scheduler.ts';
import { createFolder, type Ground, type GroundOptions } from './source-seam.ts';
import { createTrace, Violation } from './trace.ts';
import { DEFINITION, makeSpecs, type Spec, textOf } from './workload.ts';

export interface SimulationOptions {
  readonly seed: number;
  /** Up to thirty objects that depend on each other. */
  readonly graph?: boolean;
  /** Kinds of faults, single events (`edit:2`) and objects (`o3`) that are left out. */
  readonly without?: ReadonlySet<string>;
  readonly mistakes?: Mistakes;
  /** Where the specs stand; in a directory unless told. */
  readonly ground?: (options: GroundOptions) => Ground;
  /** Keeps the lines of the trace. */
  readonly trace?: boolean;
}

export interface Simulated {
  readonly seed: number;
  readonly steps: number;
  readonly faults: ReadonlyMap<string, number>;
  /** Digests of the states that records went through. */
  readonly states: ReadonlySet<number>;
  readonly violation: Violation | undefined;
  readonly lines: readonly string[];
  /** Of everything that was said and done: two replays of one seed have the same. */
  readonly digest: number;
  readonly objects: readonly string[];
}

/** How long it may take, once nothing goes wrong any more, until everything has come to rest. */
const REST_MS = 4 * 3_600_000;

/** Nothing may happen for so long before it counts as rest: longer than any wait of a controller but those of backoff. */
const CALM_MS = 7 * 60_000;

const SETTLED = new Set(['Succeeded', 'Failed', 'Blocked', 'Suspended']);

/** Runs one history out of a seed: a few controllers, a few objects, and everything that can go wrong. */
export async function simulate(options: SimulationOptions): Promise<Simulated> {
  const { seed, without = new Set<string>() } = options;
  const chance = createChance(seed);
  const graph = options.graph ?? seed % 4 === 0;
  const specs = new Map<string, readonly Spec[]>();
  for (const spec of makeSpecs(chance.stream('specs'), graph)) {
    if (without.has(spec.name)) continue;
    specs.set(spec.name, [{ ...spec, dependsOn: spec.dependsOn.filter(({ name }) => specs.has(name)) }]);
  }
  let digest = seed;
  const states = new Set<number>();
  // eslint-disable-next-line prefer-const -- its script and its hooks speak of what is made after it
  let fake: FakeBatch;
  const judge = createJudge({ fake: () => fake, trace: traceOf(), specs: (name) => specs.get(name) ?? [] });
  const children = chance.stream('children');
  const failing = children.one([0, 0.1, 0.3]);
  fake = createFakeBatch({
    seed,
    script: (child) => {
      judge.onStart(child);
      const ran = ranOf(child);
      const own = createChance(
        mix(seed, JSON.stringify(ran)),
        String(judge.starts.get(`${ran.name} ${ran.index}`)),
      );
      const failed = own.happens(failing);
      return {
        startMs: own.whole(0, 3_000),
        durationMs: own.whole(200, own.happens(0.1) ? 200_000 : 20_000),
        ...(failed ? { exitCode: 1 + own.whole(0, 1), reason: 'broken' } : {}),
      };
    },
    hooks: {
      transition: (value) => {
        if (!('job' in value) || value.status !== 'SUCCEEDED') return;
        judge.onEnd(ranOfUnit(value), true);
      },
    },
  });
  fake.declareQueue('q');
  const trace = createTrace(fake.now, options.trace === true);
  const scheduler = createScheduler(fake, chance.stream('latency'));
  const world: Owner = { name: 'world', dead: false, pausedUntil: 0 };
  const hazards: Hazards = hazardsOf(chance.stream('hazards'), without);
  const ground = (options.ground ?? createFolder)({
    initial: new Map([
      ['d.yaml', DEFINITION],
      ...[...specs].map(([name, [spec]]): [string, string] => [`${name}.yaml`, textOf(spec!)]),
    ]),
    chance: chance.stream('ground'),
    onWrite(edit, before, after) {
      lastChange = fake.now();
      digest = mix(digest, `${fake.now()} ${after}`);
      judge.onStatus(edit, before, after);
    },
    violate: judge.violate,
  });
  const { files } = ground;
  for (const [file, text] of files.contents) judge.onSaved(file, text);
  const disk = new Map([
    ['source.json', JSON.stringify({ id: 'abcdef01', url: 'simulated:specs', recovered: false })],
  ]);
  const processes: Process[] = [];
  let lastChange = fake.now();

  /** The trace exists before the fake does; nothing is said before it is there. */
  function traceOf(): ReturnType<typeof createTrace> {
    return {
      say: (text) => {
        trace.say(text);
      },
      count: (kind) => {
        trace.count(kind);
      },
      get lines() {
        return trace.lines;
      },
      get counts() {
        return trace.counts;
      },
    };
  }

  const outside: Outside = {
    fake,
    scheduler,
    ground,
    disk,
    s3: createMemoryS3({ buckets: ['data'] }),
    trace,
    hazards,
    mistakes: options.mistakes ?? {},
    onSubmit: (request) => {
      lastChange = fake.now();
      const name = request['jobName'] as string;
      trace.say(`SubmitJob ${name}`);
      digest = mix(digest, `${fake.now()} ${name}`);
      judge.onSubmit(request);
    },
    onStored: (key, text) => {
      if (!key.endsWith('record.json')) return;
      digest = mix(digest, text);
      states.add(stateOf(text));
      judge.onStored(key, text);
    },
  };
  const walls = chance.stream('walls');
  const jumps = walls.happens(0.15) && !without.has('wall clock');
  const start = (): void => {
    const offset = jumps ? walls.whole(-30, 30) * 24 * 3_600_000 : 0;
    if (offset !== 0) trace.count('wall clock');
    const name = `p${processes.length}`;
    trace.say(`${name} starts`);
    processes.push(startProcess(name, outside, chance.stream(name), offset));
  };
  const keeper = chance.stream('keeper');
  const keep = (): void => {
    if (processes.every((each) => each.dead)) start();
    scheduler.after(world, keeper.whole(1, 20) * 1_000, keep);
  };
  keep();
  unleash(
    {
      fake,
      scheduler,
      world,
      ground,
      disk,
      hazards,
      trace,
      without,
      specs,
      start,
      processes: () => processes,
      saved: (file, text) => {
        judge.onSaved(file, text);
      },
    },
    chance.stream('chaos'),
  );

  const begin = fake.now();
  while (judge.violation() === undefined && fake.now() < begin + CHAOS_MS) {
    if (!(await scheduler.step(begin + CHAOS_MS))) break;
  }
  trace.say('nothing goes wrong any more');
  Object.assign(hazards, NO_HAZARDS);
  fake.faults.set([]);
  ground.calm?.();
  for (const each of processes) each.pausedUntil = 0;

  const end = fake.now() + REST_MS;
  lastChange = fake.now();
  while (judge.violation() === undefined && fake.now() < end) {
    if (fake.now() - lastChange > CALM_MS && isAtRest(fake)) break;
    if (!(await scheduler.step(end))) break;
  }
  const violation = judge.violation() ?? atTheEnd() ?? ground.atTheEnd?.();
  if (violation !== undefined) trace.say(violation.message);
  for (const each of processes) each.dead = true;
  return {
    seed,
    steps: scheduler.steps(),
    faults: trace.counts,
    states,
    violation,
    lines: trace.lines,
    digest,
    objects: [...specs.keys()],
  };

  function atTheEnd(): Violation | undefined {
    for (const [name, versions] of specs) {
      const file = `${name}.yaml`;
      const living = [...fake.machine.world.jobs.values()].filter(
        (job) =>
          job.tags['arrayjob.dev/name'] === name && job.status !== 'SUCCEEDED' && job.status !== 'FAILED',
      );
      if (living.length > 0) return new Violation('settles', `${living[0]!.name} still lives`);
      if (!files.contents.has(file)) continue;
      const status = statusIn(file);
      if (status === undefined || !SETTLED.has(status.phase)) {
        return new Violation('settles', `${name} stands ${status?.phase ?? 'without a status'} in the end`);
      }
      const spec = versions.at(-1)!;
      const truth = judge.truth(name, status.revision ?? '');
      const missing = Array.from({ length: spec.size }, (_, i) => i).filter((each) => !truth.has(each));
      if (status.phase === 'Succeeded' && missing.length > 0) {
        return new Violation('status', `${name} is Succeeded, and ${missing.join(',')} have not`);
      }
      if (status.phase === 'Suspended' && !spec.suspend) {
        return new Violation('settles', `${name} is Suspended, and nobody wants that`);
      }
      if (status.phase === 'Failed' && (status.indexes?.failed ?? 0) === 0) {
        return new Violation(
          'settles',
          `${name} is Failed without a failed index: ${JSON.stringify(status.conditions)}`,
        );
      }
      const ups = spec.dependsOn.map((need) => statusIn(`${need.name}.yaml`)?.phase);
      if (status.phase === 'Blocked' && ups.every((each) => each === 'Succeeded')) {
        return new Violation('settles', `${name} is Blocked, and all that it depends on has succeeded`);
      }
    }
    return undefined;
  }

  function statusIn(file: string): Status | undefined {
    const value = files.contents.has(file) ? files.parsed(file).documents[0]?.value : undefined;
    return isObject(value) ? (value['status'] as unknown as Status) : undefined;
  }
}

function isAtRest(fake: FakeBatch): boolean {
  for (const job of fake.machine.world.jobs.values()) {
    if (job.status !== 'SUCCEEDED' && job.status !== 'FAILED') return false;
  }
  return true;
}

const NO_HAZARDS: Hazards = { crash: 0, pause: 0, diskFull: 0, lostWrite: 0, s3: 0 };

function hazardsOf(chance: ReturnType<typeof createChance>, without: ReadonlySet<string>): Hazards {
  const of = (kind: string, most: number): number => {
    const drawn = chance.happens(0.4) ? chance.next() * most : 0;
    return without.has(kind) ? 0 : drawn;
  };
  return {
    crash: of('crash', 0.01),
    pause: of('pause', 0.005),
    diskFull: of('disk full', 0.1),
    lostWrite: of('lost write', 0.05),
    s3: of('s3', 0.3),
  };
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
function stateOf(text: string): number {
  const data = (JSON.parse(text) as { data?: JsonObject }).data ?? (JSON.parse(text) as JsonObject);
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
