import { workError, type WorkError } from './failure.ts';

interface Shape {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

const passing: readonly string[] = [
  'RequestTimeTooSkewed',
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
  'RequestTimeout',
  'SlowDown',
  'OperationAborted',
];

/** Turns what the SDK threw into a WorkError. A refusal that stands until a person acts is terminal, the rest may pass. */
export function workErrorOf(error: unknown, action: string, bucket: string, key?: string): WorkError {
  const { name, message, status } = shapeOf(error);
  const what = key === undefined ? `s3://${bucket}` : `s3://${bucket}/${key}`;
  const terminal = (reason: string, sentence: string, remedy: string): WorkError =>
    workError('terminal', reason, sentence, remedy, undefined, error);

  if (name === 'NoSuchBucket') {
    return terminal(
      'BucketNotFound',
      `there is no bucket ${bucket}`,
      'create it, or correct the name in the spec',
    );
  }
  if (name === 'InvalidBucketName') {
    return terminal(
      'BucketNotFound',
      `${bucket} cannot be the name of a bucket`,
      'correct the name in the spec',
    );
  }
  if (name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed' || status === 301) {
    return terminal(
      'WrongRegion',
      `bucket ${bucket} is in another region than the one that is asked`,
      "set AWS_REGION to the bucket's region",
    );
  }
  if (name === 'CredentialsProviderError') {
    return workError(
      'transient',
      'NoCredentials',
      `no AWS credentials were found to reach ${what}`,
      'give the controller a role, a profile or AWS_ACCESS_KEY_ID; it is tried again by itself',
      undefined,
      error,
    );
  }
  if (!passing.includes(name) && (status === 403 || status === 401)) {
    return terminal(
      'AccessDenied',
      `S3 refuses ${action} on ${what}: ${message || name || 'Forbidden'}`,
      `allow ${action} on it to the role of the controller`,
    );
  }
  if (
    !passing.includes(name) &&
    status !== undefined &&
    status >= 400 &&
    status < 500 &&
    status !== 408 &&
    status !== 429
  ) {
    return terminal(
      'S3Refused',
      `S3 refuses ${action} on ${what}: ${name}: ${message}`,
      'correct what it names',
    );
  }
  return workError(
    'transient',
    'S3Unavailable',
    `${action} on ${what} failed: ${message || name || 'no answer'}`,
    'it is tried again by itself',
    undefined,
    error,
  );
}

function shapeOf(error: unknown): Shape {
  if (typeof error !== 'object' || error === null)
    return { name: '', message: String(error), status: undefined };
  const { name, message, $metadata } = error as {
    name?: unknown;
    message?: unknown;
    $metadata?: { httpStatusCode?: unknown };
  };
  const status = $metadata?.httpStatusCode;
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof message === 'string' ? message : '',
    status: typeof status === 'number' ? status : undefined,
  };
}
