import type { Clock } from '../../src/controller/clock.ts';

export interface VirtualClock extends Clock {
  /** Lets time pass, and everything that is due in it happen in order. */
  advance(ms: number): Promise<void>;
}

/** Time that passes only when told to; `random` is always the middle. */
export function virtualClock(): VirtualClock {
  let now = 0;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  const breathe = (): Promise<void> => new Promise((done) => setImmediate(done));
  return {
    now: () => now,
    random: () => 0.5,
    after(delayMs, run) {
      const timer = { at: now + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    async advance(ms) {
      const end = now + ms;
      await breathe();
      for (;;) {
        const next = timers.filter((each) => each.at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((each) => each !== next);
        now = Math.max(now, next.at);
        next.run();
        await breathe();
      }
      now = end;
    },
  };
}
