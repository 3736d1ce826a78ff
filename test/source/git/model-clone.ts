import { type Failure, LocalError } from '../../../src/source/git/failure.ts';
import { objectId } from '../../../src/source/git/loose.ts';
import type { ObjectId, Repository } from '../../../src/source/git/repository.ts';
import { FOLDER, parseTree } from '../../../src/source/git/tree.ts';
import { type ModelObject, type ModelRemote, reachable, treeIdOf } from './model-remote.ts';

/** What a private clone keeps on its disk, and leaves to the next process. */
export interface CloneDisk {
  readonly objects: Map<ObjectId, ModelObject>;
  readonly refs: Map<string, string>;
}

/** Passed before something is done and after it; a process may be stopped, killed or delayed there. */
export type Gate = (label: string) => Promise<void>;

export function createCloneDisk(): CloneDisk {
  return { objects: new Map(), refs: new Map() };
}

const DOWN: Failure = { ok: false, kind: 'unreachable', message: 'the remote is down' };

/** A private clone over a modelled remote: what `openRepository` gives, with its calls to git replaced by what git would do. */
export function createModelClone(
  remote: ModelRemote,
  disk: CloneDisk,
  gate: Gate,
  /** Whether the answer to this push gets lost. */
  isLost: () => boolean,
): Repository {
  const { objects, refs } = disk;

  const typed = (id: ObjectId | undefined, type?: string): ObjectId | undefined =>
    id !== undefined && objects.has(id) && (type === undefined || objects.get(id)?.type === type)
      ? id
      : undefined;

  const below = (tree: ObjectId, path: string): ObjectId | undefined => {
    let at: ObjectId | undefined = tree;
    for (const part of path.split('/')) {
      const found: ModelObject | undefined = at === undefined ? undefined : objects.get(at);
      if (found?.type !== 'tree') return undefined;
      at = parseTree(found.bytes, 40).find(([name]) => name === part)?.[1].id;
    }
    return at;
  };

  /** The names that are asked for: `ID`, `ID^{tree}`, `ID:PATH`. */
  const resolve = (name: string): ObjectId | undefined => {
    const [, id = '', tree, path] = /^([0-9a-f]{40})(\^\{tree\})?(?::(.*))?$/.exec(name) ?? [];
    if (tree === undefined && path === undefined) return typed(id);
    if (typed(id, 'commit') === undefined) return undefined;
    const root = treeIdOf(objects, id);
    return typed(path === undefined ? root : below(root, path));
  };

  const flat = (commit: ObjectId): ReadonlyMap<string, ObjectId> => {
    const found = new Map<string, ObjectId>();
    const walk = (id: ObjectId, prefix: string): void => {
      for (const [name, entry] of parseTree(objects.get(id)?.bytes ?? Buffer.alloc(0), 40)) {
        if (entry.mode === FOLDER) walk(entry.id, `${prefix}${name}/`);
        else found.set(prefix + name, entry.id);
      }
    };
    walk(treeIdOf(objects, commit), '');
    return found;
  };

  const differing = (a: ObjectId, b: ObjectId): readonly string[] => {
    const [left, right] = [flat(a), flat(b)];
    return [...new Set([...left.keys(), ...right.keys()])].filter(
      (path) => left.get(path) !== right.get(path),
    );
  };

  return {
    folder: 'model',
    async look(branches) {
      await gate('ls-remote goes');
      if (remote.trouble === 'down') return DOWN;
      const found = branches.flatMap((each): readonly (readonly [string, ObjectId])[] => {
        const tip = remote.branches.get(each);
        return tip === undefined ? [] : [[each, tip]];
      });
      await gate('ls-remote answers');
      return { ok: true, branches: new Map(found), head: 'main' };
    },
    async fetch(branch) {
      await gate(`fetch ${branch} goes`);
      const tip = remote.branches.get(branch);
      if (remote.trouble === 'down') return DOWN;
      if (tip === undefined) return { ok: false, kind: 'missing', message: `no ${branch}` };
      for (const id of reachable(remote.objects, tip)) objects.set(id, remote.objects.get(id)!);
      await gate(`fetch ${branch} arrives`);
      refs.set(branch, tip);
      await gate(`fetch ${branch} ends`);
      return { ok: true, tip };
    },
    async push(branch, commit, expected) {
      await gate(`push to ${branch} goes`);
      if (remote.trouble === 'down') return { ...DOWN, unknown: true };
      const found = remote.branches.get(branch);
      if (found !== expected) return { ok: false, kind: 'stale', message: 'fetch first' };
      if (remote.trouble === 'protected') return { ok: false, kind: 'refused', message: 'protected' };
      const sent = [...reachable(objects, commit)];
      const missing = sent.find((id) => !objects.has(id) && !remote.objects.has(id));
      if (missing !== undefined) throw new LocalError(`the clone lacks ${missing}`);
      for (const id of sent) if (objects.has(id)) remote.objects.set(id, objects.get(id)!);
      const parent = remote.parentOf(commit);
      if (parent !== undefined && !remote.objects.has(parent))
        throw new Error(`${commit} was pushed without its parent`);
      remote.onReceive(branch, found, commit);
      remote.branches.set(branch, commit);
      await gate(`push to ${branch} answers`);
      return isLost() ? { ...DOWN, unknown: true } : { ok: true };
    },
    tip: async (branch) => typed(refs.get(branch), 'commit'),
    async setTip(branch, commit) {
      await gate(`the tip of ${branch} is noted`);
      if (commit === undefined) refs.delete(branch);
      else refs.set(branch, commit);
    },
    async local([command = '', ...args]) {
      if (command === 'symbolic-ref') {
        const [name = '', target] = args;
        if (target !== undefined) refs.set(name, target);
        const found = refs.get(name);
        if (found === undefined) throw new LocalError(`${name} is no symbolic ref`);
        return Buffer.from(found);
      }
      if (command === 'diff-tree') {
        const [a = '', b = ''] = args.slice(-2);
        return Buffer.from(
          differing(a, b)
            .map((path) => `${path}\0`)
            .join(''),
        );
      }
      throw new LocalError(`git ${command} is not modelled`);
    },
    async object(name) {
      const id = resolve(name);
      if (id === undefined) return undefined;
      const { type, bytes } = objects.get(id)!;
      return { id, type, size: bytes.length, bytes };
    },
    async head(name) {
      const id = resolve(name);
      if (id === undefined) return undefined;
      const { type, bytes } = objects.get(id)!;
      return { id, type, size: bytes.length, bytes: new Uint8Array() };
    },
    async *blob(id) {
      const found = objects.get(id);
      if (found === undefined) throw new LocalError(`the clone lacks ${id}`);
      yield found.bytes;
    },
    add(type, bytes, digits) {
      const id = objectId(type, bytes, digits);
      objects.set(id, { type, bytes: Buffer.from(bytes) });
      return id;
    },
    async wipe() {
      objects.clear();
      refs.clear();
    },
    tidy: async () => undefined,
    close: () => undefined,
  };
}
