import { lintConditions } from '../../src/core/conditions.ts';
import { format, indexesOf, parse, type IntervalSet } from '../../src/core/intervals.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Status } from '../../src/core/status.ts';
import type { FakeBatch, ScriptedChild } from '../../src/local/index.ts';
import type { StatusEdit } from '../../src/source/index.ts';
import { indexOf } from '../core/world.ts';
import type { Trace } from './trace.ts';
import { Violation } from './trace.ts';
import type { Spec } from './workload.ts';

/** Watches everything that happens in the world, and throws a Violation as soon as something happens that must not. */
export interface Judge {
  readonly onSubmit: (request: JsonObject) => void;
  readonly onStart: (child: ScriptedChild) => void;
  readonly onEnd: (key: Ran, succeeded: boolean) => void;
  /** Somebody else has stopped a child. */
  readonly onStopped: (key: Ran) => void;
  /** A record has become durable. */
  readonly onStored: (name: string, text: string, record: JsonObject) => void;
  /** Records have been lost: they are made anew from what the statuses and Batch tell. */
  readonly recordsLost: () => void;
  /** From now on nothing goes wrong any more. */
  readonly calm: () => void;
  readonly onStatus: (edit: StatusEdit, before: string, after: string) => void;
  /** A person has saved this text; undefined: the file is gone. */
  readonly onSaved: (file: string, text: string | undefined) => void;
  /** Somebody else has seen what must not be. */
  readonly violate: (violation: Violation) => void;
  readonly violation: () => Violation | undefined;
  /** What has truly succeeded of an object's revision. */
  readonly truth: (name: string, revision: string) => ReadonlySet<number>;
  /** Starts per object and index in its present revision. */
  readonly starts: ReadonlyMap<string, number>;
}

/** Which piece of work a child was. */
export interface Ran {
  readonly name: string;
  readonly revision: string;
  readonly run: string;
  readonly index: number;
}

export function ranOf(child: ScriptedChild): Ran {
  return {
    name: child.tags['arrayjob.dev/name'] ?? '',
    revision: child.tags['arrayjob.dev/revision'] ?? '',
    run: child.tags['arrayjob.dev/run'] ?? '',
    index: indexOf(child.index, child.environment),
  };
}

