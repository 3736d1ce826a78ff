import { describe, expect, test } from 'vitest';
import { openCi } from '../../../src/source/pull-requests/ci.ts';
import { openHost, repositoryOf } from '../../../src/source/pull-requests/open.ts';

describe('the repository of a remote', () => {
  test.each<[string, object | undefined]>([
    ['https://github.com/org/repo.git', { host: 'github.com', path: 'org/repo' }],
    ['git+https://github.com/org/repo', { host: 'github.com', path: 'org/repo' }],
    ['https://token@GitLab.com/group/sub/repo.git/', { host: 'gitlab.com', path: 'group/sub/repo' }],
    ['git@github.com:org/repo.git', { host: 'github.com', path: 'org/repo' }],
    ['ssh://git@ssh.github.com:443/org/repo.git', { host: 'github.com', path: 'org/repo' }],
    ['git+ssh://git@git.example.com:2222/a/b', { host: 'git.example.com', path: 'a/b' }],
    ['https://git.example.com:8443/a/b.git', { host: 'git.example.com:8443', path: 'a/b' }],
    ['file:///srv/repo.git', undefined],
    ['/srv/repo.git', undefined],
    ['../repo', undefined],
    ['https://github.com/org', undefined],
    ['https://github.com/../x', undefined],
    ['', undefined],
  ])('%s', (remote, expected) => {
    expect(repositoryOf(remote)).toEqual(expected);
  });
});

describe('the host of a repository', () => {
  const repo = (host: string, path = 'org/repo') => ({ host, path });
  type Env = Record<string, string>;

  test.each<[string, ReturnType<typeof repo>, object, Env, { kind?: string; from?: string; says?: RegExp }]>([
    [
      'GitHub, by its variable',
      repo('github.com'),
      {},
      { GITHUB_TOKEN: 't' },
      { kind: 'github', from: 'GITHUB_TOKEN' },
    ],
    ['GitHub, as gh has it', repo('github.com'), {}, { GH_TOKEN: 't' }, { kind: 'github', from: 'GH_TOKEN' }],
    [
      'one token for git and pull requests',
      repo('github.com'),
      {},
      { GITHUB_TOKEN: 't', ARRAYJOB_GIT_TOKEN: 'u' },
      { from: 'ARRAYJOB_GIT_TOKEN' },
    ],
    [
      'GitLab',
      repo('gitlab.com', 'a/b/c'),
      {},
      { GITLAB_TOKEN: 't' },
      { kind: 'gitlab', from: 'GITLAB_TOKEN' },
    ],
    [
      'a self-hosted GitLab by its name',
      repo('gitlab.example.com'),
      {},
      { GITLAB_TOKEN: 't' },
      { says: /no token for gitlab\.example\.com.*ARRAYJOB_GIT_TOKEN.*--token-env/ },
    ],
    [
      'a self-hosted GitLab that the environment names',
      repo('git.example.com'),
      {},
      { GITLAB_TOKEN: 't', GITLAB_HOST: 'https://git.example.com' },
      { kind: 'gitlab', from: 'GITLAB_TOKEN' },
    ],
    [
      'an Enterprise Server',
      repo('github.example.com'),
      {},
      { GH_ENTERPRISE_TOKEN: 't', GITHUB_TOKEN: 'other' },
      { kind: 'github', from: 'GH_ENTERPRISE_TOKEN' },
    ],
    ['an unknown host', repo('git.example.com'), {}, { GITHUB_TOKEN: 't' }, { says: /--api-url/ }],
    [
      'a named variable',
      repo('git.example.com'),
      { apiUrl: 'https://git.example.com/api/v4', tokenEnv: 'MINE' },
      { MINE: 't' },
      { kind: 'gitlab', from: 'MINE' },
    ],
    [
      'a named variable that is not set',
      repo('github.com'),
      { tokenEnv: 'MINE' },
      { GITHUB_TOKEN: 't' },
      { says: /in MINE, which --token-env names/ },
    ],
    ['nothing set', repo('github.com'), {}, {}, { says: /GITHUB_TOKEN.*GH_TOKEN/ }],
    [
      'a token for GitHub and an API elsewhere',
      repo('github.com'),
      { apiUrl: 'https://evil.test/api/v3' },
      { GITHUB_TOKEN: 't' },
      { says: /no token for evil\.test/ },
    ],
    [
      'an API in the clear',
      repo('git.example.com'),
      { apiUrl: 'http://git.example.com/api/v4', tokenEnv: 'MINE' },
      { MINE: 't' },
      { says: /in the clear/ },
    ],
    [
      'an API with credentials',
      repo('git.example.com'),
      { apiUrl: 'https://user:pass@git.example.com/api/v4', tokenEnv: 'MINE' },
      { MINE: 't' },
      { says: /holds credentials/ },
    ],
    [
      'a token with a line break',
      repo('github.com'),
      {},
      { GITHUB_TOKEN: 'a\nb' },
      { says: /white space.*without line breaks/ },
    ],
    [
      'too long a path for GitHub',
      repo('github.com', 'a/b/c'),
      {},
      { GITHUB_TOKEN: 't' },
      { says: /OWNER\/REPOSITORY/ },
    ],
  ])('%s', (_what, repository, choice, env, expected) => {
    const opened = openHost(repository, choice, env);

    if (expected.says !== undefined) {
      expect(opened.ok ? '' : opened.message).toMatch(expected.says);
      expect(opened.ok ? '' : opened.message).not.toContain('pass');
      return;
    }
    if (!opened.ok) throw new Error(opened.message);
    expect(opened.tokenFrom).toBe(expected.from);
    if (expected.kind !== undefined) expect(opened.host.kind).toBe(expected.kind);
  });
});

