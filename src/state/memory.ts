import { etagOf } from './etag.ts';
import { stateError } from './errors.ts';
import { requireKey, requirePrefix } from './keys.ts';
import type { Entry, Etag, PutResult, StateStore } from './store.ts';

/** The moments of one operation at which a simulation may act. */
export interface MemoryStep {
  readonly operation: 'get' | 'put' | 'delete' | 'list';
  readonly key: string;
  /** before: nothing has happened yet. after: it has happened and is durable, but the caller has not been told. */
  readonly at: 'before' | 'after';
}

/** What a memory store is made of; see createMemoryStore. */
export interface MemoryStoreOptions {
  /** The contents. Share one map between several stores to have several processes on one disk; edit it to do harm. */
  readonly disk?: Map<string, string>;
  /**
   * Called at every step of every operation and awaited. To fail the operation, throw (diskFull() for example): at
   * `before` nothing is written, at `after` the write has happened and its reply is lost. To crash there, return a
   * promise that never settles. To interleave, return a promise of a scheduler.
   */
  readonly onStep?: (step: MemoryStep) => Promise<void> | void;
  readonly url?: string;
}

/** A state store in memory, with the contract of the durable ones and a hook for faults. For simulations and tests. */
export interface MemoryStore extends StateStore {
  readonly disk: Map<string, string>;
}

/** Makes a memory store; its contents outlive close() as long as the caller keeps `disk`. */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const disk = options.disk ?? new Map<string, string>();
  const url = options.url ?? 'memory:';
  let closed = false;

  const reach = async (
    operation: MemoryStep['operation'],
    key: string,
    at: MemoryStep['at'],
  ): Promise<void> => {
    if (closed) throw stateError('Closed', 'terminal', `the state store ${url} has been closed`);
    await options.onStep?.({ operation, key, at });
  };

  const entryOf = (key: string): Entry | undefined => {
    const text = disk.get(key);
    return text === undefined ? undefined : { text, etag: etagOf(text) };
  };

  return {
    url,
    disk,

    async get(key: string): Promise<Entry | undefined> {
      requireKey(key);
      await reach('get', key, 'before');
      const entry = entryOf(key);
      await reach('get', key, 'after');
      return entry;
    },

    async put(key: string, text: string, expected: Etag | 'absent' | 'any'): Promise<PutResult> {
      requireKey(key);
      await reach('put', key, 'before');
      const held = entryOf(key)?.etag ?? 'absent';
      if (expected !== 'any' && expected !== held) return { ok: false, conflict: true };
      requireNoFolderClash(disk, key);
      disk.set(key, text);
      await reach('put', key, 'after');
      return { ok: true, etag: etagOf(text) };
    },

    async delete(key: string, expected: Etag | 'any'): Promise<boolean> {
      requireKey(key);
      await reach('delete', key, 'before');
      const entry = entryOf(key);
      if (entry !== undefined && expected !== 'any' && expected !== entry.etag) return false;
      disk.delete(key);
      await reach('delete', key, 'after');
      return true;
    },

    async *list(prefix: string): AsyncIterable<string> {
      requirePrefix(prefix);
      await reach('list', prefix, 'before');
      yield* [...disk.keys()].filter((key) => key.startsWith(prefix)).sort();
    },

    async close(): Promise<void> {
      closed = true;
    },
  };
}

/** The error of a full disk, as the directory store throws it. */
export function diskFull(): Error {
  return stateError('ENOSPC', 'transient', 'the disk is full; free some space, it is tried again by itself');
}

/** A directory cannot hold a file and a folder of one name; the simulation has to find that out too. */
function requireNoFolderClash(disk: ReadonlyMap<string, string>, key: string): void {
  const folders = key.split('/').map((_, at, all) => all.slice(0, at).join('/'));
  const clash =
    folders.find((each) => disk.has(each)) ?? [...disk.keys()].find((each) => each.startsWith(`${key}/`));
  if (clash === undefined) return;
  throw stateError('KeyIsFolder', 'terminal', `${key} and ${clash} cannot both be keys of one state store`);
}
