import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyPush, type WebhookHeaders } from '../../../src/source/index.ts';

const SECRET = 'a secret of the webhook';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const sign = (body: string, secret = SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

const github = JSON.stringify({
  ref: 'refs/heads/main',
  after: COMMIT,
  repository: { full_name: 'org/repo' },
});
const gitlab = JSON.stringify({
  object_kind: 'push',
  ref: 'refs/heads/feature/x',
  after: COMMIT,
  project: { path_with_namespace: 'group/sub/repo' },
});

const ask = (headers: WebhookHeaders, body: string, secret: string | undefined = SECRET) =>
  verifyPush(headers, Buffer.from(body), secret);

describe('a push', () => {
  test("of GitHub's is read when its signature is right", () => {
    const result = ask({ 'x-hub-signature-256': sign(github), 'x-github-event': 'push' }, github);

    expect(result).toEqual({
      ok: true,
      provider: 'github',
      event: 'push',
      branch: 'main',
      commit: COMMIT,
      repository: 'org/repo',
    });
  });

  test("of GitHub's may come as a form", () => {
    const form = new URLSearchParams({ payload: github }).toString();
    const headers = {
      'x-hub-signature-256': sign(form),
      'x-github-event': 'push',
      'content-type': 'application/x-www-form-urlencoded',
    };

    expect(ask(headers, form)).toMatchObject({ ok: true, branch: 'main' });
  });

  test("of GitLab's is read when its token is right", () => {
    const result = ask({ 'x-gitlab-token': SECRET, 'x-gitlab-event': 'Push Hook' }, gitlab);

    expect(result).toMatchObject({ provider: 'gitlab', branch: 'feature/x', repository: 'group/sub/repo' });
  });

  test.each([
    ['a tag', 'refs/tags/v1', COMMIT, { branch: undefined, commit: COMMIT }],
    ['a deletion', 'refs/heads/old', '0'.repeat(40), { branch: 'old', commit: undefined }],
  ])('of %s is told as one', (_what, ref, after, expected) => {
    const body = JSON.stringify({ ref, after, repository: { full_name: 'o/r' } });

    expect(ask({ 'x-hub-signature-256': sign(body), 'x-github-event': 'push' }, body)).toMatchObject(
      expected,
    );
  });
});

describe('what is refused', () => {
  test.each<[string, WebhookHeaders, string, number]>([
    ['no signature', { 'x-github-event': 'push' }, github, 401],
    [
      'a signature by another secret',
      { 'x-hub-signature-256': sign(github, 'x'), 'x-github-event': 'push' },
      github,
      401,
    ],
    [
      'a signature of another body',
      { 'x-hub-signature-256': sign('{}'), 'x-github-event': 'push' },
      github,
      401,
    ],
    [
      'a signature of another length',
      { 'x-hub-signature-256': 'sha256=', 'x-github-event': 'push' },
      github,
      401,
    ],
    ['another token', { 'x-gitlab-token': 'x', 'x-gitlab-event': 'Push Hook' }, gitlab, 401],
    [
      'a right token beside a wrong signature',
      { 'x-gitlab-token': SECRET, 'x-hub-signature-256': 'no' },
      gitlab,
      401,
    ],
    ['no JSON', { 'x-gitlab-token': SECRET, 'x-gitlab-event': 'Push Hook' }, 'nope', 400],
    ['a list', { 'x-gitlab-token': SECRET, 'x-gitlab-event': 'Push Hook' }, '[]', 400],
    ['no ref', { 'x-gitlab-token': SECRET, 'x-gitlab-event': 'Push Hook' }, '{"ref":1}', 400],
  ])('%s', (_what, headers, body, status) => {
    expect(ask(headers, body)).toMatchObject({ ok: false, status });
  });

  test('everything, without a secret', () => {
    expect(
      ask({ 'x-hub-signature-256': sign(github, ''), 'x-github-event': 'push' }, github, ''),
    ).toMatchObject({ status: 404 });
  });
});

test('a ping is told apart from a push', () => {
  const result = ask({ 'x-hub-signature-256': sign('{}'), 'x-github-event': 'ping' }, '{}');

  expect(result).toEqual({ ok: true, provider: 'github', event: 'other' });
});
