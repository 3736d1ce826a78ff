import { afterEach, expect, test } from 'vitest';
import { definition, job, shell } from '../controller/house.ts';
import { arrayjob, folder, start } from './arrayjob.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const each of cleanups.splice(0)) each();
});

function specs(files: Readonly<Record<string, string>>): string {
  const { path, remove } = folder(files);
  cleanups.push(remove);
  return path;
}

test('events are there after a run, by name, type and as JSON, and followed during the next', async () => {
  const cwd = specs({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 2 }', [shell('exit 3')]),
    'b.yaml': job('b', '{ size: 2 }'),
  });
  const run = ['run', '--local', '--until-settled'];
  const watching = start(['events', '-w', '-o', 'json'], { cwd });
  cleanups.push(() => watching.child.kill());

  await arrayjob(run, { cwd });
  const [all, one, warnings, json] = await Promise.all([
    arrayjob(['events'], { cwd }),
    arrayjob(['events', 'b'], { cwd }),
    arrayjob(['events', '--type', 'Warning'], { cwd }),
    arrayjob(['events', '-o', 'json'], { cwd }),
  ]);

  expect(all.out).toMatch(/^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n/);
  expect(all.out).toMatch(/Warning +PhaseChanged +arrayjob\/a +Failed(, was \w+)?: /);
  expect(one.out).toMatch(/arrayjob\/b +Succeeded/);
  expect(one.out).not.toMatch(/arrayjob\/a/);
  expect(warnings.out).not.toMatch(/Normal/);
  const values = json.out
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(values).toContainEqual(expect.objectContaining({ object: 'ArrayJob/a', type: 'Warning' }));
  await watching.printed(/"object":"ArrayJob\/a","type":"Warning","reason":"PhaseChanged"/);
});

test('a source without a run says where events would be', async () => {
  const cwd = specs({ 'a.yaml': job('a', '{ size: 2 }') });

  const { code, out, err } = await arrayjob(['events'], { cwd });
  const unknown = await arrayjob(['events', 'b'], { cwd });

  expect(err).toMatch(/No events in .*\.arrayjob; `arrayjob run` keeps the latest there/);
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(unknown.code).toBe(1);
});
