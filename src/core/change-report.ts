import type { ChangeClass, FieldChange } from './compare.ts';
import type { IntervalSet } from './intervals.ts';

/** What a change does to one object. */
export interface ObjectChange {
  /** `ArrayJob/name` or `JobDefinition/name`. */
  readonly object: string;
  /** `affected`: its own spec is the same, and what it will do is not. `same`: nothing of it differs; a plan without a base has these. */
  readonly change: 'new' | 'changed' | 'removed' | 'affected' | 'same';
  readonly fields: readonly FieldChange[];
  /** Costliest first. */
  readonly classes: readonly ChangeClass[];
  /** How it would stand then. */
  readonly phase?: string;
  readonly message?: string;
  /** Why an object that is the same is affected. */
  readonly because?: string;
  /** Indexes that run because of the change; undefined when that cannot be told. Absent for definitions. */
  readonly runs?: { readonly indexes: IntervalSet | undefined; readonly redone: number };
  /** Arrays and plain jobs submitted right then, or as soon as the stopped ones have ended. */
  readonly submits: { readonly arrays: number; readonly children: number };
  readonly stops: { readonly arrays: number; readonly children: number };
  /** A new revision of the definition is registered. */
  readonly registers: boolean;
  readonly estimate?: Estimate;
  /** Things to look at before merging, in words. */
  readonly warnings: readonly string[];
}

/** What the children that run will need. */
export interface Estimate {
  /** vCPUs of one child; undefined when neither the spec nor its definition says so. */
  readonly vcpus: number | undefined;
  /** Seconds that one child takes; `atMost` when only a bound is known. */
  readonly childSeconds: { readonly value: number; readonly atMost: boolean } | undefined;
}

/** What a change does, as a whole. */
export interface ChangeReport {
  readonly objects: readonly ObjectChange[];
  /** Findings of validation, as `file:line:column: …`; errors first. */
  readonly findings: readonly { readonly severity: 'error' | 'warning'; readonly text: string }[];
  /** What was compared, and how much is known: sentences for people. */
  readonly notes: readonly string[];
}

/** The hours of vCPUs that a number of children need; undefined when something of it is not known. */
export function vcpuHours(
  estimate: Estimate | undefined,
  children: number,
): { readonly value: number; readonly atMost: boolean } | undefined {
  if (estimate?.vcpus === undefined || estimate.childSeconds === undefined) return undefined;
  const { value, atMost } = estimate.childSeconds;
  return { value: (children * value * estimate.vcpus) / 3600, atMost };
}

/** A line of a history, or the run that stands: as much as tells how long children take. */
export interface RunTimes {
  readonly startedAt: number;
  readonly completedAt: number;
  /** Indexes that ended in it. */
  readonly ended: number;
}

/**
 * How long a child takes at most, by how long a whole run took: as many as `parallelism` (or all) may have run the whole
 * time. Undefined when nothing has ended yet.
 */
export function secondsAtMost(
  run: RunTimes | undefined,
  parallelism: number | undefined,
): number | undefined {
  if (run === undefined || run.ended < 1 || run.completedAt <= run.startedAt) return undefined;
  const atATime = Math.min(run.ended, parallelism ?? run.ended);
  return ((run.completedAt - run.startedAt) / 1000) * (atATime / run.ended);
}
