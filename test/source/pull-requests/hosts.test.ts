import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGitHub } from '../../../src/source/pull-requests/github.ts';
import { createGitLab } from '../../../src/source/pull-requests/gitlab.ts';
import type { HostOptions, PullRequestHost } from '../../../src/source/pull-requests/host.ts';
import {
  BODY_BEGIN,
  BODY_END,
  keepComment,
  keepPullRequest,
} from '../../../src/source/pull-requests/keep.ts';
import { type Canned, type Forge, openForge, SELF } from './forge.ts';

const MARKER = '<!-- arrayjob:plan -->';
const NOW = Date.UTC(2026, 10, 23, 12);

describe.each(['github', 'gitlab'] as const)('%s', (kind) => {
  let forge: Forge;
  beforeEach(async () => {
    forge = await openForge(kind);
  });
  afterEach(async () => {
    await forge.close();
    expect(forge.violations).toEqual([]);
  });

  function host(options: Partial<HostOptions> = {}): PullRequestHost {
    const create = kind === 'github' ? createGitHub : createGitLab;
    const { baseUrl, repository, token } = forge;
    return create({ baseUrl, repository, token, tokenFrom: 'MY_TOKEN', now: () => NOW, ...options });
  }

  const keep = (text: string, more: { readonly news?: boolean; readonly host?: PullRequestHost } = {}) =>
    keepPullRequest({
      host: more.host ?? host(),
      branch: 'arrayjob/status',
      base: 'main',
      title: 'Status of jobs',
      body: () => text,
      news: more.news ?? true,
    });

  const methods = () => forge.seen.map((each) => each.method).join(' ');

  describe('one pull request', () => {
    test('is opened when there is news', async () => {
      const kept = await keep('first');

      expect(kept).toMatchObject({ ok: true, value: { did: 'opened', value: { number: 1 } } });
      expect(forge.pulls).toMatchObject([
        {
          branch: 'arrayjob/status',
          base: 'main',
          title: 'Status of jobs',
          body: `${BODY_BEGIN}\nfirst\n${BODY_END}`,
        },
      ]);
    });

    test('is not opened without news', async () => {
      const kept = await keep('first', { news: false });

      expect(kept).toEqual({ ok: true, value: { did: 'nothing', value: undefined } });
      expect(methods()).toBe('GET');
    });

    test('is rewritten only when its body would differ', async () => {
      await keep('first');
      forge.seen.length = 0;

      const same = await keep('first');
      const other = await keep('second', { news: false });

      expect(same).toMatchObject({ ok: true, value: { did: 'nothing' } });
      expect(other).toMatchObject({ ok: true, value: { did: 'rewritten' } });
      expect(methods()).toBe(kind === 'github' ? 'GET GET PATCH' : 'GET GET PUT');
      expect(forge.pulls[0]?.body).toContain('second');
    });

    test('keeps its title, and what people write around our part', async () => {
      await keep('first');
      Object.assign(forge.pulls[0]!, {
        title: 'mine',
        body: `before\r\n${forge.pulls[0]!.body}\r\nafter  `,
      });

      const same = await keep('first');
      const other = await keep('second');

      expect(same).toMatchObject({ ok: true, value: { did: 'nothing' } });
      expect(other).toMatchObject({ ok: true, value: { did: 'rewritten' } });
      expect(forge.pulls[0]).toMatchObject({
        title: 'mine',
        body: `before\n${BODY_BEGIN}\nsecond\n${BODY_END}\nafter  `,
      });
    });

    test('gets our part back when somebody has deleted it', async () => {
      await keep('first');
      forge.pulls[0]!.body = 'only mine';

      await keep('second');

      expect(forge.pulls[0]!.body).toBe(`${BODY_BEGIN}\nsecond\n${BODY_END}\n\nonly mine`);
    });

    test('is not broken by words that look like our marks', async () => {
      await keep(`first ${BODY_END} and ${BODY_BEGIN}`);
      await keep(`second ${BODY_END} more`);
      await keep('third');

      expect(forge.pulls[0]!.body).toBe(`${BODY_BEGIN}\nthird\n${BODY_END}`);
    });

    test('is followed by another one after it was merged, when there is news', async () => {
      await keep('first');
      forge.pulls[0]!.state = 'merged';

      const quiet = await keep('second', { news: false });
      const news = await keep('third');

      expect(quiet).toMatchObject({ ok: true, value: { did: 'nothing', value: undefined } });
      expect(news).toMatchObject({ ok: true, value: { did: 'opened', value: { number: 2 } } });
      expect(forge.pulls[0]!.body).toContain('first');
    });

    test('is found among those of other branches', async () => {
      forge.add({ branch: 'arrayjob/status', base: 'other' });
      forge.add({ branch: 'arrayjob/status2' });
      if (kind === 'gitlab') forge.add({ branch: 'arrayjob/status', fork: true });
      const own = forge.add({ branch: 'arrayjob/status' });

      const kept = await keep('text');

      expect(kept).toMatchObject({ ok: true, value: { did: 'rewritten', value: { number: own.number } } });
    });

    test('that somebody else opens at the same moment is kept', async () => {
      forge.canned.push({ status: 200, json: [], method: 'GET' });
      forge.add({ branch: 'arrayjob/status' });

      const kept = await keep('text');

      expect(kept).toMatchObject({ ok: true, value: { did: 'rewritten', value: { number: 1 } } });
      expect(forge.pulls).toHaveLength(1);
    });

    test('is not opened twice when the answer to opening is lost', async () => {
      forge.canned.push({ status: 0, method: 'POST', lost: true });

      const lost = await keep('text');
      const again = await keep('text');

      expect(lost).toMatchObject({ ok: false, kind: 'unavailable' });
      expect(again).toMatchObject({ ok: true, value: { did: 'nothing', value: { number: 1 } } });
      expect(forge.pulls).toHaveLength(1);
    });

    test('with a body at the limit is taken', async () => {
      const kept = await keepPullRequest({
        host: host(),
        branch: 'b',
        base: 'main',
        title: 't',
        body: (max) => 'x'.repeat(max),
        news: true,
      });

      expect(kept).toMatchObject({ ok: true });
      expect(forge.pulls[0]?.body.length).toBeGreaterThan(65_000);
    });

    test('in which people have left no room stays as it is', async () => {
      forge.add({ branch: 'arrayjob/status', body: 'y'.repeat(65_400) });

      expect(await keep('text')).toMatchObject({ ok: true, value: { did: 'nothing' } });
    });
  });

  if (kind === 'github') {
    test('a branch that has nothing new needs no pull request', async () => {
      forge.empty.add('arrayjob/status');

      expect(await keep('text')).toEqual({ ok: true, value: { did: 'nothing', value: undefined } });
    });
  }

  describe('one comment', () => {
    const say = (text: string, news = true) =>
      keepComment({ host: host(), number: 1, marker: MARKER, body: `${MARKER}\n${text}`, news });

    test('is not begun for no news, and rewritten all the same', async () => {
      const none = await say('a', false);
      await say('b');
      const rewritten = await say('c', false);

      expect(none).toEqual({ ok: true, value: { did: 'nothing', value: undefined } });
      expect(rewritten).toMatchObject({ ok: true, value: { did: 'rewritten' } });
      expect(forge.notes.map((each) => each.body)).toEqual([`${MARKER}\nc`]);
    });

    test('is written once and rewritten when it would differ', async () => {
      const first = await say('a');
      const same = await say('a');
      const other = await say('b');

      expect([first, same, other].map((each) => each.ok && each.value.did)).toEqual([
        'opened',
        'nothing',
        'rewritten',
      ]);
      expect(forge.notes.map((each) => each.body)).toEqual([`${MARKER}\nb`]);
    });

    test('is found behind pages of others', async () => {
      forge.pageMax = 3;
      for (let i = 0; i < 8; i++) forge.say({ body: `talk ${i}`, author: 'someone' });
      const own = forge.say({ body: `${MARKER}\nold` });

      const done = await say('new');

      expect(done).toMatchObject({ ok: true, value: { did: 'rewritten', value: { id: own.id } } });
      expect(forge.seen.filter((each) => each.method === 'GET' && each.path !== '/user')).toHaveLength(3);
    });

    test('of somebody who pretends to be us is passed over', async () => {
      forge.say({ body: `${MARKER}\nfake`, author: 'mallory' });
      forge.say({ body: `see ${MARKER}` });

      const done = await say('real');

      expect(done).toMatchObject({ ok: true, value: { did: 'opened' } });
      expect(forge.notes.map((each) => each.body)).toEqual([
        `${MARKER}\nfake`,
        `see ${MARKER}`,
        `${MARKER}\nreal`,
      ]);
    });

    test('is found with a token that belongs to nobody', async () => {
      forge.tokenHasUser = false;
      forge.say({ body: `${MARKER}\nold`, author: SELF, bot: true });

      expect(await say('new')).toMatchObject({ ok: true, value: { did: 'rewritten' } });
    });

    test('that another token wrote is left, and a new one written', async () => {
      forge.tokenHasUser = false;
      forge.say({ body: `${MARKER}\nold`, author: 'other-bot', bot: true });

      expect(await say('new')).toMatchObject({ ok: true, value: { did: 'opened' } });
    });
  });

  describe('failures', () => {
    test.each<[string, Canned, object, RegExp]>([
      [
        'a token that is not accepted',
        { status: 401, json: { message: 'Bad credentials' } },
        { kind: 'unauthorized', status: 401 },
        /401.*Bad credentials.*give a.* token that is valid in MY_TOKEN/,
      ],
      [
        'a token that may not',
        { status: 403, json: { message: 'Resource not accessible by integration' } },
        { kind: 'forbidden' },
        /not accessible.*MY_TOKEN.*(pull-requests: write|scope api)/,
      ],
      [
        'a repository that is not there',
        { status: 404, json: { message: 'Not Found' } },
        { kind: 'missing' },
        /404.*check that org\/repo is right.*MY_TOKEN may see it/,
      ],
      [
        'a conflict',
        { status: 409, json: { message: ['in the way'] } },
        { kind: 'conflict' },
        /409.*in the way/,
      ],
      [
        'what is not accepted',
        {
          status: 422,
          json: { message: 'Validation Failed', errors: [{ field: 'base', message: 'is bad' }] },
        },
        { kind: 'refused' },
        /422.*Validation Failed; is bad/,
      ],
      [
        'what is not accepted, in lists',
        { status: 400, json: { message: { title: ['is too long'] } } },
        { kind: 'refused' },
        /400.*title is too long/,
      ],
      ['a broken host', { status: 500, text: '<html>' }, { kind: 'unavailable', status: 500 }, /500/],
      ['a gateway', { status: 502, text: '' }, { kind: 'unavailable' }, /502/],
      [
        'too many requests, in seconds',
        { status: 429, headers: { 'retry-after': '7' } },
        { kind: 'limited', retryAfterMs: 7_000 },
        /asked again later/,
      ],
      [
        'too many requests, by a date',
        { status: 429, headers: { 'retry-after': new Date(NOW + 9_000).toUTCString() } },
        { kind: 'limited', retryAfterMs: 9_000 },
        /429/,
      ],
      [
        'a budget that is spent',
        {
          status: 403,
          headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 30) },
          json: { message: 'API rate limit exceeded for user' },
        },
        { kind: 'limited', retryAfterMs: 31_000 },
        /rate limit exceeded/,
      ],
      [
        'a secondary limit without a time',
        { status: 403, json: { message: 'You have exceeded a secondary rate limit' } },
        { kind: 'limited', retryAfterMs: 60_000 },
        /secondary/,
      ],
      [
        "GitLab's own header",
        { status: 429, headers: { 'ratelimit-reset': String(NOW / 1000 + 5) } },
        { kind: 'limited', retryAfterMs: 6_000 },
        /429/,
      ],
      [
        'a wait of a year',
        { status: 429, headers: { 'retry-after': '31536000' } },
        { kind: 'limited', retryAfterMs: 7_200_000 },
        /429/,
      ],
      [
        'maintenance with a time',
        { status: 503, headers: { 'retry-after': '5' } },
        { kind: 'limited', retryAfterMs: 5_000 },
        /503/,
      ],
      [
        'something other than JSON',
        { status: 200, text: '<html>login</html>' },
        { kind: 'unavailable' },
        /other than JSON/,
      ],
      [
        'something other than a list',
        { status: 200, json: { a: 1 } },
        { kind: 'unavailable' },
        /other than a list/,
      ],
    ])('%s', async (_what, canned, failure, message) => {
      forge.canned.push(canned);

      const found = await host().findOpen('b', 'main');

      expect(found).toMatchObject({ ok: false, ...failure });
      expect(found.ok ? '' : found.message).toMatch(message);
      expect(JSON.stringify(found)).not.toContain(forge.token);
    });

    test('a token in the words of the host is starred out', async () => {
      forge.canned.push({ status: 401, json: { message: `bad token ${forge.token}` } });

      const found = await host().findOpen('b', 'main');

      expect(JSON.stringify(found)).toContain('bad token ***');
      expect(JSON.stringify(found)).not.toContain(forge.token);
    });

    test('a redirect to another host is not followed', async () => {
      const other = await openForge(kind);
      forge.canned.push({ status: 301, headers: { location: `${other.baseUrl}/elsewhere` } });

      const found = await host().findOpen('b', 'main');
      await other.close();

      expect(found).toMatchObject({ ok: false, kind: 'missing' });
      expect(other.seen).toEqual([]);
    });

    test('a redirect of a repository that was renamed is followed, with the same method and body', async () => {
      const root = kind === 'github' ? '/repos/org/repo/pulls' : '/projects/org%2Frepo/merge_requests';
      forge.canned.push({
        status: 307,
        headers: { location: `${new URL(forge.baseUrl).pathname}${root}` },
        method: 'POST',
      });

      const opened = await host().open({ branch: 'b', base: 'main', title: 't', body: 'text' });

      expect(opened).toMatchObject({ ok: true, value: { number: 1, body: 'text' } });
    });

    test('redirects that go round are given up', async () => {
      const round = { status: 302, headers: { location: '?again=1' } };
      forge.canned.push(round, round, round, round, round);

      expect(await host().findOpen('b', 'main')).toMatchObject({ ok: false });
      expect(forge.seen.length).toBeLessThanOrEqual(4);
    });

    test('a next page on another host is not asked for', async () => {
      forge.canned.push({
        status: 200,
        json: [],
        headers: { link: '<https://evil.test/steal>; rel="next"' },
      });

      expect(await host().findOpen('b', 'main')).toMatchObject({ ok: false, kind: 'unavailable' });
    });

    test('an answer without an end is not read to it', async () => {
      forge.canned.push({ status: 200, text: 'x'.repeat(100_000) });

      const found = await host({ maxBytes: 10_000 }).findOpen('b', 'main');

      expect(found).toMatchObject({ ok: false, kind: 'unavailable' });
      expect(found.ok ? '' : found.message).toMatch(/more than can be read/);
    });

    test('a host that does not answer is given up in time', async () => {
      forge.canned.push({ status: 0, silent: true });

      const found = await host({ timeoutMs: 50 }).findOpen('b', 'main');

      expect(found).toMatchObject({ ok: false, kind: 'unavailable' });
      expect(found.ok ? '' : found.message).toMatch(/no answer in time/);
    });

    test('a host that is not there is said', async () => {
      const gone = host({ baseUrl: 'http://127.0.0.1:1' });

      const found = await gone.findOpen('b', 'main');

      expect(found).toMatchObject({ ok: false, kind: 'unavailable' });
      expect(found.ok ? '' : found.message).toMatch(/127\.0\.0\.1:1 .*(ECONNREFUSED|bad port)/);
    });

    test('an answer of another form is a failure, not a crash', async () => {
      for (const json of [null, 5, 'x', [], {}, { number: 'x' }, { iid: {} }]) {
        forge.canned.push({ status: 201, json });

        expect(await host().open({ branch: 'b', base: 'm', title: 't', body: '' })).toMatchObject({
          ok: false,
        });
      }
    });
  });
});

test('pages without a Link header go on by x-next-page', async () => {
  const forge = await openForge('gitlab');
  forge.canned.push({ status: 200, json: [], headers: { 'x-next-page': '2' } });
  const { baseUrl, repository, token } = forge;

  await createGitLab({ baseUrl, repository, token, tokenFrom: 'T' }).findComment(1, MARKER);
  await forge.close();

  expect(forge.seen.map((each) => each.query['page'])).toEqual([undefined, '2']);
  expect(forge.violations).toEqual([]);
});
