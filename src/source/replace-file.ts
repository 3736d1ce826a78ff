import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { link, lstat, open, readdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCode } from './errors.ts';

/** Temporary files left by a crash are removed when they are older than this. */
const LEFTOVER_MS = 10 * 60_000;

const TEMPORARY = /^\..+\.arrayjob-(?:[0-9a-f]{12}\.tmp|lock)$/;

/** One text for everything by which a change of a file shows without reading it. */
export function statKey(stats: BigIntStats): string {
  // Joined, it is one short text; a template would keep its pieces, for each of thousands of files.
  return [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(':');
}

/**
 * Replaces a file's content as a whole: a temporary file in its folder, synced, given the file's mode and owner, renamed over it, and
 * the folder synced. Gives false, with nothing changed, when the file is no longer the one that `expected` describes.
 * Further names of the same file (hard links) are moved along. Rejects with the system's error; no temporary file is left.
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  expected: BigIntStats,
  otherNames: readonly string[] = [],
): Promise<boolean> {
  const folder = dirname(path);
  const temporary = temporaryBeside(path);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      const mine = await handle.stat({ bigint: true });
      if (mine.uid !== expected.uid || mine.gid !== expected.gid) await keepOwner(handle, expected);
      await handle.chmod(Number(expected.mode & 0o7777n));
      await handle.sync();
    } finally {
      await handle.close();
    }
    const replaced = await alone(path, async () => {
      // The last look before the rename keeps the time in which a person's own save could be lost to microseconds.
      const now = await lstat(path, { bigint: true }).catch(() => undefined);
      if (!now || statKey(now) !== statKey(expected)) return false;
      await rename(temporary, path);
      return true;
    });
    if (!replaced) {
      await unlink(temporary);
      return false;
    }
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
  for (const other of otherNames) await linkOver(path, other);
  return true;
}

/** What a writer does alone takes a millisecond: a lock that stands for so long was left by a crash. */
const LOCK_MS = 2_000;

/**
 * Does something with a file while no other writer of ours does: between its last look and the rename of one, another's
 * rename would be lost. Editors know nothing of it.
 */
export async function alone<T>(path: string, act: () => Promise<T>): Promise<T> {
  const lock = join(dirname(path), `.${basename(path)}.arrayjob-lock`);
  for (let since = performance.now(); ;) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      break;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    if (performance.now() - since > LOCK_MS) {
      await unlink(lock).catch(() => undefined);
      since = performance.now();
    } else await delay(1 + Math.random() * 4);
  }
  try {
    return await act();
  } finally {
    await unlink(lock).catch(() => undefined);
  }
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.arrayjob-${randomBytes(6).toString('hex')}.tmp`);
}

/** Makes `other` a name of the file at `path` again. */
async function linkOver(path: string, other: string): Promise<void> {
  const temporary = temporaryBeside(other);
  try {
    await link(path, temporary);
    await rename(temporary, other);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(other));
}

async function keepOwner(
  handle: { chown(uid: number, gid: number): Promise<void> },
  expected: BigIntStats,
): Promise<void> {
  const [uid, gid] = [Number(expected.uid), Number(expected.gid)];
  try {
    await handle.chown(uid, gid);
  } catch {
    // Only root may give files away; the group can often be kept, and a status that is never written would be worse.
    await handle.chown(-1, gid).catch(() => undefined);
  }
}

/** Makes a rename in a folder durable; a file system that cannot sync folders has done what it can. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Removes temporary files that a crash has left in a folder. */
export async function removeLeftovers(folder: string, nowMs: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => TEMPORARY.test(each))) {
    const path = join(folder, name);
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isFile() && nowMs - stats.mtimeMs > LEFTOVER_MS) await unlink(path).catch(() => undefined);
  }
}
