import { simulate, type SimulationOptions } from './simulate.ts';

/** What many seeds come to. */
export interface Census {
  seeds: number;
  steps: number;
  /** Seeds that were run twice and compared. */
  replayed: number;
  readonly faults: Map<string, number>;
  readonly states: Set<number>;
  readonly violations: { readonly seed: number; readonly message: string }[];
}

/** As it goes from one process to another. */
export interface PlainCensus {
  readonly seeds: number;
  readonly steps: number;
  readonly replayed: number;
  readonly faults: readonly (readonly [string, number])[];
  readonly states: readonly number[];
  readonly violations: Census['violations'];
}

/** One seed in so many is run twice, to see that it decides everything. */
const REPLAYED = 100;

export function emptyCensus(): Census {
  return { seeds: 0, steps: 0, replayed: 0, faults: new Map(), states: new Set(), violations: [] };
}

/** Runs seeds `from` to `from + count - 1`, or until `isEnough` says so. */
export async function runSeeds(
  from: number,
  count: number,
  options: Omit<SimulationOptions, 'seed'>,
  isEnough: (census: Census) => boolean = () => false,
): Promise<Census> {
  const census = emptyCensus();
  for (let seed = from; seed < from + count && !isEnough(census); seed += 1) {
    const run = await simulate({ ...options, seed });
    census.seeds += 1;
    census.steps += run.steps;
    for (const [kind, times] of run.faults) census.faults.set(kind, (census.faults.get(kind) ?? 0) + times);
    for (const state of run.states) census.states.add(state);
    if (run.violation !== undefined) census.violations.push({ seed, message: run.violation.message });
    if (seed % REPLAYED !== 0) continue;
    census.replayed += 1;
    const again = await simulate({ ...options, seed });
    if (again.digest !== run.digest) census.violations.push({ seed, message: 'replay: it went another way' });
  }
  return census;
}

export function addTo(census: Census, more: PlainCensus): void {
  census.seeds += more.seeds;
  census.steps += more.steps;
  census.replayed += more.replayed;
  for (const [kind, times] of more.faults) census.faults.set(kind, (census.faults.get(kind) ?? 0) + times);
  for (const state of more.states) census.states.add(state);
  census.violations.push(...more.violations);
}

export function plain(census: Census): PlainCensus {
  return { ...census, faults: [...census.faults], states: [...census.states] };
}

/** Figures for a person: kinds of faults from the most frequent on. */
export function figures(census: Census, seconds: number): readonly string[] {
  const sorted = [...census.faults].sort(([, a], [, b]) => b - a);
  const total = sorted.reduce((sum, [, times]) => sum + times, 0);
  const width = Math.max(0, ...sorted.map(([kind]) => kind.length));
  const n = (value: number): string => value.toLocaleString('en-US');
  return [
    `seeds             ${n(census.seeds)}, ${n(census.replayed)} of them run twice with the same outcome to the byte`,
    `steps             ${n(census.steps)}`,
    `distinct states   ${n(census.states.size)}`,
    `faults injected   ${n(total)}`,
    ...sorted.map(([kind, times]) => `  ${kind.padEnd(width)}  ${n(times)}`),
    `seeds a second    ${(census.seeds / seconds).toFixed(1)}, ${seconds.toFixed(0)} s in all`,
    `violations        ${n(census.violations.length)}`,
  ];
}
