import { cpSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { definition, type House, job, openHouse, phaseOf, quiet, shell, until } from './house.ts';

let house: House;
afterEach(() => house.close());

const behind = (name: string): string => `dependsOn: [{ name: ${name} }]`;
const command = (text: string): string => shell(`: ${text}`);

async function runsOf(names: readonly string[]): Promise<readonly number[]> {
  const jobs = await house.jobs();
  return names.map((name) => jobs.filter((each) => each.name.startsWith(`${name}-`)).length);
}

async function allSucceeded(names: readonly string[], run: readonly number[]): Promise<void> {
  for (const [i, name] of names.entries()) {
    await until(
      () => house.status(`${name}.yaml`),
      (status) => status?.phase === 'Succeeded' && status.run === run[i],
    );
  }
}

describe('a new revision at the head of a chain', () => {
  const names = ['a', 'b', 'c', 'e'];
  const chain = (b: readonly string[] = []): Record<string, string> => ({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 1 }', [command('one')]),
    'b.yaml': job('b', '{ size: 1 }', [behind('a'), ...b]),
    'c.yaml': job('c', '{ size: 1 }', [behind('b')]),
    'e.yaml': job('e', '{ size: 1 }', [behind('c')]),
  });

  test('runs everything behind it again, link after link, and back at the earlier one all results stand', async () => {
    house = await openHouse(chain());
    const running = await house.start();
    await allSucceeded(names, [1, 1, 1, 1]);
    await quiet(running);

    house.edit('a.yaml', ': one', ': two');
    await allSucceeded(names, [2, 2, 2, 2]);
    await quiet(running);
    const after = await runsOf(names);
    const jobs = await house.jobs();
    house.edit('a.yaml', ': two', ': one');
    await allSucceeded(names, [3, 3, 3, 3]);
    await quiet(running);

    expect(after).toEqual([2, 2, 2, 2]);
    const ends = names.map((name) => jobs.findLast((each) => each.name.startsWith(`${name}-`)));
    for (let i = 1; i < ends.length; i += 1) {
      expect(ends[i]?.startedAt).toBeGreaterThanOrEqual(ends[i - 1]?.stoppedAt ?? Infinity);
    }
    expect(await runsOf(names)).toEqual([2, 2, 2, 2]);
    expect(running.problems).toEqual([]);
  });

  test('ends at a link that ignores it, whose results have not changed', async () => {
    house = await openHouse(chain(['onUpstreamChange: Ignore']));
    const running = await house.start();
    await allSucceeded(names, [1, 1, 1, 1]);
    await quiet(running);

    house.edit('a.yaml', ': one', ': two');
    await allSucceeded(names, [2, 1, 1, 1]);
    await quiet(running);

    expect(await runsOf(names)).toEqual([2, 1, 1, 1]);
  });

  test('is no reason for anything while the source is only edited around it', async () => {
    house = await openHouse({ ...chain(), 'z.yaml': job('z', '{ size: 1 }') });
    const running = await house.start();
    await allSucceeded([...names, 'z'], [1, 1, 1, 1, 1]);

    house.edit('b.yaml', behind('a'), 'dependsOn: [{ name: a }, { name: z }]');
    // The same reading of the source shows both edits.
    house.edit('z.yaml', 'metadata:\n', 'metadata:\n  annotations: { arrayjob.dev/rerun: one }\n');
    await allSucceeded([...names, 'z'], [1, 1, 1, 1, 2]);
    house.edit('b.yaml', ', { name: z }', '');
    house.edit('z.yaml', 'rerun: one', 'rerun: two');
    await allSucceeded([...names, 'z'], [1, 1, 1, 1, 3]);
    await quiet(running);

    expect(await runsOf(names)).toEqual([1, 1, 1, 1]);
  });
});

test('an array that is half done takes a late dependent along index by index, in one array', async () => {
  const script = 'test $AWS_BATCH_JOB_ARRAY_INDEX -lt 2 || while [ ! -e "$STOP" ]; do sleep 0.05; done';
  house = await openHouse({
    'd.yaml': definition(),
    'up.yaml': job('up', '{ size: 4 }', [shell(script)]),
  });
  house.edit(
    'up.yaml',
    'containerOverrides: {',
    `containerOverrides: { environment: [{ name: STOP, value: ${house.dir}/stop }],`,
  );
  await house.start();
  await until(
    () => house.status('up.yaml'),
    (status) => status?.indexes?.succeeded === 2,
  );

  house.write('down.yaml', job('down', '{ size: 4 }', ['dependsOn: [{ name: up, type: N_TO_N }]']));
  const [half] = await until(
    () => house.jobs('down-'),
    (jobs) => jobs[0]?.summary?.SUCCEEDED === 2,
  );
  house.write('stop', '');
  await phaseOf(house, 'down.yaml', 'Succeeded');

  expect(half?.summary).toMatchObject({ SUCCEEDED: 2, PENDING: 2 });
  expect(await house.jobs('down-')).toHaveLength(1);
});

test('a dependency that Batch has forgotten holds nobody up, after a restart either', async () => {
  house = await openHouse({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 2 }') });
  const first = await house.start();
  await phaseOf(house, 'a.yaml', 'Succeeded');
  await first.stop();
  // A Batch that knows none of the ids.
  const { dir } = house;
  const later = await openHouse();
  cpSync(dir, later.dir, { recursive: true });
  await house.close();
  house = later;

  await house.start();
  house.write('b.yaml', job('b', '{ size: 2 }', [behind('a')]));
  await phaseOf(house, 'b.yaml', 'Succeeded');

  const jobs = await house.jobs();
  expect(jobs.map((each) => [each.name.slice(0, 1), each.dependsOn])).toEqual([['b', []]]);
});

test('indexes without a partner are never run by N_TO_N, and the status says which they are', async () => {
  const items = (count: number): string => Array.from({ length: count }, (_, i) => `{"i":${i}}\n`).join('');
  house = await openHouse({
    'd.yaml': definition(),
    'up.yaml': job('up', '{ size: 2 }'),
    'items.jsonl': items(4),
    'down.yaml': job('down', '{ file: items.jsonl }', [
      'manifest: { bucket: data }',
      'dependsOn: [{ name: up, type: N_TO_N }]',
    ]),
  });

  await house.start();
  const blocked = await phaseOf(house, 'down.yaml', 'Blocked');
  house.write('items.jsonl', items(2));
  await phaseOf(house, 'down.yaml', 'Succeeded');

  expect(blocked.completedIndexes).toBe('0-1');
  expect(blocked.conditions[0]?.message).toContain('up (Succeeded, but without the indexes 2-3');
});

test('renamed together with what names it, an upstream runs anew and its dependents keep what they have', async () => {
  house = await openHouse({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 1 }'),
    'b.yaml': job('b', '{ size: 1 }', [behind('a')]),
  });
  const running = await house.start();
  await phaseOf(house, 'b.yaml', 'Succeeded');

  house.edit('b.yaml', behind('a'), behind('other'));
  await phaseOf(house, 'b.yaml', 'Invalid');
  house.edit('a.yaml', 'name: a', 'name: other');
  await until(
    () => house.status('a.yaml'),
    (status) => status?.object.startsWith('ArrayJob/other@') === true && status.phase === 'Succeeded',
  );
  await phaseOf(house, 'b.yaml', 'Succeeded');
  await quiet(running);

  expect(await runsOf(['a', 'other', 'b'])).toEqual([1, 1, 1]);
});
