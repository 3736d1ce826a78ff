import type { Clock } from './clock.ts';

/** What a pass asks for when it is over. */
export type Again =
  | { readonly kind: 'done' }
  /** Look again after so long, because time or Batch may have changed something. */
  | { readonly kind: 'after'; readonly ms: number }
  /** Something failed that is worth another try: after a growing wait of the key's own. */
  | { readonly kind: 'backoff' };

export interface KeyedQueue {
  /** Asks for a pass as soon as possible. A key that waits already is not added twice; one that is being worked on goes once more. */
  add(key: string): void;
  /** Keys that wait, and keys under way. */
  readonly depth: { readonly ready: number; readonly delayed: number; readonly active: number };
  /** Resolves when nothing is ready or under way; delayed keys do not count. */
  idle(): Promise<void>;
  /** Takes no more keys; resolves when the passes under way have ended. */
  stop(): Promise<void>;
}

/** Passes that never wait for anything leave nobody else a turn: after so long the rest of the process has one. */
const TURN_MS = 25;

const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 60_000;

/**
 * Works on keys, at most `workers` at a time and never twice on the same one at once. A key stands for "look at this
 * again": everything is read afresh by the pass, so that ten reasons to look cost one look.
 */
export function createQueue(options: {
  readonly work: (key: string) => Promise<Again>;
  readonly clock: Clock;
  readonly workers: number;
  /** Told of a pass that threw; the key goes again with backoff. */
  readonly onError: (key: string, error: unknown) => void;
}): KeyedQueue {
  const { clock, workers } = options;
  const ready = new Set<string>();
  const active = new Set<string>();
  const again = new Set<string>();
  const delayed = new Map<string, () => void>();
  const failures = new Map<string, number>();
  let waiters: (() => void)[] = [];
  let stopped = false;
  let turn: { readonly began: number; readonly cancel: () => void } | undefined;

  const settle = (): void => {
    if (active.size > 0 || (ready.size > 0 && !stopped)) return;
    const resolve = waiters;
    waiters = [];
    for (const each of resolve) each();
  };

  const addLater = (key: string, ms: number): void => {
    if (stopped || ready.has(key) || again.has(key)) return;
    delayed.get(key)?.();
    const cancel = clock.after(ms, () => {
      delayed.delete(key);
      add(key);
    });
    delayed.set(key, cancel);
  };

  const finish = (key: string, result: Again): void => {
    active.delete(key);
    if (result.kind === 'backoff') {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      const wait = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(count, 16));
      if (!again.has(key)) addLater(key, wait * (0.75 + clock.random() / 2));
    } else {
      failures.delete(key);
      if (result.kind === 'after' && !again.has(key)) addLater(key, result.ms);
    }
    if (again.delete(key)) add(key);
    pump();
    settle();
  };

  /** Whether others have waited long enough; a turn ends as soon as a timer can fire. */
  const isOver = (): boolean => {
    turn ??= {
      began: clock.now(),
      cancel: clock.after(0, () => {
        turn = undefined;
        if (ready.size > 0) pump();
      }),
    };
    return clock.now() - turn.began >= TURN_MS;
  };

  const pump = (): void => {
    while (!stopped && active.size < workers && !isOver()) {
      const next = ready.values().next();
      if (next.done === true) return;
      const key = next.value;
      ready.delete(key);
      active.add(key);
      options.work(key).then(
        (result) => {
          finish(key, result);
        },
        (error: unknown) => {
          options.onError(key, error);
          finish(key, { kind: 'backoff' });
        },
      );
    }
  };

  function add(key: string): void {
    if (stopped) return;
    delayed.get(key)?.();
    delayed.delete(key);
    if (active.has(key)) again.add(key);
    else {
      ready.add(key);
      pump();
    }
  }

  return {
    add,
    get depth() {
      return { ready: ready.size, delayed: delayed.size, active: active.size };
    },
    idle: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        settle();
      }),
    stop() {
      stopped = true;
      ready.clear();
      again.clear();
      turn?.cancel();
      for (const cancel of delayed.values()) cancel();
      delayed.clear();
      return new Promise((resolve) => {
        waiters.push(resolve);
        settle();
      });
    },
  };
}
