import type { BigIntStats } from 'node:fs';
import { lstat, open, realpath, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { MAX_FILE_BYTES } from '../document/index.ts';
import { systemCode, systemWords } from './errors.ts';
import { alone, replaceFile, statKey, syncFolder } from './replace-file.ts';
import { isSpecName, scan } from './scan.ts';

/** What a file shall hold; `undefined` bytes: the file shall go. */
export type FileEdit =
  | { readonly ok: true; readonly bytes: Uint8Array | undefined; readonly changed: boolean }
  | { readonly ok: false; readonly reason: string };

/** What became of an edit; `reason` says why nothing was changed, and what to do. */
export type FileEdited =
  | { readonly outcome: 'written' | 'unchanged' | 'removed' }
  | { readonly outcome: 'refused' | 'failed'; readonly reason: string };

/** How often an edit is made anew because the file changed under it: a controller writes progress every few seconds. */
const ATTEMPTS = 10;

/**
 * Edits a spec file of a directory, as a whole and atomically. The file that was read is the one that is replaced: when somebody
 * else has written meanwhile (a controller its status, a person a spec), `edit` is asked anew on what stands there now, so that
 * neither write is lost. Hard links below the directory stay links. Never rejects for what concerns the file.
 */
export async function editSpecFile(
  directory: string,
  file: string,
  edit: (bytes: Uint8Array) => FileEdit,
): Promise<FileEdited> {
  try {
    const root = await realpath(directory);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const edited = await attemptEdit(root, file, edit);
      if (edited !== undefined) return edited;
    }
    return { outcome: 'failed', reason: `${file} keeps changing; try again` };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) {
      return { outcome: 'failed', reason: `${file} is no longer there` };
    }
    return { outcome: 'failed', reason: `${file} cannot be written: ${systemWords(error)}` };
  }
}

/** One attempt; undefined when the file changed under it. */
async function attemptEdit(
  root: string,
  file: string,
  edit: (bytes: Uint8Array) => FileEdit,
): Promise<FileEdited | undefined> {
  const path = await realpath(join(root, file));
  const inside = path.startsWith(root.endsWith(sep) ? root : root + sep);
  if (!inside || !isSpecName(file.slice(file.lastIndexOf('/') + 1))) {
    return { outcome: 'refused', reason: `${file} is no spec file of this directory` };
  }
  const read = await current(path);
  if (read === undefined) return { outcome: 'refused', reason: `${file} is not a file that is read` };
  const wanted = edit(read.bytes);
  if (!wanted.ok) return { outcome: 'refused', reason: `${file}: ${wanted.reason}` };
  if (!wanted.changed) return { outcome: 'unchanged' };
  const others = await otherNames(root, path, read.stats);
  if (wanted.bytes !== undefined) {
    return (await replaceFile(path, wanted.bytes, read.stats, others)) ? { outcome: 'written' } : undefined;
  }
  const gone = await alone(path, async () => {
    const now = await lstat(path, { bigint: true });
    if (statKey(now) !== statKey(read.stats)) return false;
    await unlink(path);
    return true;
  });
  if (!gone) return undefined;
  // A name that stayed would still declare the object.
  for (const each of others) await unlink(each);
  for (const each of new Set([path, ...others].map((name) => dirname(name)))) await syncFolder(each);
  return { outcome: 'removed' };
}

async function current(
  path: string,
): Promise<{ readonly stats: BigIntStats; readonly bytes: Uint8Array } | undefined> {
  const handle = await open(path, 'r');
  try {
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile() || stats.size > BigInt(MAX_FILE_BYTES)) return undefined;
    return { stats, bytes: await handle.readFile() };
  } finally {
    await handle.close();
  }
}

/** Further names of a file below a root; the walk is only made for a file that has some. */
async function otherNames(root: string, path: string, stats: BigIntStats): Promise<readonly string[]> {
  if (stats.nlink < 2n) return [];
  const found = (await scan(root)).files.find(
    (each) => each.stats.inode === stats.ino && each.stats.device === stats.dev,
  );
  return found === undefined ? [] : [found.real, ...found.otherNames].filter((each) => each !== path);
}