export function createJudge(options: {
  readonly fake: FakeBatch;
  readonly trace: Trace;
  /** Every spec that an object has had, oldest first. */
  readonly specs: (name: string) => readonly Spec[];
}): Judge {
  const { trace } = options;
  const succeeded = new Map<string, Set<number>>();
  const ofRun = new Map<string, Set<number>>();
  const starts = new Map<string, number>();
  const intents = new Set<string>();
  const saved = new Map<string, string>();
  const failures = new Map<string, number>();
  /** What somebody has stopped of objects that nobody has ever edited and that wait for nobody, so that nothing calls for it to run again. */
  const stopped = new Set<string>();
  let calmSince = Infinity;
  let rebuilt = false;
  let violation: Violation | undefined;

  const violate = (invariant: string, message: string): void => {
    trace.say(`against ${invariant}: ${message}`);
    violation ??= new Violation(invariant, message);
  };
  const setIn = (map: Map<string, Set<number>>, key: string): Set<number> => {
    const set = map.get(key) ?? new Set<number>();
    map.set(key, set);
    return set;
  };

  /** Indexes of an object that Batch has not ended, whatever their revision. */
  const living = (name: string, but: string): ReadonlyMap<number, string> => {
    const found = new Map<number, string>();
    for (const job of options.fake.machine.world.jobs.values()) {
      if (job.tags['arrayjob.dev/name'] !== name || job.id === but) continue;
      if (job.status === 'SUCCEEDED' || job.status === 'FAILED') continue;
      const environment = job.container?.environment ?? [];
      const count = Math.max(1, job.size);
      for (let position = 0; position < count; position += 1) {
        const status = job.units[position]?.status ?? 'PENDING';
        if (status === 'SUCCEEDED' || status === 'FAILED') continue;
        found.set(indexOf(job.size === 0 ? undefined : position, environment), job.id);
      }
    }
    return found;
  };

  const judge: Judge = {
    starts,
    violation: () => violation,
    violate: (seen) => {
      violate(seen.invariant, seen.message);
    },
    truth: (name, revision) => succeeded.get(`${name} ${revision}`) ?? new Set(),
    recordsLost() {
      rebuilt = true;
    },
    calm() {
      calmSince = options.fake.now();
    },
    onStored(name, text, record) {
      for (const [, intent] of text.matchAll(/"name": ?"([a-z0-9-]+-[0-9a-f]{8}-\d+-\d+-\d+)"/g))
        intents.add(intent!);
      const run = record['run'] as { readonly succeeded?: string; readonly revision: string } | undefined;
      if (run === undefined) return;
      const claimed = parse(run.succeeded ?? '').set;
      const wrong = firstBeside(claimed, judge.truth(name, run.revision));
      if (wrong !== undefined) {
        violate('record', `the record of ${name} has index ${wrong} succeeded, which has not`);
      }
    },
    onSubmit(request) {
      const name = request['jobName'] as string;
      if (!intents.has(name)) violate('intent', `${name} was submitted, and no record told of it`);
      const jobs = [...options.fake.machine.world.jobs.values()].filter((each) => each.name === name);
      const job = jobs.at(-1);
      if (job === undefined) return;
      const object = job.tags['arrayjob.dev/name'] ?? '';
      const others = living(object, job.id);
      const spec = options.specs(object).at(-1);
      const size = Math.max(1, job.size);
      if (spec?.parallelism !== undefined && others.size + size > spec.parallelism) {
        violate(
          'parallelism',
          `${name} makes ${others.size + size} of ${object}, and ${spec.parallelism} may be`,
        );
      }
      if (
        options.fake.now() > calmSince + PATIENCE_MS &&
        (spec?.suspend === true || !saved.has(`${object}.yaml`))
      ) {
        violate('policy', `${name} is submitted, and ${object} is suspended or gone`);
      }
      for (let position = 0; position < size; position += 1) {
        const index = indexOf(job.size === 0 ? undefined : position, job.container?.environment ?? []);
        const other = others.get(index);
        if (other !== undefined) {
          const twin = options.fake.machine.world.jobs.get(other)?.name ?? other;
          violate('live twice', `index ${index} of ${object} is in ${name} and still lives in ${twin}`);
        }
      }
    },
    onStart(child) {
      const ran = ranOf(child);
      const { name, revision, run, index } = ran;
      if (child.attempt === 1) starts.set(`${name} ${index}`, (starts.get(`${name} ${index}`) ?? 0) + 1);
      if (setIn(ofRun, `${name} ${revision} ${run}`).has(index)) {
        violate(
          'runs again',
          `index ${index} of ${name} had succeeded in run ${run} and starts in ${child.jobName}`,
        );
      }
      const failed = failures.get(`${name} ${revision} ${run} ${index}`) ?? 0;
      // What a rebuilt record does not know is how often an index had failed.
      const budget = budgetOf(options.specs(name)) * (rebuilt ? 2 : 1);
      if (failed >= budget) {
        violate('budget', `index ${index} of ${name} failed ${failed} times in run ${run} and starts again`);
      }
      if (stopped.has(`${name} ${revision} ${run} ${index}`) && options.specs(name).length === 1) {
        violate('fought', `index ${index} of ${name} was stopped by somebody and starts in ${child.jobName}`);
      }
      const spec = options.specs(name).at(-1);
      for (const need of spec?.dependsOn ?? []) {
        const met = [...succeeded].some(
          ([key, set]) =>
            key.startsWith(`${need.name} `) && isMet(need, set, index, options.specs(need.name)),
        );
        if (!met) violate('dependency', `index ${index} of ${name} starts before ${need.name} has succeeded`);
      }
      if (spec?.sequential === true) {
        for (let before = 0; before < index; before += 1) {
          if (!setIn(succeeded, `${name} ${revision}`).has(before)) {
            violate('sequence', `index ${index} of ${name} starts before index ${before} has succeeded`);
          }
        }
      }
    },
    onEnd({ name, revision, run, index }, success) {
      if (!success) {
        const key = `${name} ${revision} ${run} ${index}`;
        failures.set(key, (failures.get(key) ?? 0) + 1);
        return;
      }
      setIn(succeeded, `${name} ${revision}`).add(index);
      setIn(ofRun, `${name} ${revision} ${run}`).add(index);
    },
    onStopped({ name, revision, run, index }) {
      const [spec] = options.specs(name);
      const isThere = saved.has(`${name}.yaml`);
      if (isThere && options.specs(name).length === 1 && spec?.dependsOn.length === 0) {
        stopped.add(`${name} ${revision} ${run} ${index}`);
      }
    },
    onSaved(file, text) {
      if (text === undefined) {
        saved.delete(file);
        // Whose hand was quicker, that of who removed the object or of who stopped its children, is not asked.
        const own = `${file.replace(/\.yaml$/, '')} `;
        for (const each of [...stopped]) if (each.startsWith(own)) stopped.delete(each);
      } else saved.set(file, withoutStatus(text));
    },
    onStatus(edit, before, after) {
      const meant = saved.get(edit.file);
      if (meant !== undefined && withoutStatus(after) !== meant) {
        violate('bytes', `${edit.file} has changed outside of its status`);
      }
      if (withoutStatus(before).trimEnd() !== withoutStatus(after).trimEnd())
        violate('bytes', `${edit.file} has changed`);
      const status = edit.status as unknown as Status;
      const problems = lintConditions(status.phase, status.conditions);
      if (problems.length > 0) violate('conditions', `${edit.name}: ${problems.join(', ')}`);
      if (edit.kind !== 'ArrayJob' || status.revision === undefined) return;
      const truth = judge.truth(edit.name, status.revision);
      const claimed: IntervalSet = parse(status.completedIndexes ?? '').set;
      const wrong = firstBeside(claimed, truth);
      // What a lost record is rebuilt from is carried along as it stands, whoever has written it.
      const carried = status.conditions.some((each) => each.message.includes('must be found out first'));
      if (wrong !== undefined && !carried) {
        violate(
          'status',
          `${edit.name} calls ${format(claimed)} completed, and index ${wrong} has not succeeded`,
        );
      }
      const isLost = status.failures?.some((each) => each.reason.startsWith('Lost')) === true;
      const done = ofRun.get(`${edit.name} ${status.revision} ${status.run ?? 0}`) ?? new Set();
      const failed = [...indexesOf(parse(status.failedIndexes ?? '').set)].find((each) => done.has(each));
      if (failed !== undefined && !carried && !isLost) {
        violate(
          'status',
          `${edit.name} calls index ${failed} failed, which has succeeded in run ${status.run ?? 0}`,
        );
      }
      const jobs = options.fake.machine.world.jobs;
      for (const { id, status: state } of status.jobs ?? []) {
        const job = jobs.get(id);
        const over = state === 'SUCCEEDED' || state === 'FAILED';
        if (over && job !== undefined && job.status !== state) {
          violate('status', `${edit.name} calls ${job.name} ${state}, and Batch calls it ${job.status}`);
        }
      }
      const counts = status.indexes;
      if (counts === undefined) return;
      const { total, succeeded: good, failed: bad, running, waiting } = counts;
      if (good + bad + running + waiting !== total) {
        violate('status', `the counts of ${edit.name} do not add up: ${JSON.stringify(counts)}`);
      }
      if (status.phase === 'Succeeded' && good !== total) {
        violate('status', `${edit.name} is Succeeded with ${JSON.stringify(counts)}`);
      }
    },
  };
  return judge;
}

