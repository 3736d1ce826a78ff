import { randomUUID } from 'node:crypto';
import { systemClock } from './clock.ts';
import type { StateClock } from './clock.ts';
import { fromSystemError, stateError } from './errors.ts';
import type { StateError } from './errors.ts';
import { decideLease, parseLease } from './lease-decision.ts';
import type { LeaseMemory, LeaseRecord, LeaseSight } from './lease-decision.ts';
import type { Etag, StateStore } from './store.ts';

/** held: this process may act. standby: another acts, this one never did. lost: it acted once and must not now. */
export type LeaseState = 'held' | 'standby' | 'lost';

/** Who else holds the lease, as its record says. */
export interface OtherHolder {
  readonly holder: string;
  readonly epoch: number;
  /** The other's own wall clock, for display only. */
  readonly renewedAt: string;
}

/** The right to act on a source; see docs/state.md for how it works and what it promises. */
export interface Lease {
  readonly state: LeaseState;
  /** The fencing token's number: grows with every acquisition by anyone; 0 before the first of this process. */
  readonly epoch: number;
  /** Unique to one acquisition: `<epoch>-<instance>`. Records claimed with it refuse the writes of earlier holders. */
  readonly token: string;
  /** The holder that keeps this process waiting, if one is known. */
  readonly other: OtherHolder | undefined;
  /** True while this process may act: the last successful renewal began less than ttl − margin ago. Costs nothing. */
  check(): boolean;
  /** Calls back after every change of `state` or `epoch`; the result stops it. */
  onChange(callback: (lease: Lease) => void): () => void;
  /** Gives the lease up for the next to take at once, and stops contending. Call it after the last act. Never throws. */
  release(): Promise<void>;
}

/** How to contend for a lease. */
export interface LeaseOptions {
  /** Default `lease`. */
  readonly key?: string;
  /** For people: host and process id, or the name of the pod. */
  readonly holder: string;
  /** How long a record must stand unchanged before another takes it. Default 15,000. */
  readonly ttlMs?: number;
  /** How often the holder renews and the others look. Default 5,000. */
  readonly renewMs?: number;
  /** How long before the ttl the holder stops acting; covers clock drift. Default a fifth of the ttl. */
  readonly marginMs?: number;
  /** Unique to this contender; made up unless given. Give it in simulations, where chance comes from the seed. */
  readonly instance?: string;
  readonly clock?: StateClock;
  /** Told of every failure of the store; the lease itself goes on trying. */
  readonly onError?: (error: StateError) => void;
}

interface Holding {
  readonly etag: Etag;
  readonly record: LeaseRecord;
  /** Monotonic time before the last successful write began. */
  readonly renewedMs: number;
}

/**
 * Contends for the lease of a store until release(). Resolves after the first look, holding or standing by.
 *
 * A dead holder is followed within ttl + renew (20 s by default), a clean release within renew. Rejects with a
 * terminal StateError when the times do not fit each other or the store refuses; what may pass is tried again.
 */
