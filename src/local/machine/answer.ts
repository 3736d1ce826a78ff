import type { Json } from './wire.ts';

/** A refusal as a client sees it. `status` is the HTTP status, `name` goes into `x-amzn-errortype`. */
export interface BatchError {
  readonly name: string;
  readonly message: string;
  readonly status: number;
}

/**
 * What a call came to. `lost` means that the act was done and the reply never arrived: to the caller a broken
 * connection, so the outcome is unknown.
 */
export type Answer<Output = Json> =
  | { readonly ok: true; readonly output: Output }
  | { readonly ok: false; readonly error: BatchError; readonly lost?: boolean };

/** Thrown inside an operation and turned into an {@link Answer} where the operation was called; never leaves the machine. */
export type Refusal = Error & { readonly refusal: BatchError };

/** Tells a refusal from a defect of our own, which must not be answered as a client's mistake. */
export function isRefusal(value: unknown): value is Refusal {
  return value instanceof Error && 'refusal' in value;
}

function refusalOf(refusal: BatchError): Refusal {
  return Object.assign(new Error(refusal.message), { refusal });
}

/** A 400 `ClientException` in the wrapping that AWS gives such messages. */
export function clientException(text: string): Refusal {
  return plainClientException(`Error executing request, Exception : ${text}`);
}

/** A 400 `ClientException` whose message AWS does not wrap. */
export function plainClientException(message: string): Refusal {
  return refusalOf({ name: 'ClientException', message, status: 400 });
}

/** A body that does not have the operation's shape, refused before the operation sees it. */
export function serializationException(message: string): Refusal {
  return refusalOf({ name: 'SerializationException', message, status: 400 });
}