describe('the pull request of a CI job', () => {
  const GITHUB = {
    GITHUB_REPOSITORY: 'org/repo',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_TOKEN: 't',
  };
  const GITLAB = { CI_API_V4_URL: 'https://gitlab.test/api/v4', CI_PROJECT_ID: '42', GITLAB_TOKEN: 't' };

  test.each<[string, Record<string, string>, string | undefined, object | RegExp]>([
    [
      'by the event',
      GITHUB,
      '{"pull_request": {"number": 7}}',
      { number: 7, kind: 'github', repository: 'org/repo' },
    ],
    [
      'by a comment on a pull request',
      GITHUB,
      '{"issue": {"number": 8, "pull_request": {}}}',
      { number: 8, kind: 'github' },
    ],
    ['by the ref', { ...GITHUB, GITHUB_REF: 'refs/pull/9/merge' }, undefined, { number: 9 }],
    [
      'by the ref, when the event cannot be read',
      { ...GITHUB, GITHUB_REF: 'refs/pull/9/merge' },
      'null',
      { number: 9 },
    ],
    ['on a push', { ...GITHUB, GITHUB_REF: 'refs/heads/main' }, '{}', /on: pull_request/],
    ['on an issue', GITHUB, '{"issue": {"number": 8}}', /does not run for a pull request/],
    [
      'of GitLab',
      { ...GITLAB, CI_MERGE_REQUEST_IID: '3' },
      undefined,
      { number: 3, kind: 'gitlab', repository: '42' },
    ],
    [
      'of GitLab, from a fork',
      { ...GITLAB, CI_MERGE_REQUEST_IID: '3', CI_MERGE_REQUEST_PROJECT_ID: '41' },
      undefined,
      { repository: '41' },
    ],
    ['of GitLab, on a branch', GITLAB, undefined, /merge_request_event/],
    ['nowhere', {}, undefined, /GitHub Actions and GitLab CI/],
    [
      'without a token',
      { ...GITHUB, GITHUB_TOKEN: '', GITHUB_REF: 'refs/pull/9/merge' },
      undefined,
      /There is no token for api\.github\.com/,
    ],
  ])('%s', (_what, env, event, expected) => {
    const opened = openCi({}, env, event);

    if (expected instanceof RegExp) {
      expect(opened.ok ? '' : opened.message).toMatch(expected);
      return;
    }
    if (!opened.ok) throw new Error(opened.message);
    const { number, host } = opened.value;
    expect({ number, kind: host.kind, repository: host.repository }).toMatchObject(expected);
  });
});
