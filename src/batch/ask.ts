import { classify } from './classify.ts';
import { ok, type Outcome } from './outcome.ts';

/** Where the questions of a diagnosis go; the SDK's own configuration holds for what is not given. */
export interface AskOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** How long one answer may take; 10 s unless told. */
  readonly timeoutMs?: number;
}

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;

/** What every client of a diagnosis is made with: one try, and an answer soon or never. */
export function clientConfig(options: AskOptions): {
  readonly maxAttempts: 1;
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
} {
  const { endpoint, region, credentials, timeoutMs = REQUEST_TIMEOUT_MS } = options;
  return {
    maxAttempts: 1,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler: {
      connectionTimeout: Math.min(CONNECTION_TIMEOUT_MS, timeoutMs),
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
    },
  };
}

/** Asks once. `action` is what IAM calls it (`iam:GetRole`), for the remedy of a refusal. */
export async function ask<T>(action: string, send: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await send());
  } catch (error) {
    const failure = classify(action, error);
    // The classification is Batch's, and so is the service in its remedy.
    const message = failure.message
      .replace(`(allow batch:${action})`, `(allow ${action})`)
      .replace(/^Batch cannot be reached/, 'The service cannot be reached');
    return { ...failure, message };
  }
}
