import { simulate, type SimulationOptions, type Simulated } from './simulate.ts';

/** Enough for the largest graph; a bound only so that it ends. */
const MOST_RUNS = 600;

/**
 * Leaves out faults, events and objects for as long as the same invariant is still violated: first whole kinds, then single
 * ones. Gives the smallest history found, with its trace, and what was left out.
 */
export async function shrink(
  options: SimulationOptions,
  failed: Simulated,
): Promise<{ readonly without: ReadonlySet<string>; readonly result: Simulated }> {
  const invariant = failed.violation?.invariant;
  let without: ReadonlySet<string> = options.without ?? new Set();
  let result = failed;
  let runs = 0;

  const leaveOut = async (more: readonly string[]): Promise<boolean> => {
    if (runs >= MOST_RUNS || more.length === 0) return false;
    runs += 1;
    const tried = new Set([...without, ...more]);
    const next = await simulate({ ...options, without: tried, trace: false });
    if (next.violation?.invariant !== invariant || next.violation === undefined) return false;
    without = tried;
    result = next;
    return true;
  };
  /** Tries to leave out all of them at once, else each half, and so on. */
  const thin = async (parts: readonly string[]): Promise<void> => {
    if (parts.length === 0 || (await leaveOut(parts)) || parts.length === 1) return;
    const half = Math.ceil(parts.length / 2);
    await thin(parts.slice(0, half));
    await thin(parts.slice(half));
  };

  for (let before = -1; before !== without.size && runs < MOST_RUNS;) {
    before = without.size;
    const kinds = [...result.due.keys()].filter((kind) => !without.has(kind));
    await thin(kinds);
    await thin([...result.objects].reverse());
    for (const [kind, count] of result.due) {
      if (without.has(kind)) continue;
      const single = Array.from({ length: count }, (_, serial) => `${kind}:${serial}`);
      await thin(single.filter((each) => !without.has(each)));
    }
  }
  return { without, result: await simulate({ ...options, without, trace: true }) };
}
