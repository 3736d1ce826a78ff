import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { definition, type House, job, openHouse, phaseOf, quiet, shell, until } from './house.ts';

let house: House;
afterEach(() => house.close());

const d = { 'd.yaml': definition() };
const SLEEP = shell('sleep 60');
const EVEN_FAIL = shell('test $((AWS_BATCH_JOB_ARRAY_INDEX % 2)) = 1');
const MANIFEST = 'manifest: { bucket: data }';

async function busy(count: number): Promise<void> {
  await until(
    () => house.engine.stats().running,
    (running) => running === count,
  );
}

describe('removing a spec while it runs', () => {
  test('Terminate stops its arrays and forgets it', async () => {
    house = await openHouse({ ...d, 'a.yaml': job('a', '{ size: 2 }', [SLEEP]) });
    const running = await house.start();
    await busy(2);
    await phaseOf(house, 'a.yaml', 'Running');

    house.remove('a.yaml');
    await busy(0);

    await until(
      () => running.controller.standings(),
      (standings) => !standings.has('ArrayJob/a'),
    );
    expect(await house.jobs()).toMatchObject([{ status: 'FAILED', isTerminated: true }]);
    expect(running.problems).toEqual([]);
  });

  test('Orphan leaves them alone', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ size: 2 }', [SLEEP, 'deletionPolicy: Orphan']),
    });
    const running = await house.start();
    await busy(2);
    await phaseOf(house, 'a.yaml', 'Running');

    house.remove('a.yaml');
    await until(
      () => running.controller.standings(),
      (standings) => !standings.has('ArrayJob/a'),
    );
    await quiet(running);

    expect(house.engine.stats().running).toBe(2);
    expect((await house.jobs())[0]?.isTerminated).not.toBe(true);
  });

  test('a file moved to another name is no removal', async () => {
    house = await openHouse({ ...d, 'a.yaml': job('a', '{ size: 2 }', [shell('sleep 1.5')]) });
    const running = await house.start();
    await busy(2);
    await phaseOf(house, 'a.yaml', 'Running');

    house.rename('a.yaml', 'moved.yaml');
    const status = await phaseOf(house, 'moved.yaml', 'Succeeded');

    expect(status.run).toBe(1);
    expect(await house.jobs()).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(running.problems).toEqual([]);
  });

  test('one that was removed while the controller was down is stopped at its next start', async () => {
    house = await openHouse({ ...d, 'a.yaml': job('a', '{ size: 2 }', [SLEEP]) });
    const first = await house.start();
    await busy(2);
    await first.stop();

    house.remove('a.yaml');
    await house.start();
    await busy(0);

    expect((await house.jobs())[0]?.isTerminated).toBe(true);
  });
});

test('suspended in the middle and resumed, only what had not succeeded runs again', async () => {
  house = await openHouse({
    ...d,
    'a.yaml': job('a', '{ size: 4 }', [
      shell('test $AWS_BATCH_JOB_ARRAY_INDEX -lt 2 || test -e /proc/$PPID/nothing || sleep 60'),
      'suspend: false',
    ]),
  });
  await house.start();
  await until(
    () => house.engine.stats(),
    (stats) => stats.running === 2 && stats.units.SUCCEEDED === 2,
  );

  house.edit('a.yaml', 'suspend: false', 'suspend: true');
  const suspended = await phaseOf(house, 'a.yaml', 'Suspended');
  await busy(0);
  house.edit('a.yaml', 'suspend: true', 'suspend: false');
  await busy(2);

  expect(suspended).toMatchObject({
    indexes: { total: 4, succeeded: 2, failed: 0, waiting: 2 },
    completedIndexes: '0-1',
  });
  const jobs = await house.jobs();
  expect(jobs.map((each) => each.arraySize)).toEqual([4, 2]);
  expect(jobs[1]?.environment['ARRAYJOB_INDEXES']).toBe('2-3');
});

