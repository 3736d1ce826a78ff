import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { SourceError, systemWords } from '../errors.ts';
import { type OwnedFolder, ownFolder } from './clone.ts';
import type { GitAddress } from './url.ts';

/**
 * The id of a git source: the same for every way to write the address of one repository, and for the default branch whether it is
 * named or not. Specs of two branches are two sources, so that one never stops the other's jobs.
 */
export function gitSourceId(address: GitAddress, head?: string): string {
  const { host, repository, path } = address;
  const branch = address.branch === head ? '' : (address.branch ?? '');
  return createHash('sha256').update([host, repository, branch, path].join('\0')).digest('hex').slice(0, 8);
}

/** The folder of private clones: `$XDG_CACHE_HOME/arrayjob`, by default below `~/.cache`. */
export function defaultCacheDir(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const base = env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), 'arrayjob');
}

/** A folder for a clone: in the cache, or in the system's temporary folder when that cannot be written. Rejects with a SourceError. */
export async function cloneFolder(wanted: string, onNote: (note: string) => void): Promise<OwnedFolder> {
  try {
    return await ownFolder(wanted);
  } catch (error) {
    const why = systemWords(error);
    try {
      const scratch = await mkdtemp(join(tmpdir(), 'arrayjob-git-'));
      onNote(`${wanted} cannot be used (${why}); the clone is made in ${scratch}: set XDG_CACHE_HOME`);
      const remove = (): Promise<void> => rm(scratch, { recursive: true, force: true });
      return { path: scratch, release: remove, discard: remove };
    } catch (second) {
      const message = `no place for a private clone: ${wanted} cannot be used (${why}), nor ${tmpdir()} (${systemWords(second)}): set XDG_CACHE_HOME to a folder that can`;
      throw new SourceError('SourceUnreadable', 'terminal', message);
    }
  }
}
