import type { Desired } from '../../core/desired.ts';
import { nearest } from '../nearest.ts';
import type { ReportFor } from '../own.ts';
import type { ReadArrayJob } from '../read.ts';
import type { Report } from '../report.ts';
import { totalOf } from './totals.ts';

type Graph = ReadonlyMap<string, ReadArrayJob>;

/** Dependencies on names that no ArrayJob has, and N_TO_N between ArrayJobs that do not match index by index. */
export function reportDependencies(
  jobs: readonly ReadArrayJob[],
  names: ReadonlySet<string>,
  reportFor: ReportFor,
): void {
  const byName: Graph = new Map(jobs.map((each) => [each.name, each]));
  for (const job of jobs) {
    for (const [index, dependency] of job.desired.dependsOn.entries()) {
      if (dependency.kind === 'sequential') continue;
      const path = ['spec', 'dependsOn', index, 'name'];
      const { name } = dependency;
      if (!names.has(name)) {
        const meant = nearest(name, names);
        reportFor(job).error({
          code: 'UnknownDependency',
          path,
          message: `dependsOn names ${name}, but the source has no ArrayJob of this name${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
          remedy:
            meant === undefined ? 'Add that ArrayJob to the source, or remove the entry.' : `Write ${meant}.`,
        });
        continue;
      }
      const upstream = byName.get(name);
      if (upstream && upstream !== job && dependency.kind === 'nToN') {
        reportUnequal(job.desired, upstream.desired, index, reportFor(job));
      }
    }
  }
}

function reportUnequal(own: Desired, upstream: Desired, index: number, report: Report): void {
  const path = ['spec', 'dependsOn', index];
  if (own.itemsPerChild !== upstream.itemsPerChild) {
    report.error({
      code: 'UnequalTotals',
      path,
      message: `N_TO_N pairs index i with index i of ${upstream.name}, but one index stands for ${own.itemsPerChild} items here and for ${upstream.itemsPerChild} there.`,
      remedy: 'Write the same itemsPerChild in both, or remove type: N_TO_N to wait for the whole.',
    });
    return;
  }
  const ownTotal = totalOf(own.work, own.itemsPerChild);
  const upstreamTotal = totalOf(upstream.work, upstream.itemsPerChild);
  if (ownTotal === undefined || upstreamTotal === undefined || ownTotal === upstreamTotal) return;
  report.error({
    code: 'UnequalTotals',
    path,
    message: `N_TO_N pairs index i with index i of ${upstream.name}, but there are ${ownTotal} indexes here and ${upstreamTotal} there.`,
    remedy: 'Give both the same number of indexes, or remove type: N_TO_N to wait for the whole.',
  });
}

/** ArrayJobs that wait for each other: each member is told the shortest circle through it. */
export function reportCycles(jobs: readonly ReadArrayJob[], reportFor: ReportFor): void {
  const byName: Graph = new Map(jobs.map((each) => [each.name, each]));
  const cyclic = withinCycles(byName);
  for (const job of jobs) {
    if (!cyclic.has(job.name)) continue;
    const circle = circleThrough(job.name, byName, cyclic);
    if (!circle) continue;
    const index = job.desired.dependsOn.findIndex(
      (each) => each.kind !== 'sequential' && each.name === circle[1],
    );
    const self = circle.length === 2;
    reportFor(job).error({
      code: 'DependencyCycle',
      path: ['spec', 'dependsOn', index, 'name'],
      message: self
        ? `${job.name} waits for itself: ${circle.join(' → ')}.`
        : `These ArrayJobs wait for each other: ${circleText(circle)}.`,
      remedy: self
        ? 'Remove the entry; type: SEQUENTIAL without a name orders the own indexes.'
        : 'Remove one of these dependencies.',
    });
  }
}

function circleText(circle: readonly string[]): string {
  if (circle.length <= 12) return circle.join(' → ');
  return [...circle.slice(0, 6), `… (${circle.length - 11} more)`, ...circle.slice(-5)].join(' → ');
}

function namesWaitedFor(name: string, byName: Graph): readonly string[] {
  const dependencies = byName.get(name)?.desired.dependsOn ?? [];
  return dependencies.flatMap((each) =>
    each.kind !== 'sequential' && byName.has(each.name) ? [each.name] : [],
  );
}

/** What is left when everything that waits for nothing, or that nothing waits for, is taken away again and again. */
function withinCycles(byName: Graph): ReadonlySet<string> {
  const forward = new Map<string, Set<string>>();
  const backward = new Map<string, Set<string>>();
  // What neither waits nor is waited for, which is most of a large source, does not come in at all.
  const join = (name: string): void => {
    if (!forward.has(name)) forward.set(name, new Set());
    if (!backward.has(name)) backward.set(name, new Set());
  };
  for (const name of byName.keys()) {
    for (const target of namesWaitedFor(name, byName)) {
      join(name);
      join(target);
      forward.get(name)?.add(target);
      backward.get(target)?.add(name);
    }
  }
  for (const [ahead, behind] of [
    [forward, backward],
    [backward, forward],
  ] as const) {
    const free = [...ahead].filter(([, targets]) => targets.size === 0).map(([name]) => name);
    for (let name = free.pop(); name !== undefined; name = free.pop()) {
      for (const other of behind.get(name) ?? []) {
        const targets = ahead.get(other);
        targets?.delete(name);
        if (targets?.size === 0) free.push(other);
      }
      ahead.delete(name);
      behind.delete(name);
    }
  }
  return new Set(forward.keys());
}

/** The shortest circle from a name back to it; undefined when it only lies between two circles. */
function circleThrough(
  start: string,
  byName: Graph,
  within: ReadonlySet<string>,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const name of queue) {
    for (const next of namesWaitedFor(name, byName)) {
      if (!within.has(next)) continue;
      if (next === start) {
        const circle = [start];
        for (let each = name; each !== start; each = cameFrom.get(each)!) circle.unshift(each);
        return [start, ...circle];
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      queue.push(next);
    }
  }
  return undefined;
}
