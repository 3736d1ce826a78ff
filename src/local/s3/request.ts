import type { IncomingMessage } from 'node:http';
import { s3Error } from './errors.ts';
import { maxKeyBytes } from './names.ts';

/** A request taken apart: whose bucket, which key, which parameters. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Parameters of the query; one without a value is the empty text. */
  readonly query: ReadonlyMap<string, string>;
  readonly message: IncomingMessage;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Error('InvalidURI');
  }
}

/** Refuses a key that S3 or the file system cannot have: no text, over 1,024 bytes of UTF-8, or with a NUL. */
export function checkKey(key: string): string {
  if (Buffer.byteLength(key) > maxKeyBytes)
    throw s3Error('KeyTooLongError', undefined, {
      Size: String(Buffer.byteLength(key)),
      MaxSizeAllowed: String(maxKeyBytes),
    });
  if (key.includes('\0')) throw s3Error('InvalidArgument', 'A key with a NUL character cannot be stored.');
  if (/\p{Surrogate}/u.test(key)) throw s3Error('InvalidURI');
  return key;
}

/** The bucket that a virtual host stands for: `<bucket>.localhost` or `<bucket>.127.0.0.1`, with any port. */
function bucketOfHost(host: string | undefined): string | undefined {
  return /^(.+)\.(?:localhost|127\.0\.0\.1)(?::\d+)?$/i.exec(host ?? '')?.[1];
}

function split(text: string, at: string): readonly [string, string | undefined] {
  const index = text.indexOf(at);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + at.length)];
}

/** Takes a request apart. Never resolves `.` and `..`: they are parts of keys. Throws InvalidURI and what {@link checkKey} throws. */
export function readRequest(message: IncomingMessage): S3Request {
  const target = (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const [path, search] = split(target, '?');
  const plain = path.startsWith('/') ? path.slice(1) : path;
  const hosted = bucketOfHost(message.headers.host);
  const [first, rest] = hosted === undefined ? split(plain, '/') : [hosted, plain];
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search ?? '')) if (!query.has(name)) query.set(name, value);
  return {
    method: message.method ?? 'GET',
    bucket: first === '' ? undefined : decode(first),
    key: rest === undefined || rest === '' ? undefined : checkKey(decode(rest)),
    query,
    message,
  };
}

/** One header as text, repeated ones joined as HTTP does. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.message.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** A whole number of the query within bounds, or the fallback where it is absent; InvalidArgument otherwise. */
export function numberOf(
  request: S3Request,
  name: string,
  fallback: number,
  bounds: readonly [number, number],
): number {
  const text = request.query.get(name);
  if (text === undefined || text === '') return fallback;
  const value = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= bounds[0] && value <= bounds[1]))
    throw s3Error(
      'InvalidArgument',
      `Argument ${name} must be an integer between ${bounds[0]} and ${bounds[1]}`,
      {
        ArgumentName: name,
        ArgumentValue: text,
      },
    );
  return value;
}
