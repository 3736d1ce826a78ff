import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { humanDuration } from '../../src/cli/ages.ts';
import { percent } from '../../src/cli/columns.ts';
import { definition, job } from '../controller/house.ts';
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

const labelled = (name: string, labels: string): string =>
  job(name, '{ size: 2 }').replace('metadata:', `metadata:\n  labels: ${labels}`);
const status = (phase: string, succeeded: number): string => `status:
  phase: ${phase}
  run: 1
  startTime: 2020-01-01T00:00:00.000Z
  completionTime: 2020-01-01T00:05:30.000Z
  indexes: { total: 3, succeeded: ${succeeded}, failed: 0, running: ${3 - succeeded}, waiting: 0 }
  conditions: [{ type: Ready, status: 'False', reason: Running, message: on its way }]
`;
const FILES = {
  'd.yaml': definition(),
  'z.yaml': labelled('a', '{ team: ingest, env: dev }'),
  'b.yaml': labelled('b', '{ team: ingest, env: prod }') + status('Running', 2),
  'c.yaml': labelled('c', '{ team: other }'),
};
const names = (out: string): readonly string[] => out.trimEnd().split('\n');

describe('what is listed', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['all ArrayJobs, by name', [], ['arrayjob/a', 'arrayjob/b', 'arrayjob/c']],
    ['by label', ['-l', 'team=ingest,env!=prod'], ['arrayjob/a']],
    ['by set', ['-l', 'env in (prod, test)'], ['arrayjob/b']],
    ['without a label', ['-l', '!env'], ['arrayjob/c']],
    ['several names, in order', ['c', 'a'], ['arrayjob/a', 'arrayjob/c']],
    ['definitions', ['--kind', 'jobdefinition'], ['jobdefinition/d']],
    ['both kinds', ['-k', 'all'], ['arrayjob/a', 'arrayjob/b', 'arrayjob/c', 'jobdefinition/d']],
    ['by kind and name', ['jobdefinition/d', 'aj/b'], ['arrayjob/b', 'jobdefinition/d']],
  ])('%s', async (_what, args, expected) => {
    const { out, code } = await arrayjob(['get', '-o', 'name', ...args], { cwd: specs(FILES) });

    expect(names(out)).toEqual(expected);
    expect(code).toBe(0);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['a near name', ['bb'], /No ArrayJob is called bb in \.; did you mean b\?/],
    ['a name of the other kind', ['d'], /No ArrayJob is called d in \.; there is jobdefinition\/d; list/],
    [
      'one that is not selected',
      ['c', '-l', 'team=ingest'],
      /The ArrayJob c is not selected by -l team=ingest/,
    ],
  ])('%s: exit status 1, and what there is', async (_what, args, message) => {
    const { err, code } = await arrayjob(['get', ...args], { cwd: specs(FILES) });

    expect(err).toMatch(message);
    expect(code).toBe(1);
  });

  test('a file that cannot be read is said, and hides no other', async () => {
    const { out, err, code } = await arrayjob(['get', '-o', 'name'], {
      cwd: specs({ ...FILES, 'broken.yaml': 'spec: [\n' }),
    });

    expect(err).toMatch(/^broken\.yaml:\d+:\d+: .*\n$/);
    expect(names(out)).toHaveLength(3);
    expect(code).toBe(0);
  });

  test('an unknown kind is refused', async () => {
    const { err, code } = await arrayjob(['get', 'pod/x'], { cwd: specs(FILES) });

    expect(err).toMatch(/there is no kind pod; there are ArrayJob and JobDefinition/);
    expect(code).toBe(2);
  });
});

