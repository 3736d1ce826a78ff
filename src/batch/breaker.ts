import type { BudgetClock } from './clock.ts';

/** Keeps calls back from a service that does not answer. */
export interface Breaker {
  /** Milliseconds that calls are to be kept back; 0: one may go. Whoever gets 0 must say how its call ended. */
  enter(): number;
  /** `answered`: the service said something, be it a refusal; `unsent`: the call was given up, which says nothing. */
  leave(end: 'answered' | 'failed' | 'unsent'): void;
  /** Calls without an answer in a row. */
  readonly failures: number;
}

/** So many calls in a row without an answer are an outage; fewer are chance. */
const FAILURES = 5;

/** In an outage one call at a time finds out whether it is over, ever more seldom. */
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * During an outage one call is let through after 1 s, 2 s, 4 s, … 60 s, whatever the number of objects that want
 * something; the first answer of any kind lets all go again.
 */
export function createBreaker(clock: Pick<BudgetClock, 'nowMs'>): Breaker {
  let failures = 0;
  let waitMs = FIRST_MS;
  let openUntilMs = -Infinity;
  let trying = false;

  return {
    enter() {
      if (failures < FAILURES) return 0;
      const restMs = openUntilMs - clock.nowMs();
      if (restMs > 0) return restMs;
      if (trying) return FIRST_MS;
      trying = true;
      return 0;
    },
    leave(end) {
      if (end === 'answered') {
        failures = 0;
        waitMs = FIRST_MS;
        trying = false;
      } else if (end === 'unsent') {
        trying = false;
      } else {
        failures += 1;
        // What was on its way when the outage was noticed is its echo.
        if (failures < FAILURES || (failures > FAILURES && !trying)) return;
        trying = false;
        openUntilMs = clock.nowMs() + waitMs;
        waitMs = Math.min(LONGEST_MS, waitMs * 2);
      }
    },
    get failures() {
      return failures;
    },
  };
}
