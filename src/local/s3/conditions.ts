import { s3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import { header } from './request.ts';

/** An object as conditions see it. */
export interface Subject {
  /** Without quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
}

function etagsOf(text: string): readonly string[] {
  return text.split(',').map((each) =>
    each
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1'),
  );
}

function names(condition: string, etag: string): boolean {
  const listed = etagsOf(condition);
  return listed.includes('*') || listed.includes(etag);
}

function timeOf(text: string | undefined): number | undefined {
  const value = Date.parse(text ?? '');
  return Number.isNaN(value) ? undefined : value;
}

/** Times of HTTP are whole seconds. */
function seconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/**
 * The conditions of a read (RFC 9110, section 13.2.2; S3 GetObject): throws PreconditionFailed or NotModified.
 * @param prefix `x-amz-copy-source-` for those of a copy's source, which fail with PreconditionFailed only
 */
export function checkRead(request: S3Request, subject: Subject, prefix = ''): void {
  const match = header(request, `${prefix}if-match`);
  const noneMatch = header(request, `${prefix}if-none-match`);
  const unmodifiedSince = timeOf(header(request, `${prefix}if-unmodified-since`));
  const modifiedSince = timeOf(header(request, `${prefix}if-modified-since`));
  const modified = seconds(subject.modifiedMs);
  if (match !== undefined) {
    if (!names(match, subject.etag)) throw failed('If-Match');
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) throw failed('If-Unmodified-Since');
  const unchanged =
    noneMatch !== undefined
      ? names(noneMatch, subject.etag)
      : modifiedSince !== undefined && modified <= modifiedSince;
  if (!unchanged) return;
  if (prefix !== '') throw failed(noneMatch === undefined ? 'If-Modified-Since' : 'If-None-Match');
  throw s3Error(
    'NotModified',
    undefined,
    {},
    {
      etag: `"${subject.etag}"`,
      'last-modified': new Date(subject.modifiedMs).toUTCString(),
    },
  );
}

function failed(condition: string): Error {
  return s3Error('PreconditionFailed', undefined, { Condition: condition });
}

/** What must hold of the object that stands, for a write or a deletion to happen. */
export type Precondition = (current: { readonly etag: string } | undefined) => void;

/** The condition of a write, or undefined where there is none; to be called under the bucket's lock. If-None-Match takes only `*`. */
export function writeCondition(request: S3Request): Precondition | undefined {
  const match = header(request, 'if-match');
  const noneMatch = header(request, 'if-none-match');
  if (noneMatch !== undefined && noneMatch.trim() !== '*')
    throw s3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
  if (match !== undefined && noneMatch !== undefined)
    throw s3Error('NotImplemented', undefined, { Header: 'If-Match' });
  if (noneMatch !== undefined)
    return (current) => {
      if (current !== undefined) throw failed('If-None-Match');
    };
  if (match === undefined) return undefined;
  return (current) => {
    if (current === undefined) throw s3Error('NoSuchKey');
    if (!names(match, current.etag)) throw failed('If-Match');
  };
}

/** The condition of a deletion: an absent object fails it too (S3 user guide, "Conditional deletes"). */
export function deleteCondition(match: string | undefined): Precondition | undefined {
  if (match === undefined) return undefined;
  return (current) => {
    if (current === undefined || !names(match, current.etag)) throw failed('If-Match');
  };
}
