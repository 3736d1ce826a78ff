import { execFile, spawn } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Finding } from '../core/finding.ts';
import { MAX_FILE_BYTES, parseFile } from '../document/index.ts';
import { besidePath } from './beside.ts';
import { SourceError } from './errors.ts';
import { FOLDER, LINK, OUTSIDE, resolvePath, specFilesOf, type Tree, type TreeEntry } from './git/tree.ts';
import { fileFinding } from './scan.ts';
import type { ReadResult, Snapshot } from './source.ts';

/** A folder of one commit of the repository that a directory lies in: read only, the working tree left alone. */
export interface CommitSource {
  /** The commit's id. */
  readonly commit: string;
  readonly load: () => Promise<Snapshot>;
  readonly readBeside: (file: string, relativePath: string) => Promise<ReadResult>;
}

/** The commit that is compared with, and how it was found. */
export interface BaseCommit extends CommitSource {
  /** What the named commit and HEAD have in common; false: history is missing, so that the named commit itself is taken. */
  readonly isMergeBase: boolean;
}

const TIMEOUT_MS = 60_000;

/** The largest answer of git that is taken: the names of a million files. Bytes. */
const OUTPUT_MAX = 256 * 1024 * 1024;

/** Nothing of a repository is ever executed, and nothing is fetched. */
const ENVIRONMENT = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'core.fsmonitor',
  GIT_CONFIG_VALUE_0: 'false',
  GIT_CONFIG_KEY_1: 'core.hooksPath',
  GIT_CONFIG_VALUE_1: '/dev/null',
  LC_ALL: 'C',
};

/** Variables of a hook or another call of git, which would turn this one to another repository. */
const STRANGE = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|COMMON_DIR|NAMESPACE|PREFIX|CONFIG.*)$/;

/**
 * Opens the commit that a change started from: where the named commit and HEAD part, as a pull request shows it.
 * @param directory the folder of the specs, which must lie in a repository
 * @param ref a branch, tag or commit; what git could take for an option is refused
 * Rejects with a SourceError that says what to do.
 */
export async function openBase(directory: string, ref: string): Promise<BaseCommit> {
  const { run, folder, prefix, named } = await locate(directory, ref, '--base');
  const shared = await run(['merge-base', named, 'HEAD']);
  const base = shared.code === 0 ? shared.stdout.toString('utf8').trim() : named;
  return { ...commitSource(run, folder, base, prefix), isMergeBase: shared.code === 0 };
}

/** Opens the very commit that is named. `flag` is what a person gave it by, for messages. Rejects as `openBase` does. */
export async function openCommit(directory: string, ref: string, flag: string): Promise<CommitSource> {
  const { run, folder, prefix, named } = await locate(directory, ref, flag);
  return commitSource(run, folder, named, prefix);
}

interface Located {
  readonly run: (args: readonly string[]) => Promise<GitAnswer>;
  readonly folder: string;
  /** The folder in its repository; empty for the top. */
  readonly prefix: string;
  /** The id of the named commit. */
  readonly named: string;
}

async function locate(directory: string, ref: string, flag: string): Promise<Located> {
  if (ref === '' || ref.startsWith('-') || /[\0-\x20\x7f:]/.test(ref)) {
    throw failure(`${flag} ${JSON.stringify(ref)} is no name of a commit: give a branch, a tag or an id`);
  }
  const folder = await realpath(resolve(directory)).catch(() => resolve(directory));
  const run = (args: readonly string[]): Promise<GitAnswer> => git(folder, args);
  const inside = await run(['rev-parse', '--show-prefix']);
  if (inside.code !== 0) {
    const why = /dubious ownership/.test(inside.stderr)
      ? `git does not trust it: git config --global --add safe.directory ${folder}`
      : inside.code === -2
        ? 'git could not be started: install it, and see that it is in PATH'
        : `it is not in a git repository: ${firstLine(inside.stderr)}`;
    throw failure(`${folder} has no commits to compare with; ${why}`);
  }
  const prefix = inside.stdout.toString('utf8').trimEnd().replace(/\/$/, '');
  const named = await commitOf(run, ref);
  if (named === undefined) {
    throw failure(
      `There is no commit ${ref} here: fetch it (git fetch origin ${ref.replace(/^origin\//, '')}; in CI, fetch-depth: 0 or GIT_DEPTH: 0), or correct ${flag}`,
    );
  }
  return { run, folder, prefix, named };
}

async function commitOf(
  run: (args: readonly string[]) => Promise<GitAnswer>,
  ref: string,
): Promise<string | undefined> {
  const answer = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  const id = answer.stdout.toString('utf8').trim();
  return answer.code === 0 && /^[0-9a-f]{40,64}$/.test(id) ? id : undefined;
}

