import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { definition, type House, job, openHouse, phaseOf, quiet, shell, until } from '../controller/house.ts';

let house: House;

afterEach(async () => {
  await house.close();
});

const wipe = (file: string): void => {
  house.write(file, house.read(file).replace(/\nstatus:\n[\s\S]*$/, '\n'));
};
const store = (): string => join(house.dir, '.arrayjob');
const recordOf = (name: string): string => join(store(), 'arrayjobs', name, 'record.json');
const namesOf = async (): Promise<readonly string[]> => (await house.jobs()).map((each) => each.name).sort();

/** Passes until nothing more is to come of what was lost. */
async function settled(files: readonly string[], phase = 'Succeeded'): Promise<void> {
  const running = await house.start();
  // A controller reads the date once, as it starts; Batch has its own.
  vi.restoreAllMocks();
  for (const file of files) {
    await until(
      () => running.passes,
      (passes) => passes.includes(`ArrayJob/${file.slice(0, 1)}`),
    );
  }
  await quiet(running, 300);
  // What had been lost is rebuilt only after the settle time.
  for (const file of files) await phaseOf(house, file, phase);
  await quiet(running, 300);
  await running.stop();
}

const losses: Readonly<Record<string, (files: readonly string[]) => void>> = {
  'the store is deleted': () => {
    rmSync(store(), { recursive: true });
  },
  'the store is deleted and half of the status blocks are wiped': (files) => {
    rmSync(store(), { recursive: true });
    files.filter((_, i) => i % 2 === 0).forEach(wipe);
  },
  'a record is cut off': () => {
    truncateSync(recordOf('a'), 90);
  },
  'a record is cut off and its status wiped': (files) => {
    truncateSync(recordOf('a'), 90);
    wipe(files[0]!);
  },
  'all status blocks are wiped': (files) => {
    files.forEach(wipe);
  },
  'the date is a month ahead': () => {
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 31 * 86_400_000);
  },
};

test.each(Object.keys(losses))('nothing that has ended runs twice when %s', async (loss) => {
  const files = ['a.yaml', 'b.yaml', 'c.yaml', 'e.yaml'];
  house = await openHouse({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 5 }'),
    'b.yaml': job('b', '{ size: 1 }'),
    'c.yaml': job('c', '{ items: [x, y, z] }', ['manifest: { bucket: data }']),
    'e.yaml': job('e', '{ size: 4 }', ['parallelism: 2']),
  });
  await settled(files);
  const before = await namesOf();

  losses[loss]!(files);
  await settled(files);

  expect(await namesOf()).toEqual(before);
  expect(house.status('a.yaml')?.completedIndexes).toBe('0-4');
});

test('arrays under way are taken over when store and status are lost', async () => {
  const gate = 'while [ ! -e "$GATE" ]; do sleep 0.05; done';
  house = await openHouse({ 'd.yaml': definition() });
  const open = join(house.dir, 'open');
  house.write('a.yaml', job('a', '{ size: 6 }', [shell(gate.replace('$GATE', open)), 'parallelism: 3']));
  house.write('b.yaml', job('b', '{ size: 1 }', [shell('true')]));
  const first = await house.start();
  await phaseOf(house, 'b.yaml', 'Succeeded');
  await until(
    () => house.status('a.yaml')?.jobs?.length ?? 0,
    (count) => count > 0,
  );
  await first.stop();

  rmSync(store(), { recursive: true });
  wipe('a.yaml');
  const second = await house.start();
  await until(
    () => second.events.map((each) => each.event.reason),
    (reasons) => reasons.includes('RecordRebuilt'),
  );
  writeFileSync(open, '');
  await phaseOf(house, 'a.yaml', 'Succeeded');

  const sizes = (await house.jobs('a-')).map((each) => each.arraySize ?? 1);
  expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(6);
  expect(await house.jobs('b-')).toHaveLength(1);
});

test('an array that is rebuilt knows which indexes it stands for', async () => {
  house = await openHouse({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 6 }', ['shardSize: 2']),
  });
  await settled(['a.yaml']);
  const before = await namesOf();

  rmSync(store(), { recursive: true });
  // Another status names the source, so that only Batch knows of this object's runs.
  const id = /@([0-9a-f]{8})/.exec(house.read('a.yaml'))![1]!;
  wipe('a.yaml');
  await settled(['a.yaml']);

  expect(before).toHaveLength(3);
  expect(await namesOf()).toEqual(before);
  expect(readdirSync(store())).toContain('source.json');
  expect(readFileSync(join(store(), 'source.json'), 'utf8')).toContain(id);
});

test('what has run stays written down in the file until a lost record has been rebuilt from it', async () => {
  house = await openHouse({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 3 }') });
  await settled(['a.yaml']);

  rmSync(store(), { recursive: true });
  const first = await house.start({ settleMs: 600_000 });
  await until(
    () => house.status('a.yaml')?.phase,
    (phase) => phase === 'Pending',
  );
  await first.stop();
  const meanwhile = house.status('a.yaml');
  const last = await house.once();

  expect(meanwhile).toMatchObject({ completedIndexes: '0-2', run: 1 });
  expect(house.status('a.yaml')?.phase).toBe('Succeeded');
  expect(last.events.map((each) => each.event.reason)).toContain('RecordRebuilt');
  expect(await house.jobs('a-')).toHaveLength(1);
});

test.each(['lost', 'error'] as const)(
  'one pass is enough to find out what became of a submission whose answer is %s',
  async (kind) => {
    house = await openHouse(
      { 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 3 }') },
      { engine: { faults: [{ operation: 'SubmitJob', kind, times: 1 }] } },
    );

    const ran = await house.once();
    await until(
      () => house.jobs(),
      (jobs) => jobs.length === 1 && jobs[0]?.status === 'SUCCEEDED',
    );
    await house.once();

    expect(ran.events.map((each) => each.event.reason)).toContain(kind === 'lost' ? 'Adopted' : 'Submitted');
    expect(house.status('a.yaml')).toMatchObject({ phase: 'Succeeded', completedIndexes: '0-2' });
    expect(house.engine.stats()).toMatchObject({ running: 0 });
    expect(await house.jobs()).toHaveLength(1);
  },
);

test('a pass that waits for what is in doubt ends at once when it is told to', async () => {
  house = await openHouse(
    { 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 3 }') },
    { engine: { faults: [{ operation: 'SubmitJob', kind: 'error', times: 1 }] } },
  );
  const stop = new AbortController();
  const ran = house.once({ settleMs: 600_000, signal: stop.signal });
  await until(
    () => existsSync(recordOf('a')) && readFileSync(recordOf('a'), 'utf8').includes('doubtful'),
    (inDoubt) => inDoubt,
  );

  stop.abort();

  expect((await ran).events.map((each) => each.event.reason)).not.toContain('Adopted');
  expect(await house.jobs()).toHaveLength(0);
});
