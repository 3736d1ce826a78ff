import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { definition, job } from '../controller/house.ts';
import { arrayjob, folder, MAIN } from './arrayjob.ts';

const has = (program: string): boolean => spawnSync(program, ['-c', 'true']).status === 0;

/** Specs, one of them with a name that a shell would run, and a folder in the PATH with the program. */
const { path: cwd, remove } = folder({
  'd.yaml': definition(),
  'odd */note': '',
  'jobs/a.yaml': job('alpha', '{ size: 2 }'),
  'jobs/b.yaml': job('beta', '{ size: 2 }'),
  'jobs/evil.yaml': job('$(touch pwned)', '{ size: 2 }').replace(
    'name: $(touch pwned)',
    "name: '$(touch pwned)'",
  ),
});
const env = { PATH: `${cwd}/bin:${process.env['PATH'] ?? ''}`, HOME: cwd };
const scripts = new Map<string, string>();

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { out, code } = await arrayjob(['completion', shell]);
    expect(code).toBe(0);
    scripts.set(shell, out);
    writeFileSync(join(cwd, `completion.${shell}`), out);
  }
  execFileSync('mkdir', ['-p', join(cwd, 'bin')]);
  writeFileSync(join(cwd, 'bin/arrayjob'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(cwd, 'bin/arrayjob'), 0o755);
});
afterAll(remove);

test.each(['bash', 'zsh', 'fish'])('the script for %s knows every verb and every flag', (shell) => {
  const script = scripts.get(shell) ?? '';

  for (const command of createProgram().commands) {
    expect(script).toContain(command.name());
    for (const { long } of command.options) {
      expect(script).toContain(shell === 'fish' ? `-l ${long?.slice(2) ?? ''}` : long);
    }
  }
});

test('another shell is refused, with those that there are', async () => {
  const { code, err } = await arrayjob(['completion', 'tcsh']);

  expect(err).toMatch(/Allowed choices are bash, zsh, fish/);
  expect(code).toBe(2);
});

describe.skipIf(!has('bash'))('bash', () => {
  /** What bash offers for a command line whose last word is being written. */
  function offered(...words: readonly string[]): readonly string[] {
    const quoted = ['arrayjob', ...words].map((each) => `'${each}'`).join(' ');
    const script = `source completion.bash; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _arrayjob; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['--noprofile', '--norc', '-c', script], { cwd, env });
    return out
      .toString()
      .split('\n')
      .filter((each) => each !== '');
  }

  test.each<[readonly string[], readonly string[]]>([
    [['re'], ['rerun', 'resume']],
    [
      ['get', '-o', ''],
      ['wide', 'json', 'yaml', 'name'],
    ],
    [['get', '--out'], ['--output']],
    [
      ['logs', '--f'],
      ['--failed', '--follow'],
    ],
    [
      ['rerun', '-s', 'jobs', ''],
      ['alpha', 'beta'],
    ],
    [['describe', '-s', '.', 'al'], ['alpha']],
    [['describe', '--source', '=', 'jobs', 'al'], ['alpha']],
    [['delete', 'job'], ['jobdefinition/d']],
    [['get', '-s', 'jo'], ['jobs']],
    [
      ['schema', ''],
      ['ArrayJob', 'JobDefinition', 'Policy'],
    ],
    [
      ['get', '--output', '='],
      ['wide', 'json', 'yaml', 'name'],
    ],
    [['get', '--output', '=', 'y'], ['yaml']],
    [['get', '-s', 'od'], ['odd *']],
    [['run', '--once', 'jo'], ['jobs']],
    [['validate', 'd.y'], ['d.yaml']],
    [['rerun', '--indexes', ''], []],
    [['get', '-s', 'nowhere', ''], []],
    [['help', 'val'], ['validate']],
  ])('%j: %j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  test('a name that a shell would run is neither offered nor run', () => {
    const names = offered('describe', '');

    expect(names).toEqual(['alpha', 'beta', 'jobdefinition/d']);
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
  });
});

test.skipIf(!has('zsh'))('zsh reads its script', () => {
  expect(spawnSync('zsh', ['-n', 'completion.zsh'], { cwd }).status).toBe(0);
});

test.skipIf(!has('fish'))('fish offers verbs, choices and names', () => {
  const complete = (line: string): string =>
    execFileSync(
      'fish',
      ['--no-config', '-c', `source completion.fish; complete -C ${JSON.stringify(line)}`],
      { cwd, env },
    ).toString();

  expect(complete('arrayjob res')).toMatch(/^resume\t/);
  expect(complete('arrayjob get -o ')).toMatch(/json/);
  expect(complete('arrayjob rerun ')).toMatch(/alpha/);
});
