import type { FakeBatch, FaultRule } from '../../src/local/index.ts';
import type { Chance } from './chance.ts';
import type { Hazards, Process } from './process.ts';
import type { Owner, Scheduler } from './scheduler.ts';
import { damage, type Disk } from './disk.ts';
import type { Ground } from './source-seam.ts';
import type { Trace } from './trace.ts';
import { type Edit, edited, type Spec, textOf } from './workload.ts';

/** How long things go wrong, in milliseconds of virtual time. */
export const CHAOS_MS = 6 * 60_000;

const DAY_MS = 24 * 3_600_000;

/** What chaos may reach. */
export interface Reach {
  readonly fake: FakeBatch;
  readonly scheduler: Scheduler;
  readonly world: Owner;
  readonly ground: Ground;
  readonly disk: Disk;
  readonly hazards: Hazards;
  readonly trace: Trace;
  readonly processes: () => readonly Process[];
  /** Starts one more controller. */
  readonly start: () => void;
  readonly specs: Map<string, readonly Spec[]>;
  /** The files as people mean them; absent: removed. */
  readonly saved: (file: string, text: string | undefined) => void;
  readonly recordsLost: () => void;
  readonly isLeftOut: (kind: string) => boolean;
  /** Nothing goes wrong any more. */
  readonly isOver: () => boolean;
}

/** What somebody gives as a reason for terminating a job. */
export const BY_HAND = 'by hand';

/** Fixes at the start, out of the seed alone, what will go wrong when. Every kind has a stream of its own. */
export function unleash(reach: Reach, chance: Chance): void {
  const { scheduler, world, trace } = reach;
  const at = (kind: string, most: number, act: (chance: Chance, serial: number) => void): void => {
    const own = chance.stream(kind);
    const count = own.whole(0, most);
    for (let serial = 0; serial < count; serial += 1) {
      const stream = own.stream(String(serial));
      const when = stream.next() * CHAOS_MS;
      scheduler.after(world, when, () => {
        // An absence of days ends all that was to come.
        if (!reach.isOver() && trace.inject(kind, serial)) act(stream, serial);
      });
    }
  };

  const harm = chance.stream('harm');
  const kind = harm.one(['store lost', 'record damaged', 'status wiped', 'absence', '', '', '', '', '', '']);
  at('batch faults', 4, (own) => {
    faultsFor(reach, own);
  });
  at('kill', 4, (own) => {
    const alive = reach.processes().filter((each) => !each.dead);
    if (alive.length === 0) return;
    const one = own.one(alive);
    trace.say(`${one.name} is killed`);
    one.dead = true;
  });
  at('second controller', 1, () => {
    reach.start();
  });
  at('hosts lost', 1, (own) => {
    reach.fake.loseHosts(() => own.happens(0.3));
  });
  at('terminated outside', 1, (own) => {
    const living = [...reach.fake.machine.world.jobs.values()].filter(
      (each) => each.status !== 'SUCCEEDED' && each.status !== 'FAILED',
    );
    if (living.length === 0) return;
    const job = own.one(living);
    const jobId = job.size > 0 && own.happens(0.5) ? `${job.id}:${own.whole(0, job.size - 1)}` : job.id;
    trace.say(`somebody terminates ${job.name} ${jobId}`);
    reach.fake.machine.call('TerminateJob', { jobId, reason: BY_HAND });
  });
  at('edit', 5, (own, serial) => {
    const alive = [...reach.specs.keys()].filter((name) => reach.ground.files.contents.has(`${name}.yaml`));
    if (alive.length > 0) edit(reach, own, own.one(alive), serial + 1);
  });
  at('status edited', 1, (own) => {
    const file = own.one([...reach.specs.keys()].map((name) => `${name}.yaml`));
    const text = reach.ground.files.contents.get(file);
    // A store that is lost as well is rebuilt from it: then it has to be believed.
    if (text?.includes('completedIndexes') !== true || kind === 'store lost' || kind === 'record damaged')
      return;
    trace.say(`somebody edits the status in ${file}`);
    const wrong = text
      .replace(/"completedIndexes":"[^"]*"/, '"completedIndexes":"0-99"')
      .replace(/completedIndexes: .*/, 'completedIndexes: 0-99');
    reach.ground.files.save(file, wrong, undefined);
  });
  at('lease harmed', 1, (own) => {
    const text = reach.disk.get('lease');
    if (text === undefined) return;
    const what = own.one(['gone', 'cut off', 'taken by a stranger']);
    trace.say(`the lease is ${what}`);
    if (what === 'gone') reach.disk.delete('lease');
    else if (what === 'cut off') damage(reach.disk, 'lease', text.slice(0, own.whole(0, text.length - 1)));
    else {
      const { epoch, ...lease } = JSON.parse(text) as { epoch: number };
      damage(reach.disk, 'lease', JSON.stringify({ ...lease, epoch: epoch + 1, instance: 'stranger' }));
    }
  });
  reach.ground.unleash?.(at, {
    say: trace.say,
    after: (ms, run) => void scheduler.after(world, ms, run),
    saved: reach.saved,
    meant: () => new Map([...reach.specs].map(([name, versions]) => [name, versions.at(-1)!])),
    mean: (name, spec) => void reach.specs.set(name, [...(reach.specs.get(name) ?? []), spec]),
  });
  if (kind !== '') {
    scheduler.after(world, harm.next() * CHAOS_MS, () => {
      if (reach.isOver() || !trace.inject(kind)) return;
      doHarm(reach, harm, kind);
    });
  }
}