describe('failed indexes', () => {
  // Both wait out the ten seconds that Kubernetes waits before an index is run again.
  test.concurrent(
    'Kubernetes’ example: even indexes fail, each is tried once more, odd ones are not',
    async ({ onTestFinished, expect }) => {
      const own = await openHouse({
        ...d,
        'a.yaml': job('a', '{ size: 10 }', [EVEN_FAIL, 'backoffLimitPerIndex: 1']),
      });
      onTestFinished(() => own.close());
      await own.start();

      const status = await phaseOf(own, 'a.yaml', 'Failed');

      expect(status).toMatchObject({
        completedIndexes: '1,3,5,7,9',
        failedIndexes: '0,2,4,6,8',
        indexes: { total: 10, succeeded: 5, failed: 5, running: 0, waiting: 0 },
        failures: [{ count: 10, exitCode: 1 }],
      });
      const jobs = await own.jobs();
      expect(jobs.map((each) => each.arraySize)).toEqual([10, 5]);
      expect(jobs[1]?.environment['ARRAYJOB_INDEXES']).toBe('0,2,4,6,8');
    },
  );

  test.concurrent(
    'an index that succeeds when it is run again counts as succeeded',
    async ({ onTestFinished, expect }) => {
      const own = await openHouse({
        ...d,
        'a.yaml': job('a', '{ size: 3 }', [
          shell('test $AWS_BATCH_JOB_ARRAY_INDEX != 1 || test $ARRAYJOB_ROUND -gt 0'),
          'backoffLimitPerIndex: 2',
        ]),
      });
      onTestFinished(() => own.close());
      await own.start();

      const status = await phaseOf(own, 'a.yaml', 'Succeeded');

      expect(status).toMatchObject({ completedIndexes: '0-2', indexes: { succeeded: 3, failed: 0 } });
      expect((await own.jobs()).map((each) => each.arraySize)).toEqual([3, undefined]);
    },
  );

  test('more failures than maxFailedIndexes stop the rest', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ size: 6 }', [
        shell('test $AWS_BATCH_JOB_ARRAY_INDEX -ge 2 && exec sleep 60; exit 3'),
        'maxFailedIndexes: 1',
      ]),
    });
    await house.start();

    const status = await phaseOf(house, 'a.yaml', 'Failed');

    expect(status.conditions.find((each) => each.type === 'Stalled')?.reason).toBe(
      'MaxFailedIndexesExceeded',
    );
    await busy(0);
    expect(await house.jobs()).toHaveLength(1);
  });
});

describe('dependencies', () => {
  test('a dependent starts when the whole of its upstream has succeeded', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ size: 1 }', ['dependsOn: [{ name: z }]']),
      'z.yaml': job('z', '{ size: 2 }', [shell('sleep 1')]),
    });
    await house.start();

    const waiting = await phaseOf(house, 'a.yaml', 'Pending');
    await phaseOf(house, 'a.yaml', 'Succeeded');

    expect(waiting.conditions.find((each) => each.type === 'Reconciling')?.message).toContain('z');
    const [z, a] = await house.jobs();
    expect([z?.name, a?.name].map((each) => each?.[0])).toEqual(['z', 'a']);
    expect(a?.startedAt ?? 0).toBeGreaterThanOrEqual(z?.stoppedAt ?? Infinity);
  });

  test('N_TO_N starts exactly the indexes whose upstream has succeeded', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ size: 4 }', ['dependsOn: [{ name: z, type: N_TO_N }]']),
      'z.yaml': job('z', '{ size: 4 }', [EVEN_FAIL]),
    });
    await house.start();

    const status = await phaseOf(house, 'a.yaml', 'Blocked');

    expect(status).toMatchObject({ completedIndexes: '1,3', indexes: { succeeded: 2, waiting: 2 } });
    const jobs = await house.jobs('a-');
    expect(jobs).toHaveLength(1);
    expect(await house.childrenOf(jobs[0]!.jobId, 'SUCCEEDED')).toEqual([1, 3]);
  });

  test('the dependent of what failed is Blocked, and goes on when that has been mended', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ size: 2 }', ['dependsOn: [{ name: z }]']),
      'z.yaml': job('z', '{ size: 2 }', [shell('exit 1')]),
    });
    await house.start();

    const blocked = await phaseOf(house, 'a.yaml', 'Blocked');
    house.edit('z.yaml', 'exit 1', 'exit 0');
    await phaseOf(house, 'a.yaml', 'Succeeded');

    expect(blocked.conditions.find((each) => each.type === 'Stalled')?.message).toContain('z (Failed)');
    expect((await house.jobs('a-')).filter((each) => each.status === 'SUCCEEDED')).toHaveLength(1);
  });

  test('SEQUENTIAL runs the own indexes one after the other', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ size: 3 }', [shell('sleep 0.2'), 'dependsOn: [{ type: SEQUENTIAL }]']),
    });
    await house.start();

    let most = 0;
    await until(
      () => {
        most = Math.max(most, house.engine.stats().running);
        return house.status('a.yaml');
      },
      (status) => status?.phase === 'Succeeded',
    );

    expect(most).toBe(1);
    expect((await house.jobs())[0]?.arraySize).toBe(3);
  });
});

