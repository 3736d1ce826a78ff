import { canonicalText, type Json, without } from '../../core/json.ts';
import type { ParsedDocument, ParsedFile } from '../../document/index.ts';
import type { StatusEdit, WriteResult } from '../source.ts';
import { applyEdits, type EditedFile } from '../status-edits.ts';
import type { Changes } from './commit.ts';
import type { StatusChange } from './commit-message.ts';
import { type Commit, type CommitFile, statusesOf, withStatuses } from './files.ts';
import type { ObjectId } from './repository.ts';
import type { StatusBranch } from './status-branch.ts';

/** What a commit of statuses would be; without changes there is none. */
export interface StatusCommit {
  readonly results: readonly WriteResult[];
  readonly parent: ObjectId;
  /** By path in the repository. */
  readonly changes: Changes;
  /** What the message tells. */
  readonly told: readonly StatusChange[];
}

interface Edited {
  readonly results: readonly WriteResult[];
  /** By the path under which a file is known: its content with its statuses. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly told: readonly StatusChange[];
}

/** Works out edits on the files of a commit; `base` gives a file's content before them. */
function edit({ main: commit, planned, edits, memo }: Flush, base: (file: CommitFile) => Uint8Array): Edited {
  const byFile = new Map<string, StatusEdit[]>();
  for (const each of edits) byFile.set(each.file, [...(byFile.get(each.file) ?? []), each]);
  const results = new Map<StatusEdit, WriteResult>();
  const contents = new Map<string, Uint8Array>();
  for (const [name, own] of byFile) {
    const file = commit.files.get(name);
    if (file === undefined) {
      const reason = `${name} is no longer there`;
      for (const each of own) results.set(each, { edit: each, outcome: 'gone', reason });
      continue;
    }
    const before = base(file);
    const parsed = before === file.parsed.bytes ? file.parsed : undefined;
    const known = parsed === undefined ? undefined : memo.get(parsed);
    const current = own.map((each) => upToDate(each, file, planned));
    const edited = known ?? applyEdits(name, before, current, parsed);
    if (parsed !== undefined) memo.set(parsed, edited);
    edited.results.forEach((each, i) => results.set(own[i]!, { ...each, edit: own[i]! }));
    if (edited.bytes !== undefined) contents.set(name, edited.bytes);
  }
  const before = statusesOf(commit);
  return {
    results: edits.map((each) => results.get(each)!),
    contents,
    told: [...results.values()]
      .filter((each) => each.outcome === 'written')
      .map(({ edit: { kind, name, status } }) => ({
        kind,
        name,
        before: before.get(`${kind}/${name}`),
        after: status,
      })),
  };
}

/**
 * The edit for a document that somebody has rewritten without changing what it says (a comment, the order of keys, white space)
 * since it was planned from: its status is right all the same.
 */
function upToDate(edit: StatusEdit, file: CommitFile, planned: Commit | undefined): StatusEdit {
  const isNamed = (each: ParsedDocument): boolean => each.kind === edit.kind && each.name === edit.name;
  const current = file.parsed.documents.filter(isNamed);
  const [only] = current;
  if (only === undefined || current.length > 1 || only.specDigest === edit.specDigest) return edit;
  const before = planned?.files
    .get(edit.file)
    ?.parsed.documents.find((each) => each.specDigest === edit.specDigest);
  if (before === undefined || specText(before) !== specText(only)) return edit;
  return { ...edit, specDigest: only.specDigest };
}

function specText({ value }: ParsedDocument): string {
  return canonicalText(without(value, ['status']));
}

/** Edits, and what they are worked out on. */
export interface Flush {
  readonly main: Commit;
  /** The commit that was planned from, if it is still known. */
  readonly planned: Commit | undefined;
  readonly edits: readonly StatusEdit[];
  /** What the edits make of files, from one try to the next: most files are the same as they were in the try before. */
  readonly memo: Map<ParsedFile, EditedFile>;
  /** A path below the source as one of the repository. */
  readonly inRepository: (path: string) => string;
}

/** Statuses beside the specs: a commit upon the branch that the specs are read from. */
export function onMain(flush: Flush): StatusCommit {
  const { main, inRepository } = flush;
  const { results, contents, told } = edit(flush, (file) => file.parsed.bytes);
  return { results, told, parent: main.id, changes: changesOf(main, contents, inRepository) };
}

/**
 * Statuses on a branch of their own: main's tip plus status. While that branch stands upon main's tip, another commit is put
 * upon it; once main has moved, it begins anew with one commit upon main's tip that carries all statuses.
 */
export function onStatusBranch(flush: Flush, branch: StatusBranch | undefined): StatusCommit {
  const { main, inRepository } = flush;
  const known = branch === undefined ? new Map<string, Json>() : statusesOf(branch.commit);
  const carried = new Map<string, Uint8Array>();
  for (const [name, file] of main.files) {
    const bytes = withStatuses(file.parsed, known);
    if (bytes !== file.parsed.bytes) carried.set(name, bytes);
  }
  const edited = edit(flush, (file) => carried.get(file.file) ?? file.parsed.bytes);
  const { results, contents } = edited;
  const told = edited.told.map((each) => ({
    ...each,
    before: known.get(`${each.kind}/${each.name}`) ?? each.before,
  }));
  if (branch !== undefined && branch.base === main.id) {
    return { results, told, parent: branch.commit.id, changes: changesOf(main, contents, inRepository) };
  }
  const all = new Map([...carried, ...contents]);
  return { results, told, parent: main.id, changes: changesOf(main, all, inRepository) };
}

function changesOf(
  commit: Commit,
  contents: ReadonlyMap<string, Uint8Array>,
  inRepository: (path: string) => string,
): Changes {
  return new Map(
    [...contents].map(([name, bytes]) => {
      return [inRepository(commit.files.get(name)!.real), bytes];
    }),
  );
}
