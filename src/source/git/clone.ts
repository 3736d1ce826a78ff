import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';

/**
 * A folder that one process owns. Owning is having renamed it: of several processes that want one folder only one can rename
 * it, so no lock is needed, and a crash leaves nothing but a folder with a dead owner's name, which the next one renames.
 */
export interface OwnedFolder {
  readonly path: string;
  /** Gives it up for the next process. */
  release(): Promise<void>;
  /** Deletes it. */
  discard(): Promise<void>;
}

const IDLE = 'idle';
const BUSY = /^busy-(\d+)-([0-9a-z]+)-([0-9a-f]{12})-[0-9a-f]{8}$/;

/** Takes a folder that an earlier process has left below `parent`, or makes an empty one. Rejects with the system's error. */
export async function ownFolder(parent: string): Promise<OwnedFolder> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const path = join(parent, `busy-${OWN}-${randomBytes(4).toString('hex')}`);
  const names = await readdir(parent);
  const free = names.filter((name) => name.startsWith(`${IDLE}-`) || isOfDeadOwner(name));
  let taken = false;
  for (const name of free) {
    if (taken) await rm(join(parent, name), { recursive: true, force: true });
    else taken = await renamed(join(parent, name), path);
  }
  if (!taken) await mkdir(path, { mode: 0o700 });
  const discard = (): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 3 });
  return {
    path,
    discard,
    async release() {
      const idle = (await readdir(parent).catch(() => [])).some((name) => name.startsWith(`${IDLE}-`));
      // One that waits is enough.
      if (idle || !(await renamed(path, join(parent, `${IDLE}-${randomBytes(4).toString('hex')}`))))
        await discard();
    },
  };
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Process ids mean something only within one boot of one machine and one container. */
const MACHINE = createHash('sha256')
  .update(`${hostname()} ${read('/proc/sys/kernel/random/boot_id')} ${link('/proc/self/ns/pid')}`)
  .digest('hex')
  .slice(0, 12);

const OWN = `${process.pid}-${startOf(process.pid) ?? '0'}-${MACHINE}`;

function isOfDeadOwner(name: string): boolean {
  const [, pid, start, machine] = BUSY.exec(name) ?? [];
  if (pid === undefined || machine !== MACHINE) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
  // Ids are reused: where the system tells when a process was started, that has to agree.
  const now = startOf(Number(pid));
  return now !== undefined && now !== start;
}

function startOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The command, second and in brackets, may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? 'gone' : fields[19];
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
