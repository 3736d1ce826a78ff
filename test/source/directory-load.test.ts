import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openDirectory } from '../../src/source/index.ts';
import type { Source } from '../../src/source/index.ts';
import { folder, namesOf, spec, until } from './folder.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

async function opened(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly path: string; readonly source: Source }> {
  const { path, remove } = folder(files);
  const source = await openDirectory(path);
  cleanups.push(remove, () => source.close());
  return { path, source };
}

function codesOf(
  findings: readonly { readonly code: string; readonly place: { readonly file: string } }[],
): readonly string[] {
  return findings.map((each) => `${each.code} ${each.place.file}`);
}

describe('loading a directory', () => {
  test('finds every *.yaml and *.yml below it and leaves dot folders, dot files and others out', async () => {
    const { source } = await opened({
      'a.yaml': spec('a'),
      'deep/er/b.yml': spec('b'),
      '.git/c.yaml': spec('c'),
      'deep/.hidden/d.yaml': spec('d'),
      '.e.yaml': spec('e'),
      'f.json': '{}',
      'g.yaml.txt': spec('g'),
    });

    const snapshot = await source.load();

    expect(snapshot.files.map((each) => each.file)).toEqual(['a.yaml', 'deep/er/b.yml']);
    expect(snapshot).toMatchObject({ complete: true, findings: [] });
  });

  test('gives the same parsed file again as long as it is unchanged, and another version when it is not', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
    const first = await source.load();

    const second = await source.load();
    writeFileSync(join(path, 'b.yaml'), spec('c'));
    const third = await source.load();

    expect(second.files[0]?.parsed).toBe(first.files[0]?.parsed);
    expect(second.version).toBe(first.version);
    expect(third.files[0]?.parsed).toBe(first.files[0]?.parsed);
    expect(namesOf(third)).toEqual(['a', 'c']);
    expect(third.version).not.toBe(first.version);
  });

  test('sees a change of equal length within the same tick of the clock', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a0') });

    for (let round = 1; round <= 5; round++) {
      writeFileSync(join(path, 'a.yaml'), spec(`a${round}`));
      expect(namesOf(await source.load())).toEqual([`a${round}`]);
    }
  });

  test('reports a broken file with its place, keeps its other documents and the other files, and is not complete', async () => {
    const { source } = await opened({
      'a.yaml': `${spec('a')}---\nx: "open\n---\n${spec('b')}`,
      'c.yaml': spec('c'),
    });

    const snapshot = await source.load();

    expect(namesOf(snapshot)).toEqual(['a', 'b', 'c']);
    expect(snapshot.complete).toBe(false);
    expect(snapshot.findings).toMatchObject([
      { code: 'YamlMissingChar', place: { file: 'a.yaml', line: 8, column: 4 } },
    ]);
  });

  test('refuses links that leave it, follows links inside, and is not harmed by loops', async () => {
    const outside = folder({ 'x.yaml': spec('x'), 'dir/y.yaml': spec('y') });
    cleanups.push(outside.remove);
    const { path, source } = await opened({
      'a.yaml': spec('a'),
      'sub/b.yaml': spec('b'),
      '.data/c.yaml': spec('c'),
    });
    symlinkSync(join(outside.path, 'x.yaml'), join(path, 'x.yaml'));
    symlinkSync(join(outside.path, 'dir'), join(path, 'dir'));
    symlinkSync('a.yaml', join(path, 'again.yaml'));
    symlinkSync('..', join(path, 'sub/loop'));
    symlinkSync('self.yaml', join(path, 'self.yaml'));
    symlinkSync('.data/c.yaml', join(path, 'c.yaml'));
    symlinkSync('sub', join(path, 'other'));

    const snapshot = await source.load();

    expect(snapshot.files.map((each) => each.file)).toEqual(['a.yaml', 'c.yaml', 'sub/b.yaml']);
    expect(codesOf(snapshot.findings)).toEqual([
      'LinkLeavesSource dir',
      'LinkBroken self.yaml',
      'LinkLeavesSource x.yaml',
    ]);
  });

  test('takes a file with several names once', async () => {
    const { path, source } = await opened({ 'b.yaml': spec('a') });
    linkSync(join(path, 'b.yaml'), join(path, 'a.yaml'));

    const snapshot = await source.load();

    expect(snapshot.files.map((each) => each.file)).toEqual(['a.yaml']);
  });

  test('passes over pipes and folders with names of specs', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a') });
    execFileSync('mkfifo', [join(path, 'pipe.yaml')]);
    mkdirSync(join(path, 'folder.yaml'));

    const snapshot = await source.load();

    expect(snapshot.files.map((each) => each.file)).toEqual(['a.yaml']);
    expect(snapshot.complete).toBe(true);
  });

  test.each([
    ['larger than 4 MiB', '#'.repeat(4 * 1024 * 1024 + 1), 'FileTooLarge'],
    ['binary', '\u0000\u0001', 'FileNotText'],
    ['nested without end', '['.repeat(100_000), 'YamlTooDeep'],
    [
      'an alias bomb',
      `a0: &a0 [x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')}`,
      'YamlAliasBomb',
    ],
  ])('a file that is %s is a finding, and everything else goes on', async (_what, text, code) => {
    const { source } = await opened({ 'a.yaml': spec('a'), 'bad.yaml': text });

    const snapshot = await source.load();

    expect(codesOf(snapshot.findings)).toEqual([`${code} bad.yaml`]);
    expect(namesOf(snapshot)).toEqual(['a']);
    expect(snapshot.complete).toBe(false);
  });

  test.runIf(process.getuid?.() === 0)(
    'what may not be read is a finding and makes the snapshot incomplete',
    async () => {
      const { path, source } = await opened({
        'a.yaml': spec('a'),
        'b.yaml': spec('b'),
        'closed/c.yaml': spec('c'),
      });
      execFileSync('chmod', ['755', path]);
      execFileSync('chmod', ['000', join(path, 'b.yaml'), join(path, 'closed')]);
      process.seteuid?.(65534);
      cleanups.push(() => process.seteuid?.(0));

      const snapshot = await source.load();

      expect(namesOf(snapshot)).toEqual(['a']);
      expect([...codesOf(snapshot.findings)].sort()).toEqual([
        'FileUnreadable b.yaml',
        'FileUnreadable closed',
      ]);
      expect(snapshot.complete).toBe(false);
    },
  );

  test('a directory that is missing, is a file or vanishes is an error, never an empty snapshot', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a') });
    await source.load();

    await expect(openDirectory(join(path, 'no'))).rejects.toMatchObject({
      code: 'SourceMissing',
      outcome: 'terminal',
    });
    await expect(openDirectory(join(path, 'a.yaml'))).rejects.toMatchObject({ code: 'SourceNotADirectory' });
    rmSync(path, { recursive: true });
    await expect(source.load()).rejects.toMatchObject({ code: 'SourceMissing', outcome: 'transient' });
  });

  test('without a watch, a load waits for a half-written file to rest', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a') });
    await source.load();
    writeFileSync(join(path, 'a.yaml'), 'kind: [');

    const loading = source.load();
    await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(join(path, 'a.yaml'), spec('b'));

    expect(namesOf(await loading)).toEqual(['b']);
  });

  test('a file renamed away and back, as editors do, is at no time missing; a moved object is at no time doubled', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
    await source.load();
    const watch = await source.watch(() => undefined);
    cleanups.push(() => watch.close());

    renameSync(join(path, 'a.yaml'), join(path, 'a.yaml~'));
    const between = await source.load();
    renameSync(join(path, 'a.yaml~'), join(path, 'moved.yaml'));
    let names = namesOf(await source.load());

    expect(namesOf(between)).toEqual(['a', 'b']);
    expect([...names].sort()).toEqual(['a', 'b']);
    await until('the file has moved', async () => {
      const snapshot = await source.load();
      names = namesOf(snapshot);
      expect([...names].sort()).toEqual(['a', 'b']);
      return snapshot.files.some((each) => each.file === 'moved.yaml');
    });
  });

  test('a deleted file is gone, at once without a watch', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
    await source.load();
    unlinkSync(join(path, 'a.yaml'));

    const snapshot = await source.load();

    expect(namesOf(snapshot)).toEqual(['b']);
    expect(snapshot.complete).toBe(true);
  });
});

