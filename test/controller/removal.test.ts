import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  definition,
  type House,
  job,
  openHouse,
  phaseOf,
  quiet,
  type Running,
  shell,
  until,
} from './house.ts';

let house: House;
afterEach(() => house.close());

const d = { 'd.yaml': definition() };
const SLEEP = shell('sleep 60');
const reasons = (running: Running): readonly string[] => running.events.map(({ event }) => event.reason);

async function removed(running: Running, times = 1): Promise<void> {
  await until(
    () => reasons(running).filter((each) => each === 'Removed').length,
    (count) => count === times,
  );
  await quiet(running);
}

describe('a file that comes back', () => {
  test('with an old status goes on where it was, and a rerun asked for meanwhile is a new run', async () => {
    house = await openHouse({ ...d, 'a.yaml': job('a', '{ size: 2 }') });
    const running = await house.start();
    await phaseOf(house, 'a.yaml', 'Succeeded');
    await quiet(running);
    const behind = house
      .read('a.yaml')
      .replace(/phase: Succeeded/, 'phase: Running')
      .replace(/completedIndexes: .*/, 'completedIndexes: ""');
    house.remove('a.yaml');
    await removed(running);

    house.write('a.yaml', behind);
    const back = await phaseOf(house, 'a.yaml', 'Succeeded');
    await quiet(running);
    const before = await house.jobs();
    house.remove('a.yaml');
    await removed(running, 2);
    house.write(
      'a.yaml',
      behind.replace('metadata:', 'metadata:\n  annotations: { arrayjob.dev/rerun: again }'),
    );
    await until(
      () => house.status('a.yaml')?.run,
      (run) => run === 2,
    );
    await phaseOf(house, 'a.yaml', 'Succeeded');

    expect(back).toMatchObject({ run: 1, completedIndexes: '0-1' });
    expect(before).toHaveLength(1);
    expect(reasons(running).filter((each) => each === 'Returned')).toHaveLength(2);
    expect(await house.jobs()).toHaveLength(2);
    expect(running.problems).toEqual([]);
  });

  test('keeps the numbers of its items', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ s3: { bucket: data, prefix: in/ } }', ['manifest: { bucket: data }']),
    });
    house.put('data', 'in/b');
    const running = await house.start();
    await phaseOf(house, 'a.yaml', 'Succeeded');
    house.put('data', 'in/a');
    house.edit('a.yaml', 'metadata:', 'metadata:\n  annotations: { arrayjob.dev/rerun: failed@1 }');
    await until(
      () => house.status('a.yaml')?.indexes?.succeeded,
      (count) => count === 2,
    );
    await quiet(running);
    const jobs = await house.jobs();
    const text = house.read('a.yaml');
    house.remove('a.yaml');
    await removed(running);

    house.write('a.yaml', text);
    house.put('data', 'in/c');
    house.edit('a.yaml', 'failed@1', 'failed@2');
    const status = await until(
      () => house.status('a.yaml'),
      (there) => there?.indexes?.succeeded === 3,
    );

    // Numbered as they are listed, the one that has not run would have been among those that have.
    expect(status?.indexes?.succeeded).toBe(3);
    expect(await house.jobs()).toHaveLength(jobs.length + 1);
  });

  test('without a status is another object, and what was kept for the first one goes', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ s3: { bucket: data, prefix: in/ } }', ['manifest: { bucket: data }']),
    });
    house.put('data', 'in/a');
    const running = await house.start();
    await phaseOf(house, 'a.yaml', 'Succeeded');
    const items = join(house.dir, '.arrayjob/arrayjobs/a/items');
    const before = readdirSync(items);
    house.remove('a.yaml');
    await removed(running);
    const kept = existsSync(items) ? readdirSync(items) : [];

    house.put('data', 'in/b');
    house.write('a.yaml', job('a', '{ s3: { bucket: data, prefix: in/ } }', ['manifest: { bucket: data }']));
    const status = await phaseOf(house, 'a.yaml', 'Succeeded');
    await quiet(running);

    expect(status).toMatchObject({ run: 2, indexes: { succeeded: 2 } });
    expect(kept).toEqual(before);
    expect(readdirSync(items)).not.toEqual(expect.arrayContaining(before));
  });
});

