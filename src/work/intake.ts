import { setImmediate } from 'node:timers/promises';
import type { IntervalSet } from '../core/intervals.ts';
import { format, has, range, subtract } from '../core/intervals.ts';
import { canonicalText, type Json } from '../core/json.ts';
import { createChunkWriter, narrowGroups, type LedgerPlace } from './drafts.ts';
import { workError } from './failure.ts';
import { readRoot, writeRoot, type Chunk, type LedgerHead } from './ledger.ts';
import { ITEM_CHARACTERS_MAX, ITEMS_MAX, LEDGER_ITEMS_MAX } from './limits.ts';
import { liveIndexes, loadSlots, meet } from './slots.ts';

/** Items in order, in pages of any length, so that a million of them are never in memory at once. */
export type ItemPages = AsyncIterable<readonly Json[]> | Iterable<readonly Json[]>;

/** What one look at the items gave. */
export interface Intake {
  readonly live: IntervalSet;
  readonly head: Pick<LedgerHead, 'total' | 'base' | 'root' | 'retired'>;
}

/**
 * Matches the items of one look against the ledger: an item that is known keeps its index, a new one gets the next,
 * one that is not met is retired. Chunks are written before the root, the root before the head is returned, and
 * nothing that `previous` names is touched. Nothing is written when nothing has changed.
 */
export async function takeIn(
  place: LedgerPlace,
  previous: LedgerHead | undefined,
  pages: ItemPages,
  options: {
    readonly itemsPerChild: number;
    readonly signal: AbortSignal;
    readonly ledgerItemsMax?: number | undefined;
  },
): Promise<Intake> {
  const { itemsPerChild, signal } = options;
  const continues = previous?.root != null && previous.itemsPerChild === itemsPerChild;
  // Other groups are other indexes: the old ones are retired for good, and what they meant is never given a second time.
  const base = continues ? previous.base : (previous?.total ?? 0);
  const root = continues ? await readRoot(previous, place.store) : { chunks: [], retired: '' };
  const { slots } = await loadSlots(root.chunks, place.store);
  const known = slots.table.count;
  const writer = createChunkWriter(place, slots, {
    old: root.chunks,
    total: previous?.total ?? 0,
    itemsPerChild,
  });

  let count = 0;
  for await (const page of pages) {
    signal.throwIfAborted();
    for (const item of page) {
      count += 1;
      if (count > ITEMS_MAX) throw tooManyItems();
      const text = JSON.stringify(item);
      if (text.length > ITEM_CHARACTERS_MAX) throw itemTooLarge(count, text.length);
      const fresh = meet(slots, canonicalText(item));
      if (fresh !== undefined) await writer.add(fresh.digest, text, fresh.first);
    }
    // Pages that are made without waiting would keep every other object of the controller waiting.
    await setImmediate();
  }

  const appended = await writer.finish();
  const chunks = itemsPerChild > 1 ? await narrowGroups(place, slots, appended) : appended;
  const live = liveIndexes(slots);
  const retired = subtract(range(0, writer.total), live);
  const lasting = forget(chunks, live, slots.table.count, options.ledgerItemsMax ?? LEDGER_ITEMS_MAX);
  const same =
    continues &&
    slots.table.count === known &&
    lasting.length === root.chunks.length &&
    lasting.every((chunk, at) => chunk === root.chunks[at]) &&
    format(retired) === root.retired;
  const named = same
    ? { root: previous.root, retired: previous.retired }
    : await writeRoot(place.store, place.keyPrefix, lasting, retired);
  return { live, head: { total: writer.total, base, ...named } };
}

/** Leaves out the oldest chunks of which no index is live, as long as the ledger remembers more than it should. */
function forget(chunks: readonly Chunk[], live: IntervalSet, items: number, max: number): readonly Chunk[] {
  let surplus = items - max;
  if (surplus <= 0) return chunks;
  return chunks.filter((chunk) => {
    if (surplus <= 0 || isLive(chunk, live)) return true;
    surplus -= chunk.items;
    return false;
  });
}

function isLive(chunk: Chunk, live: IntervalSet): boolean {
  for (let index = chunk.first; index < chunk.first + chunk.count; index++) if (has(live, index)) return true;
  return false;
}

function tooManyItems(): Error {
  return workError(
    'terminal',
    'TooManyItems',
    `the work has more than ${ITEMS_MAX.toLocaleString('en')} items`,
    'narrow it (a longer prefix, include, exclude), or split it over several ArrayJobs',
  );
}

function itemTooLarge(position: number, characters: number): Error {
  return workError(
    'terminal',
    'ItemTooLarge',
    `item ${position} takes ${characters.toLocaleString('en')} characters of JSON; ${ITEM_CHARACTERS_MAX.toLocaleString('en')} are allowed`,
    'let the item name its data, as an object in a bucket, instead of holding it',
  );
}
