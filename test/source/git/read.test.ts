import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { editFor, namesOf, spec, until } from '../folder.ts';
import { git, type Hosting, openHosting } from './hosting.ts';

let hosting: Hosting;

afterEach(() => hosting.close());

async function textOf(open: () => AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('reading', () => {
  test('gives the specs of the branch, all from one commit, names with a dot left out', async () => {
    hosting = openHosting({
      'b.yml': spec('b'),
      'a é "q".yaml': spec('a'),
      'sub/c.yaml': spec('c'),
      '.github/workflow.yaml': spec('hidden'),
      'x.txt': 'x',
    });
    const source = await hosting.open();

    const snapshot = await source.load();

    expect(namesOf(snapshot).toSorted()).toEqual(['a', 'b', 'c']);
    expect(snapshot).toMatchObject({ complete: true, findings: [], version: hosting.log()[0] });
  });

  test('gives those of a folder and a branch when they are named', async () => {
    hosting = openHosting({ 'a.yaml': spec('a'), 'jobs/b.yaml': spec('b'), 'jobs/sub/c.yaml': spec('c') });
    git(hosting.clone, 'checkout', '--quiet', '-b', 'feature/x');
    hosting.push({ 'jobs/d.yaml': spec('d') });

    const source = await hosting.open({ url: `${hosting.url}#feature/x?path=jobs` });
    const snapshot = await source.load();

    expect(snapshot.files.map((each) => each.file)).toEqual(['b.yaml', 'd.yaml', 'sub/c.yaml']);
  });

  test('takes a shallow clone', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    for (let i = 0; i < 5; i++) hosting.push({ 'x.txt': String(i) });

    await hosting.open();

    const objects = git(hosting.root, '-C', 'cache', 'version') && listCommits(hosting);
    expect(objects).toBe(1);
  });

  test('follows links inside of the source, refuses those that leave it, and leaves submodules alone', async () => {
    hosting = openHosting({ 'jobs/.real/a.yaml': spec('a'), 'outside.yaml': spec('outside') });
    symlinkSync('.real/a.yaml', join(hosting.clone, 'jobs/a.yaml'));
    symlinkSync('../outside.yaml', join(hosting.clone, 'jobs/out.yaml'));
    symlinkSync('/etc/passwd', join(hosting.clone, 'jobs/etc.yaml'));
    symlinkSync('loop.yaml', join(hosting.clone, 'jobs/loop.yaml'));
    git(
      hosting.clone,
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      hosting.bare,
      'jobs/sub',
    );
    hosting.push({});
    const source = await hosting.open({ url: `${hosting.url}?path=jobs` });

    const snapshot = await source.load();
    const results = await source.writeStatus([editFor(snapshot, 'a', { phase: 'Running' })]);

    expect(namesOf(snapshot)).toEqual(['a']);
    expect(snapshot.findings.map((each) => `${each.code} ${each.place.file}`).toSorted()).toEqual([
      'LinkBroken loop.yaml',
      'LinkLeavesSource etc.yaml',
      'LinkLeavesSource out.yaml',
    ]);
    expect(results[0]?.outcome).toBe('written');
    expect(hosting.remote('jobs/.real/a.yaml')).toContain('phase: Running');
    expect(git(hosting.bare, 'ls-tree', 'main', 'jobs/')).toMatch(/120000 .*a.yaml[\s\S]*160000 .*sub/);
  });

  test('takes an LFS pointer for what it is, never for an object that is gone', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 5\n';
    hosting = openHosting({ 'a.yaml': spec('a'), 'b.yaml': pointer, 'items.jsonl': pointer });
    const source = await hosting.open();

    const snapshot = await source.load();

    expect(snapshot.complete).toBe(false);
    expect(snapshot.findings).toMatchObject([{ code: 'FileIsPointer', place: { file: 'b.yaml' } }]);
    expect(await source.readBeside('a.yaml', 'items.jsonl')).toMatchObject({ ok: false, code: 'Unreadable' });
  });

  test('looks files up beside a spec, in the commit that was given out', async () => {
    hosting = openHosting({ 'jobs/a.yaml': spec('a'), 'jobs/items.jsonl': '1\n', 'secret.jsonl': 's' });
    const source = await hosting.open({ url: `${hosting.url}?path=jobs` });
    await source.load();
    hosting.push({ 'jobs/items.jsonl': '2\n' });

    const items = await source.readBeside('a.yaml', 'items.jsonl');
    const outside = await source.readBeside('a.yaml', '../secret.jsonl');
    const missing = await source.readBeside('a.yaml', 'nope.csv');

    expect(items).toMatchObject({ ok: true, file: 'items.jsonl', sizeBytes: 2 });
    if (items.ok) expect(await textOf(items.open)).toBe('1\n');
    expect([outside, missing]).toMatchObject([{ code: 'Outside' }, { code: 'Missing' }]);
  });

  test('refuses what has no such branch, folder or repository, and an empty one, with what to do', async () => {
    hosting = openHosting();
    await expect(hosting.open()).rejects.toThrow(/is empty.*push a first commit/);
    hosting.push({ 'a.yaml': spec('a') });

    await expect(hosting.open({ url: `${hosting.url}#nope` })).rejects.toThrow(/no branch nope/);
    await expect(hosting.open({ url: `${hosting.url}?path=nope` })).rejects.toThrow(/no folder nope/);
    await expect(hosting.open({ url: `${hosting.url}?path=a.yaml` })).rejects.toThrow(/no folder of/);
    await expect(hosting.open({ url: `${hosting.url}x` })).rejects.toMatchObject({ code: 'SourceMissing' });
  });
});

