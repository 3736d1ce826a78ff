import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readEvents } from '../../src/controller/event-log.ts';
import { openStore } from '../../src/state/index.ts';
import { type House, openHouse, phaseOf, quiet } from './house.ts';

/**
 * Stores as versions of the past have left them, byte for byte but for names of machines and paths, with their specs. Nobody
 * may bring them up to date: they are what lies on people's disks. A version that writes something else adds its own.
 */
const RECORDED = join(import.meta.dirname, 'fixtures');

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

/** A house whose records are those of a version. Its Batch has forgotten every job, as after seven days. */
async function houseOf(version: string): Promise<House> {
  const folder = join(RECORDED, version);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    return [[path.replace(/^store\//, '.arrayjob/'), readFileSync(join(folder, path), 'utf8')] as const];
  });
  const opened = await openHouse(Object.fromEntries(files));
  // Where the house stands is chance; what matters is that the store is of this place.
  opened.edit('.arrayjob/source.json', '/srv/jobs', opened.dir);
  return opened;
}

test.each(readdirSync(RECORDED))(
  'records of %s are read: what was done stands, and nothing runs again',
  async (version) => {
    house = await houseOf(version);

    const running = await house.start({ settleMs: 200 });
    const done = await phaseOf(house, 'specs.yaml', 'Succeeded', 'done');
    const partly = await phaseOf(house, 'specs.yaml', 'Failed', 'partly');
    const things = await phaseOf(house, 'specs.yaml', 'Succeeded', 'things');
    const going = await phaseOf(house, 'going.yaml', 'Failed');
    await quiet(running);

    expect(done).toMatchObject({ run: 1, revision: expect.stringMatching(/^[0-9a-f]{12}$/) as string });
    expect(done.object).toBe('ArrayJob/done@2d29fe37');
    expect(partly).toMatchObject({
      failedIndexes: '3',
      failures: [{ count: 2, exitCode: 1, sampleIndex: 3 }],
    });
    expect(things.indexes).toMatchObject({ total: 3, succeeded: 3 });
    expect(going).toMatchObject({ indexes: { failed: 2 }, failures: [{ count: 2, sampleIndex: 0 }] });
    expect(going.jobs).toMatchObject([{ name: 'going-0121303a-1-0-0', status: 'LOST' }]);
    expect(await house.jobs()).toEqual([]);
    expect(running.problems).toEqual([]);
    expect(existsSync(join(house.dir, '.arrayjob/corrupt'))).toBe(false);
  },
);

test.each(readdirSync(RECORDED))('records of %s are gone on from', async (version) => {
  house = await houseOf(version);
  house.edit(
    'specs.yaml',
    '{ name: partly }',
    '{ name: partly, annotations: { arrayjob.dev/rerun: failed@1 } }',
  );
  house.edit('specs.yaml', '{ file: c.csv }]', '{ file: c.csv }, { file: d.csv }]');

  const running = await house.start({ settleMs: 200 });
  await phaseOf(house, 'specs.yaml', 'Succeeded', 'things');
  await phaseOf(house, 'going.yaml', 'Failed');
  await quiet(running);
  const jobs = await house.jobs();

  const [again] = jobs.filter((each) => each.name.startsWith('partly-'));
  const [added] = jobs.filter((each) => each.name.startsWith('things-'));
  expect(again?.environment).toMatchObject({ ARRAYJOB_INDEXES: '3', ARRAYJOB_RUN: '2' });
  expect(added?.environment).toMatchObject({ ARRAYJOB_INDEXES: '3', ARRAYJOB_TOTAL: '4' });
  expect(jobs).toHaveLength(2);
});

test.each(readdirSync(RECORDED))('events of %s are shown', async (version) => {
  house = await houseOf(version);
  const store = await openStore(join(house.dir, '.arrayjob'));

  const events = await readEvents(store);
  await store.close();

  expect(events.map((each) => each.reason)).toEqual(
    expect.arrayContaining(['Registered', 'Submitted', 'PhaseChanged']),
  );
});
