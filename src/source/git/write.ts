import type { StatusEdit, WriteMessage, WriteResult } from '../source.ts';
import { makeCommit, type Signature, SigningError } from './commit.ts';
import { describe, messageText, type StatusChange } from './commit-message.ts';
import type { Failure } from './failure.ts';
import type { Commit, CommitReader } from './files.ts';
import type { ObjectId, Pushed, Repository } from './repository.ts';
import { BASE_TRAILER, readStatusBranch } from './status-branch.ts';
import { type Flush, onMain, onStatusBranch, type StatusCommit } from './status-commit.ts';
import { type GitTime, pause } from './time.ts';
import type { Tips } from './tips.ts';

/** A push that arrived. */
export interface StatusPush {
  readonly branch: string;
  readonly commit: ObjectId;
  /** The branch and commit that the specs were read from. */
  readonly base: { readonly branch: string; readonly commit: ObjectId };
  readonly changes: readonly StatusChange[];
}

export interface Writer {
  readonly repository: Repository;
  readonly reader: CommitReader;
  readonly tips: Tips;
  readonly statusBranch: string | undefined;
  readonly suffix: string;
  readonly signature: () => Promise<Signature>;
  readonly redact: (text: string) => string;
  readonly inRepository: (path: string) => string;
  /** The commit that was given out last. */
  readonly planned: () => Commit | undefined;
  readonly time: GitTime;
  /** Told of every push that was tried. */
  readonly onPush?: ((outcome: PushOutcome) => void) | undefined;
}

/** `conflict`: somebody else was first, and it is done anew on top of that. */
export type PushOutcome = 'ok' | 'conflict' | 'error';

/** What became of a write: results for every edit, and the commit, if one was needed. */
export type Written =
  | {
      readonly ok: true;
      readonly results: readonly WriteResult[];
      readonly push?: StatusPush;
      /** The commit of main that the edits were worked out on, and main as it is now. */
      readonly before: Commit;
      readonly after: Commit;
      /** The tip of the branch of statuses that they were worked out on. */
      readonly status: ObjectId | undefined;
    }
  | Failure;

/** A push is tried so often; under constant pushing by others each try has a fair chance. */
const ATTEMPTS = 25;
const PATIENCE_MS = 20_000;

/**
 * Works the edits out on the tip that is known, commits, and pushes; when somebody else was first, fetches and works them out anew on
 * what stands there then, at once. Texts are never merged. Rejects with a LocalError when the clone is damaged.
 */
export async function writeStatuses(
  writer: Writer,
  edits: readonly StatusEdit[],
  message: WriteMessage | undefined,
): Promise<Written> {
  const until = writer.time.now() + PATIENCE_MS;
  const memo: Flush['memo'] = new Map();
  for (let attempt = 1; ; attempt++) {
    const tried = await attemptWrite(writer, edits, memo, message);
    if (tried.ok || tried.kind !== 'stale') return tried;
    if (attempt >= ATTEMPTS || writer.time.now() > until) return tried;
    // Two that keep overtaking each other must not do so in step.
    if (attempt > 2) await pause(writer.time, writer.time.random() * Math.min(50, 2 * attempt));
    const fetched = await writer.tips.catchUp();
    if (!fetched.ok) return fetched;
  }
}

async function attemptWrite(
  writer: Writer,
  edits: readonly StatusEdit[],
  memo: Flush['memo'],
  message: WriteMessage | undefined,
): Promise<Written> {
  const { tips, reader, repository, statusBranch } = writer;
  const mainId = tips.main;
  if (mainId === undefined) return { ok: false, kind: 'stale', message: 'nothing has been fetched yet' };
  const main = await reader.at(mainId);
  let work: StatusCommit;
  const flush = { main, planned: writer.planned(), edits, memo, inRepository: writer.inRepository };
  if (statusBranch === undefined) work = onMain(flush);
  else {
    const branch = await readStatusBranch(repository, reader, main, tips.status, statusBranch);
    if (branch !== undefined && 'ok' in branch) return branch;
    work = onStatusBranch(flush, branch);
  }
  const { results } = work;
  const { status } = tips;
  if (work.changes.size === 0) return { ok: true, results, before: main, after: main, status };
  let commit: ObjectId;
  try {
    commit = await makeCommit(repository, {
      parent: work.parent,
      changes: work.changes,
      message: writer.redact(textOf(writer, work, message, mainId)),
      signature: await writer.signature(),
      nowMs: writer.time.now(),
    });
  } catch (error) {
    if (error instanceof SigningError) return { ok: false, kind: 'local', message: error.message };
    throw error;
  }
  const target = statusBranch ?? tips.branch;
  const pushed = await pushOnce(writer, target, commit, statusBranch === undefined ? mainId : tips.status);
  writer.onPush?.(pushed.ok ? 'ok' : pushed.kind === 'stale' ? 'conflict' : 'error');
  if (!pushed.ok) return pushed;
  await tips.pushed(target, commit);
  return {
    ok: true,
    results,
    before: main,
    after: statusBranch === undefined ? await reader.at(commit) : main,
    status,
    push: { branch: target, commit, base: { branch: tips.branch, commit: mainId }, changes: work.told },
  };
}

/** Pushes, and finds out what became of a push whose answer was lost. */
async function pushOnce(
  { repository }: Writer,
  branch: string,
  commit: ObjectId,
  expected: ObjectId | undefined,
): Promise<Pushed> {
  const pushed = await repository.push(branch, commit, expected);
  if (pushed.ok || pushed.unknown !== true) return pushed;
  const remote = await repository.look([branch]);
  if (!remote.ok) return pushed;
  return remote.branches.get(branch) === commit ? { ok: true } : { ...pushed, kind: 'stale' };
}

function textOf(
  { statusBranch, suffix }: Writer,
  { told }: StatusCommit,
  given: WriteMessage | undefined,
  main: ObjectId,
): string {
  const carried = { subject: `status: carried to ${main.slice(0, 12)}` };
  const message: WriteMessage = given ?? (told.length === 0 ? carried : describe(told));
  const base = statusBranch === undefined ? [] : [[BASE_TRAILER, main] as const];
  return messageText({ ...message, trailers: [...(message.trailers ?? []), ...base] }, suffix);
}
