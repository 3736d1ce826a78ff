import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWorkFolders } from '../../src/local/processes/folders.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'arrayjob-folders-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('working folders', () => {
  test('one that was left untouched serves the next attempt, until there is none', async () => {
    const folders = createWorkFolders(root);

    const first = folders.take();
    folders.giveBack(first, true);
    const second = folders.take();
    folders.giveBack(second, true);
    folders.tidy();
    await folders.settled();

    expect(second).toBe(first);
    expect(existsSync(first)).toBe(false);
  });

  test.each<[string, (folder: string) => void]>([
    ['a file was left', (folder) => writeFileSync(join(folder, 'left'), '')],
    [
      'a file was made and taken away',
      (folder) => {
        writeFileSync(join(folder, 'gone'), '');
        unlinkSync(join(folder, 'gone'));
      },
    ],
    ['it was closed to its owner', (folder) => chmodSync(folder, 0)],
    ['it was removed', (folder) => rmSync(folder, { recursive: true })],
  ])('one in which %s serves nobody again', async (_, touch) => {
    const folders = createWorkFolders(root);

    const first = folders.take();
    touch(first);
    folders.giveBack(first, true);
    const second = folders.take();
    await folders.settled();

    expect(second).not.toBe(first);
    expect(existsSync(first)).toBe(false);
    expect(statSync(second).isDirectory()).toBe(true);
  });

  test('one where a process may still be ending serves nobody again', async () => {
    const folders = createWorkFolders(root);

    const first = folders.take();
    folders.giveBack(first, false);
    const second = folders.take();
    await folders.settled();

    expect(second).not.toBe(first);
    expect(existsSync(first)).toBe(false);
  });
});
