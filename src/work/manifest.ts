import type { IntervalSet } from '../core/intervals.ts';
import { EMPTY, bound, first, indexesOf, intersect, isEmpty, range, size } from '../core/intervals.ts';
import type { Json } from '../core/json.ts';
import { orFailure, workError, type WorkFailure } from './failure.ts';
import { readLines, readRoot, type LedgerHead } from './ledger.ts';
import { MANIFEST_BYTES_MAX } from './limits.ts';
import type { LedgerStore, S3Port } from './ports.ts';

/** An index with what it stands for: one item, or the list of its items when there are several to a child. */
export interface IndexedItem {
  readonly index: number;
  readonly item: Json;
}

/** What uploading gave. */
export interface UploadedManifest {
  readonly kind: 'uploaded';
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
}

/**
 * The items of the given indexes, in their order, one chunk of the ledger in memory at a time. Indexes that the ledger
 * does not know (of an earlier numbering, forgotten, or never given out) are left out. Throws a WorkError when the
 * store has lost a part.
 */
export async function* readItems(
  ledger: LedgerHead,
  store: LedgerStore,
  indexes: IntervalSet,
): AsyncGenerator<IndexedItem> {
  if (ledger.root === null) {
    for (const index of indexesOf(intersect(indexes, range(0, ledger.total)))) yield { index, item: index };
    return;
  }
  for await (const { index, text } of readTexts(ledger, store, indexes)) {
    yield { index, item: JSON.parse(text) as Json };
  }
}

/**
 * Writes the manifest of a shard: a JSON array whose element k is the item, or the list of items, of the k-th index.
 * To be called before the submission that needs it; again with the same shard it writes the same bytes.
 */
export async function uploadManifest(input: {
  readonly ledger: LedgerHead;
  readonly store: LedgerStore;
  readonly indexes: IntervalSet;
  readonly bucket: string;
  readonly key: string;
  readonly s3: S3Port;
  readonly signal?: AbortSignal | undefined;
}): Promise<UploadedManifest | WorkFailure> {
  const { ledger, store, indexes, bucket, key, s3, signal } = input;
  return orFailure(async () => {
    const body = await manifestOf(ledger, store, indexes);
    await s3.put({ bucket, key, body, contentType: 'application/json', signal });
    return { kind: 'uploaded', bucket, key, bytes: body.length };
  });
}

/** The bytes of a manifest. Throws a terminal WorkError when an index is unknown or the manifest grows too large. */
export async function manifestOf(
  ledger: LedgerHead,
  store: LedgerStore,
  indexes: IntervalSet,
): Promise<Uint8Array> {
  const parts: string[] = [];
  let characters = 2;
  for await (const { text } of readTexts(ledger, store, indexes)) {
    parts.push(text);
    characters += text.length + 2;
    if (characters > MANIFEST_BYTES_MAX) throw manifestTooLarge();
  }
  // A position without its item would shift all that follow onto the wrong children.
  if (parts.length !== size(indexes)) throw unknownIndexes(size(indexes) - parts.length);
  const body = Buffer.from(`[${parts.join(',\n')}]\n`, 'utf8');
  if (body.length > MANIFEST_BYTES_MAX) throw manifestTooLarge();
  return body;
}

async function* readTexts(
  ledger: LedgerHead,
  store: LedgerStore,
  indexes: IntervalSet,
): AsyncGenerator<{ readonly index: number; readonly text: string }> {
  const { chunks } = await readRoot(ledger, store);
  const low = first(indexes) ?? 0;
  const high = bound(indexes);
  for (const chunk of chunks) {
    const end = chunk.first + chunk.count;
    const wanted = end > low && chunk.first < high ? intersect(indexes, range(chunk.first, end)) : EMPTY;
    if (isEmpty(wanted)) continue;
    const lines = await readLines(chunk, store);
    for (const index of indexesOf(wanted)) yield { index, text: lines[index - chunk.first]! };
  }
}

function unknownIndexes(missing: number): Error {
  return workError(
    'terminal',
    'ItemsUnknown',
    `the list of items does not hold ${missing} of the indexes of this shard`,
    'this should not happen: please report it; rerun the ArrayJob to go on',
  );
}

function manifestTooLarge(): Error {
  return workError(
    'terminal',
    'ManifestTooLarge',
    `the manifest of one array would pass ${MANIFEST_BYTES_MAX / 1024 / 1024} MiB`,
    'lower spec.shardSize, or let items name their data instead of holding it',
  );
}
