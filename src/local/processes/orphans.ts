import { readFileSync, readdirSync } from 'node:fs';

/** The variable by which an engine knows its own children again after it has died. */
export const ENGINE_VARIABLE = 'ARRAYJOB_ENGINE';

/**
 * Kills what an engine that died has left running, found by the variable in their environment; gives how many. Only
 * Linux tells the environment of processes; elsewhere nothing is found.
 */
export function killOrphans(engineId: string): number {
  const mark = `${ENGINE_VARIABLE}=${engineId}`;
  let killed = 0;
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return 0;
  }
  for (const name of names) {
    if (!/^[0-9]+$/.test(name) || Number(name) === process.pid) continue;
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(mark)) continue;
      process.kill(Number(name), 'SIGKILL');
      killed += 1;
    } catch {
      // Somebody else's process, or one that has just ended.
    }
  }
  return killed;
}
