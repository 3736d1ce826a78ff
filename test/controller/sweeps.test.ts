import { expect, test } from 'vitest';
import type { Scripted, ScriptedChild } from '../../src/local/index.ts';
import { specs, startVirtually, type VirtualController } from '../bench/virtual/controller.ts';

const MINUTE = 60_000;

const NEVER_ENDS: Scripted = { durationMs: Infinity };

async function running(
  jobs: Readonly<Record<string, string>>,
  script: (child: ScriptedChild) => Scripted,
): Promise<VirtualController> {
  const world = await startVirtually({ files: specs(jobs), fake: { script } });
  const started = world.controller.start();
  await world.time.advance(2 * MINUTE);
  await started;
  return world;
}

function many(count: number, spec: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, spec]));
}

function calls(world: VirtualController, operation: string): number {
  return world.traffic.calls.get(operation) ?? 0;
}

test('all objects under way are looked at in calls of a hundred, as often as the poll interval says', async () => {
  const world = await running(many(250, 'work: { size: 2 }'), () => NEVER_ENDS);
  const before = calls(world, 'DescribeJobs');

  await world.time.advance(2 * MINUTE);

  expect(calls(world, 'DescribeJobs') - before).toBe(4 * 3);
  expect(world.problems).toEqual([]);
  await world.stop();
});

test('an object of which nothing is new is not passed over', async () => {
  const world = await running(many(3, 'work: { size: 2 }'), () => NEVER_ENDS);
  const before = new Map(world.passes);

  await world.time.advance(2 * MINUTE);

  expect(world.passes).toEqual(before);
  await world.stop();
});

test('what ends is seen with the next sweep, and nothing is looked at any more', async () => {
  const world = await running(many(3, 'work: { size: 2 }'), () => ({ durationMs: 3 * MINUTE }));

  await world.time.advance(2 * MINUTE);

  expect(world.source.files.get('a2.yaml')).toContain('phase: Succeeded');
  const before = calls(world, 'DescribeJobs');
  await world.time.advance(10 * MINUTE);
  expect(calls(world, 'DescribeJobs')).toBe(before);
  expect(world.time.timers()).toBe(0);
  await world.stop();
});

/** A child fails every half minute. */
const ONE_BY_ONE = ({ index = 0 }: ScriptedChild): Scripted => ({
  durationMs: (index + 1) * 30_000,
  exitCode: 1,
});

test('failures that nothing hangs on are looked up once in ten polls, but counted with every one', async () => {
  const world = await running(many(1, 'work: { size: 100 }\ncanary: 0'), ONE_BY_ONE);
  const before = calls(world, 'ListJobs');

  await world.time.advance(20 * MINUTE);

  expect(calls(world, 'ListJobs') - before).toBe(4);
  expect(world.source.files.get('a0.yaml')).toMatch(/FAILED: 4[34] /);
  await world.stop();
});

test('failures that something hangs on are looked up whenever there are more', async () => {
  const limit = 'work: { size: 100 }\ncanary: 0\nmaxFailedIndexes: 50';
  const world = await running(many(1, limit), ONE_BY_ONE);
  const before = calls(world, 'ListJobs');

  await world.time.advance(10 * MINUTE);

  expect(calls(world, 'ListJobs') - before).toBe(20);
  await world.stop();
});

test('a changed spec has the failures looked up at once', async () => {
  const world = await running(many(1, 'work: { size: 100 }\ncanary: 0'), ONE_BY_ONE);
  await world.time.advance(2 * MINUTE);
  const before = calls(world, 'ListJobs');

  const text = world.source.files.get('a0.yaml')!;
  world.source.save('a0.yaml', text.replace('canary: 0', 'canary: 0\n  parallelism: 100'));
  await world.time.advance(1_000);

  expect(calls(world, 'ListJobs') - before).toBe(1);
  await world.stop();
});

test('a dead endpoint costs one call a sweep, however many objects are under way', async () => {
  const world = await running(many(120, 'work: { size: 2 }'), () => NEVER_ENDS);
  world.fake.faults.set([{ operation: '*', kind: 'unavailable' }]);
  const before = calls(world, 'DescribeJobs');

  await world.time.advance(10 * MINUTE);

  expect(calls(world, 'DescribeJobs') - before).toBeLessThanOrEqual(2 * 10 + 6);
  expect(world.source.files.get('a0.yaml')).toContain('Batch cannot be asked');
  world.fake.faults.set([]);
  await world.time.advance(MINUTE);
  expect(world.source.files.get('a0.yaml')).not.toContain('Batch cannot be asked');
  await world.stop();
});
