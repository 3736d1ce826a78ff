/** What was measured of one thing, sample by sample. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** Growth within the whole series that is not called one: a fixed part, and a part of its median. */
  readonly allowed: { readonly fixed: number; readonly part: number };
}

export interface Trend {
  readonly name: string;
  readonly unit: string;
  readonly first: number;
  readonly last: number;
  readonly perHour: number;
  readonly grows: boolean;
}

/**
 * The median of the slopes between all pairs of samples (Theil and Sen): a burst, a collection that came late or a day's
 * maximum at either end does not move it, a leak does.
 */
export function slope(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i += 1) {
    for (let j = i + 1; j < values.length; j += 1) slopes.push((values[j]! - values[i]!) / (j - i));
  }
  return middle(slopes);
}

/** Whether a series grows; `intervalMs` is the time between two samples. */
export function trendOf({ name, unit, values, allowed }: Series, intervalMs: number): Trend {
  const perSample = slope(values);
  const quarter = Math.max(1, Math.floor(values.length / 4));
  const limit = Math.max(allowed.fixed, allowed.part * middle(values));
  return {
    name,
    unit,
    first: middle(values.slice(0, quarter)),
    last: middle(values.slice(-quarter)),
    perHour: perSample * (3_600_000 / intervalMs),
    grows: perSample * (values.length - 1) > limit,
  };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
