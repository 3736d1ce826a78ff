/**
 * What came of one look. `ok`: it works. `warn`: it works, but perhaps not as meant. `fail`: something will not work.
 * `skipped`: it could not be looked at, or not without changing something.
 */
export type CheckResult = 'ok' | 'warn' | 'fail' | 'skipped';

/** What is looked at, in the order in which it is told. docs/doctor.md has a line for each. */
export const CHECKS = [
  'specs',
  'files',
  'git',
  'region',
  'credentials',
  'clock',
  'batch',
  'permission',
  'queue',
  'environment',
  'definition',
  'role',
  'logs',
  'bucket',
  'events',
  'state',
  'lease',
] as const;

export type CheckName = (typeof CHECKS)[number];

/** One line of the diagnosis. */
export interface Check {
  readonly check: CheckName;
  /** What was looked at: a queue, a bucket, an action; as it is written in the spec. */
  readonly subject: string;
  readonly result: CheckResult;
  /** What is so, and what would not work because of it. */
  readonly message: string;
  /** What to do; empty when there is nothing to do. */
  readonly remedy: string;
  /** The objects of the source that it concerns, as `ArrayJob/name`. */
  readonly affects: readonly string[];
}

type Told = Omit<Check, 'result' | 'remedy' | 'affects'> & { readonly affects?: readonly string[] };
type Wrong = Told & { readonly remedy: string };

export function fine(told: Told): Check {
  return { affects: [], ...told, result: 'ok', remedy: '' };
}

export function warned(told: Wrong): Check {
  return { affects: [], ...told, result: 'warn' };
}

export function failed(told: Wrong): Check {
  return { affects: [], ...told, result: 'fail' };
}

export function skipped(told: Told & { readonly remedy?: string }): Check {
  return { affects: [], remedy: '', ...told, result: 'skipped' };
}

/** A list for a sentence, cut where nobody would read on. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
