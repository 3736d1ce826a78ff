import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request as handlers see it. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Empty unless the route takes a body. */
  readonly body: Buffer;
}

/** What a handler answers: something to be sent whole, or a stream that it fills itself. */
export type Answer =
  | {
      readonly kind: 'whole';
      readonly status: number;
      readonly type: string;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'stream'; readonly open: (response: ServerResponse) => void };

export function json(status: number, value: unknown, headers?: Readonly<Record<string, string>>): Answer {
  const type = 'application/json; charset=utf-8';
  const body = `${JSON.stringify(value)}\n`;
  return { kind: 'whole', status, type, body, ...(headers === undefined ? {} : { headers }) };
}

/** An error: a code for programs, and a sentence for people that says what to do. */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return json(status, { error: { code, message } }, headers);
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** An exact path, or one that ends in `/*` for anything below it. */
  readonly path: string;
  /** The largest body in bytes; none is read when it is left out. */
  readonly bodyMax?: number;
  /** Its own credentials protect it: it may be called by any name of the host, as through a proxy. */
  readonly anyHost?: boolean;
  readonly handle: (request: Request) => Answer | Promise<Answer>;
}
