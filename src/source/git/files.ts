import type { Finding } from '../../core/finding.ts';
import type { Json } from '../../core/json.ts';
import { MAX_FILE_BYTES, parseFile, spliceStatus } from '../../document/index.ts';
import type { ParsedFile } from '../../document/index.ts';
import { SourceError } from '../errors.ts';
import { fileFinding } from '../scan.ts';
import { LocalError } from './failure.ts';
import { readBlobs, readObject } from './objects.ts';
import type { ObjectId, Repository } from './repository.ts';
import {
  FOLDER,
  LINK,
  parseTree,
  specFilesOf,
  type Tree,
  type TreeEntry,
  type TreeFile,
  type TreeNames,
} from './tree.ts';

/** A spec file of a commit, read. */
export interface CommitFile extends TreeFile {
  readonly parsed: ParsedFile;
}

/** The specs of one commit. */
export interface Commit {
  readonly id: ObjectId;
  /** The id of the folder's tree: equal trees hold the same files. */
  readonly treeId: ObjectId;
  readonly tree: Tree;
  /** By the path under which each is known, in order. */
  readonly files: ReadonlyMap<string, CommitFile>;
  readonly findings: readonly Finding[];
  readonly complete: boolean;
}

/** Reads commits, keeping what has not changed. */
export interface CommitReader {
  /** Rejects with a LocalError when the clone is damaged, and with a SourceError when the commit has no such folder. */
  at(commit: ObjectId): Promise<Commit>;
  forget(): void;
}

/** A Git LFS pointer begins so: the content is elsewhere, and is left there. */
const POINTER = 'version https://git-lfs.github.com/spec/';

/** Whether bytes are a Git LFS pointer instead of a content. */
export function isPointer(bytes: Uint8Array): boolean {
  return bytes.length < 1024 && Buffer.from(bytes.subarray(0, POINTER.length)).toString('latin1') === POINTER;
}

export function createReader(repository: Repository, path: string): CommitReader {
  let recent: readonly Commit[] = [];
  let parsed = new Map<string, ParsedFile>();
  const trees = new Map<ObjectId, TreeNames>();
  const walked = new Set<ObjectId>();

  async function treeIdOf(commit: ObjectId): Promise<ObjectId> {
    const found = await repository.head(path === '' ? `${commit}^{tree}` : `${commit}:${path}`);
    if (found?.type === 'tree') return found.id;
    if (found === undefined) await checkWhole(commit);
    const message =
      found !== undefined
        ? `${path} is no folder of the repository: give ?path= the folder that holds the specs`
        : `the repository has no folder ${path} at ${commit.slice(0, 12)}: mend ?path=, or put the folder back; to remove every object, keep the folder with a file such as .gitkeep`;
    throw new SourceError(
      found !== undefined ? 'SourceNotADirectory' : 'SourceMissing',
      'transient',
      message,
    );
  }

  /** Rejects with a LocalError where a folder is not found because the clone lacks what is above it. */
  async function checkWhole(commit: ObjectId): Promise<void> {
    const root = await repository.head(`${commit}^{tree}`);
    if (root === undefined) throw new LocalError(`the private clone lacks commit ${commit}`);
    let id: ObjectId | undefined = root.id;
    for (const part of path.split('/')) {
      if (id === undefined) return;
      const names = parseTree(await readObject(repository, id, 'tree'), id.length);
      const entry: TreeEntry | undefined = names.find(([name]) => name === part)?.[1];
      if (entry !== undefined && entry.mode !== FOLDER) return;
      id = entry?.id;
    }
    if (id !== undefined) throw new LocalError(`the private clone lacks tree ${id}`);
  }

  /** All paths below a tree; trees that were read before are not read again. */
  async function list(id: ObjectId, prefix: string, into: Map<string, TreeEntry>): Promise<void> {
    const names = trees.get(id) ?? parseTree(await readObject(repository, id, 'tree'), id.length);
    trees.set(id, names);
    walked.add(id);
    for (const [name, entry] of names) into.set(prefix + name, entry);
    const folders = names.filter(([, entry]) => entry.mode === FOLDER);
    await Promise.all(folders.map(([name, entry]) => list(entry.id, `${prefix}${name}/`, into)));
  }

  async function read(commit: ObjectId): Promise<Commit> {
    const treeId = await treeIdOf(commit);
    const same = recent.find((each) => each.treeId === treeId);
    if (same !== undefined) return { ...same, id: commit };
    const findings: Finding[] = [];
    let complete = true;
    const entries = new Map<string, TreeEntry>();
    walked.clear();
    await list(treeId, '', entries);
    for (const id of trees.keys()) if (!walked.has(id)) trees.delete(id);
    for (const each of entries.keys()) {
      if (!each.includes('\ufffd')) continue;
      complete = false;
      entries.delete(each);
      findings.push(
        fileFinding('FileUnreadable', each, 'The name is not UTF-8', 'Rename it with letters of UTF-8.'),
      );
    }
    const linkPaths = [...entries].filter(([, entry]) => entry.mode === LINK);
    const targets = await readBlobs(
      repository,
      linkPaths.map(([, entry]) => entry.id),
      4096,
    );
    const links = new Map(
      linkPaths.flatMap(([each, { id }]): readonly (readonly [string, string])[] => {
        const target = targets.get(id);
        return target instanceof Uint8Array ? [[each, Buffer.from(target).toString('utf8')]] : [];
      }),
    );
    const tree: Tree = { entries, links };
    const specs = specFilesOf(tree);
    const fresh = specs.files.filter((each) => !parsed.has(keyOf(each)));
    const blobs = await readBlobs(
      repository,
      fresh.map((each) => each.entry.id),
    );
    const files = new Map<string, CommitFile>();
    for (const each of specs.files) {
      const known = parsed.get(keyOf(each)) ?? parsedOf(each.file, blobs.get(each.entry.id)!);
      parsed.set(keyOf(each), known);
      files.set(each.file, { ...each, parsed: known });
      findings.push(...known.findings);
      if (known.broken) complete = false;
    }
    return {
      id: commit,
      treeId,
      tree,
      files,
      findings: [...findings, ...specs.findings],
      complete: complete && specs.complete,
    };
  }

  return {
    async at(commit) {
      const known = recent.find((each) => each.id === commit);
      if (known !== undefined) return known;
      const found = await read(commit);
      recent = [found, ...recent].slice(0, 3);
      const kept = new Set(recent.flatMap((each) => [...each.files.values()].map(keyOf)));
      parsed = new Map([...parsed].filter(([key]) => kept.has(key)));
      return found;
    },
    forget() {
      recent = [];
      parsed.clear();
      trees.clear();
    },
  };
}