describe('files beside specs', () => {
  test('are read from within the source only', async () => {
    const { path, source } = await opened({
      'jobs/a.yaml': spec('a'),
      'jobs/items.csv': 'x\n1\n',
      'up.csv': 'y\n',
      '.git/config': 'z',
    });
    symlinkSync('/etc/hostname', join(path, 'jobs/host.csv'));

    const codes = await Promise.all(
      [
        'items.csv',
        '../up.csv',
        '../../x',
        '/etc/hostname',
        'host.csv',
        '../.git/config',
        'no.csv',
        '.',
        '',
        'a\\b',
      ].map(async (each) => {
        const result = await source.readBeside('jobs/a.yaml', each);
        return result.ok ? result.file : result.code;
      }),
    );

    expect(codes).toEqual([
      'jobs/items.csv',
      'up.csv',
      'Outside',
      'Outside',
      'Outside',
      'Outside',
      'Missing',
      'NotAFile',
      'Outside',
      'Outside',
    ]);
  });

  test('give their content and another etag after a change', async () => {
    const { path, source } = await opened({ 'a.yaml': spec('a'), 'items.csv': 'x\n1\n' });
    const before = await source.readBeside('a.yaml', 'items.csv');
    if (!before.ok) throw new Error(before.message);
    const chunks: Uint8Array[] = [];
    for await (const chunk of before.open()) chunks.push(chunk);
    writeFileSync(join(path, 'items.csv'), 'x\n2\n3\n');

    const after = await source.readBeside('a.yaml', 'items.csv');

    expect(Buffer.concat(chunks).toString()).toBe('x\n1\n');
    expect(after).toMatchObject({ ok: true, sizeBytes: 6 });
    expect(after.ok && after.etag).not.toBe(before.etag);
  });
});
