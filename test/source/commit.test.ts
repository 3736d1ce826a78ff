import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBase } from '../../src/source/index.ts';
import { spec } from './folder.ts';
import { git, PERSON } from './git/hosting.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'arrayjob-commit-'));
  git(root, 'init', '--quiet', '-b', 'main');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

function commit(files: Readonly<Record<string, string>>): string {
  write(files);
  git(root, 'add', '-A');
  git(root, 'commit', '--quiet', '-m', 'x');
  return git(root, 'rev-parse', 'HEAD').trim();
}

const filesOf = async (directory: string, ref: string) =>
  (await (await openBase(directory, ref)).load()).files.map(({ file }) => file);

test('reads the files of a commit and not those of the working tree', async () => {
  const id = commit({ 'a.yaml': spec('a'), '.hidden/x.yaml': spec('x'), 'notes.txt': 'no' });
  write({ 'a.yaml': 'other', 'b.yaml': spec('b') });

  const base = await openBase(root, 'main');
  const { files, complete, version } = await base.load();

  expect(files.map(({ file }) => file)).toEqual(['a.yaml']);
  expect(Buffer.from(files[0]!.parsed.bytes).toString()).toBe(spec('a'));
  expect([complete, version, base.isMergeBase]).toEqual([true, id, true]);
});

test('reads a folder below the top, with paths as a directory gives them', async () => {
  commit({ 'jobs/a.yaml': spec('a'), 'jobs/sub/b.yml': spec('b'), 'c.yaml': spec('c') });

  expect(await filesOf(join(root, 'jobs'), 'HEAD')).toEqual(['a.yaml', 'sub/b.yml']);
});

test('a folder that is new in the change declared nothing before', async () => {
  commit({ 'c.yaml': spec('c') });
  write({ 'jobs/a.yaml': spec('a') });

  const { files, complete } = await (await openBase(join(root, 'jobs'), 'HEAD')).load();

  expect([files, complete]).toEqual([[], true]);
});

test('takes the commit at which the branches parted', async () => {
  const parted = commit({ 'a.yaml': spec('a') });
  git(root, 'checkout', '--quiet', '-b', 'feature');
  commit({ 'b.yaml': spec('b') });
  git(root, 'checkout', '--quiet', 'main');
  const tip = commit({ 'c.yaml': spec('c') });
  git(root, 'checkout', '--quiet', 'feature');

  expect((await openBase(root, 'main')).commit).toBe(parted);
  expect((await openBase(root, tip)).commit).toBe(parted);
});

test('without the history that tells, takes the tip and says so', async () => {
  commit({ 'a.yaml': spec('a') });
  const other = git(root, 'commit-tree', 'HEAD^{tree}', '-m', 'no parents').trim();

  const base = await openBase(root, other);

  expect([base.commit, base.isMergeBase]).toEqual([other, false]);
});

test('reads files beside a spec from the commit, never from outside of it', async () => {
  commit({ 'jobs/a.yaml': spec('a'), 'jobs/items.jsonl': '1\n2\n', 'secret.txt': 's' });
  write({ 'jobs/items.jsonl': 'changed' });
  const base = await openBase(join(root, 'jobs'), 'HEAD');

  const found = await base.readBeside('a.yaml', 'items.jsonl');
  let text = '';
  if (found.ok) for await (const chunk of found.open()) text += Buffer.from(chunk).toString();

  expect(found).toMatchObject({ ok: true, file: 'items.jsonl', sizeBytes: 4 });
  expect(text).toBe('1\n2\n');
  expect(await base.readBeside('a.yaml', '../secret.txt')).toMatchObject({ ok: false, code: 'Outside' });
  expect(await base.readBeside('a.yaml', 'gone.json')).toMatchObject({ ok: false, code: 'Missing' });
});

test('follows links inside of the folder as a directory does', async () => {
  write({ 'jobs/real/a.yaml': spec('a'), 'b.yaml': spec('b') });
  symlinkSync('real/a.yaml', join(root, 'jobs/link.yaml'));
  symlinkSync('../b.yaml', join(root, 'jobs/out.yaml'));
  commit({});

  const { files, findings } = await (await openBase(join(root, 'jobs'), 'HEAD')).load();

  expect(files.map(({ file }) => file)).toEqual(['real/a.yaml']);
  expect(findings.map(({ code }) => code)).toEqual(['LinkLeavesSource']);
});

test('a file that is larger than a spec may be is said, and not read', async () => {
  commit({ 'a.yaml': `# ${'x'.repeat(20 * 1024 * 1024)}\n` });

  const { findings, files } = await (await openBase(root, 'HEAD')).load();

  expect(findings.map(({ code }) => code)).toEqual(['FileTooLarge']);
  expect(files[0]?.parsed.broken).toBe(true);
});

test.each<[string, RegExp]>([
  ['--upload-pack=touch x', /no name of a commit/],
  ['-n', /no name of a commit/],
  ['', /no name of a commit/],
  ['main:a.yaml', /no name of a commit/],
  ['a\nb', /no name of a commit/],
  ['nowhere', /There is no commit nowhere here: fetch it/],
  ['HEAD~99', /There is no commit/],
  ['main^{tree}', /There is no commit/],
])('%j is refused', async (ref, message) => {
  commit({ 'a.yaml': spec('a') });

  await expect(openBase(root, ref)).rejects.toThrow(message);
});

test('a folder that is in no repository is said', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'arrayjob-outside-'));

  await expect(openBase(outside, 'main')).rejects.toThrow(/not in a git repository/);
  rmSync(outside, { recursive: true });
});

test('runs nothing that the repository or the environment asks for', async () => {
  commit({ 'a.yaml': spec('a') });
  const trap = join(root, 'trap');
  git(root, 'config', 'core.fsmonitor', `touch ${trap}`);
  process.env['GIT_DIR'] = '/nowhere';

  const files = await filesOf(root, 'main').finally(() => {
    delete process.env['GIT_DIR'];
  });

  expect(files).toEqual(['a.yaml']);
  expect(() => execFileSync('test', ['-e', trap], { env: PERSON })).toThrow();
});
