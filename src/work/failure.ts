/** A place in a file of items; lines count from 1. */
export interface ItemsPlace {
  readonly file: string;
  readonly line: number;
}

/** Why work cannot be resolved or a manifest cannot be written, for a condition. */
export interface WorkFailure {
  readonly kind: 'failed';
  /** terminal: a person must act. transient: the same may work later. */
  readonly class: 'terminal' | 'transient';
  /** CamelCase, as the reason of a condition. */
  readonly reason: string;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly place?: ItemsPlace | undefined;
}

/** A WorkFailure on its way up. */
export interface WorkError extends Error {
  readonly name: 'WorkError';
  readonly failure: WorkFailure;
}

/** Makes the error that carries a failure. */
export function workError(
  failureClass: WorkFailure['class'],
  reason: string,
  message: string,
  remedy: string,
  place?: ItemsPlace,
  cause?: unknown,
): WorkError {
  const failure: WorkFailure = {
    kind: 'failed',
    class: failureClass,
    reason,
    message,
    remedy,
    ...(place === undefined ? {} : { place }),
  };
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { name: 'WorkError' as const, failure });
}

/** The failure that something caught carries, or undefined when it is none of this folder's. */
export function failureOf(error: unknown): WorkFailure | undefined {
  return error instanceof Error && error.name === 'WorkError' ? (error as WorkError).failure : undefined;
}

/** Runs a step and gives a failure as a value; what is no WorkError (the store's own errors, an abort) is thrown on. */
export async function orFailure<T>(step: () => Promise<T>): Promise<T | WorkFailure> {
  try {
    return await step();
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    return failure;
  }
}