/** How long a decision that was right once may still be under way. */
const PATIENCE_MS = 60_000;

/** The first index of a claim that is not in the truth. */
function firstBeside(claimed: IntervalSet, truth: ReadonlySet<number>): number | undefined {
  for (const index of indexesOf(claimed)) if (!truth.has(index)) return index;
  return undefined;
}

/** How often an index may fail in a run at the most: anew under all terms that the object ever had. */
function budgetOf(versions: readonly Spec[]): number {
  const terms = versions.filter((each, i) => i === 0 || each.memory !== versions[i - 1]!.memory).length;
  return (1 + Math.max(...versions.map((each) => each.backoffLimit))) * terms;
}

function isMet(
  need: Spec['dependsOn'][number],
  succeeded: ReadonlySet<number>,
  index: number,
  upstream: readonly Spec[],
): boolean {
  if (need.kind === 'nToN') return succeeded.has(index);
  return upstream.some(({ size }) => {
    const done = Array.from({ length: size }, (_, i) => i).filter((each) => succeeded.has(each)).length;
    return done >= (need.share === undefined ? size : Math.ceil((size * need.share) / 100));
  });
}

/** Everything of a file of one document but its status, which stands last. */
function withoutStatus(text: string): string {
  const at = text.indexOf('\nstatus:');
  return at < 0 ? text : text.slice(0, at + 1);
}
