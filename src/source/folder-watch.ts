import { type FSWatcher, watch } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { systemCode } from './errors.ts';

/** What a watch over folders tells. Paths are absolute. */
export interface FolderListener {
  /** An entry of a folder appeared, went or was exchanged (`moved`), or its content or mode changed (`written`). */
  readonly onEntry: (path: string, what: 'moved' | 'written') => void;
  /** A folder has come or gone, and with it whatever is in it. */
  readonly onFolder: () => void;
  /** A folder cannot be watched. */
  readonly onError: (error: unknown) => void;
}

/** A running watch over folders. */
export interface FolderWatch {
  /** Folders that are watched. */
  readonly size: number;
  close(): void;
}

/**
 * Watches a folder and all folders below it, those left out whose names start with a dot; resolves when all are watched.
 *
 * For Linux, where the watch of a folder tells of writes to the files in it: a watch of each file, which is what there is
 * for all systems, costs kilobytes for every one of ten thousand specs, and one of the system's few watches.
 */
export async function watchFolders(root: string, listener: FolderListener): Promise<FolderWatch> {
  const watchers = new Map<string, FSWatcher>();
  /** Links may lead to folders. */
  const links = new Set<string>();
  let closed = false;

  const drop = (folder: string): void => {
    for (const [path, watcher] of watchers) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      watchers.delete(path);
      watcher.close();
    }
  };

  async function add(folder: string): Promise<void> {
    if (closed) return;
    try {
      const watcher = watch(folder, (event, name) => {
        if (name !== null) heard(folder, event, name);
      });
      watcher.on('error', listener.onError);
      watchers.get(folder)?.close();
      watchers.set(folder, watcher);
      // Listed after the watch has begun: what comes meanwhile is told by one of the two.
      const entries = await readdir(folder, { withFileTypes: true });
      for (const entry of entries) {
        if (entry.isSymbolicLink()) links.add(join(folder, entry.name));
        else if (entry.isDirectory() && !entry.name.startsWith('.')) await add(join(folder, entry.name));
      }
    } catch (error) {
      // It is gone again, which its parent's watch tells.
      if (!['ENOENT', 'ENOTDIR'].includes(systemCode(error))) listener.onError(error);
    }
  }

  function heard(folder: string, event: string, name: string): void {
    if (closed) return;
    const path = join(folder, name);
    if (event !== 'rename') {
      listener.onEntry(path, 'written');
      return;
    }
    listener.onEntry(path, 'moved');
    // The folder itself: its own name is what it says when it goes.
    if (name === basename(folder)) listener.onFolder();
    if (!name.startsWith('.')) void follow(path);
  }

  /** Whatever stood at a path may be another folder or link now. */
  async function follow(path: string): Promise<void> {
    const stats = await lstat(path).catch(() => undefined);
    const wasFolder = watchers.has(path);
    if (wasFolder) drop(path);
    const wasLink = links.delete(path);
    if (stats?.isSymbolicLink() === true) links.add(path);
    if (stats?.isDirectory() === true) await add(path);
    if (!closed && (wasFolder || wasLink || links.has(path) || watchers.has(path))) listener.onFolder();
  }

  await add(root);
  return {
    get size() {
      return watchers.size;
    },
    close() {
      closed = true;
      drop(root);
    },
  };
}
