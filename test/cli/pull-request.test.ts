import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeeper, type PullRequestKeeper } from '../../src/cli/run/pull-request.ts';
import { parseFile } from '../../src/document/index.ts';
import type { StatusPush } from '../../src/source/index.ts';
import { createGitHub } from '../../src/source/pull-requests/github.ts';
import { definition, job } from '../controller/house.ts';
import { type Hosting, openHosting } from '../source/git/hosting.ts';
import { serveGit } from '../source/git/http-backend.ts';
import { type Forge, openForge } from '../source/pull-requests/forge.ts';
import { arrayjob, folder } from './arrayjob.ts';

let forge: Forge;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  forge = await openForge('github');
});
afterEach(async () => {
  for (const each of cleanups.splice(0)) await each();
  await forge.close();
  expect(forge.violations).toEqual([]);
});

async function until(what: string, done: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!done()) {
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}

describe('the keeper', () => {
  let phase: string;
  let logged: string[];
  let keeper: PullRequestKeeper;
  beforeEach(() => {
    phase = 'Running';
    logged = [];
    const { baseUrl, repository, token } = forge;
    const log = (level: string) => (_fields: unknown, text?: string) => {
      logged.push(`${level}: ${text ?? ''}`);
    };
    keeper = createKeeper({
      host: createGitHub({ baseUrl, repository, token, tokenFrom: 'T' }),
      branch: 'status',
      log: { info: log('info'), warn: log('warn'), error: log('error') },
      gapMs: 1,
      retryMs: 5,
    });
  });

  const source = {
    branch: 'main',
    load: async () => {
      const text = `${job('a', '{ size: 2 }')}status: { phase: ${phase} }\n`;
      const parsed = parseFile('a.yaml', Buffer.from(text));
      return { files: [{ file: 'a.yaml', parsed }], findings: [], complete: true, version: '1' };
    },
  };
  const push = (changes = 1): StatusPush => ({
    branch: 'status',
    commit: 'c',
    base: { branch: 'main', commit: 'm' },
    changes: Array.from({ length: changes }, () => ({
      kind: 'ArrayJob',
      name: 'a',
      before: undefined,
      after: {},
    })),
  });

  test('opens one behind the first push, and rewrites it behind later ones', async () => {
    keeper.attach(source);
    keeper.pushed(push());
    await until('opened', () => forge.pulls.length === 1);
    phase = 'Failed';
    keeper.pushed(push());
    await until('rewritten', () => forge.pulls[0]!.body.includes('Failed'));
    await keeper.close();

    expect(forge.pulls).toHaveLength(1);
    expect(forge.pulls[0]).toMatchObject({ branch: 'status', base: 'main', title: 'Status of status' });
    expect(logged).toEqual(['info: A pull request was opened']);
  });

  test('opens none where nothing has changed', async () => {
    keeper.attach(source);
    keeper.pushed(push(0));
    await keeper.close();

    expect(forge.pulls).toEqual([]);
  });

  test('makes one call of many pushes', async () => {
    keeper.attach(source);
    for (let i = 0; i < 200; i++) keeper.pushed(push());
    await keeper.close();

    expect(forge.pulls).toHaveLength(1);
    expect(forge.seen.length).toBeLessThan(8);
  });

  test('tries again when the host comes back, and says the trouble once', async () => {
    for (let i = 0; i < 3; i++) forge.canned.push({ status: 502, text: '' });
    keeper.attach(source);
    keeper.pushed(push());

    await until('opened', () => forge.pulls.length === 1);
    await keeper.close();

    expect(logged.filter((each) => each.startsWith('warn: The pull request waits: GitHub'))).toHaveLength(1);
  });

  test('waits for the next push when a person must act, and still knows that there was news', async () => {
    forge.canned.push({ status: 401, json: { message: 'Bad credentials' } });
    keeper.attach(source);
    await until('refused', () => logged.length === 1);
    forge.canned.push({ status: 401, json: { message: 'Bad credentials' } });
    keeper.pushed(push(1));
    await until('refused again', () => forge.canned.length === 0);
    keeper.pushed(push(0));
    await until('opened', () => forge.pulls.length === 1);
    await keeper.close();

    expect(logged).toEqual([
      expect.stringMatching(/^error: The pull request cannot be kept: .*401/),
      'info: A pull request was opened',
    ]);
  });
});

describe('run --pull-request', () => {
  const git = async (): Promise<{ hosting: Hosting; url: string }> => {
    const hosting = openHosting({
      'd.yaml': definition(),
      'a.yaml': job('a', '{ size: 2 }'),
      'b.yaml': job('b', '{ size: 2 }', ['dependsOn: [{ name: a }]']),
    });
    const server = await serveGit(hosting.root);
    cleanups.push(() => server.close().then(() => hosting.close()));
    return { hosting, url: `${server.url}/org/repo.git#main` };
  };

  test('runs specs from git and puts their status up for review', async () => {
    const { hosting, url } = await git();
    const { mkdirSync, renameSync } = await import('node:fs');
    mkdirSync(`${hosting.root}/org`);
    renameSync(hosting.bare, `${hosting.root}/org/repo.git`);
    const home = folder({});
    cleanups.push(home.remove);
    const args = ['--status-branch', 'arrayjob/status', '--pull-request', '--api-url', forge.baseUrl];

    const { code, err } = await arrayjob(
      [
        'run',
        url,
        '--local',
        '--until-settled',
        '--status-interval',
        '1s',
        '--settle-time',
        '1s',
        '--token-env',
        'T',
        ...args,
      ],
      {
        env: {
          T: forge.token,
          XDG_STATE_HOME: home.path,
          XDG_CACHE_HOME: home.path,
          GIT_CONFIG_GLOBAL: '/dev/null',
        },
      },
    );

    expect(code, err).toBe(0);
    expect(forge.pulls).toHaveLength(1);
    expect(forge.pulls[0]).toMatchObject({ branch: 'arrayjob/status', base: 'main' });
    expect(forge.pulls[0]!.body).toMatch(/\*\*2 jobs\*\*: ✅ 2 Succeeded/);
    expect(forge.pulls[0]!.body).toMatch(/mermaid[^]*n0 --> n1/);
    expect(err).not.toContain(forge.token);
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      'without a status branch',
      ['git+https://github.com/o/r.git', '--pull-request'],
      /--pull-request goes with --status-branch/,
    ],
    [
      'with a directory',
      ['.', '--pull-request', '--status-branch', 'b'],
      /--status-branch goes with specs from git/,
    ],
    [
      'with a repository that is on no host',
      ['git+file:///srv/x.git', '--pull-request', '--status-branch', 'b'],
      /needs a repository on GitHub or GitLab/,
    ],
    [
      'without a token',
      ['git+https://github.com/o/r.git', '--pull-request', '--status-branch', 'b'],
      /There is no token for api\.github\.com/,
    ],
    ['--api-url alone', ['git+https://github.com/o/r.git', '--api-url', 'https://x'], /--api-url goes with/],
    [
      '--token-env alone',
      ['git+https://github.com/o/r.git', '--token-env', 'X'],
      /--token-env goes with --pull-request/,
    ],
  ])('%s is refused before anything is done', async (_what, args, message) => {
    const { code, err } = await arrayjob(['run', ...args]);

    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });
});
