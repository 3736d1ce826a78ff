import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseFile } from '../../../src/document/index.ts';
import { definition, job, until } from '../../controller/house.ts';
import { type GitHouse, openGitHouse } from './controllers.ts';
import { git, type Hosting, openHosting } from './hosting.ts';

let hosting: Hosting;
let house: GitHouse;

beforeEach(async () => {
  hosting = openHosting({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 3 }') });
  house = await openGitHouse(hosting);
});

afterEach(async () => {
  await house.close();
  await hosting.close();
});

function phaseOf(name: string): string {
  const [document] = parseFile('x.yaml', Buffer.from(hosting.remote(`${name}.yaml`) ?? '')).documents;
  return (document?.value['status'] as { phase?: string } | undefined)?.phase ?? '';
}

const own = (): readonly string[] =>
  git(hosting.bare, 'log', '--author=arrayjob', '--format=%s', 'main').trim().split('\n');

test("a controller's own commits cause neither a pass nor a commit", async () => {
  const { passes, problems, source, controller } = await house.start('one', { intervalMs: 30 });
  await until(
    () => phaseOf('a'),
    (phase) => phase === 'Succeeded',
  );
  await until(
    () => controller.inspect().statusWaiting,
    (waiting) => waiting === 0,
  );
  const before = { passes: passes.length, commits: own().length };

  for (let i = 0; i < 10; i++) {
    source.lookNow();
    await new Promise((done) => setTimeout(done, 50));
  }

  expect({ passes: passes.length, commits: own().length }).toEqual(before);
  expect(problems).toEqual([]);
});

test('a branch that takes no push costs freshness only, and is said once', async () => {
  const hook = join(hosting.bare, 'hooks', 'pre-receive');
  writeFileSync(hook, '#!/bin/sh\necho "protected branch" >&2; exit 1\n', { mode: 0o755 });

  const { phases, problems, controller } = await house.start('one');
  await until(
    () => phases.map((each) => `${each.name} ${each.phase}`),
    (seen) => seen.includes('a Succeeded'),
  );
  const during = await until(
    () => controller.inspect().source.condition,
    (condition) => condition?.status === 'False',
  );
  await until(
    () => problems.length,
    (count) => count > 0,
  );
  const told = problems.filter((each) => each.startsWith('Status could not be written'));
  writeFileSync(hook, '#!/bin/sh\nexit 0\n');
  await until(
    () => phaseOf('a'),
    (phase) => phase === 'Succeeded',
    40_000,
  );

  expect(during).toMatchObject({ type: 'SourceInStep', status: 'False', reason: 'PushRefused' });
  expect(told).toHaveLength(1);
  await until(
    () => controller.inspect().source.condition?.status,
    (status) => status === 'True',
  );
});

test('what a person pushes is acted on, and a second controller stands by until the first has gone', async () => {
  const first = await house.start('first', { intervalMs: 50 });
  const second = await house.start('second', { intervalMs: 50 });
  await until(
    () => phaseOf('a'),
    (phase) => phase === 'Succeeded',
  );
  const standby = second.passes.length;

  await first.stop();
  hosting.pull();
  hosting.push({ 'b.yaml': job('b', '{ size: 2 }') });
  await until(
    () => phaseOf('b'),
    (phase) => phase === 'Succeeded',
  );

  expect(standby).toBe(0);
  expect(second.problems).toEqual([]);
});
