import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { watchFolders } from '../../src/source/folder-watch.ts';
import { openDirectory } from '../../src/source/index.ts';
import type { Source } from '../../src/source/index.ts';
import { editFor, folder, namesOf, spec, until } from './folder.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

interface Watched {
  readonly path: string;
  readonly source: Source;
  readonly calls: () => number;
}

async function watched(files: Readonly<Record<string, string>>, stableMs = 200): Promise<Watched> {
  const { path, remove } = folder(files);
  const source = await openDirectory(path, { stableMs });
  await source.load();
  let calls = 0;
  const watch = await source.watch(() => calls++);
  cleanups.push(
    remove,
    () => source.close(),
    () => watch.close(),
  );
  return { path, source, calls: () => calls };
}

/** Makes a change that must be told, and waits until it is: what was done before it has been told by then, or never will be. */
async function told({ path, calls }: Watched): Promise<number> {
  const before = calls();
  writeFileSync(join(path, `signal-${before}.yaml`), spec(`signal-${before}`));
  await until('the signal is told', () => calls() > before);
  return calls() - before;
}

describe('watching a directory', () => {
  test.each<[string, (path: string) => void]>([
    ['a changed file', (path) => writeFileSync(join(path, 'a.yaml'), spec('b'))],
    [
      'a new file in a new folder',
      (path) => {
        mkdirSync(join(path, 'new/er'), { recursive: true });
        writeFileSync(join(path, 'new/er/c.yaml'), spec('c'));
      },
    ],
    ['a removed file', (path) => unlinkSync(join(path, 'a.yaml'))],
    [
      'a file replaced by renaming',
      (path) => {
        writeFileSync(join(path, '.tmp'), spec('b'));
        renameSync(join(path, '.tmp'), join(path, 'a.yaml'));
      },
    ],
    ['a removed folder', (path) => rmSync(join(path, 'sub'), { recursive: true })],
    ['a folder that is moved within', (path) => renameSync(join(path, 'sub'), join(path, 'other'))],
    ['a folder with the name of a spec', (path) => mkdirSync(join(path, 'folder.yaml'))],
    ['a link to a folder', (path) => symlinkSync('sub', join(path, 'link'))],
  ])('tells of %s', async (_what, change) => {
    const { path, calls } = await watched({ 'a.yaml': spec('a'), 'sub/s.yaml': spec('s') });

    change(path);

    await until('the change is told', () => calls() > 0);
  });

  test('does not tell of own writes, touched files, other files and dot folders', async () => {
    const all = await watched({ 'a.yaml': spec('a'), 'b.yaml': spec('b'), '.git/x': '' });
    const edit = editFor(await all.source.load(), 'a', { phase: 'Running' });

    for (let round = 0; round < 5; round++) {
      await all.source.writeStatus([{ ...edit, status: { phase: 'Running', round } }]);
    }
    utimesSync(join(all.path, 'b.yaml'), 1, 1);
    writeFileSync(join(all.path, 'notes.txt'), 'x');
    writeFileSync(join(all.path, '.git/x'), 'y');

    expect(await told(all)).toBe(1);
  });

  test('tells of what a person changed in a file that a status was written into meanwhile', async () => {
    const { path, source, calls } = await watched({ 'ab.yaml': `${spec('a')}---\n${spec('b')}` });
    const edit = editFor(await source.load(), 'a', { phase: 'Running' });
    writeFileSync(join(path, 'ab.yaml'), `${spec('a')}---\n${spec('c')}`);

    const results = await source.writeStatus([edit]);

    expect(results[0]?.outcome).toBe('written');
    await until('the change of the other document is told', () => calls() > 0);
    await until('it is loaded', async () => namesOf(await source.load()).join() === 'a,c');
  });

  test('keeps the last good version of a half-written file, then reports it, then goes on when it is repaired', async () => {
    const { path, source, calls } = await watched({ 'a.yaml': spec('a'), 'b.yaml': spec('b') }, 400);
    writeFileSync(join(path, 'a.yaml'), 'kind: [');

    const young = await source.load();
    await until('the file is told and has rested', async () => !(await source.load()).complete);
    const rested = await source.load();
    const before = calls();
    writeFileSync(join(path, 'a.yaml'), spec('a2'));
    await until('the repair is told', () => calls() > before);
    await until('the repair is loaded', async () => namesOf(await source.load()).join() === 'a2,b');

    expect(namesOf(young)).toEqual(['a', 'b']);
    expect(young.findings).toEqual([]);
    expect(namesOf(rested)).toEqual(['b']);
    expect(rested.findings).toMatchObject([{ place: { file: 'a.yaml', line: 1 } }]);
    expect((await source.load()).complete).toBe(true);
  });

  test('calls again by itself when a file that was held back has rested', async () => {
    const { path, source, calls } = await watched({ 'a.yaml': spec('a') }, 300);
    writeFileSync(join(path, 'a.yaml'), '');
    await until('the change is told', () => calls() === 1);

    const held = await source.load();

    expect(namesOf(held)).toEqual(['a']);
    await until('it is told again', () => calls() === 2);
    expect(namesOf(await source.load())).toEqual([]);
  });

  test('tells of a change in a file that was read beside a spec', async () => {
    const { path, source, calls } = await watched({ 'a.yaml': spec('a'), 'data/items.csv': '1\n' });
    await source.readBeside('a.yaml', 'data/items.csv');
    let round = 0;

    await until('the change is told', () => {
      if (round++ % 20 === 0) writeFileSync(join(path, 'data/items.csv'), `${round}\n`);
      return calls() > 0;
    });
  });

  test('tells nothing once it is closed', async () => {
    const { path, source } = await watched({ 'a.yaml': spec('a') });
    let mine = 0;
    const watch = await source.watch(() => mine++);
    await watch.close();
    let others = 0;
    const other = await source.watch(() => others++);
    cleanups.push(() => other.close());

    writeFileSync(join(path, 'a.yaml'), spec('b'));
    await until('another watch tells', () => others > 0);

    expect(mine).toBe(0);
  });
});