describe('a new revision of what runs', () => {
  /** Two children run until open() lets them end, and their spec is edited. */
  async function changed(onChange: string): Promise<{ revision: string | undefined; open: () => void }> {
    house = await openHouse(d);
    const gate = join(house.dir, 'gate');
    const script = `while [ ! -e ${gate} ]; do sleep 0.05; done`;
    house.write('a.yaml', job('a', '{ size: 2 }', [shell(script), `onChange: ${onChange}`]));
    await house.start();
    await busy(2);
    const { revision } = await phaseOf(house, 'a.yaml', 'Running');
    house.edit('a.yaml', script, 'exit 0');
    return {
      revision,
      open: () => {
        writeFileSync(gate, '');
      },
    };
  }

  test('Replace stops the old and starts the new', async () => {
    await changed('Replace');

    const status = await phaseOf(house, 'a.yaml', 'Succeeded');

    expect(status).toMatchObject({ run: 2, indexes: { succeeded: 2 } });
    expect(await house.jobs()).toMatchObject([
      { status: 'FAILED', isTerminated: true },
      { status: 'SUCCEEDED' },
    ]);
  });

  test('Wait lets the old end first', async () => {
    const { open } = await changed('Wait');
    await until(
      () => house.status('a.yaml')?.conditions,
      (conditions) => conditions?.some((each) => each.reason === 'WaitingForRun') === true,
    );

    open();
    await until(
      () => house.status('a.yaml'),
      (each) => each?.run === 2 && each.phase === 'Succeeded',
    );

    const jobs = await house.jobs();
    expect(jobs).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }]);
    expect(jobs[1]?.createdAt ?? 0).toBeGreaterThanOrEqual(jobs[0]?.stoppedAt ?? Infinity);
  });

  test('Ignore takes it over without running anything again', async () => {
    const { revision, open } = await changed('Ignore');
    await until(
      () => house.status('a.yaml')?.revision,
      (each) => each !== revision,
    );

    open();
    const status = await phaseOf(house, 'a.yaml', 'Succeeded');

    expect(status.run).toBe(1);
    expect(await house.jobs()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });
});

