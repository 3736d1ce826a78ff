/**
 * What a host of pull requests could not do.
 * `unauthorized`: the token is not accepted (401). `forbidden`: it may not do this (403). `missing`: the repository or pull
 * request is not there, or the token may not see it (404, 410). `conflict`: it exists already, or changed meanwhile (409, 422).
 * `refused`: the request itself is not accepted (other 4xx). `limited`: too many requests; see `retryAfterMs`. `unavailable`:
 * no answer, or none that makes sense (5xx, timeouts, lost connections): what was asked for may have happened.
 */
export type HostFailureKind =
  'unauthorized' | 'forbidden' | 'missing' | 'conflict' | 'refused' | 'limited' | 'unavailable';

/** A failure with its remedy; the message holds no secrets. */
export interface HostFailure {
  readonly ok: false;
  readonly kind: HostFailureKind;
  readonly message: string;
  /** The HTTP status; absent when there was no answer. */
  readonly status?: number;
  /** The host's own words; empty when it said nothing that can be read. */
  readonly said: string;
  /** When it makes sense to ask again. */
  readonly retryAfterMs?: number;
}

/** What a host answered, or why not. */
export type Answer<T> = { readonly ok: true; readonly value: T } | HostFailure;

/** Whether trying the same again may help without anybody's doing. */
export function isTransient(failure: HostFailure): boolean {
  return failure.kind === 'limited' || failure.kind === 'unavailable';
}
