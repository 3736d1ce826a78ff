import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openDirectory } from '../../src/source/index.ts';
import type { Source } from '../../src/source/index.ts';
import { editFor, folder, namesOf, spec } from './folder.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

async function opened(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly path: string; readonly source: Source }> {
  const { path, remove } = folder(files);
  const source = await openDirectory(path, { stableMs: 50 });
  cleanups.push(remove, () => source.close());
  return { path, source };
}

describe('writing status into a directory', () => {
  test('appends it, keeps mode and owner, and does nothing the second time', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a') });
    chmodSync(join(path, 'a.yaml'), 0o640);
    if (process.getuid?.() === 0) execFileSync('chown', ['1234:2345', join(path, 'a.yaml')]);
    const owner = statSync(join(path, 'a.yaml'));
    const edit = editFor(await source.load(), 'a', { phase: 'Running' });

    const first = await source.writeStatus([edit]);
    const second = await source.writeStatus([edit]);

    expect([first[0]?.outcome, second[0]?.outcome]).toEqual(['written', 'unchanged']);
    expect(readFileSync(join(path, 'a.yaml'), 'utf8')).toBe(spec('a', 'status:\n  phase: Running\n'));
    const now = statSync(join(path, 'a.yaml'));
    expect([now.mode, now.uid, now.gid]).toEqual([owner.mode, owner.uid, owner.gid]);
    expect(readdirSync(path)).toEqual(['a.yaml']);
  });

  test('writes several documents of a file at once and answers in the order of the edits', async () => {
    const { path, source } = await opened({
      'ab.yaml': `${spec('a')}---\n${spec('b')}`,
      'c.yaml': spec('c'),
    });
    const snapshot = await source.load();

    const results = await source.writeStatus(
      ['b', 'c', 'a'].map((name) => editFor(snapshot, name, { of: name })),
    );

    expect(results.map((each) => `${each.edit.name} ${each.outcome}`)).toEqual([
      'b written',
      'c written',
      'a written',
    ]);
    expect(readFileSync(join(path, 'ab.yaml'), 'utf8')).toBe(
      `${spec('a', 'status:\n  of: a\n')}---\n${spec('b', 'status:\n  of: b\n')}`,
    );
  });

  test('says conflict when the spec changed, and keeps what a person wrote meanwhile beside it', async () => {
    const { path, source } = await opened({ 'ab.yaml': `${spec('a')}---\n${spec('b')}` });
    const snapshot = await source.load();
    writeFileSync(
      join(path, 'ab.yaml'),
      `# moved down\n---\n${spec('a', '  parallelism: 5\n')}---\n${spec('b')}# theirs\n`,
    );

    const results = await source.writeStatus([
      editFor(snapshot, 'a', { x: 1 }),
      editFor(snapshot, 'b', { x: 1 }),
    ]);

    expect(results.map((each) => each.outcome)).toEqual(['conflict', 'conflict']);
    expect(readFileSync(join(path, 'ab.yaml'), 'utf8')).not.toContain('status');
  });

  test('finds a document again that moved within its file', async () => {
    const { path, source } = await opened({ 'ab.yaml': `${spec('a')}---\n${spec('b')}` });
    const snapshot = await source.load();
    writeFileSync(join(path, 'ab.yaml'), `---\n${spec('b')}---\n${spec('a')}`);

    const results = await source.writeStatus([editFor(snapshot, 'a', { x: 1 })]);

    expect(results[0]?.outcome).toBe('written');
    expect(readFileSync(join(path, 'ab.yaml'), 'utf8')).toBe(
      `---\n${spec('b')}---\n${spec('a', 'status:\n  x: 1\n')}`,
    );
  });

  test('says gone when the file or the document is', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
    const snapshot = await source.load();
    unlinkSync(join(path, 'a.yaml'));
    writeFileSync(join(path, 'b.yaml'), spec('other'));

    const results = await source.writeStatus([editFor(snapshot, 'a', {}), editFor(snapshot, 'b', {})]);

    expect(results.map((each) => each.outcome)).toEqual(['gone', 'gone']);
  });

  test('says conflict for a file that is broken now, and refused where a write would not be safe', async () => {
    const { path, source } = await opened({
      'a.yaml': spec('a'),
      'b.yaml': spec('b', 'status: &s { x: 1 }\nwas: *s\n'),
    });
    const snapshot = await source.load();
    writeFileSync(join(path, 'a.yaml'), 'kind: [');

    const results = await source.writeStatus([editFor(snapshot, 'a', {}), editFor(snapshot, 'b', {})]);

    expect(results.map((each) => each.outcome)).toEqual(['conflict', 'refused']);
    expect(results[1]?.reason).toContain('anchor &s');
  });

  test('writes through a link inside and keeps all names of a file', async () => {
    const { path, source } = await opened({ '.real/l.yaml': spec('l'), 'h.yaml': spec('h') });
    symlinkSync('.real/l.yaml', join(path, 'l.yaml'));
    linkSync(join(path, 'h.yaml'), join(path, 'h2.yaml'));
    const snapshot = await source.load();

    await source.writeStatus([editFor(snapshot, 'l', { x: 1 }), editFor(snapshot, 'h', { x: 1 })]);

    expect(lstatSync(join(path, 'l.yaml')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(path, '.real/l.yaml'), 'utf8')).toContain('status:');
    expect(statSync(join(path, 'h2.yaml')).ino).toBe(statSync(join(path, 'h.yaml')).ino);
    expect(namesOf(await source.load())).toEqual(['h', 'l']);
  });

  test('writes no path that is not a spec file of the source', async () => {
    const { path, source } = await opened({ 'sub/a.yaml': spec('a') });
    const outside = folder({ 'x.yaml': spec('x') });
    cleanups.push(outside.remove);
    const edit = editFor(await source.load(), 'a', { x: 1 });

    const results = await source.writeStatus([
      { ...edit, file: `../${outside.path.slice(outside.path.lastIndexOf('/') + 1)}/x.yaml` },
      { ...edit, file: 'sub' },
    ]);

    expect(results.map((each) => each.outcome)).toEqual(['refused', 'refused']);
    expect(readFileSync(join(outside.path, 'x.yaml'), 'utf8')).toBe(spec('x'));
    expect(readdirSync(path)).toEqual(['sub']);
  });

  test.runIf(process.getuid?.() === 0)('says failed without a trace where it may not write', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a') });
    const edit = editFor(await source.load(), 'a', { x: 1 });
    chmodSync(path, 0o755);
    process.seteuid?.(65534);
    cleanups.push(() => process.seteuid?.(0));

    const results = await source.writeStatus([edit]);

    expect(results[0]).toMatchObject({
      outcome: 'failed',
      reason: 'a.yaml cannot be written: permission denied',
    });
    expect(readdirSync(path)).toEqual(['a.yaml']);
  });

  test.runIf(canMount())('says failed without a trace when the disk is full', async () => {
    const { path, remove } = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', path]);
    cleanups.push(remove, () => execFileSync('umount', [path]));
    writeFileSync(join(path, 'a.yaml'), spec('a'));
    const source = await openDirectory(path, { stableMs: 50 });
    const edit = editFor(await source.load(), 'a', { text: 'x'.repeat(20_000) });

    const results = await source.writeStatus([edit]);

    expect(results[0]).toMatchObject({
      outcome: 'failed',
      reason: 'a.yaml cannot be written: the disk is full',
    });
    expect(readdirSync(path)).toEqual(['a.yaml']);
    expect(readFileSync(join(path, 'a.yaml'), 'utf8')).toBe(spec('a'));
    await source.close();
  });

  test('removes old temporary files that a crash left, and only those', async () => {
    const { path, source } = await opened({
      'a.yaml': spec('a'),
      '.a.yaml.arrayjob-0123456789ab.tmp': 'old',
      '.a.yaml.arrayjob-ba9876543210.tmp': 'new',
      '.mine.tmp': 'a file of a person',
    });
    utimesSync(join(path, '.a.yaml.arrayjob-0123456789ab.tmp'), 1, 1);
    utimesSync(join(path, '.mine.tmp'), 1, 1);

    await source.writeStatus([editFor(await source.load(), 'a', { x: 1 })]);

    expect(readdirSync(path).sort()).toEqual(['.a.yaml.arrayjob-ba9876543210.tmp', '.mine.tmp', 'a.yaml']);
  });
});

function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const { path, remove } = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', path], { stdio: 'ignore' });
    execFileSync('umount', [path]);
    return true;
  } catch {
    return false;
  } finally {
    remove();
  }
}
