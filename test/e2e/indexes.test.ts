import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { definition, type House, job, openHouse, phaseOf, until } from '../controller/house.ts';
import { forget, outputs, program, submitted } from './program.ts';

const AWKWARD = ['a b', "it's", '"', 'x\ny\n', '$HOME', '`id`', '', '*', '-n', '$$'] as const;

/** The shells that this machine has; their agreement is what matters. */
const SHELLS = ['/usr/bin/dash', '/usr/bin/bash', '/usr/bin/busybox'].filter((each) => existsSync(each));

/** Puts a folder with this shell as `sh` in front of the PATH of children. */
function pathWith(house: House, shell: string): string {
  const bin = join(house.dir, '..', 'bin');
  mkdirSync(bin);
  symlinkSync(shell, join(bin, 'sh'));
  return `${bin}:/usr/bin:/bin`;
}

async function open(more: (house: House) => readonly string[], args: readonly string[] = []): Promise<House> {
  const house = await openHouse();
  house.write('d.yaml', definition([...program(house, 'tells'), ...args]));
  house.write('a.yaml', job('a', '{ size: 12 }', more(house), 'x: y'));
  await house.start();
  return house;
}

async function rerun(house: House, indexes: string, phase = 'Succeeded'): Promise<void> {
  forget(house);
  house.edit('a.yaml', 'x: y', `arrayjob.dev/rerun: '${indexes}@2026-11-24'`);
  await until(
    () => house.status('a.yaml'),
    (each) => each?.run === 2 && each.phase === phase,
  );
}

describe('a size job run again over some of its indexes', () => {
  test.concurrent.for(SHELLS)(
    'gives each child its index and its arguments as they were written, with %s as sh',
    async (shell, { onTestFinished, expect }) => {
      const house = await open(
        (own) => [
          'parameters: { threshold: "0.5 $x \'y\'" }',
          `containerOverrides: { environment: [{ name: PATH, value: '${pathWith(own, shell)}' }] }`,
        ],
        [...AWKWARD, 'Ref::threshold', 'Ref::unknown'],
      );
      onTestFinished(() => house.close());
      await phaseOf(house, 'a.yaml', 'Succeeded');

      await rerun(house, '1,5-6,11');

      expect(submitted(await house.jobs())).toEqual(['0-11', '1,5-6,11']);
      const args = [...AWKWARD, "0.5 $x 'y'", 'Ref::unknown'];
      expect(outputs(house)).toEqual(
        Object.fromEntries(
          ['1', '5', '6', '11'].map((index) => [`2-${index}`, { index, args, intervals: '1,5-6,11' }]),
        ),
      );
    },
  );

  test.concurrent('works as the plain job that a single index is', async ({ onTestFinished, expect }) => {
    const house = await open(() => [], ['Ref::threshold', '']);
    onTestFinished(() => house.close());
    await phaseOf(house, 'a.yaml', 'Succeeded');

    await rerun(house, '7');

    expect((await house.jobs()).map((each) => each.arraySize)).toEqual([12, undefined]);
    expect(outputs(house)).toEqual({
      '2-7': { index: '7', args: ['Ref::threshold', ''], intervals: '7' },
    });
  });

  test.concurrent('passes the exit status of the program through', async ({ onTestFinished, expect }) => {
    const house = await open(() => [
      'containerOverrides: { environment: [{ name: CODE, value: "42" }] }',
      'canary: 0',
    ]);
    onTestFinished(() => house.close());
    await phaseOf(house, 'a.yaml', 'Failed');

    await rerun(house, '3,8', 'Failed');

    expect(house.status('a.yaml')?.failures).toMatchObject([{ count: 2, exitCode: 42 }]);
  });

  test.concurrent('passes signals through to the program itself', async ({ onTestFinished, expect }) => {
    const house = await open(() => ['suspend: false']);
    onTestFinished(() => house.close());
    await phaseOf(house, 'a.yaml', 'Succeeded');
    forget(house);
    house.write(
      'a.yaml',
      job('a', '{ size: 12 }', [
        'containerOverrides: { environment: [{ name: WAITS_FOR_TERM, value: "1" }] }',
        'parallelism: 1',
        'suspend: false',
      ]),
    );
    await until(
      () => Object.keys(outputs(house)),
      (names) => names.includes('up-2-0'),
    );

    house.edit('a.yaml', 'suspend: false', 'suspend: true');
    await phaseOf(house, 'a.yaml', 'Suspended');

    expect((await house.jobs()).map((each) => each.arraySize)).toEqual([12, undefined]);
    expect(Object.keys(outputs(house))).toContain('term-2-0');
  });

  test.concurrent(
    'leaves the command alone with indexMapping Environment, and tells position and intervals',
    async ({ onTestFinished, expect }) => {
      const house = await open(() => ['indexMapping: Environment'], ['a b']);
      onTestFinished(() => house.close());
      await phaseOf(house, 'a.yaml', 'Succeeded');

      await rerun(house, '4,9');

      expect(outputs(house)).toEqual({
        '2-0': { index: '0', args: ['a b'], intervals: '4,9' },
        '2-1': { index: '1', args: ['a b'], intervals: '4,9' },
      });
    },
  );

  test.concurrent(
    'is cut into shards of which each child finds its index',
    async ({ onTestFinished, expect }) => {
      const house = await open(() => ['shardSize: 5']);
      onTestFinished(() => house.close());

      await phaseOf(house, 'a.yaml', 'Succeeded');

      expect(submitted(await house.jobs()).toSorted()).toEqual(['0-4', '10-11', '5-9']);
      const told = Object.values(outputs(house)) as { index: string }[];
      expect(told.map((each) => Number(each.index)).sort((a, b) => a - b)).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
      ]);
    },
  );
});

