import { describe, expect, test } from 'vitest';
import { isAddress, parseGitAddress } from '../../../src/source/index.ts';

describe('addresses that are taken', () => {
  test.each<[string, object]>([
    [
      'git+ssh://git@github.com/org/repo.git#main?path=jobs',
      {
        remote: 'ssh://git@github.com/org/repo.git',
        protocol: 'ssh',
        host: 'github.com',
        repository: 'org/repo',
        branch: 'main',
        path: 'jobs',
      },
    ],
    ['ssh://git@host:2222/~me/repo', { remote: 'ssh://git@host:2222/~me/repo', branch: undefined, path: '' }],
    ['git+https://example.org/org/repo', { remote: 'https://example.org/org/repo', host: 'example.org' }],
    [
      'https://example.org:8443/repo.git',
      { remote: 'https://example.org:8443/repo.git', host: 'example.org:8443' },
    ],
    [
      'https://example.org/g/sub/repo.git?path=a/b#feature/x',
      { repository: 'g/sub/repo', branch: 'feature/x', path: 'a/b' },
    ],
    [
      'git@github.com:org/repo.git',
      { remote: 'git@github.com:org/repo.git', protocol: 'ssh', repository: 'org/repo' },
    ],
    ['git@host:repo#main?path=/jobs/', { remote: 'git@host:repo', branch: 'main', path: 'jobs' }],
    ['git+file:///srv/repo.git#main', { remote: 'file:///srv/repo.git', protocol: 'file', host: '' }],
    ['git+http://127.0.0.1:3000/repo.git', { remote: 'http://127.0.0.1:3000/repo.git', protocol: 'http' }],
    [
      'https://me:se%2Fcret@example.org/repo.git',
      {
        remote: 'https://example.org/repo.git',
        user: 'me',
        password: 'se/cret',
        url: 'git+https://example.org/repo.git',
      },
    ],
    ['git+https://h/r#refs/heads/main', { branch: 'main' }],
  ])('%s', (text, expected) => {
    expect(parseGitAddress(text)).toMatchObject(expected);
  });

  test('are said again in a form that means the same', () => {
    for (const text of [
      'git@h:o/r.git#b?path=p',
      'git+ssh://git@h/o/r.git#b',
      'https://h/r.git?path=p',
      'git+file:///x',
    ]) {
      const once = parseGitAddress(text);

      expect(parseGitAddress(once.url)).toEqual(once);
    }
  });
});

describe('addresses that are refused', () => {
  test.each([
    ['ext::sh -c touch% /tmp/x', 'run a command'],
    ['git+ext::sh', 'run a command'],
    ['ext://x/y', 'not supported|no address'],
    ['--upload-pack=touch /tmp/x', 'dash'],
    ['git+ssh://-oProxyCommand=touch/x', 'dash|URL'],
    ['git+ssh://-oProxyCommand=x@host/repo', 'dash'],
    ['ssh://host/-repo', 'dash'],
    ['git@host:-repo', 'no address'],
    ['git@-host:repo', 'no address'],
    ['-git@host:repo', 'dash'],
    ['git://example.org/repo.git', 'no address'],
    ['http://example.org/repo.git', 'no address'],
    ['git+http://example.org/repo.git', 'in the clear'],
    ['https://example.org/repo', 'does not end in .git'],
    ['git+https://example.org/', 'names no repository'],
    ['git+https:///repo', 'names no repository'],
    ['git+file://relative/repo', 'absolute'],
    ['git+https://h/r#-branch', 'names a branch'],
    ['git+https://h/r#a..b', 'names a branch'],
    ['git+https://h/r#a%20b', 'names a branch'],
    ['git+https://h/r#x.lock', 'names a branch'],
    ['git+https://h/r#x:refs/heads/y', 'names a branch'],
    ['git+https://h/r?path=../up', 'leaves the repository'],
    ['git+https://h/r?path=a//b', 'empty parts'],
    ['git+https://h/r?depth=1', 'parameter depth'],
    ['git+https://h%0ahost=evil/r', 'control character'],
    ['git+https://h/r\nhost=evil', 'control character'],
    ['s3://bucket/prefix', 'no address'],
    ['git+ssh://me:secret@host/repo', 'password'],
  ])('%s', (text, why) => {
    expect(() => parseGitAddress(text)).toThrow(new RegExp(why));
  });

  test('never show a secret', () => {
    for (const text of [
      'https://me:hunter22@h/r',
      'git+https://hunter22@h/r#a..b',
      'git+ssh://me:hunter22@h/r',
    ]) {
      let said = '';
      try {
        parseGitAddress(text);
      } catch (error) {
        said = String(error);
      }

      expect(said).toContain('***@');
      expect(said).not.toContain('hunter22');
    }
  });
});

test.each<[string, boolean]>([
  ['jobs', false],
  ['./jobs', false],
  ['/abs/jobs', false],
  ['jobs@home', false],
  ['a:b', false],
  ['git+ssh://x/y', true],
  ['git@github.com:o/r', true],
  ['ext::x', true],
])('%s names a directory or not', (text, expected) => {
  expect(isAddress(text)).toBe(expected);
});
