import { rmSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { definition, job } from '../controller/house.ts';
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

const SOUND = { 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 2 }') };
const DONE = `${job('a', '{ size: 2 }')}status:
  phase: Succeeded
  run: 3
  revision: 0123456789ab
  indexes: { total: 2, succeeded: 2, failed: 0, running: 0, waiting: 0 }
  conditions: [{ type: Ready, status: 'True', reason: Completed, message: All 2 indexes succeeded }]
`;

describe('usage', () => {
  test.each(createProgram().commands.map((each) => [each.name(), each] as const))(
    '%s has help with examples, each of which is a command line that there is',
    (verb, command) => {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) });
      command.outputHelp();

      const examples = (/\nExamples?:\n((?: .*\n?)+)/.exec(help)?.[1] ?? '')
        .split('\n')
        .flatMap((line) => /^ +(?:[A-Z_]+=\S+ )*arrayjob (\S+)(.*)$/.exec(line)?.slice(1) ?? [])
        .join(' ');
      expect(examples).toMatch(new RegExp(`^${verb}\\b`));
      const known = [...command.options, ...createProgram().options].flatMap(({ long, short }) => [
        long,
        short,
      ]);
      for (const [, flag] of examples.matchAll(/ (--?[a-z][a-z-]*)/g)) expect(known).toContain(flag);
    },
  );

  test('help shows the values of flags as they are written on a command line', () => {
    const shown = createProgram().commands.flatMap((command) =>
      command.options.flatMap(({ flags, defaultValue, defaultValueDescription }) =>
        typeof defaultValue === 'number' || flags.includes('<duration>')
          ? [`${command.name()} ${flags} ${defaultValueDescription ?? String(defaultValue)}`]
          : [],
      ),
    );

    expect(shown).toContain('run --settle-time <duration> 30s');
    expect(shown.filter((each) => !/ (\d+(ms|s|m|h)|undefined)$/.test(each))).toEqual([]);
  });

  test.each(['run', 'get'])('%s prints it', async (verb) => {
    const { code, out } = await arrayjob([verb, '--help']);

    expect(code).toBe(0);
    expect(out).toMatch(/Examples:\n +arrayjob /);
  });

  test.each<[string, readonly string[], RegExp, Readonly<Record<string, string | undefined>>?]>([
    ['an unknown flag', ['run', '--onec'], /unknown option '--onec'.*did you mean --once|--help/is],
    ['an unknown verb', ['rnu'], /unknown command 'rnu'.*(did you mean run|--help)/is],
    [
      'a duration without a unit',
      ['run', '--poll-interval', '5'],
      /--poll-interval 5 is not a duration.*10s/,
    ],
    ['a source id of another form', ['run', '--source-id', 'x'], /--source-id x is not 8 hex digits/],
    ['--data without --local', ['run', '--data', 'x'], /--data goes with --local/],
    ['a git URL that does not answer', ['run', 'git+file:///nowhere/x.git'], /check the address/],
    [
      'a region that nobody names',
      ['run', '.', '--once', '--listen', 'none'],
      /no AWS region is set: set AWS_REGION/,
      { AWS_REGION: undefined, AWS_CONFIG_FILE: '/dev/null' },
    ],
    ['an empty region', ['run', '.', '--once'], /AWS_REGION is set, and empty/, { AWS_REGION: '' }],
    [
      'a lease that cannot be kept',
      ['run', '--lease-ttl', '0s'],
      /--lease-ttl is at least 1s and at most 1h/,
    ],
    ['polling without end', ['run', '--poll-interval', '0ms'], /--poll-interval is at least 100ms/],
    ['a path that is not there', ['validate', 'nowhere'], /nowhere is not there: check the path/],
    ['a port that is none', ['local', '--listen', 'nowhere'], /--listen nowhere is not HOST:PORT/],
    ['no vCPUs', ['local', '--vcpus', '0'], /--vcpus 0 is not a whole number above 0/],
    ['an unknown runtime', ['local', '--runtime', 'qemu'], /process, docker, podman/],
    ['a fault rule that is none', ['local', '--listen', '127.0.0.1:0', '--fault', 'x'], /fault/i],
    ['an unknown kind', ['schema', 'Pod'], /ArrayJob, JobDefinition, Policy/],
    [
      'an unknown output',
      ['get', '-o', 'xml'],
      /--output <format>' argument 'xml' is invalid. Allowed choices are /,
    ],
    [
      'an unknown output of plan',
      ['plan', '-o', 'xml'],
      /--output <format>' argument 'xml' is invalid. Allowed choices are /,
    ],
    ['an unknown log level', ['run', '--log-level', 'loud'], /--log-level.*loud/],
    ['--once and --until-settled', ['run', '--once', '--until-settled'], /--once.*--until-settled/],
  ])('%s: exit status 2, one line, a remedy', async (_what, args, message, env = {}) => {
    const cwd = specs({});

    const { code, out, err } = await arrayjob(args, { cwd, env });

    expect(err).toMatch(message);
    // Neither a stack nor a line of the log.
    expect(err).not.toMatch(/\n\s+at |^\{/m);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test.each([
    ['run', 'a missing one', 'nowhere'],
    ['run', 'a file', 'd.yaml'],
    ['run', 'a repository that does not answer', 'git+file:///nowhere/x.git'],
    ['plan', 'a missing one', 'nowhere'],
    ['plan', 'a file', 'd.yaml'],
  ])('%s on %s as its source: exit status 2', async (verb, _what, source) => {
    const cwd = specs(SOUND);

    const { code, err } = await arrayjob([verb, source, '--local'], { cwd });

    expect(err).toContain(source);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  test.each([
    ['get', ['-s', '.'], /declares nothing to show; -s names another place/],
    ['plan', ['.', '--local'], /declares nothing: there is nothing to do/],
  ])('%s of a place without specs says so', async (verb, args, message) => {
    const { code, err } = await arrayjob([verb, ...args], { cwd: specs({}) });

    expect(err).toMatch(message);
    expect(code).toBe(0);
  });

  test('version says its own and node’s', async () => {
    const { code, out } = await arrayjob(['version']);

    expect(out).toMatch(/^arrayjob \d+\.\d+\.\d+ \(node \d+\..*\)\n$/);
    expect(code).toBe(0);
  });

  test.each(['ArrayJob', 'jobdefinition'])('schema %s prints a JSON Schema', async (kind) => {
    const { code, out } = await arrayjob(['schema', kind]);

    expect(JSON.parse(out)).toHaveProperty('$schema', 'https://json-schema.org/draft/2020-12/schema');
    expect(code).toBe(0);
  });
});

describe('validate', () => {
  test('sound specs: exit status 0', async () => {
    const cwd = specs(SOUND);

    const { code, out, err } = await arrayjob(['validate'], { cwd });

    expect(out).toBe('2 objects, 0 findings\n');
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  test('errors have a place, and documents of other kinds are listed', async () => {
    const cwd = specs({
      ...SOUND,
      'b.yaml': job('b', '{ size: -1 }'),
      'c.yaml': 'kind: Pod\napiVersion: v1\nmetadata: { name: c }\n',
      'e.yaml': 'a: [1\n',
    });

    const { code, out, err } = await arrayjob(['validate', '.'], { cwd });

    expect(err).toMatch(/^b\.yaml:8:\d+: error \S+: .+/m);
    expect(err).toMatch(/^e\.yaml:\d+:\d+: error \S+: .+/m);
    expect(err).not.toMatch(/[^.]\.\. /);
    expect(out).toMatch(/^c\.yaml: ignored: v1 Pod$/m);
    expect(code).toBe(1);
  });

  test('one file, as JSON', async () => {
    const cwd = specs({ 'b.yaml': job('b', '{ size: -1 }') });

    const { code, out } = await arrayjob(['validate', 'b.yaml', '-o', 'json'], { cwd });

    const { findings } = JSON.parse(out) as { findings: { place: { file: string; line: number } }[] };
    expect(findings[0]?.place).toMatchObject({ file: 'b.yaml', line: 8 });
    expect(code).toBe(1);
  });

  test('a path that is not there: exit status 2', async () => {
    const { code, err } = await arrayjob(['validate', '/nowhere/at/all']);

    expect(err).toMatch(/^arrayjob: \/nowhere\/at\/all/);
    expect(code).toBe(2);
  });
});

describe('get', () => {
  test('shows what stands in the files', async () => {
    const cwd = specs({ 'a.yaml': DONE, 'b.yaml': job('b', '{ size: 2 }'), 'd.yaml': definition() });

    const { code, out } = await arrayjob(['get'], { cwd });

    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s+/));
    expect(lines).toEqual([
      ['NAME', 'PHASE', 'PROGRESS', 'SUCCEEDED', 'FAILED', 'RUNNING', 'WAITING', 'RUN', 'AGE'],
      ['a', 'Succeeded', '100%', '2/2', '0', '0', '0', '3', '-'],
      ['b', '-', '-', '-', '-', '-', '-', '-', '-'],
    ]);
    expect(code).toBe(0);
  });

  test('-o wide, json and name', async () => {
    const cwd = specs({ 'a.yaml': DONE });

    const [wide, json, name] = await Promise.all(
      ['wide', 'json', 'name'].map((format) => arrayjob(['get', 'a', '-o', format], { cwd })),
    );

    expect(wide?.out).toMatch(/0123456789ab +a\.yaml +All 2 indexes succeeded/);
    expect(JSON.parse(json?.out ?? '')).toMatchObject({ name: 'a', file: 'a.yaml', status: { run: 3 } });
    expect(name?.out).toBe('arrayjob/a\n');
  });

  test('one that is not there: exit status 1', async () => {
    const cwd = specs({ 'a.yaml': DONE });

    const { code, err } = await arrayjob(['get', 'z'], { cwd });

    expect(err).toMatch(/No ArrayJob is called z/);
    expect(code).toBe(1);
  });

  test('what a terminal would obey is taken out of a hostile status', async () => {
    const cwd = specs({ 'a.yaml': DONE.replace('phase: Succeeded', 'phase: "\\e[31mred\\u202e"') });

    const { out } = await arrayjob(['get'], { cwd });

    expect(out).not.toMatch(/[\u001b\u202e]/);
  });
});

test.each([
  ['validate', ['validate']],
  ['get', ['get']],
  ['schema', ['schema', 'ArrayJob']],
  ['version', ['version']],
  ['describe', ['describe', 'a']],
  ['events', ['events']],
  ['rerun', ['rerun', 'a', '--dry-run']],
  ['suspend', ['suspend', 'a', '--dry-run']],
  ['delete', ['delete', 'a', '--dry-run']],
  ['completion', ['completion', 'bash']],
  ['help', ['--help']],
])('%s does not load the SDK', async (_what, args) => {
  const cwd = specs({ ...SOUND, 'hook.mjs': HOOK });
  rmSync(`${cwd}/loaded.txt`, { force: true });

  const { code, err } = await arrayjob(args, { cwd, node: ['--import', `${cwd}/hook.mjs`] });

  expect(code).toBe(0);
  expect(err).not.toContain('LOADED');
});

test('the check for the SDK would see it', async () => {
  const cwd = specs({ ...SOUND, 'hook.mjs': HOOK });

  const { err } = await arrayjob(['plan', '--local'], { cwd, node: ['--import', `${cwd}/hook.mjs`] });

  expect(err).toMatch(/LOADED .*@aws-sdk/);
});

/** Says on stderr when a module of the SDK is loaded. */
const HOOK = `
import { register } from 'node:module';
const source = \`
import { writeSync } from 'node:fs';
export async function load(url, context, next) {
  if (/@aws-sdk|@smithy/.test(url)) writeSync(2, 'LOADED ' + url + '\\\\n');
  return next(url, context);
}\`;
register('data:text/javascript,' + encodeURIComponent(source));
`;
