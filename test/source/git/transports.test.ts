import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { credentialsFor } from '../../../src/source/git/credentials.ts';
import { parseGitAddress } from '../../../src/source/index.ts';
import { editFor, namesOf, spec } from '../folder.ts';
import { git, type Hosting, openHosting } from './hosting.ts';

let hosting: Hosting;

afterEach(async () => {
  delete process.env['GIT_SSH_COMMAND'];
  delete process.env['GIT_CONFIG_GLOBAL'];
  await hosting.close();
});

async function readsAndWrites(url: string): Promise<void> {
  const source = await hosting.open({ url });
  const snapshot = await source.load();
  const [result] = await source.writeStatus([editFor(snapshot, 'a', { phase: 'Running' })]);

  expect(namesOf(snapshot)).toEqual(['a']);
  expect(result).toMatchObject({ outcome: 'written' });
  expect(hosting.remote('a.yaml')).toContain('phase: Running');
}

/** An ssh that notes what it is asked, and runs what it would run there here. */
function fakeSsh(): string {
  const path = join(hosting.root, 'ssh');
  const asked = join(hosting.root, 'asked');
  const script = `#!/bin/bash\nprintf '%s|' "$@" >> ${asked}\nexec sh -c "\${@: -1}"\n`;
  writeFileSync(path, script, { mode: 0o755 });
  process.env['GIT_SSH_COMMAND'] = path;
  return asked;
}

describe('ssh', () => {
  test.each(['git+ssh://git@example.org:2222', 'git@example.org:'])(
    '%s is left to the ssh of git',
    async (host) => {
      hosting = openHosting({ 'a.yaml': spec('a') });
      const asked = fakeSsh();

      await readsAndWrites(`${host}${hosting.bare}`);

      const { readFileSync } = await import('node:fs');
      expect(readFileSync(asked, 'utf8')).toContain('git@example.org|');
    },
  );
});

test('a repository of SHA-256 is read and written as well', async () => {
  hosting = openHosting();
  const bare = join(hosting.root, 'sha256.git');
  git(hosting.root, 'init', '--quiet', '--bare', '--object-format=sha256', bare);
  const clone = join(hosting.root, 'sha256');
  git(hosting.root, 'init', '--quiet', '--object-format=sha256', clone);
  writeFileSync(join(clone, 'a.yaml'), spec('a'));
  git(clone, 'add', '.');
  git(clone, 'commit', '--quiet', '-m', 'one');
  git(clone, 'push', '--quiet', bare, 'HEAD:main');

  const source = await hosting.open({ url: `git+file://${bare}` });
  const snapshot = await source.load();
  const [result] = await source.writeStatus([editFor(snapshot, 'a', { phase: 'Running' })]);

  expect(snapshot.version).toHaveLength(64);
  expect(result?.outcome).toBe('written');
  expect(git(bare, 'show', 'main:a.yaml')).toContain('phase: Running');
});

test("a person's rewriting of addresses is respected, but not to transports that run commands", async () => {
  hosting = openHosting({ 'a.yaml': spec('a') });
  fakeSsh();
  const config = join(hosting.root, 'gitconfig');
  writeFileSync(
    config,
    `[url "ssh://git@example.org${hosting.bare}"]\ninsteadOf = https://example.org/r.git\n`,
  );
  process.env['GIT_CONFIG_GLOBAL'] = config;
  await readsAndWrites('https://example.org/r.git');

  writeFileSync(
    config,
    `[protocol]\nallow = always\n[url "ext::sh -c touch% ${hosting.root}/ran "]\ninsteadOf = https://example.org/\n`,
  );
  await expect(hosting.open({ url: 'https://example.org/x.git' })).rejects.toThrow(
    /transport 'ext' not allowed/,
  );
});

describe('tokens', () => {
  const of = (url: string, env: Record<string, string>): Readonly<Record<string, string>> =>
    credentialsFor(parseGitAddress(url), env).env;

  test.each<[string, Record<string, string>, object]>([
    [
      'https://github.com/o/r.git',
      { GITHUB_TOKEN: 'github-token' },
      { ARRAYJOB_ASKED_PASSWORD: 'github-token' },
    ],
    ['https://github.com/o/r.git', { GH_TOKEN: 'gh-token' }, { ARRAYJOB_ASKED_USER: 'x-access-token' }],
    [
      'https://ghe.example/o/r.git',
      { GITHUB_TOKEN: 't-token', GITHUB_SERVER_URL: 'https://ghe.example' },
      { ARRAYJOB_ASKED_PASSWORD: 't-token' },
    ],
    [
      'https://gitlab.com/o/r.git',
      { GITLAB_TOKEN: 'gl-token', CI_JOB_TOKEN: 'job-token' },
      { ARRAYJOB_ASKED_PASSWORD: 'gl-token' },
    ],
    ['https://gitlab.com/o/r.git', { CI_JOB_TOKEN: 'job-token' }, { ARRAYJOB_ASKED_USER: 'gitlab-ci-token' }],
    [
      'https://any.example/o/r.git',
      { ARRAYJOB_GIT_TOKEN: 'a-token', ARRAYJOB_GIT_USERNAME: 'bot' },
      { ARRAYJOB_ASKED_USER: 'bot', ARRAYJOB_ASKED_PASSWORD: 'a-token' },
    ],
    [
      'https://github.com/o/r.git',
      { GITHUB_TOKEN: 'g-token', ARRAYJOB_GIT_TOKEN: 'a-token' },
      { ARRAYJOB_ASKED_PASSWORD: 'a-token' },
    ],
  ])('for %s with %j', (url, env, expected) => {
    expect(of(url, env)).toMatchObject(expected);
  });

  test.each<[string, Record<string, string>]>([
    ['https://github.com.evil.example/o/r.git', { GITHUB_TOKEN: 'github-token' }],
    [
      'https://evil.example/o/r.git',
      { GITHUB_TOKEN: 'x-token', GITLAB_TOKEN: 'y-token', CI_JOB_TOKEN: 'z-token' },
    ],
    ['git+ssh://git@github.com/o/r.git', { GITHUB_TOKEN: 'github-token' }],
    ['https://github.com/o/r.git', {}],
  ])('none for %s with %j', (url, env) => {
    expect(of(url, env)).toEqual({});
  });
});