test.each([
  ['all', '2026-11-23', '0-3'],
  ['the failed', 'failed@2026-11-23', '0,2'],
  ['an interval', '1-2@2026-11-23', '1-2'],
])('a rerun asked for by annotation: %s', async (_what, value, indexes) => {
  house = await openHouse({ ...d, 'a.yaml': job('a', '{ size: 4 }', [EVEN_FAIL], 'x: y') });
  const running = await house.start();
  await phaseOf(house, 'a.yaml', 'Failed');

  house.edit('a.yaml', 'x: y', `arrayjob.dev/rerun: '${value}'`);
  await until(
    () => house.status('a.yaml'),
    (each) => each?.run === 2 && each.phase === 'Failed',
  );
  await quiet(running);

  const jobs = await house.jobs();
  expect(jobs).toHaveLength(2);
  expect(jobs[1]?.environment['ARRAYJOB_INDEXES'] ?? '0-3').toBe(indexes);
});

test('ten new files under a prefix are an array of ten', async () => {
  house = await openHouse({
    ...d,
    'a.yaml': job('a', '{ s3: { bucket: data, prefix: input/, refreshInterval: 1s } }', [MANIFEST]),
  });
  for (let i = 0; i < 5; i++) house.put('data', `input/b${i}`);
  await house.start();
  await phaseOf(house, 'a.yaml', 'Succeeded');

  for (let i = 0; i < 10; i++) house.put('data', `input/a${i}`);
  const status = await until(
    () => house.status('a.yaml'),
    (each) => each?.indexes?.succeeded === 15,
  );

  expect(status?.run).toBe(1);
  const jobs = await house.jobs();
  expect(jobs.map((each) => each.arraySize)).toEqual([5, 10]);
  expect(jobs[1]?.environment['ARRAYJOB_INDEXES']).toBe('5-14');
  const items = house.object('data', jobs[1]?.environment['ARRAYJOB_MANIFEST_KEY'] ?? '') as {
    key: string;
  }[];
  expect(items.map((each) => each.key)).toEqual(Array.from({ length: 10 }, (_, i) => `input/a${i}`));
});

test('a controller that starts again resumes, and submits nothing', async () => {
  house = await openHouse({
    ...d,
    'a.yaml': job('a', '{ size: 3 }', [shell('sleep 1.5')]),
    'b.yaml': job('b', '{ size: 2 }'),
  });
  const first = await house.start();
  await busy(3);
  await phaseOf(house, 'b.yaml', 'Succeeded');
  await first.stop();

  const second = await house.start();
  await phaseOf(house, 'a.yaml', 'Succeeded');
  await quiet(second);

  expect((await house.jobs()).map((each) => each.arraySize).sort()).toEqual([2, 3]);
  expect(second.events.map(({ event }) => event.reason)).not.toContain('Submitted');
});

test('children that somebody stops one by one are not fought, and run again when asked to', async () => {
  const script = shell(
    'if [ "$ARRAYJOB_RUN" = 1 ] && [ $AWS_BATCH_JOB_ARRAY_INDEX -gt 1 ]; then exec sleep 60; fi',
  );
  house = await openHouse({ ...d, 'a.yaml': job('a', '{ size: 4 }', ['backoffLimitPerIndex: 3', script]) });
  const running = await house.start();
  await busy(2);
  const [array] = await house.jobs();
  for (const k of [2, 3])
    await house.api.terminateJob(`${array!.jobId}:${k}`, `stuck for ${'long '.repeat(k)}`);

  const stopped = await phaseOf(house, 'a.yaml', 'Failed');
  await quiet(running);
  const before = await house.jobs();
  house.edit('a.yaml', '  name: a\n', '  name: a\n  annotations: { arrayjob.dev/rerun: failed@1 }\n');
  const last = await phaseOf(house, 'a.yaml', 'Succeeded');

  expect(stopped).toMatchObject({ completedIndexes: '0-1', failedIndexes: '2-3' });
  expect(stopped.failures?.map((each) => each.reason).sort()).toEqual([
    'TerminatedExternally: stuck for long long',
    'TerminatedExternally: stuck for long long long',
  ]);
  expect(before).toHaveLength(1);
  expect(last.completedIndexes).toBe('0-3');
  expect(running.events.map(({ event }) => event.reason)).toContain('TerminatedExternally');
});