describe('a file that makes no sense does not remove what it declared', () => {
  const whole = job('a', '{ size: 2 }', [SLEEP]);
  test.each<[string, string]>([
    ['cut off in its apiVersion', 'apiVersion: arrayj'],
    ['cut off after its apiVersion', whole.slice(0, whole.indexOf('kind:'))],
    ['cut off in its kind', `${whole.slice(0, whole.indexOf('kind:'))}kind: Arr`],
    ['cut off before its name', whole.slice(0, whole.indexOf('name: a'))],
    ['cut off in its name', whole.replace(/name: a[^]*/, 'name: ab')],
    ['a text', 'apiVers'],
  ])('%s', async (_what, text) => {
    house = await openHouse({ ...d, 'a.yaml': whole });
    const running = await house.start();
    await until(
      () => house.engine.stats().running,
      (count) => count === 2,
    );
    await phaseOf(house, 'a.yaml', 'Running');
    house.write('b.yaml', job('b', '{ size: 1 }'));

    house.write('a.yaml', text);
    await until(
      () => running.controller.standings().has('ArrayJob/b'),
      (there) => there,
    );
    await quiet(running);
    const during = reasons(running);
    house.remove('a.yaml');
    await removed(running);

    expect(during).not.toContain('Removed');
    expect(await house.jobs('a')).toHaveLength(1);
  });

  test('until it does', async () => {
    house = await openHouse({ ...d, 'a.yaml': whole });
    const running = await house.start();
    await phaseOf(house, 'a.yaml', 'Running');
    house.write('a.yaml', 'apiVersion: arrayj');
    await quiet(running);

    house.write('a.yaml', 'apiVersion: v1\nkind: ConfigMap\n');

    await removed(running);
    expect(house.engine.stats().running).toBe(0);
  });
});

describe('what cannot be told to be removed', () => {
  const two = (a: string) => `${a}---\n${job('b', '{ size: 1 }')}`;
  const problems = (running: Running): readonly string[] =>
    running.problems.filter((each) => each.startsWith('a is not declared'));

  test('is said once, and followed to its end all the same', async () => {
    house = await openHouse({ ...d, 'a.yaml': job('a', '{ size: 2 }', [shell('sleep 1')]) });
    const running = await house.start();
    const text = (await phaseOf(house, 'a.yaml', 'Running'), house.read('a.yaml'));
    house.write('a.yaml', 'just: a map\n');
    await until(
      () => house.engine.stats().running,
      (count) => count === 0,
    );
    await quiet(running);
    const said = problems(running);
    house.write('a.yaml', 'just: another map\n');
    await quiet(running);
    const again = problems(running);

    house.write('a.yaml', text);
    await phaseOf(house, 'a.yaml', 'Succeeded');

    expect(said).toEqual([expect.stringContaining('a.yaml has a document that makes no sense')]);
    expect(again).toEqual(said);
    expect(reasons(running)).not.toContain('Removed');
    expect(await house.jobs()).toHaveLength(1);
  });

  test('is said when a file has no content', async () => {
    house = await openHouse({ ...d, 'a.yaml': job('a', '{ size: 2 }', [SLEEP]) });
    const running = await house.start();
    await phaseOf(house, 'a.yaml', 'Running');
    house.write('new.yaml', '');
    house.remove('a.yaml');
    await until(
      () => problems(running),
      (said) => said.length > 0,
    );
    house.remove('new.yaml');

    await removed(running);
    expect(problems(running)).toEqual([expect.stringContaining('or has no content')]);
  });

  test('is not what stands beside a known object with errors', async () => {
    house = await openHouse({ ...d, 'a.yaml': two(job('a', '{ size: 2 }', [SLEEP])) });
    const running = await house.start();
    await until(
      () => house.status('a.yaml', 'b')?.phase,
      (phase) => phase === 'Succeeded',
    );

    house.write('a.yaml', job('b', '{ size: none }'));

    await removed(running);
    expect(problems(running)).toEqual([]);
  });
});
