import type { Policy } from '../api/index.ts';
import { type Finding, sentences } from '../core/finding.ts';
import type { Source, StatusEdit } from '../source/index.ts';
import type { StateStore } from '../state/index.ts';
import {
  type Catalog,
  catalogOf,
  NOTHING_READ,
  type Copy,
  type Declared,
  keyOf,
  type ReadCache,
  sameCopies,
} from './catalog.ts';
import { sourceIdOf } from './identity.ts';
import type { Listener } from './listener.ts';
import { dependentsOf } from './order.ts';
import { saysTheSame } from './status-writer.ts';

/** The source as it was last read, and who is touched by what has changed in it. */
export interface Loader {
  readonly catalog: Catalog;
  /** For every key, the keys of those that depend on it or use it. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** Empty until the source has been read for the first time. */
  readonly sourceId: string;
  /** The id of the source is older than the store, so that any object may have had a record. */
  readonly recovered: boolean;
  readonly loading: boolean;
  /** How often it has begun to read the source. */
  readonly begun: number;
  /** Why the source could not be read the last time; undefined when it could. */
  readonly failure: string | undefined;
  /** Reads the source; asked again while it reads, it reads once more. Rejects when the source as a whole cannot be read. */
  reload(): Promise<void>;
  /** Takes note of the status that now stands in a file, so that it is not taken for somebody's edit. */
  wrote(edit: StatusEdit): void;
}

export function createLoader(options: {
  readonly source: Source;
  readonly store: StateStore;
  readonly givenId: string | undefined;
  /** What specs may ask for. */
  readonly policy: Policy | undefined;
  readonly listener: Listener;
  /** The names of all objects that have a record. */
  readonly recorded: () => Promise<readonly string[]>;
  readonly onLoaded: (catalog: Catalog) => void;
  /** An object is new, gone, or another than before. */
  readonly onChanged: (key: string) => void;
}): Loader {
  const { source, store, listener, onChanged } = options;
  const cache: ReadCache = new WeakMap();
  let catalog = NOTHING_READ;
  let dependents: ReadonlyMap<string, readonly string[]> = new Map();
  let told: ReadonlySet<string> = new Set();
  let sourceId = '';
  let recovered = false;
  let loading: Promise<void> | undefined;
  let failure: string | undefined;
  const wanted = { load: false };
  const loadWanted = (): boolean => wanted.load;

  let begun = 0;

  function note(edit: StatusEdit): void {
    const key = keyOf(edit.kind, edit.name);
    const declared = catalog.objects.get(key);
    if (declared === undefined) return;
    const noted = <T extends Copy>(copy: T): T =>
      copy.file === edit.file && copy.specDigest === edit.specDigest
        ? { ...copy, status: edit.status }
        : copy;
    const objects = catalog.objects as Map<string, Declared>;
    objects.set(key, { ...noted(declared), copies: declared.copies.map(noted) });
  }

  async function load(): Promise<void> {
    begun += 1;
    const next = catalogOf(await source.load(), cache, options.policy);
    // Nothing is shown before the source has its id: a pass without one would submit under another name.
    if (sourceId === '') await identify(next);
    const before = catalog;
    const mended = [...before.unsound].some(([file, names]) => !sameNames(names, next.unsound.get(file)));
    // What went missing while something could not be read was left alone until now.
    const recorded = next.complete && (mended || !before.complete) ? await options.recorded() : [];
    // From here on nothing fails: what is another than before would not be seen to be so a second time.
    catalog = next;
    dependents = dependentsOf(next);
    options.onLoaded(next);
    tell(next.findings);
    for (const key of before.objects.keys()) if (!next.objects.has(key)) onChanged(key);
    for (const name of recorded) {
      const key = keyOf('ArrayJob', name);
      if (!next.objects.has(key)) onChanged(key);
    }
    for (const [key, declared] of next.objects) {
      // A file of items may have changed beside a spec that has not.
      if (!sameDeclaration(before.objects.get(key), declared) || readsFile(declared)) onChanged(key);
    }
  }

  function tell(findings: readonly Finding[]): void {
    const now = new Set<string>();
    for (const { place, message, remedy, code, severity } of findings) {
      const text = `${place.file}:${place.line}:${place.column}: ${sentences(message, remedy)}`;
      now.add(text);
      if (!told.has(text)) listener.problem(text, { code, severity });
    }
    told = now;
  }

  async function identify(next: Catalog): Promise<void> {
    const identity = await sourceIdOf({
      store,
      given: options.givenId,
      natural: source.id,
      statuses: [...next.objects.values()].map((each) => each.status),
      url: source.url,
      keep: true,
    });
    sourceId = identity.id;
    recovered = identity.recovered;
    if (identity.movedFrom !== undefined) {
      listener.problem(
        'The state store was made for another place: if this directory is a copy, give it a store or --source-id of its own',
        { from: identity.movedFrom, to: source.url, sourceId },
      );
    }
  }

  return {
    get catalog() {
      return catalog;
    },
    get dependents() {
      return dependents;
    },
    get sourceId() {
      return sourceId;
    },
    get recovered() {
      return recovered;
    },
    get loading() {
      return loading !== undefined;
    },
    get begun() {
      return begun;
    },
    get failure() {
      return failure;
    },
    reload() {
      if (loading !== undefined) {
        wanted.load = true;
        return loading;
      }
      loading = (async () => {
        do {
          wanted.load = false;
          await load();
        } while (loadWanted());
        failure = undefined;
      })()
        .catch((error: unknown) => {
          failure = error instanceof Error ? error.message : String(error);
          throw error;
        })
        .finally(() => {
          loading = undefined;
        });
      return loading;
    },
    wrote: note,
  };
}

function sameNames(
  a: readonly (string | undefined)[],
  b: readonly (string | undefined)[] | undefined,
): boolean {
  return a.length === b?.length && a.every((name, i) => name === b[i]);
}

function readsFile({ spec }: Declared): boolean {
  return spec.kind === 'ArrayJob' && spec.desired.work.kind === 'file';
}

function sameDeclaration(old: Declared | undefined, next: Declared): boolean {
  if (old === next) return true;
  return (
    old?.specDigest === next.specDigest &&
    old.spec.kind === next.spec.kind &&
    old.file === next.file &&
    saysTheSame(old.status, next.status) &&
    sameCopies(old.copies, next.copies)
  );
}
