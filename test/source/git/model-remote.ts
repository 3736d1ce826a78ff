import type { ObjectType } from '../../../src/source/git/loose.ts';
import { objectId } from '../../../src/source/git/loose.ts';
import type { ObjectId } from '../../../src/source/git/repository.ts';
import { FOLDER, parseTree } from '../../../src/source/git/tree.ts';

/** An object of git, by its content. */
export interface ModelObject {
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

/** What goes wrong between a clone and the remote; of pushes, `protected` is said by the remote itself. */
export type Trouble = 'down' | 'protected' | undefined;

/** A repository on a host, as its protocol shows it: real objects under real ids, and branches. Nothing else of git is modelled. */
export interface ModelRemote {
  readonly objects: Map<ObjectId, ModelObject>;
  readonly branches: Map<string, ObjectId>;
  trouble: Trouble;
  /** A commit by a person upon the tip of a branch (or upon another commit); undefined removes a file. Does not move the branch. */
  commit(
    changes: Readonly<Record<string, string | undefined>>,
    message: string,
    parent: ObjectId | undefined,
  ): ObjectId;
  /** The files of a commit, by path. */
  files(commit: ObjectId): ReadonlyMap<string, string>;
  parentOf(commit: ObjectId): ObjectId | undefined;
  /** Told of every push of a controller before the branch moves, as a hook of the host is. */
  onReceive: (branch: string, before: ObjectId | undefined, after: ObjectId) => void;
}

const FILE = '100644';

export function createModelRemote(): ModelRemote {
  const objects = new Map<ObjectId, ModelObject>();
  const texts = new Map<ObjectId, ReadonlyMap<string, string>>();
  let commits = 0;

  const add = (type: ObjectType, bytes: Buffer): ObjectId => {
    const id = objectId(type, bytes, 40);
    objects.set(id, { type, bytes });
    return id;
  };

  const treeOf = (files: ReadonlyMap<string, string>): ObjectId => {
    const folders = new Map<string, Map<string, string>>();
    const names: [name: string, mode: string, id: ObjectId][] = [];
    for (const [path, text] of files) {
      const slash = path.indexOf('/');
      if (slash < 0) names.push([path, FILE, add('blob', Buffer.from(text))]);
      else {
        const below = folders.get(path.slice(0, slash)) ?? new Map<string, string>();
        folders.set(path.slice(0, slash), below.set(path.slice(slash + 1), text));
      }
    }
    for (const [name, below] of folders) names.push([name, FOLDER, treeOf(below)]);
    // Git sorts folders as if their names ended in a slash.
    const key = ([name, mode]: (typeof names)[number]): Buffer =>
      Buffer.from(mode === FOLDER ? `${name}/` : name);
    names.sort((a, b) => Buffer.compare(key(a), key(b)));
    const lines = names.map(([name, mode, id]) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]),
    );
    return add('tree', Buffer.concat(lines));
  };

  const remote: ModelRemote = {
    objects,
    branches: new Map(),
    trouble: undefined,
    onReceive: () => undefined,
    commit(changes, message, parent) {
      const files = new Map(parent === undefined ? [] : remote.files(parent));
      for (const [path, text] of Object.entries(changes)) {
        if (text === undefined) files.delete(path);
        else files.set(path, text);
      }
      // Two commits of the same content are two commits.
      const who = `Ada <ada@example.org> ${(commits += 1)} +0000`;
      const head = [`tree ${treeOf(files)}`, ...(parent === undefined ? [] : [`parent ${parent}`])];
      const lines = [...head, `author ${who}`, `committer ${who}`, '', `${message}\n`];
      return add('commit', Buffer.from(lines.join('\n')));
    },
    files(commit) {
      const known = texts.get(commit);
      if (known !== undefined) return known;
      const found = new Map<string, string>();
      const walk = (id: ObjectId, prefix: string): void => {
        for (const [name, entry] of parseTree(objects.get(id)!.bytes, 40)) {
          if (entry.mode === FOLDER) walk(entry.id, `${prefix}${name}/`);
          else found.set(prefix + name, objects.get(entry.id)!.bytes.toString('utf8'));
        }
      };
      walk(treeIdOf(objects, commit), '');
      texts.set(commit, found);
      return found;
    },
    parentOf: (commit) => /^parent ([0-9a-f]+)$/m.exec(headOf(objects, commit))?.[1],
  };
  return remote;
}

/** The tree of a commit. */
export function treeIdOf(objects: ReadonlyMap<ObjectId, ModelObject>, commit: ObjectId): ObjectId {
  return /^tree ([0-9a-f]+)$/m.exec(headOf(objects, commit))?.[1] ?? '';
}

function headOf(objects: ReadonlyMap<ObjectId, ModelObject>, commit: ObjectId): string {
  const text = objects.get(commit)?.bytes.toString('utf8') ?? '';
  return text.slice(0, text.indexOf('\n\n') + 1);
}

/** A commit with its tree and all below it, but without its parents: what a shallow fetch brings. */
export function reachable(objects: ReadonlyMap<ObjectId, ModelObject>, commit: ObjectId): Set<ObjectId> {
  const found = new Set([commit]);
  const walk = (id: ObjectId): void => {
    if (found.has(id)) return;
    found.add(id);
    const tree = objects.get(id);
    if (tree?.type !== 'tree') return;
    for (const [, entry] of parseTree(tree.bytes, 40)) walk(entry.id);
  };
  walk(treeIdOf(objects, commit));
  return found;
}