/** The faults of Batch, as they are called in figures. What fails calls counts where a call fails. */
const BATCH_FAULTS = {
  '429': 'throttle',
  '500': 'error',
  '503': 'unavailable',
  'lost reply': 'lost',
  'list lag': 'lag',
  'describe lag': 'lag',
  'summary lag': 'lag',
} as const;

const LAGGING: Readonly<Record<string, string>> = {
  'list lag': 'ListJobs',
  'describe lag': 'DescribeJobs',
  'summary lag': 'StatusSummary',
};

/** Changes what is wrong with Batch. */
function faultsFor(reach: Reach, own: Chance): void {
  const rules: FaultRule[] = [];
  for (const [name, kind] of Object.entries(BATCH_FAULTS)) {
    if (!own.happens(0.35)) continue;
    const probability = own.one([0.05, 0.2, 0.6]);
    const delayMs = own.whole(1, 20) * 1_000;
    const operation = own.one(['*', 'SubmitJob']);
    const lagging = LAGGING[name];
    if (lagging === undefined) {
      if (!reach.isLeftOut(name)) rules.push({ operation, kind, probability });
    } else if (reach.trace.inject(name)) rules.push({ operation: lagging, kind, delayMs });
  }
  reach.trace.say(`Batch: ${JSON.stringify(rules)}`);
  reach.fake.faults.set(rules);
}

function edit(reach: Reach, own: Chance, name: string, serial: number): void {
  const { scheduler, world, trace } = reach;
  const { files } = reach.ground;
  const versions = reach.specs.get(name) ?? [];
  const spec = versions.at(-1)!;
  const hasDependents = [...reach.specs.values()].some((each) =>
    each.at(-1)!.dependsOn.some((need) => need.name === name),
  );
  const kinds: readonly Edit[] = [
    'command',
    'back',
    'memory',
    'rerun',
    'rerunFailed',
    'suspend',
    'policy',
    ...(hasDependents || spec.dependsOn.length > 0 ? [] : (['grow', 'remove'] as const)),
  ];
  const kind = own.one(kinds);
  const file = `${name}.yaml`;
  trace.say(`somebody edits ${name}: ${kind}`);
  const before = files.contents.get(file) ?? '';
  const at = before.indexOf('\nstatus:');
  const status = at < 0 ? '' : before.slice(at + 1);
  if (kind === 'remove') {
    reach.saved(file, undefined);
    files.save(file, undefined, undefined);
    if (own.happens(0.5)) {
      // It comes back: as it was, or without its status, which is another life of the same name.
      const text = textOf(spec) + (own.happens(0.5) ? status : '');
      scheduler.after(world, own.whole(1, 120) * 1_000, () => {
        // Somebody has saved it anew meanwhile.
        if (files.contents.has(file)) return;
        trace.say(`somebody adds ${name} again`);
        reach.saved(file, text);
        files.save(file, text, undefined);
      });
    }
    return;
  }
  const next = edited(spec, kind, serial, own);
  reach.specs.set(name, [...versions, next]);
  const text = textOf(next) + (own.happens(0.8) ? status : '');
  if (own.happens(0.3) && trace.inject('half-written')) {
    reach.saved(file, undefined);
    files.save(file, `${text.slice(0, own.whole(20, textOf(next).length))}\n  {`, undefined);
    scheduler.after(world, own.whole(1, 4_000), () => {
      // Somebody has saved it anew meanwhile.
      if (reach.specs.get(name)?.at(-1) !== next) return;
      reach.saved(file, text);
      files.save(file, text, undefined);
    });
  } else {
    reach.saved(file, text);
    files.save(file, text, undefined);
  }
}

/** What happens while no controller runs. */
function doHarm(reach: Reach, own: Chance, kind: string): void {
  const { trace, disk } = reach;
  const { files } = reach.ground;
  // As long as no file bears a status, only the store knows under which id its jobs were submitted (docs/exactly-once.md).
  const isKnown =
    reach.ground.isNatural || [...files.contents.values()].some((text) => text.includes('ArrayJob/'));
  if (kind === 'store lost' && !isKnown) return;
  trace.say(`all controllers are killed; ${kind}`);
  for (const each of reach.processes()) each.dead = true;
  if (kind === 'store lost' || kind === 'record damaged') reach.recordsLost();
  if (kind === 'store lost') {
    disk.clear();
  } else if (kind === 'record damaged') {
    const keys = [...disk.keys()].filter((each) => each.endsWith('record.json'));
    if (keys.length === 0) return;
    const key = own.one(keys);
    const text = disk.get(key) ?? '';
    damage(disk, key, text.slice(0, own.whole(0, text.length - 1)));
  } else if (kind === 'status wiped') {
    for (const [file, text] of files.contents) {
      const at = text.indexOf('\nstatus:');
      if (at >= 0 && own.happens(0.5)) files.save(file, text.slice(0, at + 1), undefined);
    }
  } else {
    reach.fake.advance(own.whole(1, 9) * DAY_MS);
  }
}