describe('containers of other kinds', () => {
  const resources = "resourceRequirements: [{ type: VCPU, value: '0.25' }, { type: MEMORY, value: '64' }]";
  const ecs = (command: string): string => `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: d }
spec:
  type: container
  ecsProperties:
    taskProperties:
      - containers:
          - name: main
            image: none
            command: ${command}
            environment: [{ name: CONTAINER, value: main }, { name: KEPT, value: "1" }]
            ${resources}
          - name: side
            image: none
            essential: false
            command: ${command}
            environment: [{ name: CONTAINER, value: side }]
            ${resources}
`;
  const eks = (program: string, args: string): string => `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: d }
spec:
  type: container
  eksProperties:
    podProperties:
      containers:
        - name: main
          image: none
          command: ${program}
          args: ${args}
          env: [{ name: CONTAINER, value: pod }]
          resources: { limits: { cpu: "0.25", memory: 64Mi } }
`;

  test.concurrent(
    'every container of an ECS task finds the index of a sparse round',
    async ({ onTestFinished, expect }) => {
      const house = await openHouse();
      onTestFinished(() => house.close());
      house.write('d.yaml', ecs(JSON.stringify([...program(house, 'tells'), 'a b'])));
      house.write('a.yaml', job('a', '{ size: 12 }', [], 'x: y'));
      await house.start();
      await phaseOf(house, 'a.yaml', 'Succeeded');

      await rerun(house, '3,8');

      // The helper ends with what is essential: it may not have come to telling.
      const told = outputs(house);
      for (const index of ['3', '8']) {
        expect(told[`2-${index}-main`]).toEqual({
          index,
          args: ['a b'],
          intervals: '3,8',
          container: 'main',
        });
      }
      expect(Object.keys(told).every((name) => /^2-[38]-(main|side)$/.test(name))).toBe(true);
    },
  );

  test.concurrent(
    'the container of an EKS pod finds the index of a sparse round, with its args in place',
    async ({ onTestFinished, expect }) => {
      const house = await openHouse();
      onTestFinished(() => house.close());
      house.write('d.yaml', eks(JSON.stringify(program(house, 'tells')), '["a b", "$HOME"]'));
      house.write('a.yaml', job('a', '{ size: 12 }', [], 'x: y'));
      await house.start();
      await phaseOf(house, 'a.yaml', 'Succeeded');

      await rerun(house, '3,8');

      expect(outputs(house)).toEqual(
        Object.fromEntries(
          ['3', '8'].map((index) => [
            `2-${index}-pod`,
            { index, args: ['a b', '$HOME'], intervals: '3,8', container: 'pod' },
          ]),
        ),
      );
    },
  );
});
