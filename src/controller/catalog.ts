import { checkSource, type Policy, readResource, type ReadResult, withPolicy } from '../api/index.ts';
import type { Desired, DesiredDefinition } from '../core/desired.ts';
import type { Finding } from '../core/finding.ts';
import { isObject, type Json } from '../core/json.ts';
import type { Snapshot } from '../source/index.ts';

/** One document that declares an object. */
export interface Copy {
  readonly file: string;
  readonly specDigest: string;
  /** What stands under `status` in the file now. */
  readonly status: Json | undefined;
}

/** Where an object is declared. */
export interface Declared extends Copy {
  readonly kind: 'ArrayJob' | 'JobDefinition';
  readonly name: string;
  readonly spec:
    | { readonly kind: 'ArrayJob'; readonly desired: Desired }
    | { readonly kind: 'JobDefinition'; readonly desired: DesiredDefinition }
    | { readonly kind: 'invalid' };
  readonly findings: readonly Finding[];
  /** Further documents with its name: none, or all of them are invalid. */
  readonly copies: readonly Copy[];
}

/** Everything that a source declares, by key. */
export interface Catalog {
  /** By `ArrayJob/name` and `JobDefinition/name`. Of copies with one name, the first: every copy is invalid. */
  readonly objects: ReadonlyMap<string, Declared>;
  /** All findings, of files and of objects. */
  readonly findings: readonly Finding[];
  /** Documents of other kinds. */
  readonly foreign: readonly {
    readonly file: string;
    readonly apiVersion?: string;
    readonly kind?: string;
  }[];
  /** Whether what is missing here may be taken for removed, unless its file is among `unsound`. */
  readonly complete: boolean;
  /**
   * Files of which documents make no sense, with the names of the ArrayJobs that these documents are, as far as they say so: what such a
   * file has declared before may be meant by one of them.
   */
  readonly unsound: ReadonlyMap<string, readonly (string | undefined)[]>;
  readonly version: string;
}

/** Of a source that has not been read yet: nothing that is missing was removed. */
export const NOTHING_READ: Catalog = {
  objects: new Map(),
  findings: [],
  foreign: [],
  complete: false,
  unsound: new Map(),
  version: '',
};

export function keyOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}

/** Whether the same documents with the same specs carry a name a second time. */
export function sameCopies(a: readonly Copy[], b: readonly Copy[]): boolean {
  if (a.length === 0 && b.length === 0) return true;
  const textOf = (copies: readonly Copy[]) =>
    JSON.stringify(copies.map(({ file, specDigest }) => [file, specDigest]));
  return textOf(a) === textOf(b);
}

interface Read extends Copy {
  readonly result: ReadResult;
  /** What it declares if nothing in the rest of the source is against it: the same object as long as it is not read again. */
  declared?: Declared;
}

/** A document is read again only when something in it, or its place, has changed. */
export type ReadCache = WeakMap<object, readonly Read[]>;

/** Turns a snapshot of files into objects, with every check that needs no call. A cache serves one policy. */
export function catalogOf(snapshot: Snapshot, cache: ReadCache, policy?: Policy): Catalog {
  const reads = snapshot.files.flatMap(({ file, parsed }): readonly Read[] => {
    const known = cache.get(parsed);
    if (known !== undefined) return known;
    const fresh = parsed.documents.map((document) => ({
      file,
      specDigest: document.specDigest,
      status: isObject(document.value) ? document.value['status'] : undefined,
      result: withPolicy(readResource({ value: document.value, file, locate: document.locate }), policy),
    }));
    cache.set(parsed, fresh);
    return fresh;
  });
  const across = new Map<ReadResult, readonly Finding[]>(
    checkSource(reads.map((each) => each.result)).map(({ resource, findings }) => [resource, findings]),
  );
  const objects = new Map<string, Declared>();
  const findings: Finding[] = [...snapshot.findings];
  const foreign: { file: string; apiVersion?: string; kind?: string }[] = [];
  reads.forEach((read) => {
    const { result } = read;
    const more = across.get(result) ?? [];
    findings.push(...result.findings, ...more);
    if (result.kind === 'foreign') {
      foreign.push({
        file: read.file,
        ...(result.apiVersion === undefined ? {} : { apiVersion: result.apiVersion }),
        ...(result.resourceKind === undefined ? {} : { kind: result.resourceKind }),
      });
      return;
    }
    const name = result.name;
    if (name === undefined) return;
    const kind = result.kind === 'invalid' ? result.resourceKind : result.kind;
    const key = keyOf(kind, name);
    if (more.length === 0 && read.declared !== undefined && !objects.has(key)) {
      objects.set(key, read.declared);
      return;
    }
    const own = [...result.findings, ...more];
    const invalid = result.kind === 'invalid' || own.some((each) => each.severity === 'error');
    const taken = objects.get(key);
    if (taken !== undefined) {
      const { file, specDigest, status } = read;
      objects.set(key, {
        ...taken,
        spec: { kind: 'invalid' },
        findings: [...taken.findings, ...own],
        copies: [...taken.copies, { file, specDigest, status }],
      });
      return;
    }
    const declared: Declared = {
      kind,
      name,
      file: read.file,
      specDigest: read.specDigest,
      status: read.status,
      findings: own,
      copies: [],
      spec: invalid
        ? { kind: 'invalid' }
        : result.kind === 'ArrayJob'
          ? { kind: 'ArrayJob', desired: result.desired }
          : { kind: 'JobDefinition', desired: result.desired },
    };
    if (more.length === 0) read.declared = declared;
    objects.set(key, declared);
  });
  // A file without a byte is what a save cut short leaves: whoever wants its objects gone deletes the file.
  const broken = snapshot.files.some(({ parsed }) => parsed.broken || parsed.bytes.length === 0);
  const unsound = new Map<string, (string | undefined)[]>();
  const addUnsound = (file: string, name: string | undefined): void => {
    unsound.set(file, [...(unsound.get(file) ?? []), name]);
  };
  for (const { file, result } of reads) {
    if (!makesSense(result)) addUnsound(file, result.kind === 'invalid' ? result.name : undefined);
  }
  for (const { file, parsed } of snapshot.files) {
    if (parsed.findings.some(isNoMap)) addUnsound(file, undefined);
  }
  return {
    objects,
    findings,
    foreign,
    complete: snapshot.complete && !broken,
    unsound,
    version: snapshot.version,
  };
}

const isNoMap = ({ code }: Finding): boolean => code === 'DocumentNotMap';

/** Whether a document is an object, or another tool's; not so the beginning of a file that is still being written. */
function makesSense(result: ReadResult): boolean {
  if (result.kind !== 'foreign') return result.kind !== 'invalid' || result.resourceKind !== 'ArrayJob';
  const { apiVersion, resourceKind, findings } = result;
  return apiVersion !== undefined && resourceKind !== undefined && findings.length === 0;
}

/**
 * Whether an ArrayJob that is not declared was removed: everything could be read, and in its file, if that is known, nothing stands that
 * it may have become. A document with the name of an object that is known is that object.
 */
export async function isRemoved(
  catalog: Catalog,
  file: string | undefined,
  isKnown: (name: string) => Promise<boolean>,
): Promise<boolean> {
  if (!catalog.complete) return false;
  for (const name of file === undefined ? [] : (catalog.unsound.get(file) ?? [])) {
    if (name === undefined || !(await isKnown(name))) return false;
  }
  return true;
}
