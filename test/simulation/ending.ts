import { isObject } from '../../src/core/json.ts';
import { indexesOf, parse } from '../../src/core/intervals.ts';
import type { Status } from '../../src/core/status.ts';
import type { FakeBatch } from '../../src/local/index.ts';
import type { Files } from './source-seam.ts';
import type { Judge } from './judge.ts';
import { Violation } from './trace.ts';
import type { Need, Spec } from './workload.ts';

const SETTLED = new Set(['Succeeded', 'Failed', 'Blocked', 'Suspended']);

/** What a history comes to. */
export interface Ending {
  readonly fake: FakeBatch;
  readonly files: Files;
  readonly judge: Judge;
  readonly specs: ReadonlyMap<string, readonly Spec[]>;
}

/** What is wrong when everything has come to rest, or should have. */
export function faultOfEnding(ending: Ending): Violation | undefined {
  for (const [name, versions] of ending.specs) {
    const found = faultOf(ending, name, versions.at(-1)!);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether nothing runs any more. */
export function isAtRest(fake: FakeBatch): boolean {
  for (const job of fake.machine.world.jobs.values()) {
    if (job.status !== 'SUCCEEDED' && job.status !== 'FAILED') return false;
  }
  return true;
}

function faultOf(ending: Ending, name: string, spec: Spec): Violation | undefined {
  const { fake, files, judge } = ending;
  const living = [...fake.machine.world.jobs.values()].find(
    (job) => job.tags['arrayjob.dev/name'] === name && job.status !== 'SUCCEEDED' && job.status !== 'FAILED',
  );
  if (living !== undefined) return new Violation('settles', `${living.name} still lives`);
  if (!files.contents.has(`${name}.yaml`)) return undefined;
  const status = statusIn(files, name);
  if (status === undefined || !SETTLED.has(status.phase)) {
    return new Violation('settles', `${name} stands ${status?.phase ?? 'without a status'} in the end`);
  }
  const truth = judge.truth(name, status.revision ?? '');
  const missing = Array.from({ length: spec.size }, (_, i) => i).filter((each) => !truth.has(each));
  if (status.phase === 'Succeeded' && missing.length > 0) {
    return new Violation('status', `${name} is Succeeded, and ${missing.join(',')} have not`);
  }
  if ((status.phase === 'Suspended') !== spec.suspend && status.phase !== 'Succeeded') {
    return new Violation(
      'settles',
      `${name} is ${status.phase}, and suspend is ${spec.suspend ? 'on' : 'off'}`,
    );
  }
  const conditions = JSON.stringify(status.conditions);
  if (status.phase === 'Failed' && (status.indexes?.failed ?? 0) === 0) {
    return new Violation('settles', `${name} is Failed without a failed index: ${conditions}`);
  }
  if (status.phase === 'Failed' || status.phase === 'Blocked') {
    const failed = new Set(indexesOf(parse(status.failedIndexes ?? '').set));
    const done = new Set(indexesOf(parse(status.completedIndexes ?? '').set));
    const able = missing.find((index) => !failed.has(index) && mayRun(ending, spec, index, done));
    if (able !== undefined) {
      return new Violation(
        'settles',
        `${name} is ${status.phase} and index ${able} waits for nothing: ${conditions}`,
      );
    }
  }
  return undefined;
}

/** Whether nothing holds an index back that has neither succeeded nor failed. */
function mayRun(
  ending: Ending,
  spec: Spec,
  index: number,
  /** What has succeeded in the present run. */
  done: ReadonlySet<number>,
): boolean {
  if (spec.sequential) {
    for (let before = 0; before < index; before += 1) {
      if (!done.has(before)) return false;
    }
  }
  return spec.dependsOn.every((need) => isMet(ending, need, index));
}

function isMet({ files, specs }: Ending, need: Need, index: number): boolean {
  const status = statusIn(files, need.name);
  if (status === undefined) return false;
  const done = new Set(indexesOf(parse(status.completedIndexes ?? '').set));
  if (need.kind === 'nToN') return done.has(index);
  const size = specs.get(need.name)?.at(-1)?.size ?? 0;
  if (need.share === undefined) return status.phase === 'Succeeded';
  return done.size >= Math.ceil((size * need.share) / 100);
}

function statusIn(files: Files, name: string): Status | undefined {
  const file = `${name}.yaml`;
  const value = files.contents.has(file) ? files.parsed(file).documents[0]?.value : undefined;
  return isObject(value) ? (value['status'] as unknown as Status) : undefined;
}
