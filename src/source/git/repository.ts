import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatObject } from './cat-file.ts';
import { type Failure, failureOf, LocalError } from './failure.ts';
import { type ObjectType, writeObject } from './loose.ts';
import type { Git, GitCall, GitResult } from './process.ts';
import type { GitAddress } from './url.ts';

/** The id of an object: 40 hex digits, or 64. */
export type ObjectId = string;

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The branches of the remote at one moment. */
export interface Remote {
  readonly ok: true;
  /** By name, those that were asked for and exist. */
  readonly branches: ReadonlyMap<string, ObjectId>;
  /** The branch that the remote's HEAD names. */
  readonly head: string | undefined;
}

export type Pushed =
  | { readonly ok: true }
  /** `unknown`: the connection was lost behind the push; look at the remote. */
  | (Failure & { readonly unknown?: boolean });

/** A private bare clone: objects and our own refs, no working tree, no remote, no settings of anybody. */
export interface Repository {
  readonly folder: string;
  /** One round trip. */
  look(branches: readonly string[]): Promise<Remote | Failure>;
  /** Brings a branch's tip here, alone if the remote can do that, and gives its id. */
  fetch(branch: string): Promise<{ readonly ok: true; readonly tip: ObjectId } | Failure>;
  /** Sets a branch if it still is at `expected` (absent: if there is none). */
  push(branch: string, commit: ObjectId, expected: ObjectId | undefined): Promise<Pushed>;
  /** The tip of a branch as it was last fetched or pushed. */
  tip(branch: string): Promise<ObjectId | undefined>;
  setTip(branch: string, commit: ObjectId | undefined): Promise<void>;
  /** Runs git inside; rejects with a LocalError when it fails. */
  local(args: readonly string[], call?: GitCall): Promise<Buffer>;
  /** An object with its content, or only its head; undefined when there is none. Rejects with a LocalError. */
  object(name: string): Promise<CatObject | undefined>;
  head(name: string): Promise<CatObject | undefined>;
  blob(id: ObjectId): AsyncIterable<Uint8Array>;
  /** Adds an object; `digits` are those of an id. Throws a LocalError. */
  add(type: ObjectType, bytes: Uint8Array, digits: number): ObjectId;
  /** Begins anew with nothing. */
  wipe(): Promise<void>;
  /** Packs what has gathered, if it is much. */
  tidy(): Promise<void>;
  /** Ends the processes that read from it. */
  close(): void;
}

const LOOK_MS = 30_000;
const FETCH_MS = 15 * 60_000;
const PUSH_MS = 60_000;

/** What a remote says that cannot give a part of its history. */
const NO_SHALLOW = /shallow|--depth|dumb http/i;

