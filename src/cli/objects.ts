import { API_VERSION, type Kind, KINDS, nearest } from '../api/index.ts';
import { type Catalog, catalogOf, type Declared, type ReadCache } from '../controller/catalog.ts';
import { sentences } from '../core/finding.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import type { Snapshot, Source } from '../source/index.ts';
import { parseSelector } from './selector.ts';
import { harmless, UsageError } from './text.ts';

/** An object of a source, as its document and its checks show it. */
export interface Listed {
  readonly key: string;
  readonly declared: Declared;
  /** The whole document. */
  readonly value: JsonObject;
  readonly labels: Readonly<Record<string, string>>;
}

/** Everything that a source declares, by kind and name. */
export interface Listing {
  readonly catalog: Catalog;
  /** What could not be read, in sentences: objects may be missing for it. */
  readonly unread: readonly string[];
  readonly objects: readonly Listed[];
}

/** Which objects a person means. */
export interface Wanted {
  /** `NAME`, or `KIND/NAME` as `get -o name` prints it. */
  readonly names: readonly string[];
  readonly selector?: string | undefined;
  /** The kinds that count when a name has none. */
  readonly kinds: readonly Kind[];
  /** What the source is called in messages. */
  readonly where: string;
}

export async function readListing(source: Source, cache: ReadCache = new WeakMap()): Promise<Listing> {
  return listingOf(await source.load(), cache);
}

export function listingOf(snapshot: Snapshot, cache: ReadCache): Listing {
  const catalog = catalogOf(snapshot, cache);
  const values = new Map<string, JsonObject>();
  for (const { file, parsed } of snapshot.files) {
    for (const each of parsed.documents) {
      if (each.apiVersion !== API_VERSION) continue;
      values.set(documentKey(file, each.kind, each.name, each.specDigest), each.value);
    }
  }
  const objects = [...catalog.objects].map(([key, declared]): Listed => {
    const { file, kind, name, specDigest } = declared;
    const value = values.get(documentKey(file, kind, name, specDigest)) ?? {};
    return { key, declared, value, labels: textsOf(value, 'labels') };
  });
  const unread = snapshot.findings
    .filter((each) => each.severity === 'error')
    .map(({ place: { file, line, column }, message, remedy }) =>
      harmless(`${file}:${line}:${column}: ${sentences(message, remedy)}`).replaceAll('\n', ' '),
    );
  return { catalog, unread, objects: objects.sort((a, b) => order(a.declared, b.declared)) };
}

function documentKey(
  file: string,
  kind: string | undefined,
  name: string | undefined,
  digest: string,
): string {
  return JSON.stringify([file, kind, name, digest]);
}

/** ArrayJobs first; names by code unit, so that the order is the same everywhere. */
function order(a: Declared, b: Declared): number {
  if (a.kind !== b.kind) return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** The texts of a map in metadata; what is no text is left out. */
export function textsOf(value: JsonObject, member: string): Readonly<Record<string, string>> {
  const metadata = value['metadata'];
  const map = isObject(metadata) ? metadata[member] : undefined;
  if (!isObject(map)) return {};
  return Object.fromEntries(
    Object.entries(map).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

/** The words for a kind that people type; `aj` and `jd` are its short names. */
const KIND_WORDS: Readonly<Record<string, Kind>> = {
  arrayjob: 'ArrayJob',
  arrayjobs: 'ArrayJob',
  aj: 'ArrayJob',
  jobdefinition: 'JobDefinition',
  jobdefinitions: 'JobDefinition',
  jd: 'JobDefinition',
};

export function kindOfWord(word: string): Kind | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(KIND_WORDS, lower) ? KIND_WORDS[lower] : undefined;
}

/** What `-o name` prints, and every command takes. */
export function referenceOf({ kind, name }: Declared): string {
  return `${kind.toLowerCase()}/${name}`;
}

/** The objects that are meant, in the order of the listing; or a sentence for each name that stands for nothing. */
export function choose(
  { objects }: Listing,
  wanted: Wanted,
): { readonly chosen: readonly Listed[]; readonly missing: readonly string[] } {
  const select = wanted.selector === undefined ? undefined : parseSelector(wanted.selector);
  const selected = objects.filter((each) => select === undefined || select(each.labels));
  if (wanted.names.length === 0) {
    return { chosen: selected.filter((each) => wanted.kinds.includes(each.declared.kind)), missing: [] };
  }
  const keys = new Set<string>();
  const missing: string[] = [];
  for (const text of wanted.names) {
    const { kind, name } = parseReference(text);
    const kinds = kind === undefined ? wanted.kinds : [kind];
    const found = selected.filter(
      (each) => each.declared.name === name && kinds.includes(each.declared.kind),
    );
    for (const each of found) keys.add(each.key);
    if (found.length === 0) missing.push(missingText(name, kinds, objects, wanted));
  }
  return { chosen: selected.filter((each) => keys.has(each.key)), missing };
}

function parseReference(text: string): { readonly kind: Kind | undefined; readonly name: string } {
  const slash = text.indexOf('/');
  if (slash === -1) return { kind: undefined, name: text };
  const kind = kindOfWord(text.slice(0, slash));
  if (kind === undefined) {
    throw new UsageError(
      `${text}: there is no kind ${text.slice(0, slash)}; there are ${KINDS.join(' and ')}`,
    );
  }
  return { kind, name: text.slice(slash + 1) };
}

function missingText(
  name: string,
  kinds: readonly Kind[],
  objects: readonly Listed[],
  wanted: Wanted,
): string {
  const what = kinds.join(' or ');
  const all = objects.filter((each) => kinds.includes(each.declared.kind));
  if (all.some((each) => each.declared.name === name)) {
    return `The ${what} ${harmless(name)} is not selected by -l ${wanted.selector ?? ''}`;
  }
  const other = objects.find((each) => each.declared.name === name);
  const near = nearest(
    name,
    all.map((each) => each.declared.name),
  );
  const hint =
    other !== undefined
      ? `; there is ${referenceOf(other.declared)}`
      : near !== undefined
        ? `; did you mean ${near}?`
        : '';
  return `No ${what} is called ${harmless(name)} in ${wanted.where}${hint}${hint.endsWith('?') ? ' List' : '; list'} all with: arrayjob get -s ${wanted.where}`;
}

/** A count of the status, such as `total` or `failed`. */
export function countOf(status: Json | undefined, member: string): number | undefined {
  const counts = isObject(status) ? status['indexes'] : undefined;
  const count = isObject(counts) ? counts[member] : undefined;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}
