import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { editFor, namesOf, spec } from '../folder.ts';
import { git, type Hosting, openHosting } from './hosting.ts';

let hosting: Hosting;

afterEach(() => hosting.close());

const RUNNING = { phase: 'Running', run: 1 };
const STATUS = 'status:\n  phase: Running\n  run: 1\n';

describe('writing', () => {
  test('makes one commit for all files of a flush, and none when nothing changes', async () => {
    hosting = openHosting({ 'a.yaml': spec('a'), 'sub/b.yaml': spec('b') });
    chmodSync(join(hosting.clone, 'a.yaml'), 0o755);
    hosting.push({});
    const source = await hosting.open();
    const snapshot = await source.load();
    const edits = ['a', 'b'].map((name) => editFor(snapshot, name, RUNNING));
    const before = hosting.log().length;

    const first = await source.writeStatus(edits);
    const second = await source.writeStatus(edits);

    expect([...first, ...second].map((each) => each.outcome)).toEqual([
      'written',
      'written',
      'unchanged',
      'unchanged',
    ]);
    expect(hosting.log()).toHaveLength(before + 1);
    expect(hosting.remote('a.yaml')).toBe(spec('a', STATUS));
    expect(git(hosting.bare, 'ls-tree', 'main', 'a.yaml')).toMatch(/^100755/);
  });

  test('says who and what, in words for people and in trailers for tools', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const source = await hosting.open({
      author: { name: 'Status Bot', mail: 'bot@example.org' },
      suffix: '[skip ci]',
    });
    const status = { ...RUNNING, indexes: { total: 3, succeeded: 1, failed: 0, running: 2, waiting: 0 } };

    await source.writeStatus([editFor(await source.load(), 'a', status)]);

    const shown = git(hosting.bare, 'log', '-1', '--format=%an <%ae>|%cn|%s|%(trailers:only,unfold)', 'main');
    expect(shown.trim()).toBe(
      'Status Bot <bot@example.org>|Status Bot|status: a Running 1/3 [skip ci]|ArrayJob-Name: a\nArrayJob-Run: 1\nArrayJob-Phase: Running',
    );
  });

  test('signs as git is configured', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const key = join(hosting.root, 'key');
    const { execFileSync } = await import('node:child_process');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const config = join(hosting.root, 'config');
    writeFileSync(
      config,
      `[commit]\ngpgSign = true\n[gpg]\nformat = ssh\n[user]\nsigningKey = ${key}\nname = Grace\nemail = grace@example.org\n`,
    );
    process.env['GIT_CONFIG_GLOBAL'] = config;
    try {
      const source = await hosting.open();

      const [result] = await source.writeStatus([editFor(await source.load(), 'a', RUNNING)]);

      expect(result?.outcome).toBe('written');
      expect(git(hosting.bare, 'cat-file', 'commit', 'main')).toMatch(
        /author arrayjob [\s\S]*committer Grace <grace@example.org>[\s\S]*BEGIN SSH SIGNATURE/,
      );
    } finally {
      delete process.env['GIT_CONFIG_GLOBAL'];
    }
  });
});

