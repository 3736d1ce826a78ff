import type { Finding } from '../../core/finding.ts';
import { fileFinding, isSpecName } from '../scan.ts';
import type { ObjectId } from './repository.ts';

/** One line of a tree. */
export interface TreeEntry {
  readonly mode: string;
  readonly id: ObjectId;
}

/** A folder of one commit: every path below it, as they stand in the tree, links unresolved. */
export interface Tree {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** The targets of links, by path. */
  readonly links: ReadonlyMap<string, string>;
}

/** A spec file of a commit. */
export interface TreeFile {
  /** The path under which it is known. */
  readonly file: string;
  /** The path at which its content stands, links resolved. */
  readonly real: string;
  readonly entry: TreeEntry;
}

export const LINK = '120000';
export const FOLDER = '40000';
/** Where a path leads that leaves the tree. */
export const OUTSIDE = Symbol('outside');
const FILE = /^100/;

/** The names in one folder. */
export type TreeNames = readonly (readonly [name: string, entry: TreeEntry])[];

/** Reads a tree object: `<mode> <name>\\0<id>` again and again. A name that is not UTF-8 holds U+FFFD. */
export function parseTree(bytes: Uint8Array, digits: number): TreeNames {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names: (readonly [string, TreeEntry])[] = [];
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(32, at);
    const zero = data.indexOf(0, space);
    const next = zero + 1 + digits / 2;
    const entry = { mode: data.toString('latin1', at, space), id: data.toString('hex', zero + 1, next) };
    names.push([data.toString('utf8', space + 1, zero), entry]);
    at = next;
  }
  return names;
}

/** A tree object in which names stand for other ids; modes and order stay. */
export function replaceInTree(
  bytes: Uint8Array,
  digits: number,
  ids: ReadonlyMap<string, ObjectId>,
): Uint8Array {
  const data = Buffer.from(bytes);
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(32, at);
    const zero = data.indexOf(0, space);
    const id = ids.get(data.toString('utf8', space + 1, zero));
    if (id !== undefined) data.write(id, zero + 1, 'hex');
    at = zero + 1 + digits / 2;
  }
  return data;
}

/** Where a path leads when the links on its way are followed; undefined when that is nowhere, OUTSIDE when it leaves the tree. */
export function resolvePath(tree: Tree, path: string): string | undefined | typeof OUTSIDE {
  let rest = path.split('/');
  let at: string[] = [];
  // As many links as Linux follows.
  for (let hops = 0; hops <= 40;) {
    const part = rest[0];
    if (part === undefined) return at.join('/');
    rest = rest.slice(1);
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.length === 0) return OUTSIDE;
      at = at.slice(0, -1);
      continue;
    }
    const here = [...at, part].join('/');
    const target = tree.links.get(here);
    if (target !== undefined) {
      if (target.startsWith('/')) return OUTSIDE;
      hops++;
      rest = [...target.split('/'), ...rest];
      continue;
    }
    const entry = tree.entries.get(here);
    if (entry === undefined || (rest.length > 0 && entry.mode !== FOLDER)) return undefined;
    at = [...at, part];
  }
  return undefined;
}

/**
 * The spec files of a tree by the rules of a directory: names that begin with a dot left out, a link followed if it stays inside, what
 * can be reached in several ways found once. Submodules are left alone.
 */
export function specFilesOf(tree: Tree): {
  readonly files: readonly TreeFile[];
  readonly findings: readonly Finding[];
  readonly complete: boolean;
} {
  const below = new Map<string, string[]>();
  for (const path of tree.entries.keys()) {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    const names = below.get(folder);
    if (names === undefined) below.set(folder, [path.slice(slash + 1)]);
    else names.push(path.slice(slash + 1));
  }
  const found = new Map<string, TreeFile>();
  const walked = new Set<string>();
  const findings: Finding[] = [];
  let complete = true;

  const walk = (folder: string, shown: string): readonly string[] => {
    if (walked.has(folder)) return [];
    walked.add(folder);
    const links: string[] = [];
    for (const name of below.get(folder) ?? []) {
      if (name.startsWith('.')) continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      const entry = tree.entries.get(path)!;
      if (entry.mode === LINK) links.push(shown + name);
      else if (entry.mode === FOLDER) links.push(...walk(path, `${shown}${name}/`));
      else if (FILE.test(entry.mode) && isSpecName(name) && !found.has(path))
        found.set(path, { file: shown + name, real: path, entry });
    }
    return links;
  };

  const follow = (link: string): readonly string[] => {
    const spec = isSpecName(link.slice(link.lastIndexOf('/') + 1));
    const real = resolvePath(tree, link);
    const entry = real === undefined || real === OUTSIDE ? undefined : tree.entries.get(real);
    if (real === OUTSIDE) {
      const message = 'The link leads out of the source and is not followed';
      const remedy = 'Move the target into the source, or remove the link.';
      if (spec || !/\.[^./]+$/.test(link))
        findings.push(fileFinding('LinkLeavesSource', link, message, remedy));
    } else if (real !== undefined && (real === '' || entry?.mode === FOLDER)) {
      return walk(real, `${link}/`);
    } else if (real !== undefined && entry !== undefined && FILE.test(entry.mode)) {
      if (spec && !found.has(real)) found.set(real, { file: link, real, entry });
    } else if (spec) {
      complete = false;
      findings.push(fileFinding('LinkBroken', link, 'The link leads nowhere', 'Repair or remove the link.'));
    }
    return [];
  };

  let links = walk('', '');
  // Links last: what lies in the tree by itself goes under its own name.
  while (links.length > 0) {
    const next: string[] = [];
    for (const link of [...links].sort()) next.push(...follow(link));
    links = next;
  }
  const files = [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  return { files, findings, complete };
}
