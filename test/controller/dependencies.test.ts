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
      'up.yaml': job('up', '{ size: 3 }', [shell('while [ ! -e "$STOP" ]; do sleep 0.1; done')]),
      'down.yaml': job('down', '{ size: 1 }', [WHOLE]),
      'last.yaml': job('last', '{ size: 1 }', ['dependsOn: [{ name: down }]']),
    });
    house.edit(
      'up.yaml',
      'containerOverrides: {',
      `containerOverrides: { environment: [{ name: STOP, value: ${house.dir}/stop }],`,
    );
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
    house.write('stop', '');

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

describe('shapes', () => {
  const order = async (names: readonly string[]): Promise<readonly [number, number][]> => {
    const jobs = await house.jobs();
    return names.map((name) => {
      const one = jobs.find((each) => each.name.startsWith(`${name}-`) && each.status === 'SUCCEEDED');
      return [one?.startedAt ?? 0, one?.stoppedAt ?? 0];
    });
  };

  test('a chain twenty deep runs link after link', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `link${i}`);
    house = await openHouse({
      ...d,
      ...Object.fromEntries(
        names.map((name, i) => [
          `${name}.yaml`,
          job(name, '{ size: 1 }', i === 0 ? [] : [`dependsOn: [{ name: link${i - 1} }]`]),
        ]),
      ),
    });

    await house.start();
    await phaseOf(house, 'link19.yaml', 'Succeeded');

    const spans = await order(names);
    for (let i = 1; i < spans.length; i += 1) expect(spans[i]![0]).toBeGreaterThanOrEqual(spans[i - 1]![1]);
    expect(await house.jobs()).toHaveLength(20);
  });

  test('a diamond joins again, and a fan-out of two hundred starts behind one', async () => {
    const leaves = Array.from({ length: 200 }, (_, i) => `leaf${i}`);
    house = await openHouse(
      {
        ...d,
        'top.yaml': job('top', '{ size: 1 }'),
        'left.yaml': job('left', '{ size: 1 }', ['dependsOn: [{ name: top }]']),
        'right.yaml': job('right', '{ size: 1 }', ['dependsOn: [{ name: top }]']),
        'join.yaml': job('join', '{ size: 1 }', ['dependsOn: [{ name: left }, { name: right }]']),
        // Every status written is a whole file written.
        ...Object.fromEntries(
          leaves.map((name) => [`${name}.yaml`, job(name, '{ size: 1 }', ['dependsOn: [{ name: join }]'])]),
        ),
      },
      { engine: { vcpus: 64 } },
    );

    const running = await house.start();
    await until(
      () => [...running.controller.standings().values()].filter((each) => each.phase === 'Succeeded').length,
      // The definition is one of them.
      (succeeded) => succeeded === 205,
      50_000,
    );

    const [top, left, right, join, ...others] = await order(['top', 'left', 'right', 'join', ...leaves]);
    expect(Math.min(left![0], right![0])).toBeGreaterThanOrEqual(top![1]);
    expect(join![0]).toBeGreaterThanOrEqual(Math.max(left![1], right![1]));
    for (const [start] of others) expect(start).toBeGreaterThanOrEqual(join![1]);
    expect(await house.jobs()).toHaveLength(204);
  });

  test('suspending in the middle of a chain blocks what is behind it, which goes on when it is resumed', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ size: 1 }', [shell('sleep 0.3')]),
      'b.yaml': job('b', '{ size: 1 }', ['dependsOn: [{ name: a }]', 'suspend: true']),
      'c.yaml': job('c', '{ size: 2 }', ['dependsOn: [{ name: b }]']),
    });
    await house.start();
    await phaseOf(house, 'a.yaml', 'Succeeded');
    const blocked = await phaseOf(house, 'c.yaml', 'Blocked');

    house.edit('b.yaml', 'suspend: true', 'suspend: false');
    await phaseOf(house, 'c.yaml', 'Succeeded');

    expect(blocked.conditions[0]?.message).toContain('b (Suspended)');
    expect((await house.jobs('c-')).filter((each) => each.status === 'SUCCEEDED')).toHaveLength(1);
  });

  test('removing what others depend on makes those Invalid, and what they have achieved stands', async () => {
    house = await openHouse({
      ...d,
      'a.yaml': job('a', '{ size: 1 }'),
      'b.yaml': job('b', '{ size: 2 }', ['dependsOn: [{ name: a }]']),
    });
    const running = await house.start();
    await phaseOf(house, 'b.yaml', 'Succeeded');

    house.remove('a.yaml');
    await phaseOf(house, 'b.yaml', 'Invalid');
    house.edit('b.yaml', '  dependsOn: [{ name: a }]\n', '');
    await phaseOf(house, 'b.yaml', 'Succeeded');
    await quiet(running);

    expect(await house.jobs('b-')).toHaveLength(1);
  });
});