describe('when somebody else was first', () => {
  test('what says the same in other words gets its status at once', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const source = await hosting.open();
    const edit = editFor(await source.load(), 'a', RUNNING);
    hosting.push({ 'a.yaml': `# a comment of theirs\n${spec('a')}`, 'b.yaml': spec('b') });

    const [result] = await source.writeStatus([edit]);

    expect(result).toEqual({ edit, outcome: 'written' });
    expect(hosting.remote('a.yaml')).toBe(`# a comment of theirs\n${spec('a', STATUS)}`);
    expect(hosting.remote('b.yaml')).toBe(spec('b'));
  });

  test('what says something else is planned again before it gets a status', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const source = await hosting.open();
    const edit = editFor(await source.load(), 'a', RUNNING);
    const theirs = hosting.push({ 'a.yaml': spec('a', '  parallelism: 5\n') });

    const [result] = await source.writeStatus([edit]);
    const tip = hosting.log()[0];
    const [again] = await source.writeStatus([editFor(await source.load(), 'a', RUNNING)]);

    expect(result?.outcome).toBe('conflict');
    expect(tip).toBe(theirs);
    expect(again?.outcome).toBe('written');
    expect(hosting.remote('a.yaml')).toBe(spec('a', `  parallelism: 5\n${STATUS}`));
  });

  test('an edit of another document of the same file is kept byte by byte', async () => {
    hosting = openHosting({ 'ab.yaml': `${spec('a')}---\n${spec('b')}` });
    const source = await hosting.open();
    const edit = editFor(await source.load(), 'a', RUNNING);
    hosting.push({ 'ab.yaml': `${spec('a')}---\n${spec('b', '  parallelism: 5   # theirs\n')}` });

    const [result] = await source.writeStatus([edit]);

    expect(result?.outcome).toBe('written');
    expect(hosting.remote('ab.yaml')).toBe(
      `${spec('a', STATUS)}---\n${spec('b', '  parallelism: 5   # theirs\n')}`,
    );
  });

  test('deleted, moved, renamed and broken files are left as they are', async () => {
    hosting = openHosting(
      Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((each) => [`${each}.yaml`, spec(each)])),
    );
    const source = await hosting.open();
    const snapshot = await source.load();
    const edits = ['a', 'b', 'c', 'd', 'e'].map((each) => editFor(snapshot, each, RUNNING));
    hosting.push({
      'a.yaml': undefined,
      'b.yaml': undefined,
      'sub/b.yaml': spec('b'),
      'c.yaml': spec('renamed'),
      'd.yaml': 'kind: [',
    });

    const results = await source.writeStatus(edits);
    const after = await source.load();
    const moved = await source.writeStatus([editFor(after, 'b', RUNNING)]);

    expect(results.map((each) => each.outcome)).toEqual(['gone', 'gone', 'gone', 'conflict', 'written']);
    expect(moved[0]?.outcome).toBe('written');
    expect(
      ['a.yaml', 'c.yaml', 'd.yaml', 'e.yaml', 'sub/b.yaml'].map((each) => hosting.remote(each)),
    ).toEqual([undefined, spec('renamed'), 'kind: [', spec('e', STATUS), spec('b', STATUS)]);
  });

  test('commits that were taken back are not brought back', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    hosting.push({ 'b.yaml': spec('b') }, 'a mistake');
    const source = await hosting.open();
    const edit = editFor(await source.load(), 'a', RUNNING);
    git(hosting.clone, 'push', '--quiet', '--force', 'origin', 'HEAD~1:main');

    const [result] = await source.writeStatus([edit]);

    expect(result?.outcome).toBe('written');
    expect(hosting.remote('b.yaml')).toBeUndefined();
    expect(hosting.log()).toHaveLength(2);
  });
});

describe('a branch that takes no pushes', () => {
  const protect = (script: string): void => {
    writeFileSync(join(hosting.bare, 'hooks', 'pre-receive'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  };

  test('is said once, with what to do, and written to as soon as it does', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    let now = Date.now();
    const healths: string[] = [];
    const source = await hosting.open({ now: () => now, onHealth: (each) => healths.push(each.reason) });
    const edit = editFor(await source.load(), 'a', RUNNING);
    protect('echo "GH006: Protected branch update failed" >&2; exit 1');

    const [first] = await source.writeStatus([edit]);
    now += 3_600_000;
    const [second] = await source.writeStatus([edit]);
    protect('exit 0');
    now += 3_600_000;
    const [third] = await source.writeStatus([edit]);

    expect(first).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('use --status-branch') as unknown,
    });
    expect([second?.outcome, third?.outcome]).toEqual(['failed', 'written']);
    expect(healths).toEqual(['PushRefused', 'InStep']);
  });

  test('can still be read', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const source = await hosting.open();
    const edit = editFor(await source.load(), 'a', RUNNING);
    hosting.push({ 'b.yaml': spec('b') });
    protect('exit 1');

    await source.writeStatus([edit]);

    expect(namesOf(await source.load())).toEqual(['a', 'b']);
  });
});
