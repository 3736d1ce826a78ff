import { cpus, loadavg, release, totalmem } from 'node:os';

/** One figure of a benchmark. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What was aimed at. */
  readonly aim?: { readonly most?: number; readonly least?: number };
  /**
   * How the regression gate takes it: `exact` figures are the same in every run, on every machine; `ratio` figures are times in
   * units of the reference loop of the same run and may be at most so many times what is checked in; others are only told.
   */
  readonly gate?: 'exact' | 'ratio';
}

/** `short`: the same in seconds, with the same exactness, for every run of the tests. */
export type Size = 'full' | 'short';

/** A benchmark: the figures of one run. */
export type Benchmark = (say: (line: string) => void, size?: Size) => Promise<readonly Figure[]>;

export function met({ value, aim }: Figure): boolean | undefined {
  if (aim === undefined) return undefined;
  return value <= (aim.most ?? Infinity) && value >= (aim.least ?? -Infinity);
}

/** A number for people: whole ones in full, others with three digits. */
export function amount(value: number): string {
  return Number.isInteger(value)
    ? value.toLocaleString('en')
    : value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

/** What was aimed at, in words; empty when nothing was. */
export function aimOf({ aim }: Figure): string {
  if (aim === undefined) return '';
  const { least, most } = aim;
  if (least === most) return `exactly ${amount(most ?? 0)}`;
  return most === undefined ? `at least ${amount(least ?? 0)}` : `at most ${amount(most)}`;
}

export function line(figure: Figure): string {
  const { name, value, unit, aim } = figure;
  const told =
    aim === undefined ? '' : ` (aim: ${aimOf(figure)}: ${met(figure) === true ? 'met' : 'MISSED'})`;
  return `${name.padEnd(58)} ${amount(value).padStart(10)} ${unit}${told}`;
}

export function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${gigabytes} GB, Linux ${release()}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Milliseconds that a fixed piece of work takes here and now: the unit of all times that are compared between runs. */
export function referenceMs(): number {
  const times = Array.from({ length: 5 }, () => {
    const from = performance.now();
    const table = new Map<string, number>();
    for (let i = 0; i < 200_000; i += 1) {
      const key = `k${i % 5_000}`;
      table.set(key, (table.get(key) ?? 0) + i);
    }
    const numbers = [...table.values()].sort((a, b) => a - b);
    if (JSON.stringify(numbers).length === 0) throw new Error('never');
    return performance.now() - from;
  });
  return median(times);
}

/** Milliseconds of the middle one of several runs, after one that does not count. */
export function medianMs(times: number, act: () => void): number {
  act();
  return median(
    Array.from({ length: times }, () => {
      const from = performance.now();
      act();
      return performance.now() - from;
    }),
  );
}

/** Bytes in use after everything that can go has gone; needs node --expose-gc. */
export function heapBytes(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error('run with node --expose-gc');
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