function commitSource(
  run: (args: readonly string[], input?: string) => Promise<GitAnswer>,
  folder: string,
  commit: string,
  prefix: string,
): CommitSource {
  let reading: Promise<{ readonly snapshot: Snapshot; readonly tree: Tree }> | undefined;

  const must = async (args: readonly string[]): Promise<Buffer> => {
    const answer = await run(args);
    if (answer.code === 0) return answer.stdout;
    throw failure(
      `${commit.slice(0, 12)} cannot be read: ${firstLine(answer.stderr)}; fetch all of it (git fetch --refetch)`,
    );
  };

  async function read(): Promise<{ readonly snapshot: Snapshot; readonly tree: Tree }> {
    const where = prefix === '' ? [commit] : [`${commit}:${prefix}`];
    const kind = (await run(['cat-file', '-t', where[0]!])).stdout.toString('utf8').trim();
    // The folder may be new in the change: then nothing was declared before.
    const listing =
      prefix !== '' && kind !== 'tree'
        ? Buffer.alloc(0)
        : await must(['ls-tree', '-r', '-t', '-z', '--full-tree', where[0]!]);
    const findings: Finding[] = [];
    const entries = entriesOf(listing, (path) => {
      const message = 'The name is not UTF-8';
      findings.push(fileFinding('FileUnreadable', path, message, 'Rename it with letters of UTF-8.'));
    });
    const linkEntries = [...entries].filter(([, entry]) => entry.mode === LINK);
    const targets = await readBlobs(
      folder,
      linkEntries.map(([, { id }]) => id),
    );
    const links = new Map(
      linkEntries.map(([path, { id }]) => [path, (targets.get(id) ?? Buffer.alloc(0)).toString('utf8')]),
    );
    const tree: Tree = { entries, links };
    const specs = specFilesOf(tree);
    const blobs = await readBlobs(
      folder,
      specs.files.map(({ entry }) => entry.id),
    );
    const files = specs.files.flatMap(({ file, entry }) => {
      const bytes = blobs.get(entry.id);
      return bytes === undefined ? [] : [{ file, parsed: parseFile(file, bytes) }];
    });
    const all = [...findings, ...files.flatMap(({ parsed }) => parsed.findings), ...specs.findings];
    const complete = specs.complete && files.length === specs.files.length;
    return { tree, snapshot: { files, findings: all, complete, version: commit } };
  }

  return {
    commit,
    load: async () => (await (reading ??= read())).snapshot,
    async readBeside(file, relativePath) {
      const { tree } = await (reading ??= read());
      const path = besidePath(file, relativePath);
      const real = path === undefined ? OUTSIDE : resolvePath(tree, path);
      const message = `${relativePath} leaves the source`;
      if (path === undefined || real === OUTSIDE) return { ok: false, code: 'Outside', message };
      const entry = real === undefined ? undefined : tree.entries.get(real);
      if (entry === undefined) return { ok: false, code: 'Missing', message: `${path} is not in the source` };
      if (!entry.mode.startsWith('100'))
        return { ok: false, code: 'NotAFile', message: `${path} is not a regular file` };
      const size = Number((await must(['cat-file', '-s', entry.id])).toString('latin1').trim());
      const open = (): AsyncIterable<Uint8Array> => blobStream(folder, entry.id);
      return { ok: true, file: path, sizeBytes: size, etag: entry.id, open };
    },
  };
}

/** Reads what `ls-tree -r -t -z` prints. A path that is not UTF-8 is left out and told by `onStrange`. */
function entriesOf(listing: Buffer, onStrange: (path: string) => void): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (const line of listing.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const [mode = '', type = '', id = ''] = line.slice(0, tab).split(' ');
    const path = line.slice(tab + 1);
    if (path.includes('\ufffd')) onStrange(path);
    else entries.set(path, { mode: type === 'tree' ? FOLDER : mode, id });
  }
  return entries;
}

/** The contents of blobs by one `cat-file --batch`; one larger than a spec may be is cut behind that, so that it is still found too large. */
async function readBlobs(folder: string, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const sizes = await git(folder, ['cat-file', '--batch-check'], `${wanted.join('\n')}\n`);
  const large = new Map<string, number>();
  for (const line of sizes.stdout.toString('latin1').split('\n')) {
    const [id = '', type, size] = line.split(' ');
    if (type === 'blob' && Number(size) > MAX_FILE_BYTES) large.set(id, Number(size));
  }
  const small = wanted.filter((id) => !large.has(id));
  const { stdout, code, stderr } = await git(folder, ['cat-file', '--batch'], `${small.join('\n')}\n`);
  if (code !== 0) throw failure(`git cannot read the commit: ${firstLine(stderr)}`);
  const blobs = new Map<string, Buffer>(
    [...large.keys()].map((id) => [id, Buffer.alloc(MAX_FILE_BYTES + 1)]),
  );
  let at = 0;
  for (const id of small) {
    const end = stdout.indexOf(10, at);
    const [found, type, size] = stdout.subarray(at, end).toString('latin1').split(' ');
    if (found !== id || type !== 'blob') {
      throw failure(`git does not have object ${id}: fetch all of the commit (git fetch --refetch)`);
    }
    blobs.set(id, stdout.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return blobs;
}

interface GitAnswer {
  /** -2 when git could not be started. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

function environment(): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !STRANGE.test(name)));
  return { ...own, ...ENVIRONMENT };
}

function git(folder: string, args: readonly string[], input?: string): Promise<GitAnswer> {
  return new Promise((done) => {
    const options = {
      cwd: folder,
      env: environment(),
      encoding: 'buffer',
      timeout: TIMEOUT_MS,
      maxBuffer: OUTPUT_MAX,
    } as const;
    const child = execFile('git', args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -2;
      done({ code, stdout, stderr: code === -2 ? (error?.message ?? '') : stderr.toString('utf8') });
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

async function* blobStream(folder: string, id: string): AsyncIterable<Uint8Array> {
  const child = spawn('git', ['cat-file', 'blob', id], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = new Promise<number>((done) => {
    child.on('error', () => {
      done(-2);
    });
    child.on('close', (code) => {
      done(code ?? -1);
    });
  });
  try {
    yield* child.stdout as AsyncIterable<Uint8Array>;
    if ((await closed) !== 0) throw new Error(`git cannot read object ${id}`);
  } finally {
    child.kill();
  }
}

function failure(message: string): SourceError {
  return new SourceError('SourceUnreadable', 'terminal', message);
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? 'git said nothing'
  );
}
