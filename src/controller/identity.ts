import { randomBytes } from 'node:crypto';
import { isObject, type Json } from '../core/json.ts';
import type { StateStore } from '../state/index.ts';

const KEY = 'source.json';

/** What a source id looks like: 8 hex digits. */
export const SOURCE_ID = /^[0-9a-f]{8}$/;

/**
 * The id of a source: what the store remembers, else the one it has by its nature, else what the status blocks of its files say
 * (a store was lost), else a new one. With `keep`, it is written down.
 */
export async function sourceIdOf(options: {
  readonly store: StateStore;
  readonly given: string | undefined;
  /** The id that the source has by its nature, if it has one. */
  readonly natural?: string | undefined;
  readonly statuses: Iterable<Json | undefined>;
  readonly url: string;
  readonly keep: boolean;
}): Promise<{
  readonly id: string;
  readonly isNew: boolean;
  /** The id is older than the store: the store was lost, or is another one than before. */
  readonly recovered: boolean;
  readonly movedFrom?: string;
}> {
  const entry = await options.store.get(KEY);
  const stored = readStored(entry?.text);
  const known = options.given ?? stored?.id ?? options.natural ?? idInStatuses(options.statuses);
  const id = known ?? randomBytes(4).toString('hex');
  const recovered = stored?.id === id ? stored.recovered : known !== undefined;
  const moved =
    stored !== undefined && stored.id === id && stored.url !== options.url ? stored.url : undefined;
  if (options.keep && (stored?.id !== id || stored.url !== options.url)) {
    const text = `${JSON.stringify({ id, url: options.url, recovered }, undefined, 2)}\n`;
    await options.store.put(KEY, text, entry?.etag ?? 'absent');
  }
  return { id, isNew: known === undefined, recovered, ...(moved === undefined ? {} : { movedFrom: moved }) };
}

interface Stored {
  readonly id: string;
  readonly url: string;
  readonly recovered: boolean;
}

function readStored(text: string | undefined): Stored | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (!isObject(value) || typeof value['id'] !== 'string' || !SOURCE_ID.test(value['id'])) return undefined;
    const url = typeof value['url'] === 'string' ? value['url'] : '';
    return { id: value['id'], url, recovered: value['recovered'] === true };
  } catch {
    return undefined;
  }
}

/** The id that most status blocks name; a single copied file does not decide. */
function idInStatuses(statuses: Iterable<Json | undefined>): string | undefined {
  const counts = new Map<string, number>();
  for (const status of statuses) {
    const object = isObject(status) ? status['object'] : undefined;
    const id = typeof object === 'string' ? object.slice(object.lastIndexOf('@') + 1) : '';
    if (SOURCE_ID.test(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}
