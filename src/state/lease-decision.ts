import type { Etag } from './store.ts';

/** The lease as it stands in the store. Times in it are for people; nothing is decided on them. */
export interface LeaseRecord {
  readonly version: 1;
  readonly epoch: number;
  readonly holder: string;
  /** Unique to one contender, so that a reply that was lost can be told from another's acquisition. */
  readonly instance: string;
  /** Grows with every renewal, so that no two records are alike. */
  readonly renewal: number;
  readonly ttlMs: number;
  readonly released: boolean;
  readonly renewedAt: string;
}

/** What stands under the lease's key. `unreadable` is a text that is no lease record. */
export type LeaseSight =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly etag: Etag }
  | { readonly kind: 'record'; readonly etag: Etag; readonly record: LeaseRecord };

/** What a contender remembers between two looks. */
export interface LeaseMemory {
  /** The etag seen last (`absent` for none), and since when, on the own monotonic clock, it has stood unchanged. */
  readonly seen?: { readonly etag: Etag | 'absent'; readonly sinceMs: number };
  /** The highest epoch ever seen. */
  readonly highestEpoch: number;
}

/** What a contender that does not hold the lease does next. */
export type LeaseDecision =
  | { readonly act: 'take'; readonly expected: Etag | 'absent'; readonly epoch: number }
  | { readonly act: 'wait'; readonly forMs: number };

/**
 * Decides for a contender that does not hold the lease, as client-go's leader election does: a record counts as
 * abandoned when this contender itself has seen it stand unchanged for its whole ttl, whatever anyone's wall clock
 * says. `nowMs` is the own monotonic clock after the look, so that the count never begins before the renewal it saw.
 */
export function decideLease(
  memory: LeaseMemory,
  sight: LeaseSight,
  nowMs: number,
  own: { readonly instance: string; readonly ttlMs: number; readonly renewMs: number },
): { readonly memory: LeaseMemory; readonly decision: LeaseDecision } {
  const etag = sight.kind === 'absent' ? 'absent' : sight.etag;
  const sinceMs = memory.seen?.etag === etag ? memory.seen.sinceMs : nowMs;
  const highestEpoch = Math.max(memory.highestEpoch, sight.kind === 'record' ? sight.record.epoch : 0);
  const next: LeaseMemory = { seen: { etag, sinceMs }, highestEpoch };
  const take: LeaseDecision = { act: 'take', expected: etag, epoch: highestEpoch + 1 };

  // Nobody can have held it in between: the write below succeeds only over this very record.
  const isFree = sight.kind === 'record' && (sight.record.released || sight.record.instance === own.instance);
  // A record that was there and is gone may have been deleted under a holder that still acts.
  const isFirst = sight.kind === 'absent' && memory.seen === undefined;
  if (isFree || isFirst) return { memory: next, decision: take };

  const ttlMs = Math.max(own.ttlMs, sight.kind === 'record' ? sight.record.ttlMs : 0);
  const remainingMs = sinceMs + ttlMs - nowMs;
  if (remainingMs <= 0) return { memory: next, decision: take };
  return { memory: next, decision: { act: 'wait', forMs: Math.min(own.renewMs, remainingMs) } };
}

/** No ttl is longer than an hour: a damaged record must not keep everyone waiting for ever. */
const longestTtlMs = 3_600_000;

/** Reads a lease record; anything else is undefined, never an error. */
export function parseLease(text: string): LeaseRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<LeaseRecord> | null;
    const isRecord =
      Number.isSafeInteger(record?.epoch) &&
      typeof record?.holder === 'string' &&
      typeof record.instance === 'string' &&
      typeof record.ttlMs === 'number' &&
      record.ttlMs > 0 &&
      record.ttlMs <= longestTtlMs &&
      typeof record.renewal === 'number';
    if (!isRecord) return undefined;
    return { ...(record as LeaseRecord), released: record.released === true };
  } catch {
    return undefined;
  }
}