describe('how it is shown', () => {
  test('progress, age and duration', async () => {
    const { out } = await arrayjob(['get', 'b', '-o', 'wide'], { cwd: specs(FILES) });

    expect(out).toMatch(/^NAME +PHASE +PROGRESS +SUCCEEDED .* AGE +DURATION +REVISION +FILE +MESSAGE\n/);
    expect(out).toMatch(/\nb +Running +66% +2\/3 +0 +1 +0 +1 +\d+d +5m30s +- +b\.yaml +on its way\n/);
  });

  test('an invalid spec with where it is wrong, whatever its status says', async () => {
    const cwd = specs({ 'a.yaml': job('a', '{ size: -1 }') + status('Running', 1) });

    const { out } = await arrayjob(['get', '-o', 'wide'], { cwd });

    expect(out).toMatch(/\na +Invalid .*a\.yaml:8: size is -1/);
  });

  test('json and yaml say the same, with spec and findings', async () => {
    const cwd = specs(FILES);
    const [json, yaml, many] = await Promise.all([
      arrayjob(['get', 'b', '-o', 'json'], { cwd }),
      arrayjob(['get', 'b', '-o', 'yaml'], { cwd }),
      arrayjob(['get', '-o', 'yaml'], { cwd }),
    ]);

    const value: unknown = JSON.parse(json.out);
    expect(value).toMatchObject({ phase: 'Running', metadata: { labels: { env: 'prod' } }, findings: [] });
    expect(parse(yaml.out)).toEqual(value);
    expect(parseAllDocuments(many.out)).toHaveLength(3);
  });

  test.each(['wide', 'json', 'yaml', 'name'])(
    '-o %s holds nothing that a terminal would obey',
    async (output) => {
      const hostile = status('Running', 1).replace('on its way', '"x\\e[2J\\u202e\\u009bx\\rx"');
      const cwd = specs({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 2 }') + hostile });

      const { out } = await arrayjob(['get', '-o', output], { cwd });

      expect(out).toMatch(/a/);
      expect(out).not.toMatch(/[\u001b\u202e\u009b\r]/);
    },
  );

  test.each<[number, string]>([
    [0, '0s'],
    [119_000, '119s'],
    [121_000, '2m1s'],
    [3 * 60_000, '3m'],
    [45 * 60_000, '45m'],
    [3.5 * 3_600_000, '3h30m'],
    [30 * 3_600_000, '30h'],
    [50 * 3_600_000, '2d2h'],
    [40 * 86_400_000, '40d'],
    [-5, '0s'],
    [Number.NaN, '-'],
  ])('%d ms: %s', (ms, expected) => {
    expect(humanDuration(ms)).toBe(expected);
  });

  test('100% is only said when all have succeeded', () => {
    expect(percent(9_999, 10_000)).toBe('99%');
    expect(percent(10_000, 10_000)).toBe('100%');
    expect(percent(0, 0)).toBe('-');
  });
});

describe('-w', () => {
  test('prints a row when an object has changed, has come, or has gone', async () => {
    const cwd = specs(FILES);
    const watching = start(['get', '-w'], { cwd });
    await watching.printed(/\nc .*\n/);

    writeFileSync(join(cwd, 'b.yaml'), FILES['b.yaml'].replace('succeeded: 2', 'succeeded: 3'));
    await watching.printed(/\nb +Running +66% [^]*\nb +Running +100% /);
    writeFileSync(join(cwd, 'e.yaml'), labelled('e', '{}'));
    await watching.printed(/\ne +- /);
    rmSync(join(cwd, 'c.yaml'));
    await watching.printed(/\nc +Deleted\n/);
    watching.child.kill();

    const { out } = await watching.ended;
    expect(out.match(/^a /gm)).toHaveLength(1);
    expect(out.match(/^b /gm)).toHaveLength(2);
  });

  test('an edit that changes nothing that is shown prints nothing', async () => {
    const cwd = specs(FILES);
    const watching = start(['get', 'b', '-w', '-o', 'name'], { cwd });
    await watching.printed(/arrayjob\/b\n/);

    writeFileSync(join(cwd, 'b.yaml'), `# said\n${FILES['b.yaml']}`);
    writeFileSync(join(cwd, 'b.yaml'), FILES['b.yaml'].replace('phase: Running', 'phase: Failed'));
    await watching.printed(/b\narrayjob\/b\n/);
    watching.child.kill();

    expect((await watching.ended).out).toBe('arrayjob/b\narrayjob/b\n');
  });
});
