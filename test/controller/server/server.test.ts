import { afterEach, describe, expect, test } from 'vitest';
import { hostNameOf, isLoopback, parseListen } from '../../../src/controller/server/address.ts';
import { json } from '../../../src/controller/server/answer.ts';
import { startHttpServer } from '../../../src/controller/server/server.ts';
import { until } from '../house.ts';
import { raw, type Served, serve, viewOf, vitalsOf } from './support.ts';

let served: Served;
afterEach(async () => {
  await served.server.close();
});

interface Reply {
  readonly items?: readonly { readonly name: string; readonly phase: string }[];
  readonly next?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(`${served.server.url}${path}`, init);
  const text = await response.text();
  const { status, headers } = response;
  const isJson = headers.get('content-type')?.includes('json') === true;
  return { status, headers, text, json: (isJson && text !== '' ? JSON.parse(text) : {}) as Reply };
}

describe('the server', () => {
  test.each([
    ['an unknown path', 'GET', '/nothing', 404, 'NotFound'],
    ['a path below one that has nothing below it', 'GET', '/healthz/x', 404, 'NotFound'],
    ['an unknown ArrayJob', 'GET', '/api/v1/arrayjobs/x', 404, 'NotFound'],
    ['a method that is not for the path', 'POST', '/healthz', 405, 'MethodNotAllowed'],
    ['a method for nothing', 'DELETE', '/api/v1/arrayjobs/x', 405, 'MethodNotAllowed'],
    ['GET of what wants POST', 'GET', '/api/v1/reconcile', 405, 'MethodNotAllowed'],
    ['an escape that is none', 'GET', '/api/v1/arrayjobs/%ff', 400, 'BadRequest'],
    ['a very long path', 'GET', `/${'x'.repeat(3_000)}`, 400, 'BadRequest'],
    ['a limit that is none', 'GET', '/api/v1/arrayjobs?limit=-1', 400, 'BadLimit'],
  ])('answers %s with a code and a sentence', async (_what, method, path, status, code) => {
    served = await serve();

    const answer = await ask(path, { method });

    expect(answer.status).toBe(status);
    expect(answer.json.error?.code).toBe(code);
    expect(answer.json.error?.message).toMatch(/\w+ \w+/);
  });

  test('says which methods there are', async () => {
    served = await serve();

    expect((await ask('/healthz', { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD');
    expect((await ask('/api/v1/reconcile')).headers.get('allow')).toBe('POST');
  });

  test('answers HEAD like GET, without the body', async () => {
    served = await serve();

    const head = await ask('/metrics', { method: 'HEAD' });

    expect(head.status).toBe(200);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1_000);
    expect(head.text).toBe('');
  });

  test('sends headers that keep browsers from using what it says', async () => {
    served = await serve();

    const { headers } = await ask('/api/v1/arrayjobs');

    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('on loopback, refuses whoever calls it by another name', async () => {
    served = await serve();

    const foreign = await raw(
      served.server.url,
      'GET /api/v1/arrayjobs HTTP/1.1\r\nHost: evil.example:9410\r\nConnection: close\r\n\r\n',
    );
    const nameless = await raw(served.server.url, 'GET /healthz HTTP/1.0\r\n\r\n');
    const own = await raw(
      served.server.url,
      'GET /healthz HTTP/1.1\r\nHost: localhost:9410\r\nConnection: close\r\n\r\n',
    );

    expect(foreign).toMatch(/^HTTP\/1.1 421 /);
    expect(nameless).toMatch(/^HTTP\/1.1 421 /);
    expect(own).toMatch(/^HTTP\/1.1 200 /);
  });

  test('on all addresses, is called by any name', async () => {
    served = await serve({ listen: ':0' });
    const { port } = new URL(served.server.url);

    const answer = await raw(
      `http://127.0.0.1:${port}`,
      'GET /healthz HTTP/1.1\r\nHost: pod-7.cluster\r\nConnection: close\r\n\r\n',
    );

    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });

  test.each([
    ['what is no HTTP', '\u0000\u0001\u0002\r\n\r\n'],
    ['headers without end', `GET / HTTP/1.1\r\n${'X-Y: z\r\n'.repeat(5_000)}`],
    [
      'an absolute target',
      'GET http://elsewhere/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    ],
  ])('survives %s', async (_what, text) => {
    served = await serve();

    const answer = await raw(served.server.url, text);

    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
    expect((await ask('/healthz')).status).toBe(200);
  });

  test('lets go of a connection on which nothing moves', async () => {
    served = await serve({ idleMs: 100 });

    const answer = await raw(served.server.url, 'GET /healthz HTTP/1.1\r\n');

    expect(answer).not.toMatch(/ 200 /);
  });

  test('keeps its own errors to itself', async () => {
    served = await serve();
    served.world.objects = null as never;

    const answer = await ask('/api/v1/arrayjobs');

    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/iterable|TypeError|at /);
    expect(served.errors).toHaveLength(1);
  });

  test('finishes an answer that is under way when it is closed, and takes nothing after', async () => {
    served = await serve();
    let release = (): void => undefined;
    const held = new Promise<void>((done) => (release = done));
    let begun = (): void => undefined;
    const asked = new Promise<void>((done) => (begun = done));
    const server = await startHttpServer({
      address: { host: '127.0.0.1', port: 0 },
      onError: () => undefined,
      routes: [
        {
          method: 'GET',
          path: '/slow',
          handle: async () => {
            begun();
            await held;
            return json(200, { finished: true });
          },
        },
      ],
    });
    const answer = raw(server.url, 'GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await asked;

    const closed = server.close();
    release();
    await closed;

    expect(await answer).toMatch(/^HTTP\/1.1 200 [^]*connection: close[^]*"finished":true/i);
    await expect(fetch(`${server.url}/slow`)).rejects.toThrow();
  });

  test('is not held up by an answer that does not come when it is closed', async () => {
    served = await serve();
    const server = await startHttpServer({
      address: { host: '127.0.0.1', port: 0 },
      onError: () => undefined,
      routes: [{ method: 'GET', path: '/never', handle: () => new Promise(() => undefined) }],
    });
    const answer = raw(server.url, 'GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const idle = raw(server.url, '');
    await until(
      () => fetch(`${server.url}/other`).then((each) => each.status),
      (status) => status === 404,
    );

    await server.close();

    expect([await answer, await idle]).toEqual(['', '']);
  });

  test('is reached by IPv6 too, by the name of the machine as by its address', async () => {
    served = await serve({ listen: '[::1]:0' });
    const { host, port } = new URL(served.server.url);

    expect(host).toBe(`[::1]:${port}`);
    expect((await fetch(`${served.server.url}/healthz`)).status).toBe(200);
    expect(await raw(served.server.url, 'GET /healthz HTTP/1.0\r\nHost: evil.example\r\n\r\n')).toMatch(
      /^HTTP\/1.1 421 /,
    );
  });

  test('rejects when the address is taken', async () => {
    served = await serve();
    const { port } = new URL(served.server.url);

    const second = startHttpServer({
      address: { host: '127.0.0.1', port: Number(port) },
      routes: [],
      onError: () => undefined,
    });

    await expect(second).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('listing', () => {
  test('goes page by page in the order of names', async () => {
    served = await serve();
    served.world.objects = [viewOf('c', 'Failed'), viewOf('a', 'Running'), viewOf('b', undefined)];

    const first = await ask('/api/v1/arrayjobs?limit=2');
    const second = await ask(`/api/v1/arrayjobs?limit=2&after=${first.json.next ?? ''}`);
    const failed = await ask('/api/v1/arrayjobs?phase=Failed');

    expect(first.json.items?.map((each) => each.name)).toEqual(['a', 'b']);
    expect(first.json.items?.[1]?.phase).toBe('Unknown');
    expect(second.json.items?.map((each) => each.name)).toEqual(['c']);
    expect(second.json.next).toBeUndefined();
    expect(failed.json.items).toHaveLength(1);
  });

  test('gives one with its whole status', async () => {
    served = await serve();
    served.world.objects = [viewOf('a', 'Running')];

    const { json } = await ask('/api/v1/arrayjobs/a');

    expect(json).toMatchObject({
      name: 'a',
      file: 'a.yaml',
      status: { phase: 'Running', indexes: { total: 4 } },
    });
  });
});

describe('POST /api/v1/reconcile', () => {
  const post = (headers: Record<string, string>, body?: string) =>
    ask('/api/v1/reconcile', { method: 'POST', headers, ...(body === undefined ? {} : { body }) });
  const bearer = { authorization: 'Bearer s3cret' };

  test('nobody may while no token is configured', async () => {
    served = await serve();

    expect(await post({})).toMatchObject({ status: 403 });
    expect(await post({ authorization: 'Bearer ' })).toMatchObject({ status: 403 });
    expect(served.looks).toEqual([]);
  });

  test.each([
    ['no token', {}],
    ['another token', { authorization: 'Bearer s3cres' }],
    ['a longer one', { authorization: 'Bearer s3cretx' }],
    ['another scheme', { authorization: 'Basic s3cret' }],
  ])('%s is refused', async (_what, headers) => {
    served = await serve();
    served.world.token = 's3cret';

    const answer = await post(headers);

    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('s3cret');
    expect(served.looks).toEqual([]);
  });

  test('looks at everything, or at what is named', async () => {
    served = await serve();
    served.world.token = 's3cret';
    served.world.objects = [viewOf('a', 'Running')];

    expect((await post(bearer)).status).toBe(202);
    expect((await post(bearer, '{"name":"a"}')).status).toBe(202);
    expect((await post(bearer, '{"name":"b"}')).status).toBe(404);

    expect(served.looks).toEqual([undefined, 'ArrayJob/a']);
  });

  test.each([['{"name":7}'], ['[]'], ['{'], ['"a"']])('a body of %s is refused', async (body) => {
    served = await serve();
    served.world.token = 's3cret';

    expect((await post(bearer, body)).json.error?.code).toBe('BadBody');
  });

  test('a body that is too large is refused, declared or not', async () => {
    served = await serve();
    served.world.token = 's3cret';
    const head = 'POST /api/v1/reconcile HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer s3cret\r\n';
    const chunk = `${(16_000).toString(16)}\r\n${'x'.repeat(16_000)}\r\n`;

    const declared = await raw(served.server.url, `${head}Content-Length: 99999999\r\n\r\nxx`);
    const chunked = await raw(
      served.server.url,
      `${head}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}${chunk}`,
    );

    expect(declared).toMatch(/^HTTP\/1.1 413 /);
    expect(chunked).toMatch(/^HTTP\/1.1 413 /);
  });

  test('one that stands by sends to the other', async () => {
    served = await serve();
    served.world.token = 's3cret';
    served.world.vitals = vitalsOf({ lease: { state: 'standby' } });

    expect((await post(bearer)).status).toBe(409);
  });
});

describe('addresses', () => {
  test.each([
    ['127.0.0.1:9410', { host: '127.0.0.1', port: 9410 }],
    ['[::1]:0', { host: '::1', port: 0 }],
    [':80', { host: undefined, port: 80 }],
    ['my-host.example:1', { host: 'my-host.example', port: 1 }],
    ['9410', undefined],
    ['127.0.0.1', undefined],
    ['host:65536', undefined],
    ['ho st:1', undefined],
    ['http://x:1', undefined],
  ])('%s', async (text, address) => {
    served = await serve();

    expect(parseListen(text)).toEqual(address);
  });

  test.each([
    ['localhost:9410', true],
    ['127.0.0.2', true],
    ['[::1]:9410', true],
    ['localhost.evil.example', false],
    ['127.0.0.1.evil.example:80', false],
    ['', false],
  ])('a Host of %s is this machine: %s', async (header, loopback) => {
    served = await serve();

    expect(isLoopback(hostNameOf(header))).toBe(loopback);
  });
});
