import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { definition, job, shell } from '../controller/house.ts';
import { arrayjob, folder, start } from './arrayjob.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

const FILES = {
  'd.yaml': definition(),
  'a.yaml': job('a', '{ size: 4 }', [shell('test $AWS_BATCH_JOB_ARRAY_INDEX != 2')]),
  'b.yaml': job('b', '{ items: [x, y] }', ['manifest: { bucket: data }', 'dependsOn: [{ name: c }]']),
  'c.yaml': job('c', '{ size: 1 }'),
  'e.yaml': job('e', '{ size: -1 }'),
};

function specs(): string {
  const { path, remove } = folder(FILES);
  cleanups.push(remove);
  return path;
}

/** What the status of each file says, without what differs from run to run. */
function outcomes(dir: string): unknown {
  return Object.keys(FILES).map((file) => {
    const { status } = parse(readFileSync(join(dir, file), 'utf8')) as { status: Record<string, unknown> };
    const { phase, run, indexes, states, completedIndexes, failedIndexes, jobDefinition } = status;
    return { file, phase, run, indexes, states, completedIndexes, failedIndexes, jobDefinition };
  });
}

test('the same controller does the same at AWS_ENDPOINT_URL as with --local', async () => {
  const [near, far] = [specs(), specs()];
  const data = folder({});
  cleanups.push(data.remove);
  const engine = start([
    'local',
    '--listen',
    '127.0.0.1:0',
    '--data',
    data.path,
    '--queue',
    'q',
    '--bucket',
    'data',
  ]);
  cleanups.push(async () => {
    engine.child.kill();
    await engine.ended;
  });
  const url = (await engine.printed(/AWS_ENDPOINT_URL=(http:\/\/127\.0\.0\.1:[1-9]\d*)\n/))[1]!;
  const flags = ['--until-settled', '--poll-interval', '100ms', '--status-interval', '100ms'];

  const [local, remote] = await Promise.all([
    arrayjob(['run', near, '--local', ...flags]),
    arrayjob(['run', far, ...flags], { env: { AWS_ENDPOINT_URL: url } }),
  ]);

  expect(outcomes(far)).toEqual(outcomes(near));
  expect(outcomes(near)).toMatchObject([
    { phase: 'Succeeded', jobDefinition: 'd:1' },
    { phase: 'Failed', completedIndexes: '0-1,3', failedIndexes: '2' },
    { phase: 'Succeeded' },
    { phase: 'Succeeded' },
    { phase: 'Invalid' },
  ]);
  expect([local.code, remote.code]).toEqual([1, 1]);
  const planned = await arrayjob(['plan', far, '-o', 'json'], { env: { AWS_ENDPOINT_URL: url } });
  expect(planned.code).toBe(0);
  const again = await arrayjob(['run', far, '--once'], { env: { AWS_ENDPOINT_URL: url } });
  expect(again.err).not.toContain('"Submitted"');
  expect(again.code).toBe(0);
});

test('plan tells of changes by its exit status, and changes nothing', async () => {
  const dir = specs();

  const planned = await arrayjob(['plan', dir, '--local']);
  const once = await arrayjob(['run', dir, '--local', '--once']);

  expect(planned.out).toMatch(/^\+ JobDefinition\/d\n {4}register a new revision/m);
  expect(planned.out).toMatch(/^ {4}submit a-\(new\)-1-0-0: an array of 4 for indexes 0-3 \(first run\)$/m);
  expect(planned.code).toBe(1);
  expect(once.code).toBe(0);
});

test('a service that is not there is an error of plan, said in one line', async () => {
  const { code, err } = await arrayjob(['plan', specs()], {
    env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
  });

  expect(err).toMatch(/JobDefinition\/d: .*127\.0\.0\.1:1/);
  expect(code).toBe(2);
});

test('the daemon ends at SIGTERM with its status written', async () => {
  const dir = specs();
  const daemon = start(['run', dir, '--local']);
  // Batch starts b behind c by itself, so either may be seen to end first.
  await Promise.all(
    ['b', 'c'].map((name) => daemon.printed(new RegExp(`"object":"ArrayJob/${name}","phase":"Succeeded"`))),
  );

  daemon.child.kill('SIGTERM');
  const { code } = await daemon.ended;

  expect(outcomes(dir)).toMatchObject([
    {},
    {},
    { phase: 'Succeeded' },
    { phase: 'Succeeded' },
    { phase: 'Invalid' },
  ]);
  expect(code).toBe(0);
});
