import { hash } from 'node:crypto';
import type { IntervalSet } from '../core/intervals.ts';
import { format, parse, range, subtract } from '../core/intervals.ts';
import type { Json } from '../core/json.ts';
import { isObject } from '../core/json.ts';
import { workError } from './failure.ts';
import { HEAD_TEXT_MAX } from './limits.ts';
import type { LedgerStore } from './ports.ts';

/**
 * What an object's record remembers of its items: a few hundred bytes of JSON. The items themselves lie in the store
 * under keys that carry the digest of their content, so that an update cut short leaves what this head names whole.
 */
export type LedgerHead = {
  readonly format: 1;
  /** Names what was resolved: the work, itemsPerChild and a file's version. Equal: nothing to look at again. */
  readonly source: string;
  /** Indexes ever assigned. */
  readonly total: number;
  /** The first index that the present numbering has given out; those before it are retired for good. */
  readonly base: number;
  readonly itemsPerChild: number;
  /** The key of the root in the store; null for a `size` job, whose index is its item. */
  readonly root: string | null;
  /** Interval text of the indexes below `total` that are not live; null when it is long and only the root has it. */
  readonly retired: string | null;
  /** When the prefix was last listed, in milliseconds since 1970; null for other work. */
  readonly listedAtMs: number | null;
};

/** A run of consecutive indexes: one file of lines (an item, or a list of items when grouped) and one of digests. */
export interface Chunk {
  readonly first: number;
  /** Indexes. */
  readonly count: number;
  readonly items: number;
  readonly characters: number;
  readonly lines: string;
  readonly digests: string;
}

/** What a head's root key holds. */
export interface Root {
  readonly chunks: readonly Chunk[];
  readonly retired: string;
}

/** Takes a head out of a record. Undefined when it is absent or not one that this version can read. */
export function readLedgerHead(value: Json | undefined): LedgerHead | undefined {
  if (!isObject(value)) return undefined;
  const natural = (each: unknown): boolean => Number.isSafeInteger(each) && (each as number) >= 0;
  const textOrNull = (each: unknown): boolean => each === null || typeof each === 'string';
  const sound =
    value['format'] === 1 &&
    typeof value['source'] === 'string' &&
    natural(value['total']) &&
    natural(value['base']) &&
    natural(value['itemsPerChild']) &&
    textOrNull(value['root']) &&
    textOrNull(value['retired']) &&
    (value['listedAtMs'] === null || typeof value['listedAtMs'] === 'number');
  return sound ? (value as unknown as LedgerHead) : undefined;
}

/** The indexes whose items existed when the head was made. */
export async function liveOf(head: LedgerHead, store: LedgerStore): Promise<IntervalSet> {
  const retired = head.retired ?? (await readRoot(head, store)).retired;
  return subtract(range(0, head.total), parse(retired).set);
}

/** The root of a head; a head without one has no chunks. */
export async function readRoot(head: LedgerHead, store: LedgerStore): Promise<Root> {
  if (head.root === null) return { chunks: [], retired: head.retired ?? '' };
  return JSON.parse(await readSealed(store, head.root)) as Root;
}

/** The lines of a chunk, one an index. */
export async function readLines(chunk: Chunk, store: LedgerStore): Promise<string[]> {
  return (await readSealed(store, chunk.lines)).split('\n');
}

/** The digests of a chunk's items in the order of its lines, and how many items each line has. */
export async function readDigests(
  chunk: Chunk,
  store: LedgerStore,
): Promise<{ readonly digests: Buffer; readonly sizes: readonly number[] | undefined }> {
  const [digests, sizes] = (await readSealed(store, chunk.digests)).split('\n');
  return {
    digests: Buffer.from(digests ?? '', 'base64'),
    sizes: sizes === undefined ? undefined : sizes.split(' ').map(Number),
  };
}

/** Writes a chunk of lines; `sizes` is left out when every line is one item. */
export async function writeChunk(
  store: LedgerStore,
  keyPrefix: string,
  content: {
    readonly first: number;
    readonly lines: readonly string[];
    readonly digests: Buffer;
    readonly sizes: readonly number[] | undefined;
  },
): Promise<Chunk> {
  const { first, lines, sizes } = content;
  const text = lines.join('\n');
  const digests = content.digests.toString('base64') + (sizes === undefined ? '' : `\n${sizes.join(' ')}`);
  return {
    first,
    count: lines.length,
    items: sizes === undefined ? lines.length : sizes.reduce((sum, each) => sum + each, 0),
    characters: text.length,
    lines: await writeSealed(store, `${keyPrefix}/items/${first}`, 'jsonl', text),
    digests: await writeSealed(store, `${keyPrefix}/items/${first}`, 'digests', digests),
  };
}

/** Writes a root and gives the parts of the head that name it. */
export async function writeRoot(
  store: LedgerStore,
  keyPrefix: string,
  chunks: readonly Chunk[],
  retired: IntervalSet,
): Promise<Pick<LedgerHead, 'root' | 'retired'>> {
  const root: Root = { chunks, retired: format(retired) };
  return {
    root: await writeSealed(store, `${keyPrefix}/items/root`, 'json', JSON.stringify(root)),
    retired: root.retired.length <= HEAD_TEXT_MAX ? root.retired : null,
  };
}

/**
 * Deletes what `ledger` does not name: what earlier heads named and what updates cut short have left. Call it after the
 * record with this head is durable, never from a process that only plans.
 */
export async function sweepLedger(input: {
  readonly ledger: LedgerHead | undefined;
  readonly store: LedgerStore;
  readonly keyPrefix: string;
}): Promise<number> {
  const { ledger, store, keyPrefix } = input;
  const root = ledger === undefined ? undefined : await readRoot(ledger, store);
  const named = new Set(root?.chunks.flatMap((chunk) => [chunk.lines, chunk.digests]));
  if (ledger?.root != null) named.add(ledger.root);
  const garbage: string[] = [];
  for await (const key of store.list(`${keyPrefix}/items/`)) if (!named.has(key)) garbage.push(key);
  for (const key of garbage) await store.delete(key, 'any');
  return garbage.length;
}

function sealOf(text: string): string {
  return hash('sha256', text).slice(0, 24);
}

async function writeSealed(
  store: LedgerStore,
  stem: string,
  extension: string,
  text: string,
): Promise<string> {
  const key = `${stem}-${sealOf(text)}.${extension}`;
  await store.put(key, text, 'any');
  return key;
}

async function readSealed(store: LedgerStore, key: string): Promise<string> {
  const entry = await store.get(key);
  if (entry !== undefined && key.includes(`-${sealOf(entry.text)}.`)) return entry.text;
  throw workError(
    'terminal',
    'LedgerDamaged',
    `the state store ${entry === undefined ? 'has lost' : 'holds something else under'} ${key}, a part of the list of items`,
    "restore the state store from a backup, or remove this object's record from it to start afresh",
  );
}
