import { afterEach, describe, expect, test } from 'vitest';
import { definition, type House, job, openHouse, phaseOf, quiet, shell, until } from './house.ts';

let house: House;
afterEach(() => house.close());

const d = { 'd.yaml': definition() };
const WHOLE = 'dependsOn: [{ name: up }]';
const PAIRS = 'dependsOn: [{ name: up, type: N_TO_N }]';

describe('a dependency that Batch can wait for itself', () => {
  test('is passed on with the id of the living array, and the chain goes on while the controller is dead', async () => {
    house = await openHouse({
      ...d,
      'up.yaml': job('up', '{ size: 3 }', [shell('sleep 1.5')]),
      'down.yaml': job('down', '{ size: 1 }', [WHOLE]),
      'last.yaml': job('last', '{ size: 1 }', ['dependsOn: [{ name: down }]']),
    });
    const running = await house.start();
    await until(
      () => house.jobs(),
      (jobs) => jobs.length === 3,
    );
    const waiting = await until(
      () => house.status('last.yaml'),
      (status) => status?.conditions[0]?.reason === 'WaitingInBatch',
    );
    await running.stop();

    const [up, down, last] = await until(
      () => house.jobs(),
      (jobs) => jobs.every((each) => each.status === 'SUCCEEDED'),
    );
    const again = await house.start();
    await phaseOf(house, 'last.yaml', 'Succeeded');

    expect(waiting).toMatchObject({ phase: 'Pending', indexes: { waiting: 1 } });
    expect(down?.createdAt).toBeLessThan(up?.stoppedAt ?? 0);
    expect(down?.startedAt).toBeGreaterThanOrEqual(up?.stoppedAt ?? Infinity);
    expect(last?.startedAt).toBeGreaterThanOrEqual(down?.stoppedAt ?? Infinity);
    await quiet(again);
    expect(await house.jobs()).toHaveLength(3);
    expect(again.problems).toEqual([]);
  });

  test('N_TO_N starts a child when its partner has ended, not when all have', async () => {
    house = await openHouse({
      ...d,
      'up.yaml': job('up', '{ size: 2 }', [
        shell('test $AWS_BATCH_JOB_ARRAY_INDEX = 0 || while [ ! -e "$STOP" ]; do sleep 0.1; done'),
      ]),
      'down.yaml': job('down', '{ size: 2 }', [PAIRS]),
    });
    house.edit('up.yaml', 'work:', `# waits for a file\n  work:`);
    house.edit(
      'up.yaml',
      'containerOverrides: {',
      `containerOverrides: { environment: [{ name: STOP, value: ${house.dir}/stop }],`,
    );
    await house.start();

    const down = await until(
      async () => (await house.jobs()).find((each) => each.name.startsWith('down-')),
      (found) => found?.summary?.SUCCEEDED === 1,
    );
    house.write('stop', '');
    await phaseOf(house, 'down.yaml', 'Succeeded');

    expect(down?.summary).toMatchObject({ SUCCEEDED: 1 });
    expect(await house.jobs()).toHaveLength(2);
  });

  test('that fails costs the dependent nothing: it runs when the failed index has succeeded in a later round', async () => {
    const script = `test $AWS_BATCH_JOB_ARRAY_INDEX != 1 || test -e "$FLAG"`;
    house = await openHouse({
      ...d,
      'up.yaml': job('up', '{ size: 3 }', [shell(script)]),
      'down.yaml': job('down', '{ size: 3 }', [PAIRS]),
      'whole.yaml': job('whole', '{ size: 2 }', [WHOLE]),
    });
    house.edit(
      'up.yaml',
      'containerOverrides: {',
      `containerOverrides: { environment: [{ name: FLAG, value: ${house.dir}/flag }],`,
    );
    await house.start();
    await phaseOf(house, 'up.yaml', 'Failed');
    await phaseOf(house, 'whole.yaml', 'Blocked');
    const blocked = await until(
      () => house.status('down.yaml'),
      (status) => status?.phase === 'Blocked' && status.completedIndexes === '0,2',
    );

    house.write('flag', '');
    house.edit('up.yaml', 'metadata:\n', "metadata:\n  annotations: { arrayjob.dev/rerun: 'failed@1' }\n");
    const healed = await phaseOf(house, 'down.yaml', 'Succeeded');
    const whole = await phaseOf(house, 'whole.yaml', 'Succeeded');

    expect(blocked?.conditions[0]?.message).toContain('up (Failed)');
    expect(blocked?.failures ?? []).toEqual([]);
    expect(healed.indexes).toMatchObject({ total: 3, succeeded: 3, failed: 0 });
    expect(whole.indexes).toMatchObject({ succeeded: 2, failed: 0 });
    const jobs = await house.jobs();
    const ran = jobs.filter((each) => each.name.startsWith('down-') && each.status === 'SUCCEEDED');
    expect(ran.map((each) => each.arraySize ?? 1)).toEqual([1]);
  });

  test('that grows before it has succeeded takes back what waits for the old part only', async () => {
    house = await openHouse({
      ...d,
      'up.yaml': job('up', '{ size: 2 }', [shell('while [ ! -e "$STOP" ]; do sleep 0.1; done')]),
      'down.yaml': job('down', '{ size: 1 }', [WHOLE]),
    });
    house.edit(
      'up.yaml',
      'containerOverrides: {',
      `containerOverrides: { environment: [{ name: STOP, value: ${house.dir}/stop }],`,
    );
    await house.start();
    await until(
      () => house.jobs(),
      (jobs) => jobs.length === 2,
    );

    house.edit('up.yaml', 'size: 2', 'size: 4');
    const taken = await until(
      async () => (await house.jobs()).filter((each) => each.name.startsWith('down-')),
      (jobs) => jobs.length === 2,
    );
    house.write('stop', '');
    await phaseOf(house, 'down.yaml', 'Succeeded');

    expect(taken[0]).toMatchObject({ status: 'FAILED', isTerminated: true });
    const jobs = await house.jobs();
    const ups = jobs.filter((each) => each.name.startsWith('up-'));
    const down = jobs.findLast((each) => each.name.startsWith('down-'));
    expect(ups).toHaveLength(2);
    for (const up of ups) expect(down?.startedAt).toBeGreaterThanOrEqual(up.stoppedAt ?? Infinity);
  });

  test('is what plan says, too, for objects that are all new', async () => {
    house = await openHouse({
      ...d,
      'up.yaml': job('up', '{ size: 3 }'),
      'down.yaml': job('down', '{ size: 3 }', [PAIRS]),
    });

    const planned = await house.plan();

    const down = planned.find((each) => each.object === 'ArrayJob/down');
    expect(down?.actions).toMatchObject([{ kind: 'submit', indexes: '0-2', size: 3 }]);
    expect(down?.actions[0]?.why).toContain('behind up');
  });
});

test('a fan-in beyond twenty is held back by the controller and starts when all have succeeded', async () => {
  const count = 25;
  const ups = Array.from({ length: count }, (_, i) => `up-${i}`);
  house = await openHouse({
    ...d,
    ...Object.fromEntries(ups.map((name) => [`${name}.yaml`, job(name, '{ size: 1 }')])),
    'down.yaml': job('down', '{ size: 1 }', [
      `dependsOn: [${ups.map((name) => `{ name: ${name} }`).join(', ')}]`,
    ]),
  });

  await house.start();
  await phaseOf(house, 'down.yaml', 'Succeeded');

  const jobs = await house.jobs();
  const down = jobs.find((each) => each.name.startsWith('down-'));
  expect(jobs).toHaveLength(count + 1);
  for (const each of jobs) {
    if (each !== down) expect(down?.startedAt).toBeGreaterThanOrEqual(each.stoppedAt ?? Infinity);
  }
});
