import { describe, test } from 'vitest';
import { findByPrefix } from '../../src/batch/observe.ts';
import { definition, type House, job, openHouse, phaseOf, quiet, shell, until } from '../controller/house.ts';
import { program, submitted } from './program.ts';

const settled = (house: House, run: number, phase = 'Succeeded') =>
  until(
    () => house.status('a.yaml'),
    (each) => each?.run === run && each.phase === phase,
  );

describe('a change costs what it must', () => {
  test.concurrent(
    'more memory: of a hundred indexes, exactly the three that died of too little run again',
    async ({ onTestFinished, expect }) => {
      const house = await openHouse();
      onTestFinished(() => house.close());
      const needy = program(house, 'memory')
        .map((each) => `'${each}'`)
        .join(' ');
      const script = `case $AWS_BATCH_JOB_ARRAY_INDEX in 3|50|99) exec ${needy};; esac`;
      house.write('d.yaml', definition(['sh', '-c', script], 64));
      house.write('a.yaml', job('a', '{ size: 100 }'));
      await house.start();
      const dead = await phaseOf(house, 'a.yaml', 'Failed');

      house.write('d.yaml', definition(['sh', '-c', script], 256));
      const status = await phaseOf(house, 'a.yaml', 'Succeeded');

      expect(dead).toMatchObject({ failedIndexes: '3,50,99', failures: [{ count: 3, exitCode: 137 }] });
      expect(status).toMatchObject({ run: 1, revision: dead.revision, indexes: { succeeded: 100 } });
      expect(submitted(await house.jobs())).toEqual(['0-99', '3,50,99']);
    },
  );

  test.concurrent(
    'another queue: what has not finished moves, and nothing else runs',
    async ({ onTestFinished, expect }) => {
      const house = await openHouse(
        {
          'd.yaml': definition(),
          'a.yaml': job('a', '{ size: 6 }', [
            shell('test $AWS_BATCH_JOB_ARRAY_INDEX -lt 2 || test $AWS_BATCH_JQ_NAME = q2 || exec sleep 60'),
          ]),
        },
        // Four at a time: two are stuck in the queue behind those that do not end.
        { engine: { vcpus: 1 } },
      );
      onTestFinished(() => house.close());
      house.engine.declareQueue('q2');
      await house.start();
      await until(
        () => house.engine.stats(),
        ({ units }) => units.SUCCEEDED === 2 && units.RUNNING === 4,
      );

      house.edit('a.yaml', 'jobQueue: q', 'jobQueue: q2');
      const status = await phaseOf(house, 'a.yaml', 'Succeeded');

      expect(status).toMatchObject({ run: 1, indexes: { succeeded: 6 } });
      expect(await house.jobs()).toMatchObject([{ arraySize: 6, isTerminated: true }]);
      const moved = await findByPrefix(house.api, 'q2', '');
      expect(moved.kind === 'ok' ? submitted(moved.value) : moved).toEqual(['2-5']);
    },
  );

  test.concurrent(
    'another command runs all, and the one before it again runs nothing, for its results still stand',
    async ({ onTestFinished, expect }) => {
      const house = await openHouse({
        'd.yaml': definition(),
        'a.yaml': job('a', '{ size: 4 }', [shell('exit 0')]),
      });
      onTestFinished(() => house.close());
      const running = await house.start();
      const first = await settled(house, 1);

      house.edit('a.yaml', 'exit 0', 'true');
      const second = await settled(house, 2);
      house.edit('a.yaml', '"true"', '"exit 0"');
      const third = await settled(house, 3);
      await quiet(running);

      expect(second?.revision).not.toBe(first?.revision);
      expect(third).toMatchObject({
        revision: first?.revision,
        completedIndexes: '0-3',
        history: [{ run: 2 }, { run: 1 }],
      });
      expect(submitted(await house.jobs())).toEqual(['0-3', '0-3']);
    },
  );

  test.concurrent(
    'a definition that computes something else runs all, one that is only written otherwise nothing',
    async ({ onTestFinished, expect }) => {
      const house = await openHouse({ 'd.yaml': definition(['true']), 'a.yaml': job('a', '{ size: 3 }') });
      onTestFinished(() => house.close());
      const running = await house.start();
      await settled(house, 1);

      house.edit('d.yaml', 'image: none', 'image: "none" # the same');
      await quiet(running);
      const same = house.status('a.yaml');
      house.edit('d.yaml', 'command: ["true"]', 'command: ["sleep", "0"]');
      await settled(house, 2);

      expect(same).toMatchObject({ run: 1, phase: 'Succeeded' });
      expect(submitted(await house.jobs())).toEqual(['0-2', '0-2']);
    },
  );

  test.concurrent('tags are changed in place', async ({ onTestFinished, expect }) => {
    const house = await openHouse({
      'd.yaml': definition(),
      'a.yaml': job('a', '{ size: 2 }', [shell('exec sleep 60'), 'tags: { team: x, cost: "1" }']),
    });
    onTestFinished(() => house.close());
    await house.start();
    await until(
      () => house.engine.stats().running,
      (running) => running === 2,
    );

    house.edit('a.yaml', 'tags: { team: x, cost: "1" }', 'tags: { team: y }');
    const [array] = await until(
      () => house.jobs(),
      ([each]) => each?.tags['team'] === 'y' && !('cost' in each.tags),
    );

    expect(array?.tags).toMatchObject({ 'arrayjob.dev/name': 'a' });
    expect(await house.jobs()).toHaveLength(1);
    expect(house.engine.stats().running).toBe(2);
  });

  test.concurrent(
    'a larger budget sends what had used it up again, at once',
    async ({ onTestFinished, expect }) => {
      const house = await openHouse({
        'd.yaml': definition(),
        'a.yaml': job('a', '{ size: 4 }', [
          shell('test $AWS_BATCH_JOB_ARRAY_INDEX != 2 || test $ARRAYJOB_ROUND -gt 0'),
          'backoffLimitPerIndex: 0',
        ]),
      });
      onTestFinished(() => house.close());
      await house.start();
      await settled(house, 1, 'Failed');

      house.edit('a.yaml', 'backoffLimitPerIndex: 0', 'backoffLimitPerIndex: 1');
      await settled(house, 1);

      expect(submitted(await house.jobs())).toEqual(['0-3', '2']);
    },
  );
});
