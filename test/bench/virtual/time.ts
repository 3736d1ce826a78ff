import type { BudgetClock } from '../../../src/batch/clock.ts';
import type { Clock } from '../../../src/controller/clock.ts';
import type { FakeBatch } from '../../../src/local/index.ts';
import { createHeap } from '../../../src/local/machine/heap.ts';
import { seededRandom } from '../../../src/local/index.ts';

/** The one virtual time of an engine, a controller and a budget. */
export interface VirtualTime extends Clock, BudgetClock {
  /** Timers that are set and not yet due. */
  readonly timers: () => number;
  /** Lets time pass; everything that is due on the way happens at its own moment, and promises settle after each. */
  readonly advance: (ms: number) => Promise<void>;
  /** Something has begun (1) or ended (-1) that needs turns of the event loop but no time. */
  readonly busy: (by: 1 | -1) => void;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Follows the engine's clock, so that what happens there by itself happens at its own time. */
export function createVirtualTime(fake: FakeBatch, seed = 1): VirtualTime {
  const random = seededRandom(seed);
  const heap = createHeap<Timer>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  let order = 0;
  let live = 0;
  let underWay = 0;

  const settle = async (): Promise<void> => {
    // Everything that is not a timer ends within a turn or two of the event loop, unless it says that it is busy.
    for (let calm = 0; calm < 2; calm += 1) {
      await new Promise((done) => setImmediate(done));
      if (underWay > 0) calm = -1;
    }
  };

  return {
    now: () => fake.now(),
    nowMs: () => fake.now(),
    random,
    timers: () => live,
    busy(by) {
      underWay += by;
    },
    after(delayMs, run) {
      const timer: Timer = { at: fake.now() + Math.max(0, delayMs), order: order++, run, cancelled: false };
      heap.push(timer);
      live += 1;
      return () => {
        if (!timer.cancelled) live -= 1;
        timer.cancelled = true;
      };
    },
    async advance(ms) {
      const end = fake.now() + ms;
      await settle();
      for (let next = heap.peek(); next !== undefined && next.at <= end; next = heap.peek()) {
        heap.pop();
        if (next.cancelled) continue;
        next.cancelled = true;
        live -= 1;
        fake.advance(Math.max(0, next.at - fake.now()));
        next.run();
        await settle();
      }
      fake.advance(Math.max(0, end - fake.now()));
      await settle();
    },
  };
}
