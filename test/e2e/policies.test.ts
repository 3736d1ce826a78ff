import { join } from 'node:path';
import { describe, test } from 'vitest';
import type { Status } from '../../src/core/status.ts';
import { startEngine } from '../../src/local/index.ts';
import { definition, type House, job, openHouse, phaseOf, shell, until } from '../controller/house.ts';
import { submitted } from './program.ts';

const INDEX = '$AWS_BATCH_JOB_ARRAY_INDEX';
const open = (work: string, script: string, more: readonly string[]): Promise<House> =>
  openHouse({ 'd.yaml': definition(), 'a.yaml': job('a', work, [shell(script), ...more]) });
const reasonOf = (status: Status) => status.conditions.find((each) => each.type === 'Ready')?.reason;
const idle = (house: House) =>
  until(
    () => house.engine.stats().running,
    (running) => running === 0,
  );

describe('failurePolicy', () => {
  test.concurrent(
    'a host that was lost is ignored: the same indexes again, at no cost to a budget of none',
    async ({ onTestFinished, expect }) => {
      const house = await open(
        '{ size: 4 }',
        `test ${INDEX} -lt 2 || test $ARRAYJOB_ROUND -gt 0 || exec sleep 60`,
        [
          'backoffLimitPerIndex: 0',
          "failurePolicy: { rules: [{ action: Ignore, onStatusReason: 'Host EC2*' }] }",
        ],
      );
      onTestFinished(() => house.close());
      await house.start();
      await until(
        () => house.engine.stats(),
        ({ units, running }) => units.SUCCEEDED === 2 && running === 2,
      );

      // Whatever ran when the engine went down has lost its host, in the words of Batch.
      await house.engine.close();
      const next = await startEngine({
        dataDir: join(house.dir, '..', 'data'),
        port: house.engine.port,
        vcpus: 16,
      });
      onTestFinished(() => next.close());
      const status = await until(
        () => house.status('a.yaml'),
        (each) => each?.phase === 'Succeeded',
        40_000,
      );

      expect(status).toMatchObject({ run: 1, indexes: { succeeded: 4, failed: 0 } });
      expect(status?.failures).toMatchObject([{ count: 2 }]);
      expect(status?.failures?.[0]?.reason).toContain('Host EC2');
      expect(submitted(await house.jobs())).toEqual(['0-3', '2-3']);
    },
  );

  test.concurrent(
    'the first rule that matches decides: an exit code fails its index without another try',
    async ({ onTestFinished, expect }) => {
      const house = await open('{ size: 3 }', `test ${INDEX} != 1 || exit 42`, [
        'backoffLimitPerIndex: 3',
        'failurePolicy: { rules: [{ action: FailIndex, onExitCodes: { operator: In, values: [42] } }, { action: Ignore, onExitCodes: { operator: NotIn, values: [0] } }] }',
      ]);
      onTestFinished(() => house.close());
      await house.start();

      const status = await phaseOf(house, 'a.yaml', 'Failed');

      expect(status).toMatchObject({ completedIndexes: '0,2', failedIndexes: '1' });
      expect(submitted(await house.jobs())).toEqual(['0-2']);
    },
  );

  test.concurrent('FailJob stops the rest', async ({ onTestFinished, expect }) => {
    const house = await open('{ size: 3 }', `test ${INDEX} = 1 && exit 42; exec sleep 60`, [
      'backoffLimitPerIndex: 3',
      'failurePolicy: { rules: [{ action: FailJob, onExitCodes: { operator: In, values: [42] } }] }',
    ]);
    onTestFinished(() => house.close());
    await house.start();

    const status = await phaseOf(house, 'a.yaml', 'Failed');
    await idle(house);

    expect(reasonOf(status)).toBe('FailJobRule');
    expect(status).toMatchObject({ failedIndexes: '1', failures: [{ count: 1, exitCode: 42 }] });
    expect(submitted(await house.jobs())).toEqual(['0-2']);
  });
});

describe('a run stops early', () => {
  test.concurrent('as Succeeded when its success policy is met', async ({ onTestFinished, expect }) => {
    const house = await open('{ size: 6 }', `test ${INDEX} -lt 3 || exec sleep 60`, [
      'successPolicy: { minSucceeded: 50% }',
    ]);
    onTestFinished(() => house.close());
    await house.start();

    const status = await phaseOf(house, 'a.yaml', 'Succeeded');
    await idle(house);

    expect(reasonOf(status)).toBe('SuccessPolicyMet');
    expect(status).toMatchObject({ completedIndexes: '0-2', indexes: { succeeded: 3, failed: 0 } });
    expect(await house.jobs()).toMatchObject([{ isTerminated: true }]);
  });

  test.concurrent('as Failed when its deadline passes', async ({ onTestFinished, expect }) => {
    const house = await open('{ size: 2 }', `test ${INDEX} = 0 || exec sleep 60`, [
      'activeDeadlineSeconds: 2',
    ]);
    onTestFinished(() => house.close());
    await house.start();

    const status = await phaseOf(house, 'a.yaml', 'Failed');
    await idle(house);

    expect(reasonOf(status)).toBe('DeadlineExceeded');
    expect(status).toMatchObject({ completedIndexes: '0', indexes: { failed: 0, waiting: 1 } });
  });

  test.concurrent(
    'when the first ten all fail alike, instead of burning the rest',
    async ({ onTestFinished, expect }) => {
      const house = await open('{ size: 30 }', 'exit 3', ['parallelism: 10']);
      onTestFinished(() => house.close());
      await house.start();

      const status = await phaseOf(house, 'a.yaml', 'Failed');

      expect(reasonOf(status)).toBe('CanaryFailed');
      expect(status).toMatchObject({ indexes: { total: 30, failed: 10, waiting: 20 } });
      expect(submitted(await house.jobs())).toEqual(['0-9']);
    },
  );

  test.concurrent(
    'when the first ten all fail alike, and what is under way is stopped with it',
    async ({ onTestFinished, expect }) => {
      const house = await open('{ size: 30 }', `test ${INDEX} -ge 10 && exec sleep 60; exit 3`, []);
      onTestFinished(() => house.close());
      await house.start();

      const status = await phaseOf(house, 'a.yaml', 'Failed');
      await idle(house);

      expect(reasonOf(status)).toBe('CanaryFailed');
      // Their own failures are told, not the words with which the others were stopped.
      expect(status.failures).toMatchObject([{ count: 10, exitCode: 3 }]);
      expect(status).toMatchObject({ failedIndexes: '0-9', indexes: { failed: 10, waiting: 20 } });
    },
  );

  test.concurrent('not when the circuit breaker is switched off', async ({ onTestFinished, expect }) => {
    const house = await open('{ size: 30 }', 'exit 3', ['parallelism: 10', 'canary: 0']);
    onTestFinished(() => house.close());
    await house.start();

    const status = await phaseOf(house, 'a.yaml', 'Failed');

    expect(reasonOf(status)).toBe('IndexesFailed');
    expect(status.indexes?.failed).toBe(30);
  });
});

test.concurrent('parallelism keeps a window over the shards', async ({ onTestFinished, expect }) => {
  const house = await open('{ size: 12 }', 'sleep 0.3', ['parallelism: 4']);
  onTestFinished(() => house.close());
  await house.start();

  let most = 0;
  await until(
    () => {
      most = Math.max(most, house.engine.stats().running);
      return house.status('a.yaml');
    },
    (status) => status?.phase === 'Succeeded',
  );

  expect(most).toBeLessThanOrEqual(4);
  expect(most).toBeGreaterThan(1);
});
