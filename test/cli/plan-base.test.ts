import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { definition, job, shell } from '../controller/house.ts';
import { git } from '../source/git/hosting.ts';
import { type Forge, openForge } from '../source/pull-requests/forge.ts';
import { arrayjob, type Ended, start } from './arrayjob.ts';

interface Change {
  readonly object: string;
  readonly change: string;
  readonly classes: readonly string[];
  readonly fields: readonly { readonly path: string; readonly class: string }[];
  readonly runs?: { readonly indexes: string | null; readonly again: number };
  readonly submits: { readonly arrays: number; readonly children: number };
  readonly stops: { readonly arrays: number; readonly children: number };
  readonly registers: boolean;
  readonly because?: string;
  readonly warnings: readonly string[];
}

/** A repository whose specs have run to their end, with their status and the state beside them; copied for each test. */
let settled: string;
let root: string;

beforeAll(async () => {
  settled = mkdtempSync(join(tmpdir(), 'arrayjob-settled-'));
  const files = {
    'd.yaml': definition(['sh', '-c', 'exit 0']),
    'a.yaml': job('a', '{ size: 10 }'),
    'b.yaml': job('b', '{ size: 4 }', ['dependsOn: [{ name: a }]']),
    'f.yaml': job('f', '{ size: 6 }', [shell('test $AWS_BATCH_JOB_ARRAY_INDEX -lt 4')]),
    'm.yaml': job('m', '{ items: [x, y, z] }', ['manifest: { bucket: data }']),
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(settled, file), text);
  writeFileSync(join(settled, '.gitignore'), '.arrayjob\n');
  await arrayjob(['run', settled, '--local', '--until-settled', '--log-level', 'silent']);
  git(settled, 'init', '--quiet', '-b', 'main');
  git(settled, 'add', '-A');
  git(settled, 'commit', '--quiet', '-m', 'settled');
}, 120_000);
afterAll(() => {
  rmSync(settled, { recursive: true, force: true });
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'arrayjob-plan-base-'));
  cpSync(settled, root, { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const write = (file: string, text: string) => {
  writeFileSync(join(root, file), text);
};
function edit(file: string, from: string | RegExp, to: string): void {
  const text = read(file);
  expect(text).toMatch(from);
  write(file, text.replace(from, to));
}
/** What main holds is changed, too. */
function commit(): void {
  git(root, 'add', '-A');
  git(root, 'commit', '--quiet', '--allow-empty', '-m', 'x');
}

function planned(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return arrayjob(['plan', root, '--base', 'main', ...args], { env });
}

async function changes(...how: readonly string[]): Promise<readonly Change[]> {
  const { out, code, err } = await planned(['-o', 'json', ...how]);
  expect([0, 1], err).toContain(code);
  return (JSON.parse(out) as { readonly objects: readonly Change[] }).objects;
}

test('nothing changed: nothing is shown, exit status 0', async () => {
  const { code, out } = await planned(['--offline']);

  expect([code, out]).toEqual([0, 'nothing changes\n']);
});

test('a change of comments, order and status is none', async () => {
  edit('a.yaml', 'spec:', '# why\nspec:');
  edit('a.yaml', 'phase: Succeeded', 'phase: Pending');

  expect(await changes('--offline')).toEqual([]);
});

describe.each([
  ['by the status in the files', '--offline'],
  ['by the state store and Batch', '--local'],
])('%s', (_what, how) => {
  test('a change of the definition runs all that use it again, and what depends on them', async () => {
    edit('d.yaml', 'exit 0', 'exit 0; true');

    const found = await changes(how);

    expect(found.map(({ object, change, classes }) => [object, change, classes])).toEqual(
      expect.arrayContaining([
        ['JobDefinition/d', 'changed', ['what']],
        ['ArrayJob/a', 'affected', ['what']],
        ['ArrayJob/b', 'affected', ['what']],
      ]),
    );
    expect(found.find((each) => each.object === 'JobDefinition/d')?.registers).toBe(true);
    expect(found.find((each) => each.object === 'ArrayJob/a')).toMatchObject({
      runs: { indexes: '0-9', again: 10 },
      submits: { arrays: 1, children: 10 },
      because: 'its definition d changes (what)',
      warnings: ['a change of what it computes runs 10 indexes again that have succeeded'],
    });
  });

  test('a change of the upstream alone runs its dependents again, too', async () => {
    edit('a.yaml', 'size: 10 }', 'size: 10 }\n  parameters: { x: "1" }');

    const found = await changes(how);

    expect(found.map(({ object, change }) => [object, change])).toEqual([
      ['ArrayJob/a', 'changed'],
      ['ArrayJob/b', 'affected'],
    ]);
    expect(found[0]?.fields).toEqual(
      [{ path: 'parameters', class: 'what', before: undefined, after: { x: '1' } }].map(
        ({ before: _none, ...rest }) => rest,
      ),
    );
    expect(found[1]).toMatchObject({ runs: { indexes: '0-3', again: 4 } });
  });

  test('more memory runs only what has failed', async () => {
    edit('f.yaml', 'jobQueue: q', 'jobQueue: q\n  timeout: { attemptDurationSeconds: 600 }');

    expect(await changes(how)).toMatchObject([
      {
        object: 'ArrayJob/f',
        classes: ['how'],
        runs: { indexes: '4-5', again: 0 },
        submits: { arrays: 1, children: 2 },
        warnings: [],
      },
    ]);
  });

  test('new items run alone', async () => {
    edit('a.yaml', 'size: 10 }', 'size: 13 }');
    edit('m.yaml', '[x, y, z]', '[w, x, z, v]');

    const found = await changes(how);

    expect(found.filter(({ change }) => change === 'changed')).toMatchObject([
      { object: 'ArrayJob/a', classes: ['items'], runs: { indexes: '10-12', again: 0 } },
      { object: 'ArrayJob/m', classes: ['items'], runs: { indexes: '3-4', again: 0 } },
    ]);
  });

  test('a rerun runs what it asks for', async () => {
    edit('f.yaml', 'name: f', 'name: f\n  annotations: { arrayjob.dev/rerun: failed@1 }');

    expect(await changes(how)).toMatchObject([
      { object: 'ArrayJob/f', classes: ['rerun'], runs: { indexes: '4-5', again: 0 } },
    ]);
  });

  test('a policy runs nothing', async () => {
    edit('a.yaml', 'jobQueue: q', 'jobQueue: q\n  parallelism: 3');

    expect(await changes(how)).toMatchObject([
      { object: 'ArrayJob/a', classes: ['policy'], runs: { indexes: '' }, submits: { arrays: 0 } },
    ]);
  });

  test('a new object runs, one that is gone is named, and one that is suspended runs nothing', async () => {
    write('n.yaml', job('n', '{ size: 7 }'));
    write('s.yaml', job('s', '{ size: 7 }', ['suspend: true']));
    rmSync(join(root, 'b.yaml'));

    const found = await changes(how);

    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          object: 'ArrayJob/n',
          change: 'new',
          runs: { indexes: '0-6', again: 0 },
          submits: { arrays: 1, children: 7 },
        }),
        expect.objectContaining({ object: 'ArrayJob/s', change: 'new', runs: { indexes: '', again: 0 } }),
        expect.objectContaining({
          object: 'ArrayJob/b',
          change: 'removed',
          stops: { arrays: 0, children: 0 },
        }),
      ]),
    );
    expect(found).toHaveLength(3);
  });

  test('what becomes invalid is said first, and runs nothing', async () => {
    edit('a.yaml', 'size: 10 }', 'size: -1 }');

    const { out, code } = await planned([how, '-o', 'markdown']);

    expect(code).toBe(1);
    expect(out).toMatch(/arrayjob plan: 1 error/);
    expect(out).toMatch(/- ❌ `a\.yaml:\d+:\d+: /);
    expect(out).toContain('⚠️ `ArrayJob/a`: it is invalid, so that nothing of it is submitted');
  });
});

test('estimates come from run times, and say what they are', async () => {
  edit('a.yaml', 'size: 10 }', 'size: 110 }');

  const byStatus = await planned(['--offline']);
  const byBatch = await planned(['--local']);

  expect(byStatus.out).toMatch(/100 children run, (at most [\d.]+|less than 0.01) vCPU-hours/);
  expect(byBatch.out).toMatch(/100 children run, (about [\d.]+|less than 0.01) vCPU-hours/);
});

describe('arrays under way, by the status', () => {
  beforeEach(() => {
    const running = (text: string): string =>
      text
        .replace('phase: Succeeded', 'phase: Running')
        .replace('completedIndexes: 0-9', 'completedIndexes: 0-3')
        .replace('status: SUCCEEDED', 'status: RUNNING')
        .replace('size: 10\n', 'size: 6\n')
        .replace(/ {2}completionTime: .*\n/, '');
    write('a.yaml', running(read('a.yaml')));
    commit();
    git(root, 'checkout', '--quiet', '-b', 'feature');
  });

  test.each<[string, string, object]>([
    [
      'are stopped by another command',
      'parameters: { x: "1" }',
      { stops: { arrays: 1, children: 6 }, runs: { indexes: '0-9', again: 4 }, submits: { children: 10 } },
    ],
    [
      'are left to end with onChange: Wait',
      'parameters: { x: "1" }\n  onChange: Wait',
      { stops: { arrays: 0, children: 0 }, runs: { indexes: '0-9' } },
    ],
    [
      'go on with onChange: Ignore',
      'parameters: { x: "1" }\n  onChange: Ignore',
      { stops: { arrays: 0, children: 0 }, runs: { indexes: '', again: 0 } },
    ],
    [
      'are moved to another queue',
      'jobQueue: q2',
      { stops: { arrays: 1, children: 6 }, runs: { indexes: '4-9', again: 0 }, classes: ['how'] },
    ],
    ['are stopped by suspending', 'suspend: true', { stops: { arrays: 1 }, runs: { indexes: '' } }],
    ['go on under another policy', 'parallelism: 2', { stops: { arrays: 0 }, runs: { indexes: '' } }],
  ])('%s', async (_what, line, expected) => {
    const text = read('a.yaml');
    const field = /^\w+/.exec(line)![0];
    write(
      'a.yaml',
      text.replace(new RegExp(`^ {2}${field}: .*\\n`, 'm'), '').replace('spec:\n', `spec:\n  ${line}\n`),
    );

    const found = await changes('--offline');

    expect(found.find(({ object }) => object === 'ArrayJob/a')).toMatchObject(expected);
  });

  test.each([
    ['are stopped when the object is removed', '', 1],
    ['are left alone with deletionPolicy: Orphan', '  deletionPolicy: Orphan\n', 0],
  ])('%s', async (_what, line, arrays) => {
    write('a.yaml', read('a.yaml').replace('spec:\n', `spec:\n${line}`));
    git(root, 'checkout', '--quiet', '-B', 'main');
    commit();
    git(root, 'checkout', '--quiet', '-b', 'other');
    rmSync(join(root, 'a.yaml'));
    rmSync(join(root, 'b.yaml'));

    const found = await changes('--offline');

    expect(found.find(({ object }) => object === 'ArrayJob/a')).toMatchObject({
      change: 'removed',
      stops: { arrays },
    });
  });
});

test('without Batch and without a status, everything that changes is still shown', async () => {
  for (const file of ['a.yaml', 'b.yaml']) write(file, read(file).replace(/^status:[^]*/m, ''));
  rmSync(join(root, '.arrayjob'), { recursive: true });
  commit();
  git(root, 'checkout', '--quiet', '-b', 'feature');
  edit('a.yaml', 'size: 10 }', 'size: 11 }');

  const { out, err, code } = await planned([], { AWS_ACCESS_KEY_ID: '' });

  expect(code).toBe(1);
  expect(out).toContain('work.size (items): 10 → 11');
  expect(err).toContain('there are no credentials: what has run is taken from the status');
});

test('when Batch does not answer, the status in the files is taken', async () => {
  edit('a.yaml', 'size: 10 }', 'size: 11 }');

  const { out, err, code } = await planned([], {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_MAX_ATTEMPTS: '1',
  });

  expect([code, err]).toEqual([1, expect.stringContaining('Batch could not be asked')]);
  expect(out).toContain('runs 1: 10');
});

test('with Batch and without a state store, both are asked for what they know', async () => {
  const data = `${root}-data`;
  renameSync(join(root, '.arrayjob/local'), data);
  rmSync(join(root, '.arrayjob'), { recursive: true });
  const engine = start(['local', '--listen', '127.0.0.1:0', '--data', data]);
  const [url = ''] = await engine.printed(/http:\/\/127\.0\.0\.1:\d+/);
  edit('f.yaml', 'jobQueue: q', 'jobQueue: q\n  timeout: { attemptDurationSeconds: 600 }');
  edit('m.yaml', '[x, y, z]', '[w, x, z, v]');

  const { out, err } = await planned([], { AWS_ENDPOINT_URL: url });
  engine.child.kill();
  await engine.ended;
  rmSync(data, { recursive: true });

  expect(err).toMatch(/Batch was asked: what has run is taken from the status .* tells of 4 ArrayJobs\./);
  expect(out).toMatch(/~ ArrayJob\/f {2}how; runs 2: 4-5;/);
  expect(out).toMatch(/~ ArrayJob\/m {2}items; runs 2: 3-4;/);
  expect(out).toMatch(/^2 objects, 4 children run/m);
});

test('the status of a branch of its own is found', async () => {
  git(root, 'branch', 'status');
  for (const file of ['a.yaml', 'b.yaml', 'f.yaml', 'm.yaml'])
    write(file, read(file).replace(/^status:[^]*/m, ''));
  commit();
  edit('a.yaml', 'size: 10 }', 'size: 11 }');

  const without = await planned(['--offline']);
  const found = await planned(['--offline', '--status-from', 'status']);

  expect(without.out).toContain('1 object, 1 child runs');
  expect(without.err).toContain('tells of no run');
  expect(found.out).toMatch(/~ ArrayJob\/a {2}items; runs 1: 10;/);
  expect(found.err).toContain('from the status on status, which tells of 4 ArrayJobs');
});

test('items in S3 are not guessed', async () => {
  write('s.yaml', job('s', '{ s3: { bucket: data, prefix: in/ } }', ['manifest: { bucket: data }']));

  const [found] = await changes('--offline');

  expect(found).toMatchObject({ object: 'ArrayJob/s', change: 'new', runs: { indexes: null } });
});

test.each<[string, readonly string[], RegExp]>([
  ['a ref that is an option', ['--base', '--upload-pack=x'], /no name of a commit/],
  ['a ref that is not there', ['--base', 'nowhere'], /There is no commit nowhere here: fetch it/],
  ['--offline alone', ['--offline'], /--offline goes with --base/],
  ['--status-from alone', ['--status-from', 'x'], /--status-from goes with --base/],
  [
    '--status-from with an option',
    ['--base', 'main', '--status-from', '--exec'],
    /--status-from "--exec" is no name of a commit/,
  ],
  ['--offline and --local', ['--base', 'main', '--offline', '--local'], /exclude each other/],
  ['--comment outside of CI', ['--base', 'main', '--comment'], /GitHub Actions and GitLab CI/],
  ['--api-url alone', ['--api-url', 'https://x'], /--api-url goes with --comment/],
  ['--token-env alone', ['--token-env', 'X'], /--token-env goes with --comment/],
])('%s is refused', async (_what, args, message) => {
  const { code, err, out } = await arrayjob(['plan', root, ...args]);

  expect([code, err, out]).toEqual([2, expect.stringMatching(message), '']);
});

describe('--comment', () => {
  let forge: Forge;
  beforeEach(async () => {
    forge = await openForge('github');
  });
  afterEach(async () => {
    await forge.close();
    expect(forge.violations).toEqual([]);
  });
  const env = () => ({
    GITHUB_REPOSITORY: forge.repository,
    GITHUB_API_URL: forge.baseUrl,
    GITHUB_REF: 'refs/pull/1/merge',
    GITHUB_TOKEN: forge.token,
  });

  test('writes one comment and rewrites it', async () => {
    edit('a.yaml', 'size: 10 }', 'size: 11 }');
    const first = await planned(['--offline', '--comment'], env());
    edit('a.yaml', 'size: 11 }', 'size: 12 }');
    const second = await planned(['--offline', '--comment', '-o', 'markdown'], env());

    expect([first.code, second.code]).toEqual([1, 1]);
    expect(forge.notes).toHaveLength(1);
    expect(forge.notes[0]?.body.trim()).toBe(second.out.trim());
    expect(forge.notes[0]?.body).toMatch(/^<!-- arrayjob:plan -->\n/);
    expect(forge.notes[0]?.body).toContain('`10` | `12`');
    expect(first.err + second.err + first.out).not.toContain(forge.token);
  });

  test('begins none when nothing changes', async () => {
    const { code } = await planned(['--offline', '--comment'], env());

    expect([code, forge.notes]).toEqual([0, []]);
  });

  test('waits when it is asked to, and tries again', async () => {
    edit('a.yaml', 'size: 10 }', 'size: 11 }');
    forge.canned.push({ status: 429, headers: { 'retry-after': '1' }, method: 'POST' });

    const { code } = await planned(['--offline', '--comment'], env());

    expect([code, forge.notes.length]).toEqual([1, 1]);
  });

  test('a refusal is an error with a remedy, behind the plan', async () => {
    edit('a.yaml', 'size: 10 }', 'size: 11 }');
    forge.canned.push({ status: 403, json: { message: 'Resource not accessible by integration' } });

    const { code, out, err } = await planned(['--offline', '--comment'], env());

    expect(code).toBe(2);
    expect(out).toContain('work.size (items): 10 → 11');
    expect(err).toMatch(/The comment is not written: .*pull-requests: write/);
  });
});

test('plan without a base says what has changed since the record, and what runs', async () => {
  edit('a.yaml', 'size: 10 }', 'size: 10 }\n  parameters: { x: "1" }\n  parallelism: 4');

  const text = await arrayjob(['plan', root, '--local']);
  const markdown = await arrayjob(['plan', root, '--local', '-o', 'markdown']);
  const json = await arrayjob(['plan', root, '--local', '-o', 'json']);

  expect(text.out).toMatch(/changed \(what\): what it computes: every index runs again/);
  expect(text.out).toMatch(/^ {6}parameters: \(none\) → \{"x":"1"\}$/m);
  expect(text.out).toMatch(/^ {6}parallelism: \(none\) → 4$/m);
  expect(text.out).toMatch(/in all, 10 indexes run: 0-9 \(10 of them have succeeded before\)/);
  expect(markdown.out).toMatch(
    /`ArrayJob\/a` \| what, policy \| 10: `0-9`, all again \| submits 1 \(4 children\)/,
  );
  expect(JSON.parse(json.out)).toMatchObject({
    objects: expect.arrayContaining([
      expect.objectContaining({
        object: 'ArrayJob/a',
        changes: ['what', 'policy'],
        fields: [
          { path: 'parameters', class: 'what', after: { x: '1' } },
          { path: 'parallelism', class: 'policy', after: 4 },
        ],
        runs: { indexes: '0-9', size: 10, again: 10 },
      }),
    ]) as unknown,
  });
});
