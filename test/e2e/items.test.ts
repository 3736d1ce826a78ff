import { describe, expect, test } from 'vitest';
import { definition, type House, job, openHouse, phaseOf, quiet, until } from '../controller/house.ts';
import { indexesOf, parse } from '../../src/core/intervals.ts';
import { forget, outputs, program, submitted } from './program.ts';

const MANIFEST = 'manifest: { bucket: data }';

/** A house whose definition `d` runs the program that only knows its manifest. */
async function open(files: Readonly<Record<string, string>>): Promise<House> {
  const house = await openHouse();
  house.write('d.yaml', definition(program(house, 'manifest')));
  for (const [file, text] of Object.entries(files)) house.write(file, text);
  return house;
}

describe('a program that only knows manifest[AWS_BATCH_JOB_ARRAY_INDEX]', () => {
  // They wait out the ten and twenty seconds before an index is run again.
  test.concurrent(
    'is right in the first round, in those over what has failed, and as a plain job in the third',
    async ({ onTestFinished, expect }) => {
      const tries = { a: 1, b: 2, c: 1, d: 3, e: 2 };
      const items = Object.entries(tries).map(([id, needed]) => ({ id, tries: needed }));
      const house = await open({
        'a.yaml': job('a', `{ items: ${JSON.stringify(items)} }`, [MANIFEST, 'backoffLimitPerIndex: 2']),
      });
      onTestFinished(() => house.close());
      await house.start();

      const status = await until(
        () => house.status('a.yaml'),
        (each) => each?.phase === 'Succeeded',
        60_000,
      );

      expect(status).toMatchObject({ completedIndexes: '0-4', indexes: { succeeded: 5, failed: 0 } });
      // Failures that are seen at different moments wait out backoffs of their own.
      const [first, ...later] = submitted(await house.jobs());
      expect(first).toBe('0-4');
      expect(later.flatMap((each) => [...indexesOf(parse(each).set)]).sort()).toEqual([1, 3, 3, 4]);
      expect(later.at(-1)).toBe('3');
      expect(Object.values(outputs(house))).toEqual(items);
    },
  );

  test.concurrent(
    'gets the list of its items when an index stands for several',
    async ({ onTestFinished, expect }) => {
      const items = [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id }));
      const house = await open({
        'a.yaml': job('a', `{ items: ${JSON.stringify(items)} }`, [MANIFEST, 'itemsPerChild: 3']),
      });
      onTestFinished(() => house.close());
      await house.start();

      const status = await phaseOf(house, 'a.yaml', 'Succeeded');

      expect(status.indexes?.total).toBe(3);
      expect(outputs(house)).toEqual({
        '1+2+3': [{ id: 1 }, { id: 2 }, { id: 3 }],
        '4+5+6': [{ id: 4 }, { id: 5 }, { id: 6 }],
        7: [{ id: 7 }],
      });
    },
  );

  test.concurrent('is right in a rerun over some of the items', async ({ onTestFinished, expect }) => {
    const items = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id }));
    const house = await open({
      'a.yaml': job('a', `{ items: ${JSON.stringify(items)} }`, [MANIFEST], 'x: y'),
    });
    onTestFinished(() => house.close());
    await house.start();
    await phaseOf(house, 'a.yaml', 'Succeeded');

    forget(house);
    house.edit('a.yaml', 'x: y', "arrayjob.dev/rerun: '1,3-4@2026-11-24'");
    await until(
      () => house.status('a.yaml'),
      (each) => each?.run === 2 && each.phase === 'Succeeded',
    );

    expect(submitted(await house.jobs())).toEqual(['0-5', '1,3-4']);
    expect(Object.keys(outputs(house))).toEqual(['b', 'd', 'e']);
  });

  test.concurrent(
    'is right when every array has the same manifest key, for one follows the other',
    async ({ onTestFinished, expect }) => {
      const items = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
      const house = await open({
        'a.yaml': job('a', `{ items: ${JSON.stringify(items)} }`, [
          'manifest: { bucket: data, key: items.json }',
          'parallelism: 2',
        ]),
      });
      onTestFinished(() => house.close());
      await house.start();

      await phaseOf(house, 'a.yaml', 'Succeeded');

      const jobs = await house.jobs();
      expect(submitted(jobs)).toEqual(['0-1', '2-3', '4']);
      expect(Object.keys(outputs(house))).toEqual(['a', 'b', 'c', 'd', 'e']);
      for (const [i, each] of jobs.slice(1).entries()) {
        expect(each.createdAt ?? 0).toBeGreaterThanOrEqual(jobs[i]?.stoppedAt ?? Infinity);
      }
    },
  );

  test.concurrent('is right as the plain job that a single item is', async ({ onTestFinished, expect }) => {
    const house = await open({ 'a.yaml': job('a', '{ items: [{ id: only }] }', [MANIFEST]) });
    onTestFinished(() => house.close());
    await house.start();

    await phaseOf(house, 'a.yaml', 'Succeeded');

    expect((await house.jobs()).map((each) => each.arraySize)).toEqual([undefined]);
    expect(outputs(house)).toEqual({ only: { id: 'only' } });
  });
});

