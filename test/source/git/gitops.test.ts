import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAIN } from '../../cli/arrayjob.ts';
import { git, PERSON } from './hosting.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/gitops.md'), 'utf8');
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);

let root: string;
let out: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'arrayjob-gitops-'));
  mkdirSync(join(root, 'bin'));
  const command = join(root, 'bin', 'arrayjob');
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(command, 0o755);
  const path = `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`;
  const env = { ...PERSON, HOME: root, PATH: path, XDG_STATE_HOME: '', XDG_CACHE_HOME: '' };
  const script = ['set -euo pipefail', ...blocks].join('\n');
  out = (await promisify(execFile)('bash', ['-c', script], { cwd: root, env })).stdout;
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

test('every command of the page works, from an empty repository to reviewed status', () => {
  const bare = join(root, 'specs.git');

  const subjects = git(bare, 'log', '--first-parent', '--format=%an: %s', 'main').trim().split('\n');

  expect(blocks.length).toBeGreaterThan(6);
  // On a slow machine there are more commits on the way.
  const last = subjects.filter(
    (each, i) => each.startsWith('Ada') || subjects[i - 1]?.startsWith('Ada') !== false,
  );
  expect(last).toEqual([
    expect.stringMatching(/^arrayjob: status: greet Succeeded 5\/5/),
    'Ada: Greet five times',
    expect.stringMatching(/^arrayjob: status: greet Succeeded 3\/3/),
    'Ada: Greet three times',
  ]);
  expect(git(bare, 'show', 'main:jobs/greet.yaml')).toContain(
    "jobQueue: default        # people's comments stay where they are",
  );
});

test.each([
  /2 objects, 0 findings/,
  /an array of 2 for indexes 3-4/,
  /arrayjob: status: greet Succeeded 3\/3/,
  /jobs\/greet.yaml \| +\d+ \+/,
  /greet +Succeeded +3\/3/,
  /\+ {2}completedIndexes: 0-4/,
])('they print %s, as the page says', (pattern) => {
  expect(out).toMatch(pattern);
});

test('nothing is left outside of the state and the cache of the user', () => {
  expect(readdirSync(root).toSorted()).toEqual(['.cache', '.local', 'bin', 'specs.git', 'work']);
});
