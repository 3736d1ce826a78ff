import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
let running: Running;

beforeEach(async () => {
  house = await openHouse({
    'd.yaml': definition(),
    'a.yaml': `${job('a', '{ size: 3 }', [shell('exit 0')])}# the end\n`,
    'b.yaml': job('b', '{ size: 2 }'),
  });
  running = await house.start();
  await phaseOf(house, 'a.yaml', 'Succeeded');
  await phaseOf(house, 'b.yaml', 'Succeeded');
  await quiet(running);
});

afterEach(() => house.close());

describe('editing while the daemon runs', () => {
  test('own status writes trigger neither passes nor writes', async () => {
    const passes = running.passes.length;
    const writes = running.writes.length;

    await quiet(running, 1_000);

    expect(running.passes.length).toBe(passes);
    expect(running.writes.length).toBe(writes);
    expect(running.problems).toEqual([]);
    expect(running.writes.every((each) => each.outcome === 'written')).toBe(true);
    // The definition, and per array at most: waiting, running, done and progress between.
    expect(writes).toBeLessThanOrEqual(12);
  });

  test('a changed command runs every index again', async () => {
    house.edit('a.yaml', 'exit 0', 'exit 0 #');

    const status = await until(
      () => house.status('a.yaml'),
      (each) => each?.run === 2 && each.phase === 'Succeeded',
    );

    expect(status?.indexes).toMatchObject({ total: 3, succeeded: 3 });
    expect(status?.history).toMatchObject([{ run: 1, phase: 'Succeeded', succeeded: 3 }]);
    expect((await house.jobs('a-')).map((each) => each.arraySize)).toEqual([3, 3]);
    expect(await house.jobs('b-')).toHaveLength(1);
  });

  test('a changed command of the definition registers a revision and runs all of its users again', async () => {
    house.edit('d.yaml', '"true"', '"true","x"');

    await until(
      () => house.status('b.yaml'),
      (each) => each?.run === 2 && each.phase === 'Succeeded',
    );

    expect(house.status('d.yaml')).toMatchObject({ phase: 'Succeeded', jobDefinition: 'd:2' });
    expect((await house.jobs('b-')).map((each) => each.definition?.split('/').at(-1))).toEqual([
      'd:1',
      'd:2',
    ]);
  });

  test.each([
    ['a comment', '# the end', '# the very end'],
    ['a comment inside the spec', 'jobQueue: q', 'jobQueue: q # mine'],
    ['a label', 'name: a\n', 'name: a\n  labels: { team: x }\n'],
  ])('%s runs nothing again and writes nothing', async (_what, from, to) => {
    const writes = () => running.writes.filter((each) => each.edit.name === 'a').length;
    const before = writes();
    const text = house.read('a.yaml').replace(from, to);

    house.write('a.yaml', text);
    await quiet(running, 300);
    // Once this change has been dealt with, the one before has been seen.
    house.edit('b.yaml', 'size: 2', 'size: 3');
    await until(
      () => house.status('b.yaml'),
      (each) => each?.indexes?.succeeded === 3,
    );

    expect(await house.jobs('a-')).toHaveLength(1);
    expect(writes()).toBe(before);
    expect(house.read('a.yaml')).toBe(text);
  });

  test('a broken file is reported with line and column, the others go on, and it goes on at once when repaired', async () => {
    const sound = house.read('a.yaml');
    house.write('a.yaml', sound.replace('work: { size: 3 }', 'work: { size: 3'));
    await until(
      () => running.problems,
      (each) => each.some((line) => /^a\.yaml:\d+:\d+: /.test(line)),
    );

    house.edit('b.yaml', 'size: 2', 'size: 4');
    await until(
      () => house.status('b.yaml'),
      (each) => each?.indexes?.succeeded === 4,
    );
    const before = (await house.jobs('a-')).length;
    house.write('a.yaml', sound.replace('work: { size: 3 }', 'work: { size: 5 }'));
    const repairedAt = Date.now();
    await until(
      () => house.status('a.yaml'),
      (each) => each?.indexes?.succeeded === 5,
    );

    expect(before).toBe(1);
    expect(Date.now() - repairedAt).toBeLessThan(5_000);
    expect((await house.jobs('a-')).map((each) => each.arraySize)).toEqual([3, 2]);
    expect((await house.jobs('b-')).map((each) => each.arraySize)).toEqual([2, 2]);
  });

  test('a spec with errors is Invalid in its own file, with line and column, and recovers', async () => {
    house.edit('a.yaml', '{ size: 3 }', '{ size: -3 }');

    const invalid = await phaseOf(house, 'a.yaml', 'Invalid');
    house.edit('a.yaml', '{ size: -3 }', '{ size: 3 }');
    const mended = await phaseOf(house, 'a.yaml', 'Succeeded');

    expect(invalid.conditions.find((each) => each.type === 'Stalled')).toMatchObject({
      reason: 'SpecInvalid',
      message: expect.stringMatching(/^a\.yaml:\d+:\d+: /) as string,
    });
    expect(mended.indexes?.succeeded).toBe(3);
    expect(await house.jobs('a-')).toHaveLength(1);
  });
});
