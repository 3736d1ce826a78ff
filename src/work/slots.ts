import type { IntervalSet } from '../core/intervals.ts';
import { range, unionOf } from '../core/intervals.ts';
import { createDigestTable, digestBytes, DIGEST_BYTES, type DigestTable } from './digest-table.ts';
import { readDigests, type Chunk } from './ledger.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import type { LedgerStore } from './ports.ts';

/**
 * Every item that the ledger knows, by slot (its order of first sight): its digest, its index and whether this pass has
 * met it. No item is held itself.
 */
export interface Slots {
  readonly table: DigestTable;
  readonly indexes: Numbers;
  /** 1 when this pass has met the item of the slot. */
  readonly seen: Numbers;
  /** By the slot of an item's first occurrence: how often this pass has met it. */
  readonly met: Numbers;
}

/** The slots of a ledger's chunks, none of them met yet, and the first slot of each chunk. */
export async function loadSlots(
  chunks: readonly Chunk[],
  store: LedgerStore,
): Promise<{ readonly slots: Slots; readonly firstSlots: readonly number[] }> {
  const expected = chunks.reduce((sum, chunk) => sum + chunk.items, 0) + 1024;
  const slots: Slots = {
    table: createDigestTable(expected),
    indexes: createNumbers(expected),
    seen: createNumbers(expected),
    met: createNumbers(expected),
  };
  const firstSlots: number[] = [];
  for (const chunk of chunks) {
    firstSlots.push(slots.table.count);
    const { digests, sizes } = await readDigests(chunk, store);
    let at = 0;
    for (let line = 0; line < chunk.count; line++) {
      for (let left = sizes?.[line] ?? 1; left > 0; left--) {
        addSlot(slots, digests.subarray(at, at + DIGEST_BYTES), chunk.first + line);
        at += DIGEST_BYTES;
      }
    }
  }
  return { slots, firstSlots };
}

/** Gives a new item the next slot. */
export function addSlot(slots: Slots, digest: Buffer, index: number): number {
  slots.indexes.push(index);
  slots.seen.push(0);
  slots.met.push(0);
  return slots.table.add(digest);
}

/**
 * Marks an item as met. Equal items are told apart by their number among the equals; the number is part of the digest,
 * so a list with an item three times needs three indexes and keeps the first two when the third is taken out.
 * Gives the digest when the item is new, undefined when a slot has it.
 */
export function meet(
  slots: Slots,
  canonical: string,
): { readonly digest: Buffer; readonly first: boolean } | undefined {
  const digest = digestBytes(canonical);
  const slot = slots.table.find(digest);
  if (slot === -1) return { digest, first: true };
  const before = slots.met.get(slot);
  slots.met.set(slot, before + 1);
  if (before === 0) {
    slots.seen.set(slot, 1);
    return undefined;
  }
  // Canonical JSON has no line feed, so a numbered text is never another item's text.
  const numbered = digestBytes(`${canonical}\n${before}`);
  const repeat = slots.table.find(numbered);
  if (repeat === -1) return { digest: numbered, first: false };
  slots.seen.set(repeat, 1);
  return undefined;
}

/** The indexes with at least one item that this pass has met. */
export function liveIndexes(slots: Slots): IntervalSet {
  const runs: IntervalSet[] = [];
  let from = -1;
  let to = -1;
  for (let slot = 0; slot < slots.table.count; slot++) {
    if (slots.seen.get(slot) === 0) continue;
    const index = slots.indexes.get(slot);
    if (index > to) {
      if (from >= 0) runs.push(range(from, to));
      from = index;
    }
    to = index + 1;
  }
  if (from >= 0) runs.push(range(from, to));
  return unionOf(runs);
}
