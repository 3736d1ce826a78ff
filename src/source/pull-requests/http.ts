import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Answer, HostFailure, HostFailureKind } from './failure.ts';
import { waitOf } from './limits.ts';

/** Where and how to ask. */
export interface HttpOptions {
  /** What the host is called in messages: `GitHub`. */
  readonly name: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What a person can do, by the kind of failure. */
  readonly remedies: Readonly<Partial<Record<HostFailureKind, string>>>;
  /** Stars out secrets. */
  readonly redact: (text: string) => string;
  /** For one request with all of its answer; 20,000 unless told. */
  readonly timeoutMs?: number;
  /** More than this is not read of an answer; 16 MiB unless told. */
  readonly maxBytes?: number;
  readonly now?: () => number;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT';

/** One request. The path begins with a slash; its parts must be encoded. */
export interface Request {
  readonly method: Method;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

/** A JSON API over HTTP. Never rejects, and never asks twice: whoever calls knows what may be repeated. */
export interface Http {
  call(request: Request): Promise<Answer<Json>>;
  /** All entries of a list, page by page. */
  list(request: Request): Promise<Answer<readonly JsonObject[]>>;
}

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 16 * 1024 * 1024;

/** A list that goes on for longer than this is not one that a person reads either. */
const PAGES_MAX = 100;
const REDIRECTS_MAX = 3;
const SAID_MAX = 300;

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly value: Json | undefined;
}

export function createHttp(options: HttpOptions): Http {
  const { name, baseUrl, redact, remedies, now = Date.now } = options;
  const origin = new URL(baseUrl).origin;

  const fail = (
    kind: HostFailureKind,
    what: string,
    more: { readonly status?: number; readonly said?: string; readonly retryAfterMs?: number } = {},
  ): HostFailure => {
    const { said = '', ...rest } = more;
    const remedy = remedies[kind];
    return {
      ok: false,
      kind,
      message: redact(`${name} ${what}${remedy === undefined ? '' : `: ${remedy}`}`),
      said: redact(said),
      ...rest,
    };
  };

  const failed = (request: Request, { status, headers, value }: Reply): HostFailure => {
    const said = wordsOf(value);
    const retryAfterMs = waitOf(status, headers, said, now());
    const kind = retryAfterMs === undefined ? kindOf(status, said) : 'limited';
    const quoted = said === '' ? '' : `: ${said}`;
    return fail(kind, `answered ${status} to ${request.method} ${request.path}${quoted}`, {
      status,
      said,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  };

  /** Follows redirects by itself: the header with the token must not go to another host. */
  async function send(request: Request, from: URL): Promise<Reply | HostFailure> {
    let url = from;
    for (let hops = 0; ; hops++) {
      const reply = await once(request, url);
      if ('ok' in reply || reply.status < 300 || reply.status > 399 || reply.status === 304) return reply;
      const location = reply.headers.get('location');
      const target = urlFrom(location, url);
      if (target === undefined || target.origin !== origin || hops === REDIRECTS_MAX) {
        const where = target === undefined ? '' : ` to ${target.origin}`;
        const what = `redirects ${request.method} ${request.path}${where}, and that is not followed with a token`;
        return fail('missing', what, { status: reply.status });
      }
      url = target;
    }
  }

  async function once(request: Request, url: URL): Promise<Reply | HostFailure> {
    const { method, body } = request;
    try {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        headers: {
          ...options.headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await textOf(response, options.maxBytes ?? MAX_BYTES);
      if (text === undefined) {
        return fail('unavailable', `gave more than can be read to ${method} ${request.path}`, {
          status: response.status,
        });
      }
      const value = valueOf(text);
      if (value === undefined && response.ok && response.status !== 204) {
        const what = `gave something other than JSON to ${method} ${request.path}`;
        return fail('unavailable', what, { status: response.status });
      }
      return { status: response.status, headers: response.headers, value };
    } catch (error) {
      return fail('unavailable', `cannot be reached at ${origin} (${reasonOf(error)})`);
    }
  }

  const urlOf = ({ path, query }: Request): URL => {
    const url = new URL(`${baseUrl}${path}`);
    for (const [key, value] of Object.entries(query ?? {})) url.searchParams.set(key, value);
    return url;
  };

  return {
    async call(request) {
      const reply = await send(request, urlOf(request));
      if ('ok' in reply) return reply;
      if (reply.status < 200 || reply.status > 299) return failed(request, reply);
      return { ok: true, value: reply.value ?? null };
    },
    async list(request) {
      const entries: JsonObject[] = [];
      let url: URL | undefined = urlOf({ ...request, query: { per_page: '100', ...request.query } });
      for (let page = 0; url !== undefined && page < PAGES_MAX; page++) {
        const reply = await send(request, url);
        if ('ok' in reply) return reply;
        if (reply.status < 200 || reply.status > 299) return failed(request, reply);
        if (!Array.isArray(reply.value)) {
          const what = `gave something other than a list to ${request.method} ${request.path}`;
          return fail('unavailable', what, { status: reply.status });
        }
        entries.push(...(reply.value as readonly Json[]).filter(isObject));
        const next = nextPage(reply.headers, url);
        if (next !== undefined && next.origin !== origin)
          return fail('unavailable', `names a next page on another host, ${next.origin}`);
        url = next;
      }
      return { ok: true, value: entries };
    },
  };
}

/** The page that follows: by the header `Link` (both hosts), or by `x-next-page` (GitLab behind proxies that drop the former). */
function nextPage(headers: Headers, current: URL): URL | undefined {
  for (const part of (headers.get('link') ?? '').split(/,\s*(?=<)/)) {
    const match = /^<([^>]+)>\s*;(.*)$/.exec(part.trim());
    if (match?.[2] !== undefined && /(?:^|;)\s*rel="?next"?/.test(match[2]))
      return urlFrom(match[1]!, current);
  }
  const page = headers.get('x-next-page') ?? '';
  if (headers.has('link') || !/^\d+$/.test(page)) return undefined;
  const url = new URL(current);
  url.searchParams.set('page', page);
  return url;
}

function urlFrom(text: string | null, base: URL): URL | undefined {
  return text !== null && URL.canParse(text, base.href) ? new URL(text, base) : undefined;
}

function kindOf(status: number, said: string): HostFailureKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'missing';
    case 409:
      return 'conflict';
    case 422:
      return /already exists/i.test(said) ? 'conflict' : 'refused';
    default:
      return status >= 500 || status === 408 ? 'unavailable' : 'refused';
  }
}

/** GitHub says `message` and `errors`; GitLab `message` (text, list or object of lists) or `error` and `error_description`. */
function wordsOf(value: Json | undefined): string {
  if (!isObject(value)) return '';
  const { message, error, errors, error_description: description } = value;
  const words = [message, error, description, errors].flatMap(flat);
  const text = [...new Set(words)].join('; ').replace(/\s+/g, ' ').trim();
  return text.length > SAID_MAX ? `${text.slice(0, SAID_MAX - 1)}…` : text;
}

function flat(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(flat);
  if (!isObject(value)) return [];
  if (typeof value['message'] === 'string') return [value['message']];
  return Object.entries(value)
    .filter(([key]) => key !== 'documentation_url')
    .flatMap(([key, each]) => flat(each).map((words) => `${key} ${words}`));
}

function valueOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The text of an answer; undefined when it is longer than the bound. */
async function textOf(response: Response, maxBytes: number): Promise<string | undefined> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Why there was no answer, in the system's words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' && !cause.message.includes(code)
    ? `${code}: ${cause.message}`
    : cause.message || (typeof code === 'string' ? code : error.message);
}
