/** Waited for when a limit is named without a time: what GitHub asks for behind its secondary limits. */
const UNSAID_MS = 60_000;

/** Nobody is believed who asks to wait for longer. */
const WAIT_MAX_MS = 2 * 3_600_000;

/**
 * How long to wait when an answer says that there were too many requests; undefined when it does not.
 *
 * GitHub: 403 or 429; `retry-after` in seconds, else `x-ratelimit-remaining: 0` with `x-ratelimit-reset` in seconds since 1970,
 * else (a secondary limit) at least a minute. GitLab: 429 with `retry-after` and `ratelimit-reset`. A 503 with `retry-after`
 * is a limit, too.
 */
export function waitOf(status: number, headers: Headers, said: string, now: number): number | undefined {
  const after = retryAfter(headers.get('retry-after'), now);
  if (status === 503) return after === undefined ? undefined : bounded(after);
  if (status !== 403 && status !== 429) return undefined;
  const spent = headers.get('x-ratelimit-remaining') === '0';
  const named = status === 429 || spent || /rate limit|abuse detection/i.test(said);
  if (after === undefined && !named) return undefined;
  if (after !== undefined) return bounded(after);
  const reset = headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? '';
  const until = (spent || status === 429) && /^\d+$/.test(reset) ? Number(reset) * 1_000 - now : undefined;
  return bounded(until === undefined || until < 0 ? UNSAID_MS : until + 1_000);
}

function bounded(ms: number): number {
  return Math.min(WAIT_MAX_MS, Math.max(1_000, ms));
}

/** `Retry-After` as seconds or as a date (RFC 9110, 10.2.3), in milliseconds from now. */
function retryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
