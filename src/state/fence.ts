import { stateError } from './errors.ts';
import type { Lease } from './lease.ts';
import { formatFile, parseFile } from './records.ts';
import type { StateStore } from './store.ts';

/**
 * A store whose puts and deletes first check the lease, and throw a transient `LeaseLost` instead of writing without
 * it. This alone closes no race, since a process can be stopped between check and write: what makes a late write
 * harmless is its etag, which claimRecord has made stale. So write with an etag or `absent`, not with `any`.
 */
export function fencedStore(store: StateStore, lease: Pick<Lease, 'check'>): StateStore {
  const requireLease = (key: string): void => {
    if (lease.check()) return;
    throw stateError(
      'LeaseLost',
      'transient',
      `${key} in ${store.url} is not written, because this process does not hold the lease; it goes on when it does`,
    );
  };

  return {
    url: store.url,
    get: (key) => store.get(key),
    async put(key, text, expected) {
      requireLease(key);
      return store.put(key, text, expected);
    },
    async delete(key, expected) {
      requireLease(key);
      return store.delete(key, expected);
    },
    list: (prefix) => store.list(prefix),
    close: () => store.close(),
  };
}

/** How often a record is read again when an earlier holder's last writes come in between. */
const claimAttempts = 20;

/**
 * Stamps a record with the lease's token and so makes every etag stale that an earlier holder may still have in hand.
 * A new holder claims a record before it decides anything from it; claiming again under the same token writes nothing.
 *
 * @returns claimed; absent; or unreadable, for a text that is no record (readRecord sets it aside).
 */
export async function claimRecord(
  store: StateStore,
  lease: Pick<Lease, 'check' | 'token'>,
  key: string,
): Promise<'claimed' | 'absent' | 'unreadable'> {
  const fenced = fencedStore(store, lease);
  for (let attempt = 0; attempt < claimAttempts; attempt++) {
    const entry = await store.get(key);
    if (entry === undefined) return 'absent';
    const file = parseFile(entry.text);
    if (file === undefined) return 'unreadable';
    if (file.fence === lease.token) return 'claimed';
    const claimed = await fenced.put(key, formatFile({ ...file, fence: lease.token }), entry.etag);
    if (claimed.ok) return 'claimed';
  }
  throw stateError(
    'Contended',
    'transient',
    `${key} in ${store.url} changes all the time; look for a second controller of the same source, it is tried again by itself`,
  );
}

/** Claims every record whose key begins with a prefix, some at a time; gives the keys that are no records. */
export async function claimRecords(
  store: StateStore,
  lease: Pick<Lease, 'check' | 'token'>,
  prefix: string,
): Promise<readonly string[]> {
  const unreadable: string[] = [];
  const keys = store.list(prefix)[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  const nextKey = (): Promise<IteratorResult<string, unknown>> => {
    const next = last.then(() => keys.next());
    last = next.catch(() => undefined);
    return next;
  };
  const claimer = async (): Promise<void> => {
    for (let next = await nextKey(); next.done !== true; next = await nextKey()) {
      if ((await claimRecord(store, lease, next.value)) === 'unreadable') unreadable.push(next.value);
    }
  };
  await Promise.all(Array.from({ length: 16 }, claimer));
  return unreadable.sort();
}