describe('watching', () => {
  test('tells of what others push, not of what lies elsewhere, nor of our own commits', async () => {
    hosting = openHosting({ 'jobs/a.yaml': spec('a'), 'README.md': 'x' });
    const source = await hosting.open({ url: `${hosting.url}?path=jobs`, intervalMs: 20 });
    const snapshot = await source.load();
    let changes = 0;
    await source.watch(() => changes++);

    await source.writeStatus([editFor(snapshot, 'a', { phase: 'Running' })]);
    hosting.pull();
    hosting.push({ 'README.md': 'y' });
    const tip = hosting.log()[0];
    await until('the push has been seen', async () => (await source.load()).version === tip);
    const before = changes;
    hosting.push({ 'jobs/b.yaml': spec('b') });
    await until('it is told', () => changes > 0);

    expect(before).toBe(0);
    expect(namesOf(await source.load())).toEqual(['a', 'b']);
  });

  test('survives a rewritten history', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    hosting.push({ 'b.yaml': spec('b') });
    const source = await hosting.open({ intervalMs: 20 });
    const edit = editFor(await source.load(), 'a', { phase: 'Running' });
    let changes = 0;
    await source.watch(() => changes++);

    git(hosting.clone, 'reset', '--quiet', '--hard', 'HEAD~1');
    git(hosting.clone, 'commit', '--quiet', '--amend', '-m', 'rewritten');
    git(hosting.clone, 'push', '--quiet', '--force', 'origin', 'main');
    await until('it is told', () => changes > 0);
    const snapshot = await source.load();
    const results = await source.writeStatus([edit]);

    expect(namesOf(snapshot)).toEqual(['a']);
    expect(results[0]?.outcome).toBe('written');
    expect(git(hosting.bare, 'log', '--format=%s', 'main').trim().split('\n')).toEqual([
      'status: a Running',
      'rewritten',
    ]);
  });

  test('takes a branch that was deleted for unknown, not for empty', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const source = await hosting.open({ now: clockThatJumps() });
    await source.load();
    git(hosting.bare, 'branch', '-m', 'main', 'other');

    await expect(source.load()).rejects.toMatchObject({ code: 'SourceMissing' });
  });

  test('takes a folder that was moved away for unknown, not for empty', async () => {
    hosting = openHosting({ 'jobs/a.yaml': spec('a'), 'x.txt': 'x' });
    const source = await hosting.open({ url: `${hosting.url}?path=jobs`, now: clockThatJumps() });
    await source.load();
    git(hosting.clone, 'mv', 'jobs', 'tasks');
    hosting.push({});

    await expect(source.load()).rejects.toThrow(/no folder jobs.*\.gitkeep/);
  });
});

/** A clock by which every look is an old one. */
function clockThatJumps(): () => number {
  let now = Date.now();
  return () => (now += 10_000);
}

function listCommits({ root }: Hosting): number {
  const found = git(
    root,
    '-c',
    'alias.each=!f() { for c in cache/*/busy-*; do git --git-dir="$c" rev-list --all | wc -l; done; }; f',
    'each',
  );
  return Number(found.trim());
}
