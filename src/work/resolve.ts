import type { Desired } from '../core/desired.ts';
import { digestOf } from '../core/digest.ts';
import type { IntervalSet } from '../core/intervals.ts';
import { range, subtract, EMPTY, format } from '../core/intervals.ts';
import type { Json } from '../core/json.ts';
import { openItemsFile } from './file.ts';
import { failureOf, type WorkFailure } from './failure.ts';
import { takeIn, type ItemPages } from './intake.ts';
import { liveOf, type LedgerHead } from './ledger.ts';
import { listItems } from './listing.ts';
import { combinations } from './matrix.ts';
import { pagesOf } from './pages.ts';
import type { LedgerStore, ReadBeside, S3Port } from './ports.ts';

/** What resolving needs; everything outside comes in here. */
export interface WorkInput {
  readonly desired: Desired;
  /** What the record remembers (readLedgerHead), or undefined for an object that is new. */
  readonly ledger: LedgerHead | undefined;
  /** A process that only plans gives a store whose writes go nowhere durable. */
  readonly store: LedgerStore;
  /** The object's own folder in the store, without a slash at the end. */
  readonly keyPrefix: string;
  readonly lister: S3Port;
  readonly readBeside: ReadBeside;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Look again although nothing says that it is time: for a rerun. */
  readonly again?: boolean | undefined;
}

/** The work of an ArrayJob as indexes. */
export interface ResolvedWork {
  readonly kind: 'resolved';
  /** Indexes ever assigned: all are below it. */
  readonly total: number;
  /** Indexes whose items exist now. */
  readonly live: IntervalSet;
  /** Live now and not live in the ledger given: new items, and items that have come back under their old index. */
  readonly added: IntervalSet;
  /** Live in the ledger given and not live now. */
  readonly retired: IntervalSet;
  /**
   * True when indexes below the former total mean something else than before, so that outcomes recorded for them say
   * nothing any more: only when work with items becomes a `size`. `added` is then all of `live`.
   */
  readonly renumbered: boolean;
  /** To be kept in the record; deeply equal to the one given when nothing has changed. */
  readonly ledger: LedgerHead;
  /** When the prefix was last listed (s3 only), milliseconds since 1970. */
  readonly listedAt?: number;
  /** When to look again (s3 with refreshInterval only), milliseconds since 1970. */
  readonly dueAt?: number;
}

export type WorkResolution = ResolvedWork | WorkFailure;

/**
 * Turns the declared work into a stable set of indexes. Cheap when there is nothing to look at again: no listing, no
 * reading, and no store access either as long as the retired indexes fit the head. Throws only what the store throws,
 * what readBeside throws, and the reason of an aborted signal.
 */
export async function resolveWork(input: WorkInput): Promise<WorkResolution> {
  if (input.desired.work.kind === 'size') return resolveSize(input, input.desired.work.size);
  try {
    return await resolveItems(input);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    return failure;
  }
}

async function resolveSize(input: WorkInput, size: number): Promise<ResolvedWork> {
  const { ledger, store } = input;
  const live = range(0, size);
  const renumbered = ledger !== undefined && ledger.root !== null;
  const before = ledger === undefined ? EMPTY : await formerlyLive(ledger, store);
  const total = Math.max(size, ledger?.total ?? 0);
  return {
    kind: 'resolved',
    total,
    live,
    added: renumbered ? live : subtract(live, before),
    retired: subtract(before, live),
    renumbered,
    ledger: {
      format: 1,
      source: 'size',
      total,
      base: 0,
      itemsPerChild: 1,
      root: null,
      retired: format(range(size, total)),
      listedAtMs: null,
    },
  };
}

/** A ledger that has lost its chunks cannot say what was live; for a size that does not matter. */
async function formerlyLive(ledger: LedgerHead, store: LedgerStore): Promise<IntervalSet> {
  try {
    return await liveOf(ledger, store);
  } catch (error) {
    if (failureOf(error) === undefined) throw error;
    return range(0, ledger.total);
  }
}

async function resolveItems(input: WorkInput): Promise<ResolvedWork> {
  const { desired, ledger, store, now } = input;
  const opened = await open(input);
  const source = digestOf({ ...opened.identity, itemsPerChild: desired.itemsPerChild }, 32);
  const stands = ledger !== undefined && ledger.root !== null && ledger.source === source;
  const before = ledger === undefined ? EMPTY : await liveOf(ledger, store);
  if (stands && !isDue(input, ledger)) {
    return resolution(input, ledger, before, before);
  }
  const taken = await takeIn({ store, keyPrefix: input.keyPrefix }, ledger, opened.pages(), {
    itemsPerChild: desired.itemsPerChild,
    signal: input.signal,
  });
  const head: LedgerHead = {
    format: 1,
    source,
    ...taken.head,
    itemsPerChild: desired.itemsPerChild,
    listedAtMs: desired.work.kind === 's3' ? now : null,
  };
  return resolution(input, head, before, taken.live);
}

function resolution(
  input: WorkInput,
  ledger: LedgerHead,
  before: IntervalSet,
  live: IntervalSet,
): ResolvedWork {
  const { work } = input.desired;
  const listedAt = work.kind === 's3' ? ledger.listedAtMs : null;
  const interval = work.kind === 's3' ? work.refreshIntervalMs : undefined;
  return {
    kind: 'resolved',
    total: ledger.total,
    live,
    added: subtract(live, before),
    retired: subtract(before, live),
    renumbered: false,
    ledger,
    ...(listedAt === null ? {} : { listedAt }),
    ...(listedAt === null || interval === undefined ? {} : { dueAt: listedAt + interval }),
  };
}

function isDue(input: WorkInput, ledger: LedgerHead): boolean {
  if (input.again === true) return true;
  const { work } = input.desired;
  if (work.kind !== 's3' || work.refreshIntervalMs === undefined) return false;
  // A clock that was set back must not keep the prefix from being listed until it has caught up.
  const listedAt = ledger.listedAtMs ?? 0;
  return input.now >= listedAt + work.refreshIntervalMs || input.now < listedAt;
}

interface Opened {
  /** What the items depend on; as long as it is equal, they are not looked at again without a reason. */
  readonly identity: { readonly [key: string]: Json };
  readonly pages: () => ItemPages;
}

async function open(input: WorkInput): Promise<Opened> {
  const { desired, lister, readBeside, signal } = input;
  const { work, manifest } = desired;
  switch (work.kind) {
    case 'size':
      throw new TypeError('a size has no items');
    case 'items':
      return { identity: { items: work.items }, pages: () => pagesOf(work.items) };
    case 'matrix': {
      const { axes, include, exclude } = work;
      return {
        identity: { matrix: { axes, include, exclude }, order: Object.keys(axes) },
        pages: () => pagesOf(combinations(work)),
      };
    }
    case 'file': {
      const file = await openItemsFile(work.path, readBeside);
      return { identity: { file: work.path, version: file.version }, pages: file.pages };
    }
    case 's3': {
      const { bucket, prefix, include, exclude, parameters } = work;
      return {
        identity: {
          s3: { bucket, prefix, include, exclude, parameters: parameters ?? null },
          manifest: manifest === undefined ? null : { bucket: manifest.bucket, key: manifest.key },
        },
        pages: () => listItems(work, { lister, manifest, name: desired.name, signal }),
      };
    }
  }
}
