/** What went on in a simulation, for a person, and a digest of all of it, for comparing two replays. */
export interface Trace {
  readonly say: (text: string) => void;
  readonly lines: readonly string[];
  /** Counts what was injected, by kind. */
  readonly count: (kind: string) => void;
  readonly counts: ReadonlyMap<string, number>;
}

export function createTrace(now: () => number, keep: boolean): Trace {
  const start = now();
  const lines: string[] = [];
  const counts = new Map<string, number>();
  return {
    lines,
    counts,
    say(text) {
      if (keep) lines.push(`${((now() - start) / 1000).toFixed(3).padStart(11)} ${text}`);
    },
    count(kind) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    },
  };
}

/** That something happened which must never happen. */
export class Violation extends Error {
  readonly invariant: string;

  constructor(invariant: string, message: string) {
    super(`${invariant}: ${message}`);
    this.name = 'Violation';
    this.invariant = invariant;
  }
}
