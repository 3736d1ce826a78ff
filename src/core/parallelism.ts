/**
 * How many indexes may be submitted now, given a window of `parallelism` and how many are unfinished.
 * A window that is nearly full waits until a quarter of it is free: arrays of one would cost a submission each.
 */
export function roomIn(parallelism: number | undefined, unfinished: number, waiting: number): number {
  if (parallelism === undefined) return waiting;
  const free = Math.max(0, parallelism - unfinished);
  const worthwhile = unfinished === 0 || free >= Math.min(waiting, Math.ceil(parallelism / 4));
  return worthwhile ? Math.min(free, waiting) : 0;
}
