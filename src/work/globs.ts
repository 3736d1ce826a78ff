import { Script } from 'node:vm';
import picomatch from 'picomatch';
import { workError } from './failure.ts';
import { GLOB_PAGE_MS_MAX } from './limits.ts';

/** Says of each of some paths whether it is meant; at most a page of a listing at a time. */
export type PathFilter = (paths: readonly string[]) => readonly boolean[];

const CALL = 'arrayjob.work.globs';
const script = new Script(`globalThis[Symbol.for('${CALL}')]()`);

/**
 * A filter from include and exclude patterns in picomatch's language: a path is meant when an include matches (or there
 * is none) and no exclude does. `*` stays within a folder, `**` crosses them and also stands for none, a leading dot is
 * nothing special, case counts. A pattern whose matching explodes ends in a terminal GlobTooCostly.
 */
export function createPathFilter(
  include: readonly string[],
  exclude: readonly string[],
  pageMsMax = GLOB_PAGE_MS_MAX,
): PathFilter {
  const included = include.map(compile);
  const excluded = exclude.map(compile);
  if (included.length === 0 && excluded.length === 0) return (paths) => paths.map(() => true);

  const isMeant = (path: string): boolean =>
    (included.length === 0 || included.some((matches) => matches(path))) &&
    !excluded.some((matches) => matches(path));
  return (paths) => withinMs(pageMsMax, () => paths.map(isMeant));
}

function compile(pattern: string): (path: string) => boolean {
  try {
    // With the flag s, `**` also crosses the line feeds that S3 allows in keys.
    return picomatch(pattern, { dot: true, nonegate: true, windows: false, flags: 's' });
  } catch (error) {
    throw workError(
      'terminal',
      'GlobInvalid',
      `the pattern ${JSON.stringify(pattern.slice(0, 200))} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'correct it in spec.work.s3.include or exclude',
    );
  }
}

/** Regular expressions can only be stopped from outside; vm's timeout is the one way that Node offers in a thread. */
function withinMs<T>(ms: number, run: () => T): T {
  const slot = globalThis as unknown as Record<symbol, (() => T) | undefined>;
  const symbol = Symbol.for(CALL);
  slot[symbol] = run;
  try {
    return script.runInThisContext({ timeout: ms }) as T;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw workError(
      'terminal',
      'GlobTooCostly',
      `the patterns took more than ${ms} ms over one page of the listing`,
      'use fewer wildcards in a row and no nested repetitions in spec.work.s3.include and exclude',
    );
  } finally {
    slot[symbol] = undefined;
  }
}
