import {
  constants,
  closeSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  unlinkSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createDirectoryLock } from './directory-lock.ts';
import type { DirectoryLockOptions } from './directory-lock.ts';
import {
  isWithin,
  makeFolder,
  removeQuietly,
  requireKnownVersion,
  sweepTemps,
  syncFolder,
  walkKeys,
  writeMarkers,
  writeTemp,
} from './directory-files.ts';
import { fromSystemError, stateError, systemCode } from './errors.ts';
import { etagOf } from './etag.ts';
import { requireKey, requirePrefix } from './keys.ts';
import type { Entry, Etag, PutResult, StateStore } from './store.ts';

/** The moments of a put between which a crash leaves something different behind. */
export type DirectoryStep =
  'folder made' | 'temp written' | 'locked' | 'renamed' | 'unlocked' | 'folder synced';

/** Options of a directory store; the defaults are right but for tests. */
export interface DirectoryStoreOptions {
  readonly lock?: DirectoryLockOptions;
  /** Called as a put proceeds, so that a test can kill the process there. */
  readonly onStep?: (step: DirectoryStep) => void;
}

/**
 * Opens the state store in a folder, which is made at the first write and not before, so that a look leaves no trace.
 *
 * One file per key, with the text as it was given. A write is a temporary file in the same folder, synced, renamed
 * under a lock that all processes of the machine share, and the folder synced: a crash at any step leaves the old text
 * or the new one. Rejects with a StateError when the place is no folder or was laid out by a newer arrayjob.
 */
export async function openDirectoryStore(
  where: string,
  options: DirectoryStoreOptions = {},
): Promise<StateStore> {
  const root = resolve(where);
  const lock = createDirectoryLock(root, options.lock);
  const step = options.onStep ?? (() => undefined);
  let swept = false;
  let closed = false;

  const attempt = async <T>(
    doing: string,
    key: string | undefined,
    act: (path: string) => Promise<T>,
  ): Promise<T> => {
    if (closed) throw stateError('Closed', 'terminal', `the state store ${root} has been closed`);
    const path = key === undefined ? root : join(root, requireKey(key));
    try {
      return await act(path);
    } catch (error) {
      throw fromSystemError(error, doing, path);
    }
  };

  await attempt('open', undefined, async () => {
    const found = await stat(root).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (found?.isDirectory() === false) {
      throw stateError('ENOTDIR', 'terminal', `${root} is not a folder; choose another --state`);
    }
    if (found !== undefined) await requireKnownVersion(root);
  });

  const prepare = async (folder: string): Promise<void> => {
    const made = await makeFolder(folder);
    const isNew = made !== undefined && isWithin(made, root);
    if (isNew || (!swept && !isThere(join(root, 'VERSION')))) await writeMarkers(root);
    if (!swept) await sweepTemps(root);
    swept = true;
    requireConfined(root, folder);
  };

  return {
    url: root,

    get: (key) =>
      attempt('read', key, async (path) => {
        requireConfined(root, dirname(path));
        return readEntry(path);
      }),

    put: (key, text, expected) =>
      attempt('write', key, async (path): Promise<PutResult> => {
        const folder = dirname(path);
        await prepare(folder).catch((error: unknown) => {
          throw asKeyClash(error, key);
        });
        step('folder made');
        const temp = await writeTemp(folder, text);
        try {
          step('temp written');
          const written = await lock.hold(() => {
            step('locked');
            if (!holds(path, expected)) return false;
            renameSync(temp, path);
            step('renamed');
            return true;
          });
          if (!written) return { ok: false, conflict: true };
          step('unlocked');
        } catch (error) {
          throw asKeyClash(error, key);
        } finally {
          await removeQuietly(temp);
        }
        await syncFolder(folder);
        step('folder synced');
        return { ok: true, etag: etagOf(text) };
      }),

    delete: (key, expected) =>
      attempt('delete', key, async (path) => {
        requireConfined(root, dirname(path));
        if (!isThere(path)) return true;
        const gone = await lock.hold(() => {
          if (!isThere(path)) return true;
          if (!holds(path, expected)) return false;
          unlinkSync(path);
          return true;
        });
        if (gone) await syncFolder(dirname(path));
        return gone;
      }),

    async *list(prefix: string) {
      requirePrefix(prefix);
      if (closed) throw stateError('Closed', 'terminal', `the state store ${root} has been closed`);
      try {
        yield* walkKeys(root, '', prefix);
      } catch (error) {
        throw fromSystemError(error, 'list', root);
      }
    },

    async close() {
      closed = true;
    },
  };
}

/*
 * What follows is small and done at once: a start reads a record for every object, and each step that is left to the
 * thread pool takes many times as long as the step.
 */

/** A folder of the store that has been replaced by a link would lead writes to somewhere else. */
function requireConfined(root: string, folder: string): void {
  try {
    const [realRoot, realFolder] = [realpathSync.native(root), realpathSync.native(folder)];
    if (realFolder === resolve(realRoot, folder.slice(root.length + 1))) return;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return;
    throw error;
  }
  throw stateError(
    'LeavesStore',
    'terminal',
    `${folder} leads out of the state store through a symbolic link; replace it by a real folder`,
  );
}

function readEntry(path: string): Entry | undefined {
  try {
    const bytes = contentOf(path);
    return { text: bytes.toString('utf8'), etag: etagOf(bytes) };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(systemCode(error))) return undefined;
    throw error;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Whether a file holds what the caller expects. Called under the lock. */
function holds(path: string, expected: Etag | 'absent' | 'any'): boolean {
  if (expected === 'any') return true;
  if (expected === 'absent' || !isThere(path)) return expected === 'absent' && !isThere(path);
  return etagOf(contentOf(path)) === expected;
}

function contentOf(path: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** What the file system says when one key is the folder of another. */
function asKeyClash(error: unknown, key: string): unknown {
  if (!['EEXIST', 'ENOTDIR', 'EISDIR'].includes(systemCode(error))) return error;
  return stateError(
    'KeyIsFolder',
    'terminal',
    `${key} cannot be a key of this state store: it, or a folder on its way, is there as something else`,
    error,
  );
}
