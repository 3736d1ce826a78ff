import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const worker = join(import.meta.dirname, 'lease-worker.ts');
let dir: string;
let children: ChildProcess[];
let lines: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'arrayjob-lease-'));
  children = [];
  lines = [];
});

afterEach(() => {
  for (const each of children) each.kill('SIGKILL');
  rmSync(dir, { recursive: true, maxRetries: 5 });
});

/** Starts a contender and waits until it has looked once. */
async function start(name: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'jiti/register', worker, dir, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  child.stdout.on('data', (data: Buffer) => lines.push(...data.toString().trim().split('\n')));
  await until(() => lines.includes(`${name} ready`));
  return child;
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 40_000, interval: 10 }).toBe(true);
}

const acted = (name: string, epoch: number): boolean =>
  lines.some((each) => each.startsWith(`${name} ${epoch} `));

/** The latest epoch under which a contender acted; 0: it never did. On a busy machine a lease may be lost and taken again. */
const actedAt = (name: string): number =>
  Math.max(
    0,
    ...lines.map((each) => new RegExp(`^${name} (\\d+) `).exec(each)?.[1]).map((each) => Number(each ?? 0)),
  );

test('a process that is stopped loses the lease and does not act when it wakes up', async () => {
  const a = await start('a');
  await until(() => acted('a', 1));
  await start('b');
  a.kill('SIGSTOP');

  await until(() => actedAt('b') > 1);
  a.kill('SIGCONT');
  const awake = lines.length;
  await until(() => lines.length > awake + 100);

  expect(lines.slice(awake).filter((each) => each.startsWith('a '))).toEqual([]);
});

// How soon is shown on a virtual clock, in lease.test.ts.
test('a process that is killed is followed, and so is one that ends cleanly', async () => {
  const a = await start('a');
  const b = await start('b');
  await until(() => acted('a', 1));
  a.kill('SIGKILL');
  await until(() => actedAt('b') > 1);

  await start('c');
  b.kill('SIGTERM');
  await until(() => actedAt('c') > 2);

  expect(actedAt('a')).toBe(1);
});
