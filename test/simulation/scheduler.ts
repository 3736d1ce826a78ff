import type { FakeBatch } from '../../src/local/index.ts';
import { createHeap } from '../../src/local/machine/heap.ts';
import type { Chance } from './chance.ts';

/** Something that lives in the simulation and may be killed or stopped: a controller process, or the world itself. */
export interface Owner {
  readonly name: string;
  dead: boolean;
  /** Stopped (SIGSTOP) until then, in milliseconds of the true time; what is due meanwhile happens afterwards. */
  pausedUntil: number;
}

/** The one time of a simulation, on which everything that waits for anything hangs. */
export interface Scheduler {
  /** The true time: the engine's. */
  readonly now: () => number;
  /** Runs a function after a delay, unless its owner is dead by then; the result cancels it. */
  readonly after: (owner: Owner, delayMs: number, run: () => void) => () => void;
  /** Resolves after a delay out of chance. For a dead owner it never does. */
  readonly pass: (owner: Owner, most: number) => Promise<void>;
  /** Lets the next thing happen; false when nothing is due before `limit`. */
  readonly step: (limit: number) => Promise<boolean>;
  readonly steps: () => number;
  /** Nothing more happens until this is done, which takes real time but none of the simulation's. */
  readonly hold: (until: Promise<void>) => void;
}

interface Due {
  readonly at: number;
  readonly order: number;
  readonly owner: Owner;
  readonly run: () => void;
  cancelled: boolean;
}

/** Latencies come from chance, and so does every interleaving: what is due first happens first. */
export function createScheduler(fake: FakeBatch, chance: Chance): Scheduler {
  const heap = createHeap<Due>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  let order = 0;
  let steps = 0;
  const held = new Set<Promise<void>>();

  const put = (owner: Owner, at: number, run: () => void): Due => {
    const due: Due = { at, order: (order += 1), owner, run, cancelled: false };
    heap.push(due);
    return due;
  };

  const after: Scheduler['after'] = (owner, delayMs, run) => {
    const due = put(owner, fake.now() + Math.max(0, delayMs), run);
    return () => {
      due.cancelled = true;
    };
  };

  return {
    now: fake.now,
    after,
    steps: () => steps,
    hold(until) {
      held.add(until);
      void until.then(() => held.delete(until));
    },
    pass: (owner, most) =>
      new Promise((resolve) => {
        after(owner, chance.next() * most, resolve);
      }),
    async step(limit) {
      for (let next = heap.peek(); next !== undefined; next = heap.peek()) {
        if (next.cancelled || next.owner.dead) {
          heap.pop();
          continue;
        }
        if (next.at > limit) return false;
        heap.pop();
        if (next.owner.pausedUntil > Math.max(next.at, fake.now())) {
          put(next.owner, next.owner.pausedUntil, next.run);
          continue;
        }
        fake.advance(Math.max(0, next.at - fake.now()));
        steps += 1;
        next.run();
        // Promises settle within a turn of the event loop: nothing here waits for the outside.
        await new Promise((done) => setImmediate(done));
        while (held.size > 0) {
          await Promise.all(held);
          await new Promise((done) => setImmediate(done));
        }
        return true;
      }
      return false;
    },
  };
}
