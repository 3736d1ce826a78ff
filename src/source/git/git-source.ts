import { parseFile } from '../../document/index.ts';
import { SourceError } from '../errors.ts';
import type {
  Snapshot,
  Source,
  SourceHealth,
  StatusEdit,
  Watch,
  WriteMessage,
  WriteResult,
} from '../source.ts';
import { readBesideIn } from './beside.ts';
import { type Identity, signatureOf, type Signature } from './commit.ts';
import { asSourceError, atStart, type Failure, LocalError, sourceErrorOf } from './failure.ts';
import { type Commit, createReader, statusesOf, withStatuses } from './files.ts';
import { createHealth } from './health.ts';
import { gitSourceId } from './home.ts';
import type { ObjectId, Repository } from './repository.ts';
import { type GitTime, timeOf } from './time.ts';
import { createTips, mainOf } from './tips.ts';
import type { GitAddress } from './url.ts';
import { type Poll, startPoll } from './watch.ts';
import { type PushOutcome, type StatusPush, writeStatuses } from './write.ts';

export interface GitOptions extends Partial<GitTime> {
  /** How often the remote is looked at while watched. 30,000 unless told. */
  readonly intervalMs?: number;
  /** Statuses go to this branch instead of the one that specs are read from. */
  readonly statusBranch?: string | undefined;
  /** Who writes the commits; arrayjob unless told. */
  readonly author?: Identity | undefined;
  /** Ends the subject of every commit, such as `[skip ci]`. */
  readonly suffix?: string | undefined;
  /** Where private clones are kept; below the user's cache unless told. */
  readonly cacheDir?: string;
  /** Gives up opening, which may be a clone of many minutes: then opening rejects. Without effect on what is open. */
  readonly opening?: AbortSignal | undefined;
  readonly onNote?: (note: string) => void;
  /** Told when the remote can no longer be read or written, and when it can again. */
  readonly onHealth?: (health: SourceHealth) => void;
  /** Told after every push, before the write is reported. What it throws is noted and costs nothing. */
  readonly onPushed?: (push: StatusPush) => void | Promise<void>;
  /** Told of every push that was tried, for counting. */
  readonly onPush?: (outcome: PushOutcome) => void;
}

/** A source in a git repository. */
export interface GitSource extends Source {
  readonly kind: 'git';
  readonly id: string;
  /** Without user and password. */
  readonly address: GitAddress;
  /** The branch that specs are read from. */
  readonly branch: string;
  readonly statusBranch: string | undefined;
  /** Looks at the remote at once: somebody has said that it moved. */
  lookNow(): void;
  health(): SourceHealth;
}

const INTERVAL_MS = 30_000;
/** The clone is tidied after so many pushes and fetches; until then it grows by some kilobytes with each. */
const TIDY_AFTER = 300;
/** What was looked at so recently is not looked at again for a load. */
const FRESH_MS = 1_000;

/**
 * A source over a clone: reads what the remote declares, and writes statuses to it. Rejects with a SourceError when nothing can be
 * read and nothing is known from before.
 */
