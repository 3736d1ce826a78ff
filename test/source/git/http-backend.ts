import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Real git behind HTTP: `git http-backend` as CGI. */
export interface GitServer {
  readonly url: string;
  /** Every request, as `METHOD path` with what service it asks for. */
  readonly requests: string[];
  /** What is done instead of an answer; back to normal with undefined. */
  trouble: 'down' | 'drop-after-push' | undefined;
  /** The secret that a request needs as its password; undefined: none. */
  token: string | undefined;
  close(): Promise<void>;
}

/** Serves the repositories below a folder on a port of the system's choice. */
export async function serveGit(root: string): Promise<GitServer> {
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    state.requests.push(`${request.method ?? ''} ${url.pathname}${url.search}`);
    if (state.trouble === 'down') {
      response.writeHead(503).end('down for maintenance');
      return;
    }
    const given = Buffer.from(
      (request.headers.authorization ?? '').replace(/^Basic /, ''),
      'base64',
    ).toString();
    if (state.token !== undefined && given.slice(given.indexOf(':') + 1) !== state.token) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('who are you?');
      return;
    }
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const child = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'http.receivepack',
        GIT_CONFIG_VALUE_0: 'true',
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        CONTENT_LENGTH: String(Buffer.concat(body).length),
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        REMOTE_USER: 'someone',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(Buffer.concat(body));
    const out: Buffer[] = [];
    for await (const chunk of child.stdout) out.push(chunk as Buffer);
    if (
      state.trouble === 'drop-after-push' &&
      url.pathname.endsWith('/git-receive-pack') &&
      request.method === 'POST'
    ) {
      request.socket.destroy();
      return;
    }
    const all = Buffer.concat(out);
    const split = all.indexOf('\r\n\r\n');
    const headers = all.subarray(0, split).toString('latin1').split('\r\n');
    const status = headers.find((each) => /^Status:/i.test(each));
    for (const each of headers) {
      const colon = each.indexOf(':');
      if (!/^Status/i.test(each)) response.setHeader(each.slice(0, colon), each.slice(colon + 1).trim());
    }
    response.writeHead(Number(/\d+/.exec(status ?? '200')?.[0] ?? 200)).end(all.subarray(split + 4));
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const state: GitServer = {
    url: `git+http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    trouble: undefined,
    token: undefined,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  };
  return state;
}