export async function acquireLease(store: StateStore, options: LeaseOptions): Promise<Lease> {
  const clock = options.clock ?? systemClock;
  const key = options.key ?? 'lease';
  const ttlMs = options.ttlMs ?? 15_000;
  const renewMs = options.renewMs ?? 5_000;
  const marginMs = options.marginMs ?? ttlMs / 5;
  const instance = options.instance ?? randomUUID().slice(0, 8);
  // The holder stops so long after a renewal began, and everyone else waits at least ttl after it was seen.
  const trustMs = ttlMs - marginMs;
  if (!(renewMs > 0 && marginMs > 0 && renewMs < trustMs && ttlMs <= 3_600_000)) {
    throw stateError(
      'InvalidLease',
      'terminal',
      `a lease of ${ttlMs} ms cannot be renewed every ${renewMs} ms with a margin of ${marginMs} ms: make renew smaller than ttl − margin, and ttl at most an hour`,
    );
  }

  const callbacks = new Set<(lease: Lease) => void>();
  let state: LeaseState = 'standby';
  let epoch = 0;
  let other: OtherHolder | undefined;
  let holding: Holding | undefined;
  // After a write without an answer only a look can tell whether it happened.
  let unanswered: { readonly record: LeaseRecord; readonly renewedMs: number } | undefined;
  let memory: LeaseMemory = { highestEpoch: 0 };
  let released = false;
  let cancelLook = (): void => undefined;
  let cancelLapse = (): void => undefined;
  let looking: Promise<void> = Promise.resolve();

  const isTrusted = (since: number): boolean => clock.monotonicMs() - since < trustMs;

  const become = (nextState: LeaseState, nextEpoch: number): void => {
    if (nextState === state && nextEpoch === epoch) return;
    state = nextState;
    epoch = nextEpoch;
    for (const each of [...callbacks]) each(lease);
  };

  const lose = (): void => {
    holding = undefined;
    unanswered = undefined;
    cancelLapse();
    become('lost', epoch);
  };

  const hold = (next: Holding): void => {
    holding = next;
    unanswered = undefined;
    cancelLapse();
    const lapse = (): void => {
      if (holding === undefined) return;
      if (!isTrusted(holding.renewedMs)) lose();
      else cancelLapse = clock.after(1, lapse);
    };
    cancelLapse = clock.after(Math.max(0, next.renewedMs + trustMs - clock.monotonicMs()), lapse);
    if (!isTrusted(next.renewedMs)) {
      lose();
      return;
    }
    other = undefined;
    become('held', next.record.epoch);
  };

  const write = async (record: LeaseRecord, expected: Etag | 'absent'): Promise<boolean> => {
    const renewedMs = clock.monotonicMs();
    unanswered = { record, renewedMs };
    const result = await store.put(key, `${JSON.stringify(record, undefined, 2)}\n`, expected);
    unanswered = undefined;
    if (!result.ok) return false;
    // What was seen before this is no start for counting anyone's ttl after a loss.
    memory = {
      seen: { etag: result.etag, sinceMs: clock.monotonicMs() },
      highestEpoch: Math.max(memory.highestEpoch, record.epoch),
    };
    hold({ etag: result.etag, record, renewedMs });
    return true;
  };

  const recordOf = (of: { epoch: number; renewal: number; released: boolean }): LeaseRecord => ({
    version: 1,
    ...of,
    holder: options.holder,
    instance,
    ttlMs,
    renewedAt: new Date(clock.now()).toISOString(),
  });

  const look = async (): Promise<LeaseSight> => {
    const entry = await store.get(key);
    if (entry === undefined) return { kind: 'absent' };
    const record = parseLease(entry.text);
    if (record === undefined) return { kind: 'unreadable', etag: entry.etag };
    return { kind: 'record', etag: entry.etag, record };
  };

  /** Renews with one write when the last one was answered; says whether the lease is still held. */
  const renew = async (held: Holding): Promise<boolean> => {
    const record = recordOf({ epoch: held.record.epoch, renewal: held.record.renewal + 1, released: false });
    if (unanswered === undefined && (await write(record, held.etag))) return true;
    const sight = await look();
    // Renewing over a lapse would hide from the caller that somebody else might have acted.
    if (!isTrusted(held.renewedMs)) return false;
    if (sight.kind === 'record') {
      if (sight.record.instance !== instance || sight.record.epoch !== epoch) return false;
      if (unanswered !== undefined && sight.record.renewal === unanswered.record.renewal) {
        hold({ etag: sight.etag, ...unanswered });
        return holding !== undefined;
      }
    }
    // Deleted or damaged by someone while this process holds it: what the others wait for is the ttl, still running.
    return write({ ...record, renewal: record.renewal + 1 }, sight.kind === 'absent' ? 'absent' : sight.etag);
  };

  /** One look, and what follows from it; gives the delay to the next. */
  const step = async (): Promise<number> => {
    if (holding !== undefined && !isTrusted(holding.renewedMs)) lose();
    if (holding !== undefined) {
      if (await renew(holding)) return renewMs;
      lose();
    }
    const sight = await look();
    const decided = decideLease(memory, sight, clock.monotonicMs(), { instance, ttlMs, renewMs });
    memory = decided.memory;
    const isOther = sight.kind === 'record' && sight.record.instance !== instance && !sight.record.released;
    other = isOther ? otherOf(sight.record) : undefined;
    if (decided.decision.act === 'wait') return decided.decision.forMs;
    if (released) return renewMs;
    const { epoch: next, expected } = decided.decision;
    await write(recordOf({ epoch: next, renewal: 0, released: false }), expected);
    return renewMs;
  };

  const report = (error: unknown): StateError => {
    const said = fromSystemError(error, 'keep the lease in', store.url);
    options.onError?.(said);
    return said;
  };

  const schedule = (delayMs: number): void => {
    if (released) return;
    cancelLook = clock.after(delayMs, () => {
      looking = step().then(schedule, (error: unknown) => {
        report(error);
        // Soon enough that a passing failure leaves several tries before the ttl.
        schedule(renewMs / 4);
      });
    });
  };

  const lease: Lease = {
    get state() {
      return state;
    },
    get epoch() {
      return epoch;
    },
    get token() {
      return `${epoch}-${instance}`;
    },
    get other() {
      return other;
    },
    check: () => state === 'held' && holding !== undefined && !released && isTrusted(holding.renewedMs),
    onChange(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    async release() {
      if (released) return;
      released = true;
      cancelLook();
      cancelLapse();
      await looking;
      const held = holding;
      holding = undefined;
      cancelLapse();
      if (held !== undefined) {
        const record = recordOf({
          epoch: held.record.epoch,
          renewal: held.record.renewal + 1,
          released: true,
        });
        // If this fails, the ttl does the same a little later.
        await store.put(key, `${JSON.stringify(record, undefined, 2)}\n`, held.etag).catch(report);
      }
      become('standby', epoch);
    },
  };

  try {
    schedule(await step());
  } catch (error) {
    const said = report(error);
    if (said.class === 'terminal') throw said;
    schedule(renewMs / 4);
  }
  return lease;
}

function otherOf(record: LeaseRecord): OtherHolder {
  return { holder: record.holder, epoch: record.epoch, renewedAt: record.renewedAt };
}
