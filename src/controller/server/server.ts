import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostNameOf, isLoopback, type ListenAddress } from './address.ts';
import { type Answer, refusal, type Request, type Route } from './answer.ts';

export interface HttpServer {
  /** Where it listens, with the port that the system gave. */
  readonly url: string;
  /** Takes no more requests, lets answers under way and streams come to their end for a moment, and lets the port go. */
  close(): Promise<void>;
}

/** Bounds of what a client may cost. */
const LIMITS = {
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 15_000,
  /** A connection on which nothing is sent or received; streams send heartbeats more often. */
  idleMs: 30_000,
  keepAliveMs: 5_000,
  headerBytes: 16_384,
  connections: 128,
  urlCharacters: 2_048,
  /** How long an answer under way may take when the server is closed. */
  drainMs: 500,
};

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Serves routes. Rejects with the system's error when the address cannot be had. */
export async function startHttpServer(options: {
  readonly address: ListenAddress;
  readonly routes: readonly Route[];
  /** An error in a handler, which the client hears nothing of. */
  readonly onError: (path: string, error: unknown) => void;
  readonly idleMs?: number;
}): Promise<HttpServer> {
  const { address, routes } = options;
  const streams = new Set<ServerResponse>();
  let closing = false;
  const server = createServer(
    {
      headersTimeout: LIMITS.headersTimeoutMs,
      requestTimeout: LIMITS.requestTimeoutMs,
      keepAliveTimeout: LIMITS.keepAliveMs,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: LIMITS.headerBytes,
    },
    (request, response) => {
      response.on('error', () => undefined);
      answer(request)
        .catch((error: unknown): Answer => {
          options.onError(pathOf(request), error);
          return refusal(500, 'InternalError', 'This is an error of arrayjob; its log says more');
        })
        .then((result) => {
          if (result.kind === 'stream') {
            streams.add(response);
            response.once('close', () => streams.delete(response));
          }
          if (closing) response.setHeader('connection', 'close');
          send(request, response, result);
          if (closing && result.kind === 'stream') response.end();
        })
        .catch((error: unknown) => {
          options.onError(pathOf(request), error);
          response.destroy();
        });
    },
  );
  server.maxConnections = LIMITS.connections;
  server.setTimeout(options.idleMs ?? LIMITS.idleMs);
  await listen(server, address);
  const bound = server.address() as AddressInfo;
  const local = isLoopback(bound.address);

  async function answer(message: IncomingMessage): Promise<Answer> {
    const { method = '', url = '' } = message;
    if (url.length > LIMITS.urlCharacters || !url.startsWith('/')) {
      return refusal(400, 'BadRequest', 'The target must be a path of at most 2,048 characters');
    }
    const parsed = parsePath(url);
    if (parsed === undefined) return refusal(400, 'BadRequest', 'The path is not written properly');
    const { path, query } = parsed;
    const here = routes.filter((each) => matches(each.path, path));
    // A web page that makes its own name point here is refused by the name that it calls.
    if (local && !here.some((each) => each.anyHost) && !isLoopback(hostNameOf(message.headers.host ?? ''))) {
      return refusal(421, 'WrongHost', 'This server listens on this machine only: call it as localhost');
    }
    if (here.length === 0) return refusal(404, 'NotFound', `There is nothing at ${path}`);
    const route = here.find((each) => each.method === (method === 'HEAD' ? 'GET' : method));
    if (route === undefined) {
      const allow = here.flatMap((each) => (each.method === 'GET' ? ['GET', 'HEAD'] : [each.method]));
      return refusal(405, 'MethodNotAllowed', `Use ${allow.join(' or ')}`, { allow: allow.join(', ') });
    }
    const body = route.bodyMax === undefined ? Buffer.alloc(0) : await readBody(message, route.bodyMax);
    if (body === undefined) {
      return refusal(413, 'TooLarge', `The body may have at most ${route.bodyMax ?? 0} bytes`);
    }
    const request: Request = { method, path, query, headers: message.headers, body };
    return route.handle(request);
  }

  return {
    url: `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        closing = true;
        const timer = setTimeout(() => {
          server.closeAllConnections();
        }, LIMITS.drainMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        for (const each of streams) each.end();
        server.closeIdleConnections();
      }),
  };
}

function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...(host === undefined ? {} : { host }), port }, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      resolve();
    });
  });
}

function pathOf(message: IncomingMessage): string {
  return (message.url ?? '').split('?')[0]!.slice(0, 200);
}

function parsePath(url: string): { readonly path: string; readonly query: URLSearchParams } | undefined {
  const at = url.indexOf('?');
  try {
    const path = decodeURIComponent(at < 0 ? url : url.slice(0, at));
    return { path, query: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)) };
  } catch {
    return undefined;
  }
}

function matches(pattern: string, path: string): boolean {
  if (!pattern.endsWith('/*')) return pattern === path;
  const below = pattern.slice(0, -1);
  return path.length > below.length && path.startsWith(below);
}

/** The whole body, or undefined as soon as it is known to be too large. */
async function readBody(message: IncomingMessage, max: number): Promise<Buffer | undefined> {
  if (Number(message.headers['content-length'] ?? 0) > max) return undefined;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message.iterator({ destroyOnReturn: false })) {
    size += (part as Buffer).length;
    if (size > max) return undefined;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

function send(message: IncomingMessage, response: ServerResponse, answer: Answer): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (answer.kind === 'stream') {
    answer.open(response);
    return;
  }
  // What of a body has not been read would be taken for the next request.
  if (!message.complete) response.setHeader('connection', 'close');
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.body),
    ...answer.headers,
  });
  response.end(message.method === 'HEAD' ? undefined : answer.body);
}