export async function createGitSource(
  clone: {
    readonly address: GitAddress;
    readonly repository: Repository;
    readonly redact: (text: string) => string;
    /** Gives the clone up for the next process. */
    readonly release: () => Promise<void>;
  },
  options: GitOptions,
): Promise<GitSource> {
  const { address, repository, redact, release } = clone;
  const { onNote = () => undefined, statusBranch } = options;
  const time = timeOf(options);
  const now = (): number => time.now();
  // Why a source cannot be opened is the error of opening it.
  let isOpen = false;
  const health = createHealth({
    now,
    onChange: (changed) => {
      if (isOpen) options.onHealth?.(changed);
    },
  });
  const tips = createTips(repository, address, statusBranch);
  const reader = createReader(repository, address.path);
  const watchers = new Set<() => void>();
  let poll: Poll | undefined;
  let signature: Promise<Signature> | undefined;
  let lookedAt = -Infinity;
  let grown = 0;
  /** The commit that was given out last, or that differs from it by our own statuses only. */
  let given: Commit | undefined;
  /** The tip of the branch of statuses that went into it, or ours upon that. */
  let givenStatus: ObjectId | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = turn.then(act);
    turn = result.catch(() => undefined);
    return result;
  }

  async function refresh(): Promise<Failure | undefined> {
    const before = tips.main;
    const refreshed = await tips.refresh();
    if (!refreshed.ok) {
      health.failed('read', refreshed.kind, refreshed.message);
      return refreshed;
    }
    lookedAt = now();
    health.readFine();
    if (tips.main !== before) await grow();
    return undefined;
  }

  /** Every push and every fetch leaves objects behind. */
  async function grow(): Promise<void> {
    if (++grown % TIDY_AFTER === 0) await repository.tidy();
  }

  /** Does something with the clone; when that turns out to be damaged, and the remote answers, once more with a new one. */
  async function mended<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof LocalError)) throw error;
      const remote = await repository.look([]);
      if (!remote.ok) throw sourceErrorOf(remote, address.url);
      onNote(`The private clone is made again: ${error.message}`);
      try {
        await repository.wipe();
        reader.forget();
        tips.forget();
        const failure = await refresh();
        if (failure !== undefined) throw sourceErrorOf(failure, address.url);
        return await act();
      } catch (second) {
        throw asSourceError(second, address.url);
      }
    }
  }

  function missingBranch(failure: Failure | undefined): void {
    // The remote answers, and the branch or the repository is not there: what is declared is unknown, whatever is remembered.
    if (failure !== undefined && failure.kind !== 'unreachable') throw sourceErrorOf(failure, address.url);
  }

  async function load(): Promise<Snapshot> {
    const failure = now() - lookedAt < FRESH_MS ? undefined : await refresh();
    missingBranch(failure);
    const commit = await reader.at(mainOf(tips, address.url, failure));
    given = commit;
    givenStatus = tips.status;
    const statuses = tips.status === undefined ? undefined : statusesOf(await reader.at(tips.status));
    const files = [...commit.files.values()].map(({ file, parsed }) => {
      if (statuses === undefined) return { file, parsed };
      const bytes = withStatuses(parsed, statuses);
      return { file, parsed: bytes === parsed.bytes ? parsed : parseFile(file, bytes) };
    });
    return { files, findings: commit.findings, complete: commit.complete, version: commit.id };
  }

  const writer = {
    repository,
    reader,
    tips,
    statusBranch,
    suffix: options.suffix ?? '',
    signature: () => (signature ??= signatureOf(repository, options.author)),
    redact,
    inRepository: (path: string) => (address.path === '' ? path : `${address.path}/${path}`),
    planned: () => given,
    time,
    onPush: options.onPush,
  };

  async function write(
    edits: readonly StatusEdit[],
    message: WriteMessage | undefined,
  ): Promise<readonly WriteResult[]> {
    const failed = (reason: string): readonly WriteResult[] =>
      edits.map((edit) => ({ edit, outcome: 'failed', reason }));
    const barred = health.writeBarred();
    if (barred !== undefined) return failed(barred);
    try {
      const written = await mended(() => writeStatuses(writer, edits, message));
      if (!written.ok) {
        health.failed('write', written.kind, written.message);
        return failed(written.message);
      }
      if (written.push === undefined) return written.results;
      health.writeFine();
      const seen = given?.treeId === written.before.treeId && givenStatus === written.status;
      if (seen) {
        given = written.after;
        givenStatus = tips.status;
      } else tell();
      await grow();
      await pushed(written.push);
      return written.results;
    } catch (error) {
      const { message: said } = asSourceError(error, address.url);
      health.failed('write', 'local', said);
      return failed(said);
    }
  }

  async function pushed(push: StatusPush): Promise<void> {
    try {
      await options.onPushed?.(push);
    } catch (error) {
      onNote(`After the push: ${redact(error instanceof Error ? error.message : String(error))}`);
    }
  }

  function tell(): void {
    // Not inside of the turn that found out: who is told loads.
    time.after(0, () => {
      for (const each of watchers) each();
    });
  }

  /** One look of the watch; false when the remote could not be looked at. */
  async function look(): Promise<boolean> {
    try {
      if ((await refresh()) !== undefined) return false;
      await mended(async () => {
        if (tips.main === undefined) return;
        const commit = await reader.at(tips.main);
        // Who takes statuses away, on their branch too, gets them back.
        if (commit.treeId !== given?.treeId || tips.status !== givenStatus) tell();
        else given = commit;
      });
      // Who watches is the one who acts: the branch of statuses is kept upon main's tip, also when there is no news.
      if (statusBranch !== undefined && tips.status !== undefined) await write([], undefined);
      return true;
    } catch (error) {
      const { message } = asSourceError(error, address.url);
      if (error instanceof SourceError) tell();
      onNote(message);
      return false;
    }
  }

  async function watch(onChange: () => void): Promise<Watch> {
    watchers.add(onChange);
    poll ??= startPoll(time, options.intervalMs ?? INTERVAL_MS, () => inTurn(look));
    return {
      async close() {
        watchers.delete(onChange);
        if (watchers.size > 0) return;
        const ending = poll;
        poll = undefined;
        await ending?.close();
      },
    };
  }

  try {
    await inTurn(() =>
      mended(async () => {
        await tips.recall();
        const failure = await refresh();
        const main = mainOf(tips, address.url, failure);
        missingBranch(failure);
        if (failure !== undefined)
          onNote(`${failure.message}; starting with ${main.slice(0, 12)}, as it was known last`);
        await reader.at(main);
      }),
    );
  } catch (error) {
    repository.close();
    await release();
    throw atStart(asSourceError(error, address.url));
  }
  isOpen = true;
  if (!health.now().ok) options.onHealth?.(health.now());

  return {
    kind: 'git',
    id: gitSourceId(address, tips.head),
    url: address.url,
    address: { ...address, user: undefined, password: undefined },
    get branch() {
      return tips.branch;
    },
    statusBranch,
    load: () => inTurn(() => mended(load)),
    writeStatus: (edits, message) => inTurn(() => write(edits, message)),
    watch,
    lookNow: () => poll?.now(),
    health: () => health.now(),
    readBeside: (file, relativePath) =>
      inTurn(() =>
        mended(async () => {
          const commit = given ?? (await reader.at(mainOf(tips, address.url, undefined)));
          return readBesideIn(repository, commit, file, relativePath);
        }),
      ),
    async close() {
      watchers.clear();
      await poll?.close();
      await turn;
      repository.close();
      await release();
    },
  };
}
