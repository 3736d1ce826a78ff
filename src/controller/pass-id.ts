import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Another for every process, so that ids in one log never meet those of an earlier process. */
const boot = randomBytes(3).toString('hex');
const storage = new AsyncLocalStorage<string>();
let count = 0;

/** Runs a pass under an id of its own, which every line that is logged on its behalf can carry. */
export function inPass<T>(run: () => T): T {
  return storage.run(`${boot}-${++count}`, run);
}

/** The id of the pass that the caller works for; undefined outside of passes. */
export function currentPass(): string | undefined {
  return storage.getStore();
}
