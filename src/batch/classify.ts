import type { Failure } from './outcome.ts';

/** What is read of an error, whoever made it: the SDK's classes are matched by name, since throttling is not modelled. */
interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly systemCode: string | undefined;
  readonly retryAfterMs: number | undefined;
}

const THROTTLED =
  /^(TooManyRequests(Exception)?|Throttling(Exception)?|ThrottledException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown)$/;

/** The caller may not do this; a person must change a policy. */
const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized|OptInRequired)$/;

/** Wrong keys: nothing but other credentials helps. */
const BAD_CREDENTIALS =
  /^(UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|MissingAuthenticationToken(Exception)?|IncompleteSignature)$/;

/** Session credentials that ran out: whoever hands them out renews them, so a daemon goes on by itself. */
const EXPIRED =
  /^(ExpiredToken(Exception)?|RequestExpired|RequestTimeTooSkewed|TokenRefreshRequired|CredentialsExpired)$/;

/** The connection never came about, so nothing can have arrived. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_INVALID_URL',
]);

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function factsOf(error: unknown): ErrorFacts {
  const metadata = memberOf(error, '$metadata');
  const response = memberOf(error, '$response');
  const status = memberOf(metadata, 'httpStatusCode') ?? memberOf(response, 'statusCode');
  const after = textOf(memberOf(memberOf(response, 'headers'), 'retry-after'));
  // Node tries all addresses of a name and reports them together.
  const together = memberOf(error, 'errors');
  const inner: unknown = Array.isArray(together) ? together[0] : undefined;
  const code =
    textOf(memberOf(error, 'code')) ??
    textOf(memberOf(memberOf(error, 'cause'), 'code')) ??
    textOf(memberOf(inner, 'code'));
  const message = textOf(memberOf(error, 'message'));
  return {
    name: textOf(memberOf(error, 'name')) ?? 'Error',
    message: message === undefined || message === '' ? (code ?? String(error)) : message,
    status: typeof status === 'number' ? status : undefined,
    systemCode: code,
    retryAfterMs: after !== undefined && /^\d{1,5}$/.test(after) ? Number(after) * 1000 : undefined,
  };
}

/** Whether an error says that the service wants fewer calls. */
export function isThrottling(error: unknown): boolean {
  const { name, status } = factsOf(error);
  return status === 429 || THROTTLED.test(name);
}

/**
 * What an error of a call means. SubmitJob is different from all others: it has no idempotency token, so whatever is
 * not clearly an answer, or clearly never left, is unknown.
 */
export function classify(operation: string, error: unknown): Failure {
  const facts = factsOf(error);
  const { name, message, status } = facts;
  const transient = (code: string, text = message): Failure => ({
    kind: 'transient',
    code,
    message: text,
    ...(facts.retryAfterMs === undefined ? {} : { retryAfterMs: facts.retryAfterMs }),
  });
  const terminal = (code: string, text: string): Failure => ({ kind: 'terminal', code, message: text });

  if (isThrottling(error)) return transient('Throttled', message);
  if (DENIED.test(name)) return terminal('AccessDenied', `${message} (allow batch:${operation})`);
  if (BAD_CREDENTIALS.test(name)) return terminal('BadCredentials', `${message} (check the AWS credentials)`);
  if (EXPIRED.test(name)) return transient('ExpiredCredentials');
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') return credentials(facts);
  if (message === 'Region is missing') {
    return terminal('NoRegion', 'no AWS region is set: set AWS_REGION, or a region in the profile');
  }
  if (facts.systemCode !== undefined && NEVER_SENT.has(facts.systemCode)) {
    return transient('Unreachable', `Batch cannot be reached: ${message}`);
  }
  if (status !== undefined && status >= 400 && status < 500 && status !== 408) {
    return terminal(name, message);
  }
  // A reply that cannot be read says nothing of what was done.
  if (operation === 'SubmitJob') return { kind: 'unknown', message: `${name}: ${message}` };
  return transient(status === undefined ? (facts.systemCode ?? name) : 'ServerError');
}

/** No credentials at all is for a person to mend; a metadata endpoint that did not answer is not. */
function credentials(facts: ErrorFacts): Failure {
  if (/timed? ?out|timeout|ECONN|socket|network|EAI_AGAIN|5\d\d/i.test(facts.message)) {
    return { kind: 'transient', code: 'CredentialsUnavailable', message: facts.message };
  }
  return {
    kind: 'terminal',
    code: 'NoCredentials',
    message: `${facts.message} (set AWS credentials, a profile or a role)`,
  };
}
