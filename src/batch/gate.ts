import type { CallOptions } from './api.ts';
import type { CallClass } from './bucket.ts';
import type { Budget } from './budget.ts';
import type { Outcome } from './outcome.ts';

/** How often a throttled call is repeated here, each time after the budget's next turn, before the caller hears of it. */
const THROTTLE_RETRIES = 4;

export const ABORTED: Outcome<never> = {
  kind: 'transient',
  code: 'Aborted',
  message: 'the call was given up before it was sent',
};

/** Lets calls out, one request at a time: each waits for its turn, counts, and is kept back while nobody answers. */
export interface Gate {
  call(
    operation: string,
    options: CallOptions,
    send: () => Promise<Outcome<unknown>>,
  ): Promise<Outcome<unknown>>;
}

export function createGate(options: {
  readonly budget: Budget;
  /** Whoever waits for a turn then gives up. */
  readonly closing: AbortSignal;
}): Gate {
  const { budget, closing } = options;
  const { breaker } = budget;

  const once = async (
    callClass: CallClass,
    { key = '', signal }: CallOptions,
    send: () => Promise<Outcome<unknown>>,
  ): Promise<Outcome<unknown>> => {
    const turn = signal === undefined ? closing : AbortSignal.any([signal, closing]);
    if (!(await budget.take(callClass, key, turn))) return ABORTED;
    const waitMs = breaker.enter();
    if (waitMs > 0) {
      budget.ended(false);
      return keptBack(breaker.failures, waitMs);
    }
    const outcome = await send().catch((error: unknown) => {
      breaker.leave('unsent');
      budget.ended(true);
      throw error;
    });
    const sent = outcome !== ABORTED;
    budget.ended(sent);
    breaker.leave(!sent ? 'unsent' : isAnswer(outcome) ? 'answered' : 'failed');
    return outcome;
  };

  return {
    async call(operation, callOptions, send) {
      const callClass = operation === 'SubmitJob' ? 'submit' : 'other';
      for (let attempt = 0; ; attempt++) {
        const outcome = await once(callClass, callOptions, send);
        if (outcome.kind !== 'transient' || outcome.code !== 'Throttled') return outcome;
        budget.throttled(callClass);
        if (attempt >= THROTTLE_RETRIES) return outcome;
      }
    },
  };
}

/** Whether the service itself has said something, as opposed to the network, a proxy or nobody. */
function isAnswer(outcome: Outcome<unknown>): boolean {
  if (outcome.kind === 'unknown') return false;
  return outcome.kind !== 'transient' || outcome.code === 'Throttled';
}

function keptBack(failures: number, waitMs: number): Outcome<never> {
  return {
    kind: 'transient',
    code: 'Unreachable',
    message: `Batch has not answered ${failures} calls in a row; the next one goes out in ${Math.ceil(waitMs / 1000)} s`,
    retryAfterMs: waitMs,
  };
}
