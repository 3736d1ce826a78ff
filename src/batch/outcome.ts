/** Refused for good: the same call will be refused again until a person changes something. */
export interface Terminal {
  readonly kind: 'terminal';
  readonly code: string;
  readonly message: string;
}

/** Did not happen, and may work later. */
export interface Transient {
  readonly kind: 'transient';
  readonly code: string;
  readonly message: string;
  /** What the service asked for, when it did. */
  readonly retryAfterMs?: number;
}

/** Did not happen, is no error, and is worth another look after a known time. */
export interface Wait {
  readonly kind: 'wait';
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs: number;
}

/** Nobody knows whether it happened. Only SubmitJob ends so: reads and idempotent calls are transient instead. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly message: string;
}

export type Failure = Terminal | Transient | Wait | Unknown;

/** How any call ends. */
export type Outcome<T> = { readonly kind: 'ok'; readonly value: T } | Failure;

export function ok<T>(value: T): Outcome<T> {
  return { kind: 'ok', value };
}
