import type { WriteOutcome } from '../source/index.ts';

/** How a pass ended: nothing more to do, another look at a known time, another try after a wait, or an error. */
export type PassResult = 'done' | 'requeue' | 'backoff' | 'error';

/** What is counted of a controller's work; told as it happens. */
export interface Meter {
  passed(object: string, result: PassResult, ms: number): void;
  statusWritten(outcome: WriteOutcome): void;
}

export const NO_METER: Meter = { passed: () => undefined, statusWritten: () => undefined };
