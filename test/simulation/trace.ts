import { mix } from './chance.ts';

/** What went on in a simulation, for a person, and a digest of all of it, for comparing two replays. */
export interface Trace {
  readonly say: (text: string) => void;
  /** Takes a text into the digest without showing it. */
  readonly note: (text: string) => void;
  readonly lines: readonly string[];
  readonly digest: () => number;
  /**
   * Counts a fault that is due; false when it has been left out, by its kind (`crash`) or by its number (`crash:3`).
   * The number is how many of the kind have been due before, unless it is given.
   */
  readonly inject: (kind: string, serial?: number) => boolean;
  /** Faults that were due, left out or not, by kind. */
  readonly due: ReadonlyMap<string, number>;
  /** Faults that happened, by kind. */
  readonly counts: ReadonlyMap<string, number>;
}

export function createTrace(options: {
  readonly seed: number;
  readonly now: () => number;
  /** Keeps the lines. */
  readonly keep: boolean;
  readonly without: ReadonlySet<string>;
}): Trace {
  const { now, keep, without } = options;
  const start = now();
  const lines: string[] = [];
  const due = new Map<string, number>();
  const counts = new Map<string, number>();
  let digest = options.seed;
  return {
    lines,
    due,
    counts,
    digest: () => digest,
    note(text) {
      digest = mix(digest, text);
    },
    say(text) {
      digest = mix(digest, `${now() - start} ${text}`);
      if (keep) lines.push(`${((now() - start) / 1000).toFixed(3).padStart(11)} ${text}`);
    },
    inject(kind, serial) {
      const number = serial ?? due.get(kind) ?? 0;
      due.set(kind, Math.max(due.get(kind) ?? 0, number + 1));
      if (without.has(kind) || without.has(`${kind}:${number}`)) return false;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return true;
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
