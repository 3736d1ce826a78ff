import type { StateClock } from '../../src/state/index.ts';

/** A clock that moves only when told to; several may share one time and jump apart on the wall. */
export interface VirtualTime {
  clock(): StateClock & { wallOffsetMs: number; paused: boolean };
  /** Moves on, running what is due in order, and lets promises settle after each. */
  advance(ms: number): Promise<void>;
  readonly nowMs: number;
}

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
  readonly owner: { paused: boolean };
}

export function createVirtualTime(): VirtualTime {
  let nowMs = 1_000_000;
  const timers = new Set<Timer>();

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  };

  return {
    get nowMs() {
      return nowMs;
    },
    clock() {
      const clock = {
        wallOffsetMs: 0,
        paused: false,
        now: () => 1_700_000_000_000 + nowMs + clock.wallOffsetMs,
        monotonicMs: () => nowMs,
        after: (delayMs: number, run: () => void) => {
          const timer = { atMs: nowMs + Math.max(0, delayMs), run, owner: clock };
          timers.add(timer);
          return () => {
            timers.delete(timer);
          };
        },
      };
      return clock;
    },
    async advance(ms) {
      const end = nowMs + ms;
      await settle();
      for (;;) {
        const due = [...timers]
          .filter((each) => each.atMs <= end && !each.owner.paused)
          .sort((a, b) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        timers.delete(due);
        nowMs = Math.max(nowMs, due.atMs);
        due.run();
        await settle();
      }
      nowMs = end;
      await settle();
    },
  };
}
