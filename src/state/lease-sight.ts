import { parseLease, type LeaseSight } from './lease-decision.ts';
import type { StateStore } from './store.ts';

/** What stands under the lease's key, without contending for it. Throws what the store throws. */
export async function readLease(store: StateStore, key = 'lease'): Promise<LeaseSight> {
  const entry = await store.get(key);
  if (entry === undefined) return { kind: 'absent' };
  const record = parseLease(entry.text);
  if (record === undefined) return { kind: 'unreadable', etag: entry.etag };
  return { kind: 'record', etag: entry.etag, record };
}
