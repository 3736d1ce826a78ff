import type { GitTime } from './time.ts';

/** Looks again and again, and at once when told. */
export interface Poll {
  /** Looks now, or as soon as the look under way has ended. */
  now(): void;
  close(): Promise<void>;
}

/** While the remote fails, looks become rarer up to this many intervals. */
const SLOWEST = 10;

/** Starts to poll. `look` says whether the remote could be looked at; it never rejects. */
export function startPoll(time: GitTime, intervalMs: number, look: () => Promise<boolean>): Poll {
  let cancel = (): void => undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;
  let slow = 1;
  const wanted = (): boolean => again && !closed;

  const arm = (): void => {
    cancel();
    // Many controllers of one host must not look in step.
    if (!closed) cancel = time.after(intervalMs * slow * (0.9 + time.random() / 5), run);
  };
  function run(): void {
    if (closed) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    cancel();
    running = (async () => {
      do {
        again = false;
        slow = (await look()) ? 1 : Math.min(SLOWEST, slow * 2);
      } while (wanted());
    })().finally(() => {
      running = undefined;
      arm();
    });
  }

  arm();
  return {
    now: run,
    async close() {
      closed = true;
      cancel();
      await running;
    },
  };
}
