import { isStateError, stateError } from './errors.ts';
import type { StateError } from './errors.ts';

/** The HTTP status of S3's answer, also of one that has become a StateError; undefined when there was none. */
export function s3Status(error: unknown): number | undefined {
  const from = isStateError(error) ? error.cause : error;
  const status = (from as { $metadata?: { httpStatusCode?: unknown } } | undefined)?.$metadata
    ?.httpStatusCode;
  return typeof status === 'number' ? status : undefined;
}

/** Turns an error of the SDK into a StateError: refusals are terminal, load, faults and no answer are transient. */
export function fromS3Error(error: unknown, doing: string, where: string, bucket: string): StateError {
  if (isStateError(error)) return error;
  const name = error instanceof Error ? error.name : 'Unknown';
  const said = error instanceof Error ? error.message : String(error);
  const status = s3Status(error);
  const about = `cannot ${doing} ${where}`;
  const terminal = (remedy: string): StateError =>
    stateError(name, 'terminal', `${about} (${name}): ${remedy}`, error);

  if (name === 'NoSuchBucket') return terminal(`create the bucket ${bucket}, or correct --state`);
  if (name === 'CredentialsProviderError' || /Region is missing/.test(said)) {
    return terminal(`${said}; set AWS_REGION and credentials (AWS_PROFILE, or a role)`);
  }
  if (['ExpiredToken', 'ExpiredTokenException', 'RequestTimeTooSkewed'].includes(name)) {
    return stateError(
      name,
      'transient',
      `${about} (${name}): ${said}; renew the credentials or set the clock`,
      error,
    );
  }
  if (status === 401 || status === 403) {
    return terminal(
      `allow s3:GetObject, s3:PutObject and s3:DeleteObject on the prefix and s3:ListBucket on ${bucket}; ${said}`,
    );
  }
  if (status === 301 || status === 307)
    return terminal(`the bucket is in another region; set AWS_REGION to it`);
  const isTransient = status === undefined || status >= 500 || [408, 409, 425, 429].includes(status);
  if (isTransient)
    return stateError(name, 'transient', `${about} (${name}): ${said}; it is tried again by itself`, error);
  return terminal(said);
}
