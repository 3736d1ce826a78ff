import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { besidePath, readBeside } from './beside.ts';
import { contentDigest, directoryFiles } from './directory-files.ts';
import type { Hint } from './directory-files.ts';
import { watchDirectory } from './directory-watch.ts';
import type { DirectoryWatch } from './directory-watch.ts';
import { writeFileStatus } from './directory-write.ts';
import { SourceError, systemCode, systemWords } from './errors.ts';
import { removeLeftovers } from './replace-file.ts';
import { pooled } from './scan.ts';
import type { Snapshot, Source, StatusEdit, Watch, WriteResult } from './source.ts';

/** After files that a watch has named, everything is looked at once more when it has been quiet for so long. */
const CHECK_MS = 5_000;

/** A watched directory is looked at as a whole at least so often: no system promises that every change is told. */
const RECHECK_MS = 60_000;

/** How a directory is read. */
export interface DirectoryOptions {
  /** A changed file counts as finished when it has rested for so long. */
  readonly stableMs?: number;
  /** While a watch runs, everything is looked at again after so long without news (60,000 by default). */
  readonly recheckMs?: number;
  /** The time in milliseconds, to be compared with the files' time stamps. */
  readonly now?: () => number;
  /** Told what a person may want to know though nothing fails. */
  readonly onNote?: (note: string) => void;
}

/**
 * Opens a directory of specs: all `*.yaml` and `*.yml` below it, folders that start with a dot left out.
 *
 * A file that changes under the reader is not believed before it has rested for `stableMs` (200 by default): while a watch runs,
 * `load` goes on with its last version and the watch calls again; without a watch, `load` waits for it to rest.
 * Rejects with a SourceError when there is no such directory.
 */
