import { lstat, opendir } from 'node:fs/promises';
import { undefinedIfAbsent } from './errors.ts';
import { meaning } from './names.ts';
import { compareKeys, sortKeys } from './order.ts';

/** Names read and sorted at a time; a larger folder is read again for each further window, so that memory stays bounded. */
const windowNames = 50_000;
/** Names remembered over all folders. */
const rememberedNames = 200_000;
/** A folder changed so recently may change again without its time changing. */
const settledMs = 50;

/**
 * Sorted windows into folders. An entry is a segment of keys: a file as `name`, a folder as `name/`, so that their order
 * is the order of the keys (`a-b` < `a/b` < `a0`).
 */
export interface Folders {
  /** The entries of a folder from `from` on, in order, and whether there are more after them. */
  readonly read: (path: string, from: string) => Promise<Window>;
}

export interface Window {
  readonly entries: readonly string[];
  readonly more: boolean;
}

interface Remembered extends Window {
  readonly from: string;
  readonly stamp: string;
}

/** Collects the smallest entries from a place on, holding at most twice as many as are wanted. */
function smallest(from: string, wanted: number): { add: (entry: string) => void; window: () => Window } {
  let held: string[] = [];
  let ceiling: string | undefined;
  let more = false;
  const shrink = (): void => {
    held = [...new Set(held)];
    sortKeys(held);
    if (held.length <= wanted) return;
    more = true;
    held.length = wanted;
    ceiling = held[wanted - 1];
  };
  return {
    add: (entry) => {
      if (compareKeys(entry, from) < 0) return;
      if (ceiling !== undefined && compareKeys(entry, ceiling) > 0) return;
      held.push(entry);
      if (held.length >= wanted * 2) shrink();
    },
    window: () => {
      shrink();
      return { entries: held, more };
    },
  };
}

/** Gives every entry of a folder to `add`; true if some came out of folders of long segments. */
async function collect(path: string, long: string, add: (entry: string) => void): Promise<boolean> {
  const parts: { readonly path: string; readonly text: string }[] = [];
  const folder = await opendir(path, { bufferSize: 1024 }).catch(undefinedIfAbsent);
  if (folder === undefined) return false;
  for await (const entry of folder) {
    // Links and special files are nobody's objects.
    if (!entry.isDirectory() && !entry.isFile()) continue;
    const what = meaning(entry.name, entry.isDirectory(), long);
    if (what.kind === 'file') add(what.text);
    else if (what.kind === 'folder') add(`${what.text}/`);
    else if (what.kind === 'part') parts.push({ path: `${path}/${entry.name}`, text: what.text });
  }
  for (const part of parts)
    if (Buffer.byteLength(part.text) <= 1024) await collect(part.path, part.text, add);
  return parts.length > 0;
}

/** Makes the reader, with a memory of what it has read; a folder that has changed since is read again. */
export function createFolders(): Folders {
  const memory = new Map<string, Remembered>();
  let total = 0;

  function forget(path: string): void {
    const held = memory.get(path);
    if (held === undefined) return;
    total -= held.entries.length + 1;
    memory.delete(path);
  }

  function remember(path: string, read: Remembered): void {
    forget(path);
    memory.set(path, read);
    total += read.entries.length + 1;
    for (const [oldest] of memory) {
      if (total <= rememberedNames || oldest === path) return;
      forget(oldest);
    }
  }

  return {
    read: async (path, from) => {
      const beganMs = Date.now();
      const stat = await lstat(path, { bigint: true }).catch(undefinedIfAbsent);
      if (stat === undefined) return { entries: [], more: false };
      const stamp = `${stat.ino}-${stat.mtimeNs}-${stat.ctimeNs}`;
      const before = memory.get(path);
      if (before?.stamp === stamp && compareKeys(before.from, from) <= 0) {
        const last = before.entries[before.entries.length - 1];
        if (!before.more || (last !== undefined && compareKeys(from, last) <= 0)) {
          memory.delete(path);
          memory.set(path, before);
          return before;
        }
      }
      const found = smallest(from, windowNames);
      const hasParts = await collect(path, '', found.add);
      const window = { ...found.window(), from, stamp };
      // Long segments stand in folders of their own, whose changes do not show in this folder's time.
      if (!hasParts && beganMs - Number(stat.mtimeMs) > settledMs) remember(path, window);
      else forget(path);
      return window;
    },
  };
}
