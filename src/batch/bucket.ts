/** SubmitJob has a quota of its own; everything else is counted together. */
export type CallClass = 'submit' | 'other';

/** A token bucket whose rate gives way to throttling. All of it is data: the clock is a parameter. */
export interface Bucket {
  /** Calls a second that it never exceeds. */
  readonly ceiling: number;
  /** Calls a second now. */
  readonly rate: number;
  readonly tokens: number;
  readonly atMs: number;
  /** Until then further throttling is the echo of what was sent before the rate fell. */
  readonly deafUntilMs: number;
}

/** How much of a second's calls may go out at once: a service that counts whole seconds must not see 2 of ours in 1 of its. */
const BURST_SECONDS = 0.1;

/** From half to full in ten seconds: slower than the service's own buckets fill again. */
const RECOVERY_PER_SECOND = 0.05;

/** However much is throttled, a call every two seconds finds out whether it still is. */
const RATE_FLOOR = 0.5;

const ECHO_MS = 1_000;

export function bucketOf(ceiling: number, atMs: number): Bucket {
  return { ceiling, rate: ceiling, tokens: burst(ceiling), atMs, deafUntilMs: atMs };
}

function burst(rate: number): number {
  return Math.max(1, rate * BURST_SECONDS);
}

/** The bucket at a later time: filled, and its rate recovered a little. A clock that went back changes nothing. */
export function advance(bucket: Bucket, nowMs: number): Bucket {
  const seconds = (nowMs - bucket.atMs) / 1000;
  if (seconds <= 0) return bucket;
  // While replies of the time before the halving come in, the rate stays.
  const calm = Math.max(0, nowMs - Math.max(bucket.atMs, bucket.deafUntilMs)) / 1000;
  const rate = Math.min(bucket.ceiling, bucket.rate + bucket.ceiling * RECOVERY_PER_SECOND * calm);
  return {
    ...bucket,
    rate,
    tokens: Math.min(burst(rate), bucket.tokens + bucket.rate * seconds),
    atMs: nowMs,
  };
}

/** Milliseconds until a call may go; 0: now. The bucket must have been advanced. */
export function delayMs(bucket: Bucket): number {
  // Sums of fractions may end a hair below a whole token.
  return bucket.tokens >= 1 - 1e-9 ? 0 : ((1 - bucket.tokens) / bucket.rate) * 1000;
}

export function spend(bucket: Bucket): Bucket {
  return { ...bucket, tokens: bucket.tokens - 1 };
}

/** Halves the rate, once for all replies to what was already on its way. */
export function throttled(bucket: Bucket, nowMs: number): Bucket {
  const now = advance(bucket, nowMs);
  if (nowMs < now.deafUntilMs) return now;
  return {
    ...now,
    rate: Math.max(RATE_FLOOR, now.rate / 2),
    tokens: Math.min(now.tokens, 0),
    deafUntilMs: nowMs + ECHO_MS,
  };
}