describe('a sweep', () => {
  test.concurrent(
    'over a CSV file runs a row that is added, and no other again',
    async ({ onTestFinished, expect }) => {
      const house = await open({
        'params.csv': '\ufeffid,threshold,note\r\nx,0.1,"a, ""b"""\r\n\r\ny,0.5,\r\n',
        'a.yaml': job('a', '{ file: params.csv }', [MANIFEST]),
      });
      onTestFinished(() => house.close());
      const running = await house.start();
      await phaseOf(house, 'a.yaml', 'Succeeded');

      house.write('params.csv', 'id,threshold,note\nz,0.9,new\nx,0.1,"a, ""b"""\ny,0.5,\n');
      await until(
        () => house.status('a.yaml'),
        (each) => each?.indexes?.succeeded === 3,
      );
      await quiet(running);

      expect(submitted(await house.jobs())).toEqual(['0-1', '2']);
      expect(outputs(house)).toEqual({
        x: { id: 'x', threshold: '0.1', note: 'a, "b"' },
        y: { id: 'y', threshold: '0.5', note: '' },
        z: { id: 'z', threshold: '0.9', note: 'new' },
      });
    },
  );

  test.concurrent(
    'over a CSV file with a ragged row is refused with its line',
    async ({ onTestFinished, expect }) => {
      const house = await open({
        'params.csv': 'id,threshold\nx,0.1\ny\n',
        'a.yaml': job('a', '{ file: params.csv }', [MANIFEST]),
      });
      onTestFinished(() => house.close());
      await house.start();

      const status = await phaseOf(house, 'a.yaml', 'Failed');

      const stalled = status.conditions.find((each) => each.type === 'Stalled');
      expect(stalled).toMatchObject({ reason: 'ItemsFileInvalid' });
      expect(stalled?.message).toMatch(/^params\.csv:3: this row has 1 field/);
      expect(await house.jobs()).toEqual([]);
    },
  );

  test.concurrent(
    'over a file that comes after its spec begins when it is there',
    async ({ onTestFinished, expect }) => {
      const house = await open({ 'a.yaml': job('a', '{ file: items.jsonl }', [MANIFEST]) });
      onTestFinished(() => house.close());
      await house.start();
      const missing = await phaseOf(house, 'a.yaml', 'Failed');

      house.write('items.jsonl', '{"id":"late"}\n');
      await phaseOf(house, 'a.yaml', 'Succeeded');

      expect(missing.conditions.find((each) => each.type === 'Stalled')?.reason).toBe('ItemsFileMissing');
      expect(outputs(house)).toEqual({ late: { id: 'late' } });
    },
  );

  test.concurrent(
    'over a matrix runs each combination once, and of a longer axis only the new ones',
    async ({ onTestFinished, expect }) => {
      const matrix = (ids: string): string =>
        `{ matrix: { id: [${ids}], threshold: [0.1, 0.5], exclude: [{ id: a, threshold: 0.5 }, { id: c, threshold: 0.1 }] } }`;
      const house = await open({ 'a.yaml': job('a', matrix('a, b'), [MANIFEST]) });
      onTestFinished(() => house.close());
      await house.start();
      const first = await phaseOf(house, 'a.yaml', 'Succeeded');

      house.edit('a.yaml', matrix('a, b'), matrix('a, b, c'));
      const second = await until(
        () => house.status('a.yaml'),
        (each) => each?.phase === 'Succeeded' && each.indexes?.total === 4,
      );

      expect(first.indexes?.total).toBe(3);
      expect(second?.run).toBe(1);
      expect(submitted(await house.jobs())).toEqual(['0-2', '3']);
      expect(Object.keys(outputs(house))).toEqual(['a', 'b', 'c']);
    },
  );
});

describe('a prefix', () => {
  test.concurrent(
    'is looked at again every refreshInterval: what is new runs, what is gone is retired, what stands is left alone',
    async ({ onTestFinished, expect }) => {
      const house = await open({
        'a.yaml': job(
          'a',
          '{ s3: { bucket: data, prefix: in/, include: ["**/*.csv"], exclude: ["old/**"], parameters: { threshold: 0.5 }, refreshInterval: 1s } }',
          [MANIFEST],
        ),
      });
      onTestFinished(() => house.close());
      for (const key of ['in/a.csv', 'in/x/b.csv', 'in/c.txt', 'in/old/d.csv']) house.put('data', key);
      const running = await house.start();
      await phaseOf(house, 'a.yaml', 'Succeeded');

      house.put('data', 'in/0.csv');
      house.put('data', 'in/z.csv');
      const grown = await until(
        () => house.status('a.yaml'),
        (each) => each?.phase === 'Succeeded' && each.indexes?.total === 4,
      );
      await quiet(running);

      expect(grown?.run).toBe(1);
      expect(submitted(await house.jobs())).toEqual(['0-1', '2-3']);
      expect(outputs(house)).toEqual(
        Object.fromEntries(
          ['in/0.csv', 'in/a.csv', 'in/x/b.csv', 'in/z.csv'].map((key) => [
            key.replaceAll('/', '_'),
            { bucket: 'data', key, parameters: { threshold: 0.5 } },
          ]),
        ),
      );
    },
  );
});

test('no items at all are a success without work', async ({ onTestFinished }) => {
  const house = await open({ 'a.yaml': job('a', '{ items: [] }', [MANIFEST]) });
  onTestFinished(() => house.close());
  await house.start();

  const status = await phaseOf(house, 'a.yaml', 'Succeeded');

  expect(status.conditions.find((each) => each.type === 'Ready')?.reason).toBe('NoWork');
  expect(await house.jobs()).toEqual([]);
});
