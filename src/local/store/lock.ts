import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Holder {
  readonly pid: number;
  /** Tells a process from a later one with the same number; empty where the system does not say. */
  readonly born: string;
}

/**
 * Takes the data folder for this process. Throws a sentence when a living engine holds it; what a dead one left is
 * taken over. Gives the function that lets go.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'lock');
  const own = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const text = JSON.stringify({ pid: process.pid, born: bornOf(process.pid) } satisfies Holder);
  writeFileSync(own, text);
  try {
    for (let tries = 0; tries < 20; tries += 1) {
      try {
        // A link appears whole or not at all, so that nobody reads a lock that is half written.
        linkSync(own, file);
        return () => {
          if (read(file) === text) unlinkSync(file);
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const found = read(file);
      const holder = found === undefined ? undefined : parse(found);
      if (holder !== undefined && bornOf(holder.pid) === holder.born && alive(holder.pid)) {
        throw new Error(
          `The data folder ${folder} is in use by process ${holder.pid}. Stop it, or give this engine a folder of its own.`,
        );
      }
      setAside(file, found);
    }
    throw new Error(`The lock of ${folder} could not be taken; remove ${file} if no engine runs.`);
  } finally {
    unlinkSync(own);
  }
}

/** Whether a living engine holds the data folder. */
export function isHeld(folder: string): boolean {
  const found = read(join(folder, 'lock'));
  const holder = found === undefined ? undefined : parse(found);
  return holder !== undefined && bornOf(holder.pid) === holder.born && alive(holder.pid);
}

/** Takes a dead holder's lock away, unless somebody else has taken it over meanwhile. */
function setAside(file: string, seen: string | undefined): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== seen) linkSync(aside, file);
    unlinkSync(aside);
  } catch {
    // Another engine was faster; the next try sees what it did.
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('born' in value))
      return undefined;
    return typeof value.pid === 'number' && typeof value.born === 'string'
      ? { pid: value.pid, born: value.born }
      : undefined;
  } catch {
    return undefined;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process was started, in the kernel's ticks; Linux only. */
function bornOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