/** Opens the clone in a folder, making it if there is none. */
export async function openRepository(folder: string, git: Git, address: GitAddress): Promise<Repository> {
  const { remote } = address;
  let shallow = true;
  let format = 'sha1';

  const ref = (branch: string): string => `refs/arrayjob/tips/${branch}`;

  const local = async (args: readonly string[], call?: GitCall): Promise<Buffer> => {
    const result = await git.run(folder, args, call);
    if (result.code !== 0) throw new LocalError(failureOf(result, `run git ${args[0] ?? ''}`).message);
    return result.stdout;
  };

  const init = async (): Promise<void> => {
    const result = await git.run(undefined, [
      'init',
      '--quiet',
      '--bare',
      '--template=',
      `--object-format=${format}`,
      '--',
      folder,
    ]);
    if (result.code !== 0) throw new LocalError(failureOf(result, 'make a private clone').message);
  };

  const look = async (branches: readonly string[]): Promise<Remote | Failure> => {
    const wanted = ['HEAD', ...branches.map((each) => `refs/heads/${each}`)];
    const result = await git.run(folder, ['ls-remote', '--symref', '--', remote, ...wanted], {
      timeoutMs: LOOK_MS,
    });
    return result.code === 0
      ? readRemote(result.stdout.toString('utf8'), branches)
      : failureOf(result, 'look at the remote');
  };

  const fetchRef = (branch: string): Promise<GitResult> => {
    const depth = shallow ? ['--depth=1'] : [];
    const flags = [
      '--quiet',
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      '--update-shallow',
    ];
    return git.run(
      folder,
      ['fetch', ...flags, ...depth, '--', remote, `+refs/heads/${branch}:${ref(branch)}`],
      {
        timeoutMs: FETCH_MS,
      },
    );
  };

  const contents = git.catFile(folder, true);
  const heads = git.catFile(folder, false);
  const asked = (answer: Promise<CatObject | undefined>): Promise<CatObject | undefined> =>
    answer.catch((error: unknown) => {
      throw new LocalError(
        `the private clone cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    });

  const tip = async (branch: string): Promise<ObjectId | undefined> => {
    const found = await asked(heads.ask(`${ref(branch)}^{commit}`));
    return found?.type === 'commit' ? found.id : undefined;
  };

  const repository: Repository = {
    folder,
    look,
    async fetch(branch) {
      let result = await fetchRef(branch);
      if (result.code !== 0 && shallow && NO_SHALLOW.test(result.stderr)) {
        shallow = false;
        result = await fetchRef(branch);
      }
      if (result.code !== 0 && /mismatched algorithms/i.test(result.stderr)) {
        format = format === 'sha1' ? 'sha256' : 'sha1';
        await repository.wipe();
        result = await fetchRef(branch);
      }
      if (result.code !== 0) return failureOf(result, `fetch ${branch}`);
      const id = await tip(branch);
      if (id === undefined) throw new LocalError(`the private clone lacks what was fetched of ${branch}`);
      return { ok: true, tip: id };
    },
    async push(branch, commit, expected) {
      const name = `refs/heads/${branch}`;
      const lease = `--force-with-lease=${name}:${expected ?? ''}`;
      const args = ['push', '--porcelain', '--no-verify', '--no-recurse-submodules', lease, '--', remote];
      const result = await git.run(folder, [...args, `${commit}:${name}`], { timeoutMs: PUSH_MS });
      return readPush(result, branch);
    },
    tip,
    async setTip(branch, commit) {
      await local(
        commit === undefined ? ['update-ref', '-d', ref(branch)] : ['update-ref', ref(branch), commit],
      );
    },
    local,
    object: (name) => asked(contents.ask(name)),
    head: (name) => asked(heads.ask(name)),
    blob: (id) => git.blob(folder, id),
    add: (type, bytes, digits) => writeObject(folder, type, bytes, digits),
    close() {
      contents.close();
      heads.close();
    },
    async wipe() {
      repository.close();
      for (const name of await readdir(folder))
        await rm(join(folder, name), { recursive: true, force: true });
      await init();
    },
    async tidy() {
      await git.run(folder, [
        '-c',
        'gc.auto=1500',
        '-c',
        'gc.autoDetach=false',
        'gc',
        '--auto',
        '--quiet',
        '--prune=1.hour.ago',
      ]);
    },
  };
  await removeLocks(folder);
  if ((await git.run(folder, ['rev-parse', '--is-bare-repository'])).stdout.toString().trim() !== 'true')
    await repository.wipe();
  return repository;
}

/** Locks of a process that was killed: the folder is ours alone. */
async function removeLocks(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith('.lock')) await rm(join(folder, name), { force: true });
  }
}

function readRemote(text: string, branches: readonly string[]): Remote {
  const found = new Map<string, ObjectId>();
  let head: string | undefined;
  for (const line of text.split('\n')) {
    const [left = '', name = ''] = line.split('\t');
    const symbolic = /^ref: refs\/heads\/(.+)$/.exec(left)?.[1];
    if (symbolic !== undefined && name === 'HEAD') head = symbolic;
    // Git's patterns match from the right, so that other refs may be among the answers.
    const branch = branches.find((each) => name === `refs/heads/${each}`);
    if (branch !== undefined && ID.test(left)) found.set(branch, left);
  }
  return { ok: true, branches: found, head };
}

function readPush(result: GitResult, branch: string): Pushed {
  if (result.code === 0) return { ok: true };
  const line = /^!\t[^\t]*\t(.*)$/m.exec(result.stdout.toString('utf8'))?.[1] ?? '';
  const failure = failureOf({ ...result, stderr: `${result.stderr}\n${line}` }, `push to ${branch}`);
  const overtaken =
    /stale info|fetch first|non-fast-forward|failed to (?:update|lock)|cannot lock ref|incorrect old value|reference already exists|atomic/i;
  if (overtaken.test(line) || overtaken.test(result.stderr)) {
    const message = `cannot push to ${branch}: somebody else has just pushed; it is tried again by itself`;
    return { ok: false, kind: 'stale', message };
  }
  // Without a word about the ref nobody knows how far the push has come.
  return line === '' ? { ...failure, unknown: failure.kind === 'unreachable' } : failure;
}
