import { createRecords } from '../controller/records.ts';
import type { ObjectRecord } from '../core/record.ts';
import type { StateStore } from '../state/index.ts';

/** What a store knows of an ArrayJob; nothing is changed. An invalid name has no record, and none is looked for. */
export async function recordOf(store: StateStore, name: string): Promise<ObjectRecord | undefined> {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return undefined;
  return createRecords({ store, onCorrupt: () => undefined }).load(name);
}
