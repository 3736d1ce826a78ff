import { calls } from './cases/calls.ts';
import { intervals } from './cases/intervals.ts';
import { million } from './cases/million.ts';
import { scale } from './cases/scale.ts';
import { soak } from './cases/soak.ts';
import { startup } from './cases/startup.ts';
import { submission } from './cases/submission.ts';
import { writes } from './cases/writes.ts';
import type { Benchmark } from './figures.ts';

/** Every benchmark, by name. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  calls,
  intervals,
  submission,
  writes,
  soak,
  million,
  scale,
  startup,
};

/** Those that have a short form, on virtual time: all of their figures are exact. */
export const SHORT: readonly string[] = ['calls', 'submission', 'writes', 'soak'];
