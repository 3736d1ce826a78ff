import { expect, test } from 'vitest';
import { gitGround, type GitGroundOptions } from './git-ground.ts';
import { simulate } from './simulate.ts';

/** Runs seeds until one is violated; gives its message, and every fault that has happened. */
async function history(how: GitGroundOptions, from: number, count: number) {
  const faults = new Set<string>();
  for (let seed = from; seed < from + count; seed++) {
    const run = await simulate({ seed, graph: false, ground: gitGround(how) });
    for (const each of run.faults.keys()) faults.add(each);
    if (run.violation !== undefined) return { faults, found: `seed ${seed}: ${run.violation.message}` };
  }
  return { faults, found: undefined };
}

test('whatever people push and rewrite and however the remote fails, nothing runs twice and nothing of theirs is lost', async () => {
  const beside = await history({}, 1, 5);
  const apart = await history({ statusBranch: 'arrayjob/status' }, 101, 2);

  expect([beside.found, apart.found]).toEqual([undefined, undefined]);
  for (const each of [
    'killed: push goes',
    'killed: push answers',
    'killed: fetch arrives',
    'lost answer',
    'remote down',
    'protected branch',
    'rewritten',
    'moved',
    'branch deleted',
  ])
    expect(beside.faults).toContain(each);
});

test.each<['force' | 'overwrite', string]>([
  ['force', 'history'],
  ['overwrite', 'bytes'],
])('a source that would %s is found out by %s', async (mistake, invariant) => {
  const { found } = await history({ mistake }, 1, 30);

  expect(found).toContain(`: ${invariant}: `);
});

test('a seed is replayed to the same', async () => {
  const run = () => simulate({ seed: 4, graph: false, ground: gitGround() });

  const [one, two] = [await run(), await run()];

  expect({ digest: two.digest, steps: two.steps }).toEqual({ digest: one.digest, steps: one.steps });
});
