import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { type HttpServer, startHttpServer } from '../../../src/controller/server/server.ts';
import { webhookRoute } from '../../../src/controller/server/webhook.ts';
import { raw } from './support.ts';

const SECRET = 'correct horse';
let server: HttpServer;
let looks = 0;
afterEach(async () => {
  await server.close();
  looks = 0;
});

async function open(options: { secret?: string | undefined; git?: boolean } = { secret: SECRET }) {
  const source = {
    branch: 'main',
    lookNow: () => {
      looks++;
    },
  };
  const route = webhookRoute({ source: options.git === false ? undefined : source, secret: options.secret });
  server = await startHttpServer({
    address: { host: '127.0.0.1', port: 0 },
    routes: [route],
    onError: (_path, error) => {
      throw error;
    },
  });
}

const push = (branch = 'main') =>
  JSON.stringify({
    ref: `refs/heads/${branch}`,
    after: 'a'.repeat(40),
    repository: { full_name: 'org/repo' },
    project: { path_with_namespace: 'org/repo' },
  });

async function post(body: string, headers: Record<string, string>) {
  const response = await fetch(`${server.url}/api/v1/webhook`, { method: 'POST', body, headers });
  return { status: response.status, text: await response.text() };
}

const github = (body: string, secret = SECRET, event = 'push') => ({
  'x-github-event': event,
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

test('a push that GitHub signed makes the source look', async () => {
  await open();

  expect((await post(push(), github(push()))).status).toBe(202);
  expect(looks).toBe(1);
});

test('a push with GitLab’s token makes the source look', async () => {
  await open();

  expect((await post(push(), { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': SECRET })).status).toBe(202);
  expect(looks).toBe(1);
});

test.each<[string, string, Record<string, string>, number]>([
  ['another secret', push(), github(push(), 'wrong'), 401],
  ['another body', push('other'), github(push()), 401],
  ['no signature', push(), {}, 401],
  ['a body that is no push', 'x', github('x'), 400],
])('%s is refused', async (_what, body, headers, status) => {
  await open();

  const answer = await post(body, headers);

  expect(answer.status).toBe(status);
  expect(answer.text).not.toContain(SECRET);
  expect(looks).toBe(0);
});

test.each([
  ['a push to another branch', push('topic'), 'push'],
  ['another event', '{"zen":"x"}', 'ping'],
])('%s is answered and passed over', async (_what, body, event) => {
  await open();

  expect((await post(body, github(body, SECRET, event))).status).toBe(202);
  expect(looks).toBe(0);
});

test('without a secret, or specs from git, nothing is accepted', async () => {
  await open({ secret: undefined });
  expect((await post(push(), github(push(), ''))).status).toBe(403);
  await server.close();

  await open({ secret: SECRET, git: false });
  expect((await post(push(), github(push()))).status).toBe(409);
  expect(looks).toBe(0);
});

test('a body of more than a megabyte is refused', async () => {
  await open();
  const body = 'x'.repeat(1024 * 1024 + 1);

  const status = await post(body, github(body)).then(
    (answer) => answer.status,
    () => 'cut off',
  );

  expect([413, 'cut off']).toContain(status);
});

test('it may come through a proxy that keeps the name', async () => {
  await open();
  const body = push();
  const signature = github(body)['x-hub-signature-256'];

  const answer = await raw(
    server.url,
    `POST /api/v1/webhook HTTP/1.1\r\nHost: hooks.example.org\r\nX-GitHub-Event: push\r\nX-Hub-Signature-256: ${signature}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );

  expect(answer).toMatch(/^HTTP\/1.1 202 /);
});
