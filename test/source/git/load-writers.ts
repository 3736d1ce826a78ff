import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PERSON } from './hosting.ts';

/** What one push of a person was. */
export interface PersonPush {
  readonly commit: string;
  readonly writer: number;
  readonly file: string;
  readonly count: number;
  readonly kind: 'comment' | 'policy' | 'rerun';
}

interface Task {
  readonly root: string;
  readonly bare: string;
  readonly files: readonly string[];
  readonly writers: number;
  readonly everyMs: number;
  readonly durationMs: number;
}

const run = promisify(execFile);
const task = JSON.parse(process.argv[2] ?? '') as Task;
const pushes: PersonPush[] = [];

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await run('git', args, { cwd, env: PERSON })).stdout.trim();
}

const shared = join(task.root, 'writers');
let turn: Promise<unknown> = Promise.resolve();

/**
 * One after the other, as far as people among themselves go: on a machine of two cores they would only keep each other from pushing. What
 * is left is a remote that moves as fast as it can under the controllers.
 */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const result = turn.then(act);
  turn = result.catch(() => undefined);
  return result;
}

/** One person with a working tree: edits what stands on the remote, commits, pushes; overtaken by a controller, fetches and does it again. */
async function write(writer: number, end: number): Promise<void> {
  const tree = join(task.root, `writer-${writer}`);
  for (let count = 1, due = Date.now(); due < end; count++, due += task.everyMs) {
    if (due > Date.now()) await delay(due - Date.now());
    await inTurn(() => push(tree, writer, count));
    due = Math.max(due, Date.now() - task.everyMs);
  }
}

async function push(tree: string, writer: number, count: number): Promise<void> {
  const file = task.files[(writer + count) % task.files.length]!;
  const chance = (writer * 7 + count * 13) % 100;
  const kind = chance < 80 ? 'comment' : chance < 92 ? 'policy' : 'rerun';
  for (;;) {
    await git(tree, 'reset', '--quiet', '--hard', 'origin/main');
    const path = join(tree, file);
    writeFileSync(path, edited(readFileSync(path, 'utf8'), writer, count, kind));
    await git(tree, 'commit', '--quiet', '--all', '--allow-empty', '-m', `writer ${writer} ${count} ${kind}`);
    try {
      await git(tree, 'push', '--quiet', 'origin', 'HEAD:main');
    } catch {
      await git(tree, 'fetch', '--quiet', 'origin', 'main:refs/remotes/origin/main', '--force');
      continue;
    }
    const commit = await git(tree, 'rev-parse', 'HEAD');
    pushes.push({ commit, writer, file, count, kind });
    return;
  }
}

function edited(text: string, writer: number, count: number, kind: PersonPush['kind']): string {
  const noted = text.replace(new RegExp(`# writer ${writer}: \\d+`), `# writer ${writer}: ${count}`);
  if (kind === 'comment') return noted;
  if (kind === 'policy') return noted.replace(/parallelism: \d+/, `parallelism: ${2 + (count % 20)}`);
  return noted.replace(/rerun: '[^']*'/, `rerun: '${writer}-${count}'`);
}

// People sit at machines of their own; here they share two cores with the controllers.
setPriority(10);
await git(task.root, 'clone', '--quiet', task.bare, shared);
await git(shared, 'config', 'gc.auto', '0');
for (let writer = 0; writer < task.writers; writer++) {
  await git(shared, 'worktree', 'add', '--quiet', '--detach', join(task.root, `writer-${writer}`));
}
const end = Date.now() + task.durationMs;
await Promise.all(Array.from({ length: task.writers }, (_, writer) => write(writer, end)));
process.stdout.write(JSON.stringify(pushes));
