import { readdirSync, readlinkSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from './clock.ts';
import { stateError, systemCode } from './errors.ts';
import { ownProcess, vitality } from './process.ts';

/** Runs a critical section that no other process runs at the same time. */
export interface DirectoryLock {
  /**
   * The section is synchronous, so it takes microseconds whatever else the process is busy with, and never overlaps
   * another one of the same process. Throws a transient `StoreLocked` when a living process keeps the lock for longer
   * than `timeoutMs`.
   */
  hold<T>(section: () => T): Promise<T>;
}

/** How a lock behaves; the defaults are for use, the options for tests. */
export interface DirectoryLockOptions {
  /** Default 10,000. */
  readonly timeoutMs?: number;
  /**
   * How long a lock of a machine or container that this process cannot look into has to stand before it counts as
   * left behind. It is held for microseconds, so the default of 30,000 is a million times the usual.
   */
  readonly foreignMs?: number;
}

/** Counts over all locks of this process, so that no two acquisitions of a process ever look alike. */
let acquisitions = 0;

/**
 * A lock for all processes that share a folder.
 *
 * The lock is a symbolic link that points at its owner's description: creating one is atomic, fails if it exists, and
 * brings its content with it, so that it can never be seen half-written. A dead owner's link is removed by one process
 * at a time: whoever wants to creates a flag of its own, and goes on only if it sees no other living flag. Of two that
 * do so at the same moment at least one sees the other, and since flags have unique names, clearing a dead one cannot
 * hit a new one, as clearing a lock with a fixed name could.
 */
export function createDirectoryLock(folder: string, options: DirectoryLockOptions = {}): DirectoryLock {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const lock = join(folder, '.lock');
  const isDead = createObserver(options.foreignMs ?? 30_000);

  const acquire = (): string | undefined => {
    const mine = `${ownProcess}.n${++acquisitions}`;
    try {
      symlinkSync(mine, lock);
      return mine;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      return undefined;
    }
  };

  return {
    async hold<T>(section: () => T): Promise<T> {
      const deadline = systemClock.monotonicMs() + timeoutMs;
      for (let attempt = 0; ; attempt++) {
        const mine = acquire();
        if (mine !== undefined) {
          try {
            return section();
          } finally {
            // A lock that was taken from a foreign process by mistake must not take the next one's away.
            if (ownerOf(lock) === mine) unlinkSync(lock);
          }
        }
        const owner = ownerOf(lock);
        if (owner === undefined) continue;
        if (isDead(owner)) {
          clear(folder, lock, owner, isDead);
        } else if (systemClock.monotonicMs() > deadline) {
          throw stateError(
            'StoreLocked',
            'transient',
            `${lock} has been held by ${owner} for more than ${timeoutMs} ms: continue or kill that process if it is stopped; it is tried again by itself`,
          );
        }
        await delay(Math.random() * Math.min(50, 2 + attempt));
      }
    },
  };
}

/** Tells the dead from the living, and takes the unknown for dead once they have stood unchanged for long enough. */
function createObserver(foreignMs: number): (owner: string) => boolean {
  const firstSeen = new Map<string, number>();
  return (owner) => {
    const judged = vitality(owner);
    if (judged !== 'unknown') return judged === 'dead';
    const now = systemClock.monotonicMs();
    const since = firstSeen.get(owner);
    if (since === undefined) {
      // Only what stands now matters; without this a busy neighbour would fill the memory.
      if (firstSeen.size > 1000) firstSeen.clear();
      firstSeen.set(owner, now);
      return false;
    }
    return now - since >= foreignMs;
  };
}

function ownerOf(lock: string): string | undefined {
  try {
    return readlinkSync(lock);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function clear(folder: string, lock: string, dead: string, isDead: (owner: string) => boolean): void {
  const flag = `.steal-${ownProcess}.n${++acquisitions}`;
  writeFileSync(join(folder, flag), '', { flag: 'wx', mode: 0o600 });
  try {
    const others = readdirSync(folder).filter((each) => each.startsWith('.steal-') && each !== flag);
    const living = others.filter((each) => !isDead(each.slice('.steal-'.length)));
    for (const each of others) if (!living.includes(each)) removeIfThere(join(folder, each));
    if (living.length === 0 && ownerOf(lock) === dead) unlinkSync(lock);
  } finally {
    removeIfThere(join(folder, flag));
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
