import { LocalError } from './failure.ts';
import { readObject } from './objects.ts';
import type { ObjectId, Repository } from './repository.ts';
import { parseTree, replaceInTree } from './tree.ts';

/** A person or program as git knows them. */
export interface Identity {
  readonly name: string;
  readonly mail: string;
}

/** Who commits, and whether what is committed is signed. */
export interface Signature {
  readonly author: Identity;
  readonly committer: Identity;
  readonly sign: boolean;
}

/** New contents, by path in the repository; modes stay as they are. */
export type Changes = ReadonlyMap<string, Uint8Array>;

/** Git is configured to sign, and cannot. */
export class SigningError extends Error {
  override readonly name = 'SigningError';
}

const OURS: Identity = { name: 'arrayjob', mail: 'arrayjob@localhost' };

/** Reads `Name <mail>`; undefined when it is not written so. */
export function parseIdentity(text: string): Identity | undefined {
  const [, name = '', mail = ''] = /^\s*([^<>\0\r\n]+?)\s*<([^<>\s\0]+)>\s*$/.exec(text) ?? [];
  return name === '' || mail === '' ? undefined : { name, mail };
}

/**
 * How commits are signed off: by `author` if one is given; else written by arrayjob and committed by whoever git is configured
 * for. They are signed if git's `commit.gpgSign` says so.
 */
export async function signatureOf(repository: Repository, author: Identity | undefined): Promise<Signature> {
  const configured = await repository
    .local(['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT'])
    .then((out) => parseIdentity(out.toString('utf8').replace(/>[^>]*$/, '>')))
    .catch(() => undefined);
  const sign = await repository
    .local(['config', '--type=bool', '--get', 'commit.gpgSign'])
    .then((out) => out.toString().trim() === 'true')
    .catch(() => false);
  return { author: author ?? OURS, committer: author ?? configured ?? OURS, sign };
}

/**
 * Makes a commit of its parent with some files' contents replaced, without an index or a working tree. The files are there already.
 * Rejects with a LocalError or a SigningError.
 */
export async function makeCommit(
  repository: Repository,
  made: {
    readonly parent: ObjectId;
    readonly changes: Changes;
    readonly message: string;
    readonly signature: Signature;
    readonly nowMs: number;
  },
): Promise<ObjectId> {
  const { parent, signature } = made;
  const root = await repository.head(`${parent}^{tree}`);
  if (root?.type !== 'tree') throw new LocalError(`the private clone lacks the tree of ${parent}`);
  const ids = new Map<string, ObjectId>();
  for (const [path, bytes] of made.changes) {
    ids.set(path, repository.add('blob', bytes, parent.length));
  }
  const tree = await treeWith(repository, root.id, ids);
  const seconds = Math.floor(made.nowMs / 1000);
  if (signature.sign) return signed(repository, tree, made.message, parent, signature, seconds);
  const { author, committer } = signature;
  const text = [
    `tree ${tree}`,
    `parent ${parent}`,
    `author ${author.name} <${author.mail}> ${seconds} +0000`,
    `committer ${committer.name} <${committer.mail}> ${seconds} +0000`,
    '',
    made.message,
  ].join('\n');
  return repository.add('commit', Buffer.from(text), parent.length);
}

/** A tree with other contents at some paths. */
async function treeWith(
  repository: Repository,
  tree: ObjectId,
  ids: ReadonlyMap<string, ObjectId>,
): Promise<ObjectId> {
  const bytes = await readObject(repository, tree, 'tree');
  const own = new Map<string, ObjectId>();
  const below = new Map<string, Map<string, ObjectId>>();
  for (const [path, id] of ids) {
    const slash = path.indexOf('/');
    if (slash < 0) own.set(path, id);
    else {
      const folder = path.slice(0, slash);
      below.set(folder, (below.get(folder) ?? new Map<string, ObjectId>()).set(path.slice(slash + 1), id));
    }
  }
  for (const [name, entry] of parseTree(bytes, tree.length)) {
    const inside = below.get(name);
    if (inside !== undefined) own.set(name, await treeWith(repository, entry.id, inside));
  }
  return repository.add('tree', replaceInTree(bytes, tree.length, own), tree.length);
}

/** A commit with a signature, made by the program that git is configured with. */
async function signed(
  repository: Repository,
  tree: ObjectId,
  message: string,
  parent: ObjectId,
  { author, committer }: Signature,
  seconds: number,
): Promise<ObjectId> {
  const args = ['commit-tree', '-S', '-p', parent, '-F', '-', tree];
  const call = {
    input: Buffer.from(message),
    env: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.mail,
      GIT_AUTHOR_DATE: `@${seconds} +0000`,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.mail,
      GIT_COMMITTER_DATE: `@${seconds} +0000`,
    },
  };
  try {
    return (await repository.local(args, call)).toString().trim();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new SigningError(
      `the commit cannot be signed (${said}): see git's gpg.format and user.signingKey, or unset commit.gpgSign`,
    );
  }
}
