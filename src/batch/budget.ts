import { advance, bucketOf, delayMs, spend, throttled, type Bucket, type CallClass } from './bucket.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { budgetClock, type BudgetClock } from './clock.ts';
import { createMinute } from './minute.ts';
import { createTurns, type Turns } from './turns.ts';

export interface BudgetOptions {
  /** SubmitJob calls a second; 40 unless told, under the account's 50. */
  readonly submitPerSecond?: number;
  /** All other calls a second; 40 unless told. */
  readonly otherPerSecond?: number;
  /** A hard bound over all calls of any 60 seconds; none unless told. */
  readonly maxCallsPerMinute?: number;
  readonly clock?: BudgetClock;
}

export interface BudgetSnapshot {
  /** Calls a second that each class may make now. */
  readonly rates: Readonly<Record<CallClass, number>>;
  /** Calls of each class that may go at once. */
  readonly tokens: Readonly<Record<CallClass, number>>;
  readonly waiting: Readonly<Record<CallClass, number>>;
  readonly callsLastMinute: number;
  readonly throttles: number;
}

/** The one budget of all calls to Batch. */
export interface Budget {
  /**
   * Waits for a call's turn. Keys take turns, so that many calls for one object never starve another.
   * False: the signal was aborted first, and nothing was spent. Whoever gets true must call `ended` once.
   */
  take(callClass: CallClass, key: string, signal?: AbortSignal): Promise<boolean>;
  /** A call that had its turn is over; `sent`: it may have reached the service. */
  ended(sent: boolean): void;
  /** Keeps calls back while the service does not answer. */
  readonly breaker: Breaker;
  /** The service answered that there are too many calls. */
  throttled(callClass: CallClass): void;
  snapshot(): BudgetSnapshot;
}

interface Waiter {
  readonly grant: () => void;
}

interface Lane {
  bucket: Bucket;
  readonly turns: Turns<Waiter>;
}

/** A budget for one account and region. Rates of zero or less are refused with a RangeError. */
export function createBudget(options: BudgetOptions = {}): Budget {
  const clock = options.clock ?? budgetClock;
  const perMinute = options.maxCallsPerMinute;
  if (perMinute !== undefined && !(Number.isInteger(perMinute) && perMinute >= 1)) {
    throw new RangeError(`calls per minute must be a whole number above 0, not ${perMinute}`);
  }
  for (const each of [options.submitPerSecond, options.otherPerSecond]) {
    if (each !== undefined && !(each > 0)) throw new RangeError(`a budget must be above 0, not ${each}`);
  }
  const laneOf = (ceiling: number): Lane => ({
    bucket: bucketOf(ceiling, clock.nowMs()),
    turns: createTurns(),
  });
  const lanes: Readonly<Record<CallClass, Lane>> = {
    submit: laneOf(options.submitPerSecond ?? 40),
    other: laneOf(options.otherPerSecond ?? 40),
  };
  /** Who was served longest ago comes first, so that neither class takes every place of a minute. */
  let order: readonly Lane[] = [lanes.other, lanes.submit];
  const minute = createMinute(perMinute);
  let cancelTimer: (() => void) | undefined;
  let throttles = 0;

  const serve = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    for (;;) {
      const now = clock.nowMs();
      let waitMs = Infinity;
      const next = order.find((lane) => {
        if (lane.turns.size() === 0) return false;
        lane.bucket = advance(lane.bucket, now);
        const delay = Math.max(delayMs(lane.bucket), minute.delayMs(now));
        waitMs = Math.min(waitMs, delay);
        return delay === 0;
      });
      if (next === undefined) {
        if (waitMs < Infinity) cancelTimer = clock.after(Math.ceil(waitMs), serve);
        return;
      }
      next.bucket = spend(next.bucket);
      minute.begin(now);
      order = [...order.filter((lane) => lane !== next), next];
      next.turns.next()?.grant();
    }
  };

  return {
    take: (callClass, key, signal) => {
      if (signal?.aborted === true) return Promise.resolve(false);
      const lane = lanes[callClass];
      return new Promise((resolve) => {
        const leave = (): void => {
          lane.turns.remove(key, waiter);
          resolve(false);
        };
        const waiter: Waiter = {
          grant: () => {
            signal?.removeEventListener('abort', leave);
            resolve(true);
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        lane.turns.add(key, waiter);
        // Behind others of its class it cannot be next.
        if (lane.turns.size() === 1 || cancelTimer === undefined) serve();
      });
    },
    ended: (sent) => {
      minute.end(clock.nowMs(), sent);
      if (perMinute !== undefined) serve();
    },
    breaker: createBreaker(clock),
    throttled: (callClass) => {
      throttles += 1;
      const lane = lanes[callClass];
      lane.bucket = throttled(lane.bucket, clock.nowMs());
      if (cancelTimer !== undefined) serve();
    },
    snapshot: () => {
      const now = clock.nowMs();
      const submit = advance(lanes.submit.bucket, now);
      const other = advance(lanes.other.bucket, now);
      return {
        rates: { submit: submit.rate, other: other.rate },
        tokens: { submit: Math.max(0, submit.tokens), other: Math.max(0, other.tokens) },
        waiting: { submit: lanes.submit.turns.size(), other: lanes.other.turns.size() },
        callsLastMinute: minute.count(now),
        throttles,
      };
    },
  };
}