export async function openDirectory(path: string, options: DirectoryOptions = {}): Promise<Source> {
  const { stableMs = 200, recheckMs = RECHECK_MS, now = Date.now, onNote = () => undefined } = options;
  const url = resolve(path);
  const root = await realpath(url).catch((error: unknown) => {
    throw rootError(url, error, 'terminal');
  });
  const device = (await rootStats(url, root, 'terminal')).dev;
  const files = directoryFiles(root, stableMs, now);
  const beside = new Set<string>();
  const tidied = new Set<string>();
  const watches = new Set<{ readonly watch: DirectoryWatch; readonly onChange: () => void }>();
  /** The files that alone may have changed since the last reading; undefined when nobody knows. */
  let named: Set<string> | undefined;
  let isAnyNamed = false;
  /** Something has been given out: from then on a file that is being written is waited for beside the rest. */
  let isGivenOut = false;
  let again: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other: a pass must not see a file between its replacement and our note of it. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = turn.then(act);
    turn = result.catch(() => undefined);
    return result;
  }

  /** Has everything read again: files that are held back soon, all others later, should a watch have missed something. */
  function callAgain(delayMs: number, onlyHeld: boolean): void {
    clearTimeout(again);
    again = setTimeout(() => {
      name(onlyHeld ? new Set() : undefined);
      for (const each of watches) each.onChange();
    }, delayMs);
    again.unref();
  }

  function name(files: ReadonlySet<string> | undefined): void {
    const rest = isAnyNamed ? named : new Set<string>();
    named = files === undefined || rest === undefined ? undefined : new Set([...rest, ...files]);
    isAnyNamed = true;
  }

  function takeHint(): Hint | undefined {
    const changed = isAnyNamed ? named : undefined;
    named = undefined;
    isAnyNamed = false;
    if (watches.size === 0) return undefined;
    const isWhole = async (file: string): Promise<boolean> => {
      for (const { watch } of watches) if (await watch.isWhole(file)) return true;
      return false;
    };
    return { ...(changed === undefined ? {} : { changed }), isWhole };
  }

  async function load(): Promise<Snapshot> {
    const deadline = now() + 3 * stableMs;
    for (;;) {
      const { dev } = await rootStats(url, root, 'transient');
      if (dev !== device) {
        const message = `${url} is now on another file system than when it was opened: mount it again, or restart to use what is there`;
        throw new SourceError('SourceReplaced', 'transient', message);
      }
      const watched = watches.size > 0;
      // Whose source this is, and who depends on whom, is not judged by half of the files.
      const passing = watched && isGivenOut;
      const hint = takeHint();
      const { snapshot, held } = await files
        .read(passing || now() < deadline, watched, hint)
        .catch((error: unknown) => {
          throw rootError(url, error, 'transient');
        });
      if (held && passing) callAgain(stableMs + 10, hint?.changed !== undefined);
      else if (watched) callAgain(hint?.changed === undefined ? recheckMs : CHECK_MS, false);
      if (!held || passing) {
        isGivenOut = true;
        return snapshot;
      }
      await delay(Math.max(10, stableMs / 2));
    }
  }

  async function write(edits: readonly StatusEdit[]): Promise<readonly WriteResult[]> {
    const results = new Map<StatusEdit, WriteResult>();
    const byFile = new Map<string, StatusEdit[]>();
    for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
    const context = {
      root,
      otherNames: (file: string) => files.found(file)?.otherNames ?? [],
      wrote: (file: string, before: Uint8Array, after: Uint8Array) => {
        files.wrote(file, contentDigest(before), after);
      },
    };
    await pooled([...byFile], async ([file, own]) => {
      const folder = dirname(join(root, file));
      if (!tidied.has(folder)) {
        tidied.add(folder);
        await removeLeftovers(folder, now());
      }
      for (const each of await writeFileStatus(context, file, own)) results.set(each.edit, each);
    });
    return edits.map((edit) => results.get(edit) ?? { edit, outcome: 'failed', reason: 'not reached' });
  }

  async function isNews(file: string): Promise<boolean> {
    const known = files.digestOf(file);
    try {
      return contentDigest(await readFile(join(root, file))) !== known;
    } catch {
      return known !== undefined;
    }
  }

  async function watch(onChange: () => void): Promise<Watch> {
    const own = await watchDirectory({
      root,
      beside,
      // In turn, so that an event of our own write is judged after the write has been noted.
      isNews: (file) => inTurn(() => isNews(file)),
      onChange(changed) {
        name(changed);
        onChange();
      },
      onNote,
    });
    const entry = { watch: own, onChange };
    watches.add(entry);
    return {
      async close() {
        watches.delete(entry);
        if (watches.size === 0) clearTimeout(again);
        await own.close();
      },
    };
  }

  return {
    kind: 'directory',
    url,
    load: () => inTurn(load),
    writeStatus: (edits) => inTurn(() => write(edits)),
    watch,
    async readBeside(file, relativePath) {
      const result = await readBeside(root, file, relativePath);
      // One that is missing is waited for.
      const path = result.ok || result.code === 'Missing' ? besidePath(file, relativePath) : undefined;
      if (path !== undefined && !beside.has(join(root, path))) {
        beside.add(join(root, path));
        for (const each of watches) each.watch.add(join(root, path));
      }
      return result;
    },
    async close() {
      clearTimeout(again);
      await Promise.all([...watches].map((each) => each.watch.close()));
      watches.clear();
      await turn;
    },
  };
}

async function rootStats(
  url: string,
  root: string,
  outcome: SourceError['outcome'],
): Promise<{ readonly dev: number }> {
  const stats = await stat(root).catch((error: unknown) => {
    throw rootError(url, error, outcome);
  });
  if (!stats.isDirectory()) {
    throw new SourceError(
      'SourceNotADirectory',
      outcome,
      `${url} is not a directory: give the directory that holds the specs`,
    );
  }
  return stats;
}

function rootError(url: string, error: unknown, outcome: SourceError['outcome']): SourceError {
  if (error instanceof SourceError) return error;
  const cause = { cause: error };
  if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) {
    return new SourceError(
      'SourceMissing',
      outcome,
      `${url} is not there: check the path, or mount it again`,
      cause,
    );
  }
  const message = `${url} cannot be read: ${systemWords(error)}; give the controller the right to read it`;
  return new SourceError('SourceUnreadable', outcome, message, cause);
}