describe('a new file while a watch runs', () => {
  test.skipIf(process.platform !== 'linux')('is taken at once when it was moved into its place', async () => {
    const { path, source, calls } = await watched({ 'a.yaml': spec('a') }, 60_000);
    writeFileSync(join(path, '.new.tmp'), spec('b'));

    renameSync(join(path, '.new.tmp'), join(path, 'b.yaml'));
    await until('the change is told', () => calls() > 0);

    expect(namesOf(await source.load())).toEqual(['a', 'b']);
  });

  test('is waited for when it is written in its place', async () => {
    const { path, source, calls } = await watched({ 'a.yaml': spec('a') }, 60_000);

    writeFileSync(join(path, 'b.yaml'), spec('b'));
    await until('the change is told', () => calls() > 0);

    expect(namesOf(await source.load())).toEqual(['a']);
  });

  test('is waited for when it was moved into its place and is written to', async () => {
    const { path, source, calls } = await watched({ 'a.yaml': spec('a') }, 60_000);
    writeFileSync(join(path, '.new.tmp'), spec('b'));

    renameSync(join(path, '.new.tmp'), join(path, 'b.yaml'));
    writeFileSync(join(path, 'b.yaml'), spec('c'));
    await until('the change is told', () => calls() > 0);

    expect(namesOf(await source.load())).toEqual(['a']);
  });
});

test('a folder that took the place of another is watched as the first one was', async () => {
  const { path, source, calls } = await watched({ 'a.yaml': spec('a'), 'sub/b.yaml': spec('b') }, 20);
  renameSync(join(path, 'sub'), join(path, 'old'));
  mkdirSync(join(path, 'sub'));
  writeFileSync(join(path, 'sub/c.yaml'), spec('c'));
  await until('all of it is seen', async () => namesOf(await source.load()).join() === 'a,b,c');
  const before = calls();

  writeFileSync(join(path, 'sub/c.yaml'), spec('d'));
  writeFileSync(join(path, 'old/b.yaml'), spec('e'));

  await until('both are told', () => calls() > before);
  await until('both are seen', async () => namesOf(await source.load()).join() === 'a,e,d');
});

test.runIf(process.platform === 'linux')('watches folders, not files', async () => {
  const files = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`sub/f${i}.yaml`, spec(`f${i}`)]));
  const { path, remove } = folder({ ...files, 'sub/deep/g.yaml': spec('g'), '.git/h.yaml': spec('h') });
  cleanups.push(remove);
  const told: string[] = [];

  const watch = await watchFolders(path, {
    onEntry: (entry, what) => told.push(`${what} ${entry.slice(path.length + 1)}`),
    onFolder: () => told.push('folder'),
    onError: (error) => told.push(String(error)),
  });
  cleanups.push(() => watch.close());
  writeFileSync(join(path, 'sub/deep/g.yaml'), spec('i'));

  await until('the write is told', () => told.includes('written sub/deep/g.yaml'));
  expect(watch.size).toBe(3);
});

test('a removed file and a new folder are seen together', async () => {
  const { path, source, calls } = await watched({ 'a.yaml': spec('a'), 'sub/b.yaml': spec('b') }, 20);

  unlinkSync(join(path, 'a.yaml'));
  mkdirSync(join(path, 'sub/deep'));
  writeFileSync(join(path, 'sub/deep/c.yaml'), spec('c'));
  await until('the change is told', () => calls() > 0);

  await until('it is seen', async () => namesOf(await source.load()).join() === 'b,c');
});

test('everything is looked at again now and then, should a watch have missed something', async () => {
  const { path, remove } = folder({ 'a.yaml': spec('a') });
  const source = await openDirectory(path, { stableMs: 20, recheckMs: 20 });
  let seen = 0;
  const watch = await source.watch(() => void source.load().then(() => seen++));
  cleanups.push(
    remove,
    () => source.close(),
    () => watch.close(),
  );

  await source.load();

  await until('it has been read again, and again', () => seen >= 2);
});
