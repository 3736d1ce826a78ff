import { workError } from './failure.ts';
import { readDigests, readLines, writeChunk, type Chunk } from './ledger.ts';
import { CHUNK_CHARACTERS_MAX, CHUNK_ITEMS_MAX, MANIFEST_BYTES_MAX } from './limits.ts';
import type { LedgerStore } from './ports.ts';
import { addSlot, type Slots } from './slots.ts';

/** Where a ledger's chunks are written. */
export interface LedgerPlace {
  readonly store: LedgerStore;
  readonly keyPrefix: string;
}

/** Takes the new items of a pass and writes them in chunks, holding one chunk at a time. */
export interface ChunkWriter {
  /** One more than the last index given out. */
  readonly total: number;
  add(digest: Buffer, text: string, first: boolean): Promise<void>;
  /** Writes the rest, into the last chunk there was if both fit into one. Gives all chunks, old ones first. */
  finish(): Promise<readonly Chunk[]>;
}

/**
 * `old` are the chunks that stand (contiguous up to `total`, or with gaps of forgotten ones). New items form groups of
 * `itemsPerChild` of their own: a group that has been given an index is never filled up later, because the index may
 * have run already.
 */
export function createChunkWriter(
  place: LedgerPlace,
  slots: Slots,
  input: { readonly old: readonly Chunk[]; readonly total: number; readonly itemsPerChild: number },
): ChunkWriter {
  const { store, keyPrefix } = place;
  const { old, itemsPerChild } = input;
  const grouped = itemsPerChild > 1;
  const written: Chunk[] = [];
  let total = input.total;
  let firstSlot = slots.table.count;
  let lines: string[] = [];
  let sizes: number[] = [];
  let characters = 0;
  let items = 0;
  let group: string[] = [];
  let groupCharacters = 0;

  const closeGroup = (): void => {
    if (group.length === 0) return;
    const line = grouped ? `[${group.join(',')}]` : group[0]!;
    lines.push(line);
    sizes.push(group.length);
    characters += line.length;
    items += group.length;
    total += 1;
    group = [];
    groupCharacters = 0;
  };

  const flush = async (): Promise<void> => {
    if (lines.length === 0) return;
    const digests = slots.table.bytes(firstSlot, firstSlot + items);
    const content = { first: total - lines.length, lines, digests, sizes: grouped ? sizes : undefined };
    written.push(await writeChunk(store, keyPrefix, content));
    firstSlot += items;
    lines = [];
    sizes = [];
    characters = 0;
    items = 0;
  };

  return {
    get total(): number {
      return total;
    },

    async add(digest: Buffer, text: string, first: boolean): Promise<void> {
      const slot = addSlot(slots, digest, total);
      slots.seen.set(slot, 1);
      if (first) slots.met.set(slot, 1);
      group.push(text);
      groupCharacters += text.length;
      if (groupCharacters > MANIFEST_BYTES_MAX) throw groupTooLarge();
      if (group.length < itemsPerChild) return;
      closeGroup();
      if (items >= CHUNK_ITEMS_MAX || characters >= CHUNK_CHARACTERS_MAX) await flush();
    },

    async finish(): Promise<readonly Chunk[]> {
      closeGroup();
      const last = old[old.length - 1];
      const joins =
        lines.length > 0 &&
        written.length === 0 &&
        last !== undefined &&
        last.first + last.count === total - lines.length &&
        last.items + items <= CHUNK_ITEMS_MAX &&
        last.characters + characters <= CHUNK_CHARACTERS_MAX;
      if (!joins) {
        await flush();
        return [...old, ...written];
      }
      const before = await readDigests(last, store);
      const merged = await writeChunk(store, keyPrefix, {
        first: last.first,
        lines: [...(await readLines(last, store)), ...lines],
        digests: Buffer.concat([before.digests, slots.table.bytes(firstSlot, firstSlot + items)]),
        sizes: grouped ? [...(before.sizes ?? []), ...sizes] : undefined,
      });
      return [...old.slice(0, -1), merged];
    },
  };
}

function groupTooLarge(): Error {
  return workError(
    'terminal',
    'ItemTooLarge',
    `the items of one child take more than ${MANIFEST_BYTES_MAX / 1024 / 1024} MiB`,
    'lower spec.itemsPerChild, or let items name their data instead of holding it',
  );
}

/**
 * Takes the items that are gone out of the groups of which others remain, and gives all chunks, the changed ones
 * rewritten. A group that is gone as a whole keeps its items, to come back as it was; one that lost a part has shrunk
 * for good: its index may run without that part, so the part comes back under a new index if it comes back.
 */
export async function narrowGroups(
  place: LedgerPlace,
  slots: Slots,
  chunks: readonly Chunk[],
): Promise<readonly Chunk[]> {
  const result: Chunk[] = [];
  let slot = 0;
  for (const chunk of chunks) {
    const from = slot;
    slot += chunk.items;
    result.push(await narrowChunk(place, slots, chunk, from));
  }
  return result;
}

async function narrowChunk(
  { store, keyPrefix }: LedgerPlace,
  slots: Slots,
  chunk: Chunk,
  firstSlot: number,
): Promise<Chunk> {
  if (!hasPartialGroup(slots, firstSlot, firstSlot + chunk.items)) return chunk;
  const { sizes } = await readDigests(chunk, store);
  const lines = await readLines(chunk, store);
  const kept: Buffer[] = [];
  const keptSizes: number[] = [];
  let slot = firstSlot;
  const narrowed = lines.map((line, at) => {
    const group = Array.from({ length: sizes?.[at] ?? 1 }, () => slot++);
    const met = group.filter((each) => slots.seen.get(each) === 1);
    const keep = met.length === 0 ? group : met;
    for (const each of keep) kept.push(slots.table.bytes(each, each + 1));
    keptSizes.push(keep.length);
    if (keep.length === group.length) return line;
    const members = JSON.parse(line) as unknown[];
    return JSON.stringify(members.filter((_, member) => slots.seen.get(group[member]!) === 1));
  });
  return writeChunk(store, keyPrefix, {
    first: chunk.first,
    lines: narrowed,
    digests: Buffer.concat(kept),
    sizes: keptSizes,
  });
}

function hasPartialGroup(slots: Slots, from: number, to: number): boolean {
  for (let slot = from + 1; slot < to; slot++) {
    const same = slots.indexes.get(slot) === slots.indexes.get(slot - 1);
    if (same && slots.seen.get(slot) !== slots.seen.get(slot - 1)) return true;
  }
  return false;
}
