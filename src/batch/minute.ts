const MINUTE_MS = 60_000;

/** Counts calls of the last minute, and holds them to a bound. */
export interface Minute {
  /** Milliseconds until one more may go: 0 now, Infinity as long as only the end of one under way can make room. */
  delayMs(nowMs: number): number;
  begin(nowMs: number): void;
  /** The call is over; `sent`: it may have reached the service. */
  end(nowMs: number, sent: boolean): void;
  /** Calls that went out in the last minute, by seconds. */
  count(nowMs: number): number;
}

/**
 * At most `bound` calls reach the service in any 60 seconds. A call takes its place from before it is sent until 60
 * seconds after its end, because it may reach the service at any moment in between: counted from the grant alone, calls
 * that were held up on their way could meet those of the next minute.
 */
export function createMinute(bound: number | undefined): Minute {
  /** When the calls whose places are still taken ended, oldest first, from `first` on. */
  let ends: number[] = [];
  let first = 0;
  let under = 0;
  const seconds = new Map<number, number>();

  const forget = (nowMs: number): void => {
    while (first < ends.length && nowMs - ends[first]! >= MINUTE_MS) first++;
    if (first > 1_024 && first * 2 > ends.length) {
      ends = ends.slice(first);
      first = 0;
    }
    for (const second of seconds.keys()) {
      if (nowMs - second * 1_000 < MINUTE_MS) break;
      seconds.delete(second);
    }
  };

  return {
    delayMs(nowMs) {
      if (bound === undefined) return 0;
      forget(nowMs);
      if (under + ends.length - first < bound) return 0;
      return first < ends.length ? ends[first]! + MINUTE_MS - nowMs : Infinity;
    },
    begin(nowMs) {
      under += 1;
      const second = Math.floor(nowMs / 1_000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
      if (bound === undefined) forget(nowMs);
    },
    end(nowMs, sent) {
      under -= 1;
      if (bound !== undefined && sent) ends.push(nowMs);
    },
    count(nowMs) {
      forget(nowMs);
      return [...seconds.values()].reduce((sum, each) => sum + each, 0);
    },
  };
}
