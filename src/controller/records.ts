import { decodeRecord, encodeRecord } from '../core/record-text.ts';
import { sameJson } from '../core/json.ts';
import type { ObjectRecord } from '../core/record.ts';
import { formatRecord, isKey, readRecord, type Etag, type Lease, type StateStore } from '../state/index.ts';

/** Where the records of a source's objects are read and written. */
export interface Records {
  /** The record of an object; undefined when there is none, or when it was unreadable and has been set aside. */
  load(name: string): Promise<ObjectRecord | undefined>;
  /**
   * Writes a record unless it is the one that stands. Throws when someone else has written meanwhile. With `claim`, one that
   * stands is written all the same if it does not bear this lease's token yet.
   */
  save(record: ObjectRecord, options?: { readonly claim?: boolean }): Promise<void>;
  /** Drops everything of an object but, if given, this record, and with it the items that its `left` names. */
  forget(name: string, left?: ObjectRecord): Promise<void>;
  /** The names of all objects that have a record: the inventory. */
  names(): Promise<readonly string[]>;
  /** Where work/ keeps an object's items. */
  prefix(name: string): string;
}

const FOLDER = 'arrayjobs';

const FORMAT = {
  version: 1,
  parse(data: unknown): ObjectRecord {
    const record = decodeRecord(data);
    if (record === undefined) throw new Error('it is not the record of an ArrayJob');
    return record;
  },
};

interface Known {
  readonly record: ObjectRecord | undefined;
  readonly etag: Etag | 'absent';
  /** The token of the lease under which it was written last. */
  readonly fence: string | undefined;
}

/** Records in a state store, read once and then kept: this process is the only one that writes them while it holds the lease. */
export function createRecords(options: {
  readonly store: StateStore;
  /** Absent for a process that only looks. */
  readonly lease?: Pick<Lease, 'check' | 'token'>;
  readonly onCorrupt: (name: string, reason: string) => void;
}): Records {
  const { store, lease } = options;
  const known = new Map<string, Known>();
  /** What the store held when it was listed; only whoever holds the lease may go on from there. */
  let listed: ReadonlySet<string> | undefined;
  /** Whether a record is there, of all that were written or dropped since. */
  const since = new Map<string, boolean>();
  const keyOf = (name: string): string => `${FOLDER}/${name}/record.json`;

  const read = async (name: string): Promise<Known> => {
    const result = await readRecord(store, keyOf(name), FORMAT, { setAside: lease !== undefined });
    if (result.found) {
      const { value, etag, fence } = result;
      return { record: value, etag, fence };
    }
    if (result.corrupt) options.onCorrupt(name, result.reason);
    return { record: undefined, etag: 'absent', fence: undefined };
  };

  /*
   * The first save under a lease's token makes stale what an earlier holder may still have in hand: nothing is done for an
   * object before its record bears the token, and a save fails if the record is no longer the one that was read.
   */
  const save: Records['save'] = async (record, { claim = false } = {}) => {
    const before = known.get(record.name);
    const isOurs = !claim || before?.fence === lease?.token;
    if (before !== undefined && sameJson(before.record, record) && isOurs) return;
    const fence = lease?.token;
    const put = await store
      .put(keyOf(record.name), formatRecord(FORMAT, encodeRecord(record), fence), before?.etag ?? 'absent')
      .catch((error: unknown) => {
        // Written or not: what stands is read again before anything is decided from it.
        known.delete(record.name);
        throw error;
      });
    if (!put.ok) {
      known.delete(record.name);
      throw new Error(
        `The record of ${record.name} in ${store.url} was changed by another process; it is read again. Run one controller for a source`,
      );
    }
    known.set(record.name, { record, etag: put.etag, fence });
    since.set(record.name, true);
  };

  const list = async (): Promise<ReadonlySet<string>> => {
    const names = new Set<string>();
    for await (const key of store.list(`${FOLDER}/`)) {
      const name = key.split('/')[1];
      if (name !== undefined && key.endsWith('/record.json')) names.add(name);
    }
    return names;
  };

  return {
    async load(name) {
      // Nothing was ever kept of a name that no valid object has.
      if (!isKey(keyOf(name))) return undefined;
      const found = known.get(name) ?? (await read(name));
      known.set(name, found);
      return found.record;
    },
    save,
    async forget(name, left) {
      if (left !== undefined) await save(left);
      // What is left is read again if the object comes back; until then it takes no memory.
      known.delete(name);
      if (left?.left !== undefined) return;
      for await (const key of store.list(`${FOLDER}/${name}/`)) {
        if (left === undefined || key !== keyOf(name)) await store.delete(key, 'any');
      }
      if (left === undefined) since.set(name, false);
    },
    async names() {
      const there = listed ?? (await list());
      if (lease !== undefined) listed = there;
      const added = [...since].flatMap(([name, isThere]) => (isThere && !there.has(name) ? [name] : []));
      return [...[...there].filter((name) => since.get(name) !== false), ...added];
    },
    prefix: (name) => `${FOLDER}/${name}`,
  };
}
