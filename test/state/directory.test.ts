import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DirectoryStep } from '../../src/state/index.ts';
import { openDirectoryStore } from '../../src/state/index.ts';
import { fromSystemError } from '../../src/state/errors.ts';
import { ownProcess } from '../../src/state/process.ts';
import { all, describeStore, put } from './contract.ts';

const worker = join(import.meta.dirname, 'directory-worker.ts');

function run(...args: readonly string[]): Promise<unknown> {
  return promisify(execFile)(process.execPath, ['--import', 'jiti/register', worker, ...args]);
}

describeStore('a directory', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'arrayjob-state-'));
  return {
    open: () => openDirectoryStore(join(dir, 'state')),
    remove: async () => rmSync(dir, { recursive: true }),
  };
});

describe('the directory store', () => {
  let parent: string;
  let dir: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'arrayjob-state-'));
    dir = join(parent, 'deep', 'state');
  });

  afterEach(() => rmSync(parent, { recursive: true }));

  test('a look leaves no trace, the first write leaves markers, a file per key and nothing else', async () => {
    const store = await openDirectoryStore(dir);
    await store.get('a/b');
    await all(store.list(''));
    const before = readdirSync(parent);

    await put(store, 'a/b.json', '{\n  "x": 1\n}\n', 'absent');

    expect(before).toEqual([]);
    expect(readdirSync(dir).sort()).toEqual(['.gitignore', 'README.md', 'VERSION', 'a']);
    expect(readFileSync(join(dir, 'a', 'b.json'), 'utf8')).toBe('{\n  "x": 1\n}\n');
    expect(await all(store.list(''))).toEqual(['a/b.json']);
  });

  test('only the owner can read it', async () => {
    const store = await openDirectoryStore(dir);

    await put(store, 'a/b', 'x', 'absent');

    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'a')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'a', 'b')).mode & 0o777).toBe(0o600);
  });

  test('four processes that raise one counter lose no step', async () => {
    await Promise.all([1, 2, 3, 4].map(() => run('raise', dir, '40')));

    expect(readFileSync(join(dir, 'counter'), 'utf8')).toBe('160');
    expect(readdirSync(dir).filter((each) => /^\.(tmp|lock|steal)/.test(each))).toEqual([]);
  });

  const steps: readonly (readonly [DirectoryStep, string])[] = [
    ['folder made', 'old text'],
    ['temp written', 'old text'],
    ['locked', 'old text'],
    ['renamed', 'new text'],
    ['unlocked', 'new text'],
    ['folder synced', 'new text'],
  ];

  test.each(steps)(
    'killed at "%s" it holds the %s, and the next writer goes on at once',
    async (step, text) => {
      const store = await openDirectoryStore(dir);
      await put(store, 'folder/a', 'old text', 'absent');
      const killed = await run('die', dir, step).catch((error: unknown) => error);

      const next = await openDirectoryStore(dir, { lock: { timeoutMs: 500 } });
      const entry = await next.get('folder/a');
      await put(next, 'folder/a', 'newest', entry!.etag);

      expect(killed).toMatchObject({ signal: 'SIGKILL' });
      expect(entry?.text).toBe(text);
      expect(await all(next.list(''))).toEqual(['folder/a']);
      expect(readdirSync(dir, { recursive: true }).sort()).toEqual(
        ['.gitignore', 'README.md', 'VERSION', 'folder', 'folder/a'].sort(),
      );
    },
  );

  test('many that find a dead lock at once still exclude each other', async () => {
    mkdirSync(dir, { recursive: true });
    symlinkSync(`${ownProcess.replace(/^p\d+/, 'p4194304')}.n1`, join(dir, '.lock'));

    await Promise.all([1, 2, 3, 4].map(() => run('raise', dir, '15')));

    expect(readFileSync(join(dir, 'counter'), 'utf8')).toBe('60');
  });

  test('a lock whose process id has been given to another process is taken over', async () => {
    mkdirSync(dir, { recursive: true });
    symlinkSync(`${ownProcess.replace(/\.s[^.]+/, '.s1')}.n1`, join(dir, '.lock'));
    const store = await openDirectoryStore(dir, { lock: { timeoutMs: 500 } });

    expect(await store.put('a', 'x', 'absent')).toMatchObject({ ok: true });
  });

  test('the lock of a living process is never taken', async () => {
    mkdirSync(dir, { recursive: true });
    const sleeper = spawn(process.execPath, ['--import', 'jiti/register', worker, 'lock', dir]);
    await once(sleeper.stdout, 'data');
    const store = await openDirectoryStore(dir, { lock: { timeoutMs: 200, foreignMs: 0 } });

    await expect(store.put('a', 'x', 'absent')).rejects.toMatchObject({
      code: 'StoreLocked',
      class: 'transient',
      message: expect.stringContaining(`p${sleeper.pid!}.`) as string,
    });

    sleeper.kill('SIGKILL');
    await once(sleeper, 'exit');
    expect(await store.put('a', 'x', 'absent')).toMatchObject({ ok: true });
  });

  test('the lock of another machine is taken only after it has stood for long', async () => {
    mkdirSync(dir, { recursive: true });
    symlinkSync('p1.s1.m0123456789ab.n1', join(dir, '.lock'));
    const patient = await openDirectoryStore(dir, { lock: { timeoutMs: 100, foreignMs: 60_000 } });
    const quick = await openDirectoryStore(dir, { lock: { timeoutMs: 5_000, foreignMs: 50 } });

    await expect(patient.put('a', 'x', 'absent')).rejects.toMatchObject({ code: 'StoreLocked' });
    expect(await quick.put('a', 'x', 'absent')).toMatchObject({ ok: true });
  });

  test('leftovers of the dead are swept, what the living write stays', async () => {
    mkdirSync(join(dir, 'a'), { recursive: true });
    const dead = `.tmp-${ownProcess.replace(/\.s[^.]+/, '.s1')}.n9`;
    const living = `.tmp-${ownProcess}.n999999`;
    writeFileSync(join(dir, 'a', dead), '');
    writeFileSync(join(dir, 'a', living), '');
    const store = await openDirectoryStore(dir);

    await put(store, 'b', 'x', 'absent');

    expect(readdirSync(join(dir, 'a'))).toEqual([living]);
    expect(await all(store.list(''))).toEqual(['b']);
  });

  test('a link that leads out of the store is refused', async () => {
    mkdirSync(dir, { recursive: true });
    symlinkSync(parent, join(dir, 'out'));
    writeFileSync(join(parent, 'secret'), 'x');
    symlinkSync(join(parent, 'secret'), join(dir, 'direct'));
    const store = await openDirectoryStore(dir);

    await expect(store.get('out/secret')).rejects.toMatchObject({ code: 'LeavesStore', class: 'terminal' });
    await expect(store.put('out/new', 'x', 'any')).rejects.toMatchObject({ code: 'LeavesStore' });
    await expect(store.get('direct')).rejects.toMatchObject({ code: 'ELOOP', class: 'terminal' });
    expect(await all(store.list(''))).toEqual([]);
  });

  test('a store that is deleted while it is open is made again', async () => {
    const store = await openDirectoryStore(dir);
    await put(store, 'a/b', 'x', 'absent');
    rmSync(dir, { recursive: true });

    const gone = await store.get('a/b');
    await put(store, 'a/b', 'y', 'absent');

    expect(gone).toBeUndefined();
    expect(readdirSync(dir).sort()).toEqual(['.gitignore', 'README.md', 'VERSION', 'a']);
  });

  test('a key that is the folder of another is refused', async () => {
    const store = await openDirectoryStore(dir);
    await put(store, 'a/b', 'x', 'absent');

    await expect(store.put('a/b/c', 'x', 'absent')).rejects.toMatchObject({ code: 'KeyIsFolder' });
    await expect(store.put('a', 'x', 'any')).rejects.toMatchObject({
      code: 'KeyIsFolder',
      class: 'terminal',
    });
    expect(await store.get('a')).toBeUndefined();
  });

  test('a store of a newer arrayjob and a file in its place are refused', async () => {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'VERSION'), '2\n');

    await expect(openDirectoryStore(dir)).rejects.toMatchObject({ code: 'NewerStore', class: 'terminal' });
    await expect(openDirectoryStore(join(dir, 'VERSION'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  test.each([
    ['ENOSPC', 'transient', /free some space/],
    ['EDQUOT', 'transient', /quota/],
    ['EIO', 'transient', /tried again/],
    ['EACCES', 'terminal', /permission/],
    ['EROFS', 'terminal', /read-only/],
  ])('%s is %s and says what to do', (code, errorClass, remedy) => {
    const error = fromSystemError(Object.assign(new Error(code), { code }), 'write', '/state/a');

    expect(error).toMatchObject({ code, class: errorClass });
    expect(error.message).toMatch(remedy);
  });
});
