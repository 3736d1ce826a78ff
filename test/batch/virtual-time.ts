import type { BudgetClock } from '../../src/batch/clock.ts';

export interface VirtualTime extends BudgetClock {
  /** Lets time pass, and everything that is due in it happen in order. */
  readonly pass: (ms: number) => Promise<void>;
}

/** Time that passes only when told. */
export function virtualTime(): VirtualTime {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 12; i++) await Promise.resolve();
  };
  return {
    nowMs: () => now,
    after: (delay, run) => {
      const timer = { at: now + delay, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    pass: async (ms) => {
      const end = now + ms;
      for (;;) {
        await settle();
        let next: (typeof timers)[number] | undefined;
        for (const each of timers)
          if (each.at <= end && (next === undefined || each.at < next.at)) next = each;
        if (next === undefined) break;
        timers = timers.filter((each) => each !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
      await settle();
    },
  };
}
