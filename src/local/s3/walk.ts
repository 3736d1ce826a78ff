import { opendir } from 'node:fs/promises';
import { undefinedIfAbsent } from './errors.ts';
import { folderNames, maxKeyBytes, meaning } from './names.ts';
import { compareKeys } from './order.ts';
import type { Store } from './store.ts';
import { folderPath, isRealFolder } from './store.ts';

/** One entry of a listing: a key, or the common prefix of keys that are rolled up. */
export interface Listed {
  readonly kind: 'key' | 'prefix';
  readonly text: string;
}

/** What is asked for. Entries are those whose text comes after `after`. */
export interface Walk {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
}

/**
 * Walks a bucket in the order of its keys, from the place asked for, reading only the folders on the way and those after it.
 */
export async function* walk(store: Store, bucketPath: string, asked: Walk): AsyncGenerator<Listed> {
  const { prefix, delimiter } = asked;
  const base = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const path = folderPath(bucketPath, base);
  if (!(await isRealFolder(path))) return;
  let skipped: string | undefined;

  function commonPrefix(key: string): string | undefined {
    if (delimiter === '') return undefined;
    const at = key.indexOf(delimiter, prefix.length);
    return at === -1 ? undefined : key.slice(0, at + delimiter.length);
  }

  async function* inside(folder: string, begin: string): AsyncGenerator<Listed> {
    if (Buffer.byteLength(begin) > maxKeyBytes) return;
    // Where in this folder to start: at the rest of `after`, or of the prefix, whichever is later.
    let from = prefix.startsWith(begin) ? prefix.slice(begin.length) : '';
    if (asked.after.startsWith(begin)) {
      const rest = asked.after.slice(begin.length);
      // The folder that `after` leads into sorts before the rest itself.
      const slash = rest.indexOf('/');
      const start = slash === -1 ? rest : rest.slice(0, slash + 1);
      if (compareKeys(start, from) > 0) from = start;
    }
    for (;;) {
      const window = await store.folders.read(folder, from);
      for (const entry of entriesFrom(window.entries, from)) {
        const full = begin + entry;
        if (skipped !== undefined) {
          if (begin.startsWith(skipped)) return;
          if (full.startsWith(skipped)) continue;
        }
        if (!full.startsWith(prefix)) {
          if (compareKeys(full, prefix) > 0) return;
          continue;
        }
        if (entry.endsWith('/')) yield* folderEntry(folder, entry, full);
        else if (compareKeys(full, asked.after) > 0) yield* keyEntry(full);
      }
      const last = window.entries[window.entries.length - 1];
      if (!window.more || last === undefined) return;
      // Nothing sorts between a name and the name followed by NUL, which no name holds.
      from = `${last}\0`;
    }
  }

  async function* folderEntry(folder: string, entry: string, full: string): AsyncGenerator<Listed> {
    if (compareKeys(full, asked.after) < 0 && !asked.after.startsWith(full)) return;
    const path = [folder, ...folderNames(entry.slice(0, -1))].join('/');
    // Rolled up at this very slash: one key inside is proof enough.
    if (delimiter === '/' && full.length > prefix.length) {
      if (compareKeys(full, asked.after) > 0 && (await holdsKey(path, full)))
        yield { kind: 'prefix', text: full };
      return;
    }
    yield* inside(path, full);
  }

  function* keyEntry(full: string): Generator<Listed> {
    const common = commonPrefix(full);
    if (common === undefined) {
      if (Buffer.byteLength(full) <= maxKeyBytes) yield { kind: 'key', text: full };
      return;
    }
    skipped = common;
    if (compareKeys(common, asked.after) > 0) yield { kind: 'prefix', text: common };
  }

  yield* inside(path, base);
}

/** The entries at or after a place, found by halving. */
function* entriesFrom(entries: readonly string[], from: string): Generator<string> {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(entries[middle] ?? '', from) < 0) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < entries.length; at++) yield entries[at] ?? '';
}

/** Whether any object stands in a folder or below it; stops at the first. */
async function holdsKey(path: string, begin: string, long = ''): Promise<boolean> {
  if (Buffer.byteLength(begin) >= maxKeyBytes) return false;
  const folders: { readonly path: string; readonly begin: string; readonly long: string }[] = [];
  const folder = await opendir(path).catch(undefinedIfAbsent);
  if (folder === undefined) return false;
  for await (const entry of folder) {
    if (!entry.isDirectory() && !entry.isFile()) continue;
    const what = meaning(entry.name, entry.isDirectory(), long);
    if (what.kind === 'file') return true;
    const inner = `${path}/${entry.name}`;
    if (what.kind === 'folder') folders.push({ path: inner, begin: `${begin}${what.text}/`, long: '' });
    else if (what.kind === 'part') folders.push({ path: inner, begin, long: what.text });
  }
  for (const each of folders) if (await holdsKey(each.path, each.begin, each.long)) return true;
  return false;
}
