import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from './errors.ts';

/** dead: it cannot come back. unknown: of another machine or container, where this process cannot look. */
export type Vitality = 'alive' | 'dead' | 'unknown';

/** A process as a text without separators of paths: `p<pid>.s<start>.m<machine>`. Never the same for two processes. */
export const ownProcess: string = describe(process.pid);

const pattern = /^p(\d+)\.s([0-9a-z]+)\.m([0-9a-f]{12})/;

/** Whether the process that a text names still lives. Ids are reused, so its start time has to agree as well. */
export function vitality(named: string): Vitality {
  const [, pid, start, machine] = pattern.exec(named) ?? [];
  if (pid === undefined || machine !== pattern.exec(ownProcess)?.[3]) return 'unknown';
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return 'dead';
  }
  const now = startOf(Number(pid));
  return now === undefined || now === start ? 'alive' : 'dead';
}

function describe(pid: number): string {
  return `p${pid}.s${startOf(pid) ?? '0'}.m${machine()}`;
}

/** When a process was started, in the system's own words; `gone` for one that is only waiting to be buried. */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return startByPs(pid);
  try {
    // The command, second and in brackets, may hold spaces and brackets itself: count from the last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'gone' : fields[19];
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return digest(started.trim());
  } catch {
    return undefined;
  }
}

/** Process ids mean something only within one boot of one machine and one container. */
function machine(): string {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'));
  const container = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return digest(`${hostname()} ${boot} ${container}`);
}

function attempt(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return '';
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
