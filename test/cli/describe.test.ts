import { afterEach, describe, expect, test } from 'vitest';
import { pageText, wrapped } from '../../src/cli/describe/page.ts';
import { quoted } from '../../src/cli/describe/steps.ts';
import { definition, job, shell } from '../controller/house.ts';
import { arrayjob, folder } from './arrayjob.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const each of cleanups.splice(0)) each();
});

function specs(files: Readonly<Record<string, string>>): string {
  const { path, remove } = folder(files);
  cleanups.push(remove);
  return path;
}

/** The lines under a title. */
function section(out: string, title: string): string {
  return new RegExp(`(?:^|\n)${title}:\n((?: .*\n)*)`).exec(out)?.[1] ?? '';
}

const status = (phase: string, more = ''): string => `status:
  phase: ${phase}
  run: 2
  revision: 0123456789ab
  startTime: 2020-01-01T00:00:00.000Z
  indexes: { total: 100, succeeded: 60, failed: 2, running: 30, waiting: 8 }
  completedIndexes: 0-3,5-60
  failedIndexes: "4,61"
  conditions: [{ type: Ready, status: 'False', reason: Progressing, message: on its way, lastTransitionTime: 2020-01-01T00:00:00.000Z }]
${more}`;

describe('after a run', () => {
  test('spec, progress, failures, dependencies, events and what to do next', async () => {
    const cwd = specs({
      'd.yaml': definition(),
      'up.yaml': job('up', '{ size: 4 }', [
        shell('test $AWS_BATCH_JOB_ARRAY_INDEX != 2 || exit 7'),
        'maxFailedIndexes: 50%',
      ]),
      'down.yaml': job('down', '{ size: 4 }', ['dependsOn: [{ name: up }]']),
    });
    await arrayjob(['run', '--local', '--until-settled', '--log-level', 'error'], { cwd });

    const [up, down, d] = await Promise.all(
      ['up', 'down', 'jobdefinition/d'].map((each) => arrayjob(['describe', each], { cwd })),
    );

    expect(up?.code).toBe(0);
    expect(up?.out).toMatch(
      /^Name: +up\nKind: +ArrayJob\nFile: +up\.yaml\nPhase: +Failed\nRun: +1, revision /,
    );
    expect(up?.out).toMatch(/Progress: +\[#+x+\.*\] 75% of 4\nIndexes: +3 succeeded, 1 failed, 0 running/);
    expect(section(up?.out ?? '', 'Spec')).toMatch(/Definition: +d, registered as d:1\n +Work: +4 indexes\n/);
    expect(section(up?.out ?? '', 'Spec')).toMatch(/Failures: +1 of at most 50% \(2\) before the run stops/);
    expect(section(up?.out ?? '', 'Needed by')).toMatch(/down +Blocked/);
    expect(section(up?.out ?? '', 'Failures')).toMatch(/1 +7 +2 \([0-9a-f-]+:2\) +Essential container/);
    expect(section(up?.out ?? '', 'Events')).toMatch(/Warning +PhaseChanged +Failed/);
    expect(section(up?.out ?? '', 'Next steps')).toBe(
      '  arrayjob logs up --failed   # one sample of each way to fail\n  arrayjob rerun up --failed  # when the cause is mended\n',
    );
    expect(section(down?.out ?? '', 'Depends on')).toMatch(/up +the whole +Failed +(held back|Batch waits)/);
    expect(section(down?.out ?? '', 'Next steps')).toMatch(
      /arrayjob describe up +# it waits for up, which is Failed/,
    );
    expect(section(d?.out ?? '', 'Needed by')).toMatch(/down[^]*up/);
  });
});

describe('what to do next', () => {
  test.each<[string, string, RegExp]>([
    [
      'Running',
      job('a', '{ size: 100 }') + status('Running'),
      /logs a --failed.*\n.*logs a --index 62 -f.*\n.*get a -w/,
    ],
    [
      'Running, with failures that are run again',
      job('a', '{ size: 100 }') +
        status('Running', '  failures: [{ count: 1, reason: it broke, sampleIndex: 3 }]\n').replace(
          'failed: 2',
          'failed: 0',
        ),
      /logs a --failed.*\n(?!.*rerun)/,
    ],
    ['Suspended', job('a', '{ size: 100 }', ['suspend: true']) + status('Suspended'), /resume a/],
    [
      'Succeeded',
      job('a', '{ size: 100 }') + status('Succeeded').replace('failed: 2', 'failed: 0'),
      /^ +arrayjob rerun a /,
    ],
    ['never looked at', job('a', '{ size: 100 }'), /plan \..*\n.*run \. /],
    ['Invalid', job('a', '{ size: -1 }'), /validate a\.yaml/],
  ])('%s', async (_phase, text, expected) => {
    const cwd = specs({ 'd.yaml': definition(), 'a.yaml': text });

    const { out } = await arrayjob(['describe', 'a'], { cwd });

    expect(section(out, 'Next steps')).toMatch(expected);
  });

  test('commands can be copied: they name the source as it was named', async () => {
    const cwd = specs({
      'my specs/a.yaml': job('a', '{ size: -1 }'),
      'my specs/b.yaml': job('b', '{ size: 9 }') + status('Suspended'),
    });

    const invalid = await arrayjob(['describe', 'a', '-s', 'my specs'], { cwd });
    const suspended = await arrayjob(['describe', 'b', '-s', 'my specs'], { cwd });

    expect(invalid.out).toContain("arrayjob validate 'my specs/a.yaml'");
    expect(suspended.out).toContain("arrayjob resume b -s 'my specs'");
    expect(quoted("it's")).toBe("'it'\\''s'");
  });
});

test('findings of the file stand on the page, and one that is not there is near another', async () => {
  const cwd = specs({ 'a.yaml': job('a', '{ size: -1 }') });

  const { out } = await arrayjob(['describe', 'a'], { cwd });
  const other = await arrayjob(['describe', 'b'], { cwd });

  expect(section(out, 'Findings')).toMatch(/a\.yaml:8:\d+: error \w+\n +size is -1/);
  expect(other.err).toMatch(/No ArrayJob is called b in \./);
  expect(other.code).toBe(1);
});

test('a status of nonsense, or a hostile one, does not stop the page or reach the terminal', async () => {
  const nonsense = `status: { phase: [1], run: {a: b}, indexes: [x], states: {A: {b: c}}, jobs: {x: 1}, failures: [1, {count: {}}], history: x, conditions: [null, {type: "\\e]0;x\\a"}], startTime: 5, failedIndexes: {} }\n`;
  const hostile = status('Running').replace('on its way', '"\\e[2J\\u202ex\\r\\nNext steps:\\n  rm -rf"');
  const cwd = specs({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 2 }') + nonsense,
    'b.yaml': job('b', '{ size: 2 }') + hostile,
  });

  const { out, err, code } = await arrayjob(['describe', 'a', 'b'], { cwd });

  expect({ err, code }).toEqual({ err: '', code: 0 });
  expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(out.match(/^Next steps:$/gm)).toHaveLength(2);
});

test('long texts are wrapped behind their lead, and empty sections are left out', () => {
  const lines = wrapped('  ', 'word '.repeat(30), 60);

  expect(lines.every((each) => each.length <= 60 && each.startsWith('  word'))).toBe(true);
  expect(pageText([{ lines: ['a'] }, { title: 'B', lines: [] }, { title: 'C', lines: ['c'] }])).toBe(
    'a\n\nC:\n  c',
  );
});