function keyOf({ file, entry }: TreeFile): string {
  return `${entry.id} ${file}`;
}

function parsedOf(file: string, content: Uint8Array | { readonly sizeBytes: number }): ParsedFile {
  const unread = (code: string, message: string, remedy: string): ParsedFile => ({
    file,
    bytes: new Uint8Array(),
    documents: [],
    findings: [fileFinding(code, file, message, remedy)],
    broken: true,
  });
  if (!(content instanceof Uint8Array)) {
    const message = `The file has ${content.sizeBytes} bytes; at most ${MAX_FILE_BYTES} are read`;
    return unread(
      'FileTooLarge',
      message,
      'Split it into several files, or keep long lists of items in a work.file.',
    );
  }
  if (isPointer(content)) {
    const message = 'The file is a Git LFS pointer, and what it points to is not fetched';
    return unread(
      'FileIsPointer',
      message,
      'Keep specs in git itself: git lfs untrack, and commit the file again.',
    );
  }
  return parseFile(file, content);
}

/** The statuses that stand in the files of a commit, by kind and name. */
export function statusesOf(commit: Commit): ReadonlyMap<string, Json> {
  const statuses = new Map<string, Json>();
  for (const { parsed } of commit.files.values()) {
    for (const { kind, name, value } of parsed.documents) {
      const status = value['status'];
      if (status !== undefined && kind !== undefined && name !== undefined)
        statuses.set(`${kind}/${name}`, status);
    }
  }
  return statuses;
}

/** A file's bytes with the statuses that are known of its documents elsewhere; the same bytes when that cannot be or changes nothing. */
export function withStatuses(parsed: ParsedFile, statuses: ReadonlyMap<string, Json>): Uint8Array {
  const splices = parsed.documents.flatMap(({ position, kind, name }) => {
    const status = statuses.get(`${kind ?? ''}/${name ?? ''}`);
    return typeof status === 'object' && status !== null && !Array.isArray(status)
      ? [{ position, status: status as Exclude<typeof status, readonly Json[]> }]
      : [];
  });
  if (splices.length === 0) return parsed.bytes;
  const spliced = spliceStatus(parsed.bytes, splices);
  return spliced.ok ? spliced.bytes : parsed.bytes;
}
