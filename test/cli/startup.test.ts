import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { folder, MAIN } from './arrayjob.ts';

const root = resolve(import.meta.dirname, '../..');
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const each of cleanups.splice(0)) each();
});

/** Writes down the address of every module that is loaded. */
const HOOKS = `import { appendFileSync } from 'node:fs';
export async function load(url, context, next) {
  appendFileSync(process.env.LOADED, url + '\\n');
  return next(url, context);
}`;
const DATA = 'data:text/javascript,';
const HOOKED = JSON.stringify(`${DATA}${encodeURIComponent(HOOKS)}`);
const REGISTER = `import { register } from 'node:module'; register(${HOOKED});`;

/** The packages of which a process loads anything. */
function packagesOf(dir: string, args: readonly string[]): readonly string[] {
  const list = join(dir, 'loaded.txt');
  const { PATH = '', HOME = '' } = process.env;
  execFileSync(process.execPath, ['--import', `${DATA}${encodeURIComponent(REGISTER)}`, ...args], {
    cwd: root,
    env: { PATH, HOME, LOADED: list, NO_COLOR: '1' },
  });
  const urls = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : [];
  const names = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  return [...new Set(names)].sort();
}

const SPECS = {
  'd.yaml': `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: d }
spec:
  type: container
  containerProperties:
    image: none
    command: ['true']
    resourceRequirements: [{ type: VCPU, value: '1' }, { type: MEMORY, value: '64' }]
`,
  'a.yaml': `apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata: { name: a }
spec:
  jobQueue: q
  jobDefinition: d
  work: { items: [1, 2, 3] }
  manifest: { bucket: data }
`,
};

function specs(): string {
  const { path, remove } = folder(SPECS);
  cleanups.push(remove);
  return path;
}

test.each([
  ['validate', (dir: string) => ['validate', dir]],
  ['get', (dir: string) => ['get', '-s', dir]],
  ['describe', (dir: string) => ['describe', 'a', '-s', dir]],
  ['events', (dir: string) => ['events', '-s', dir]],
  ['graph', (dir: string) => ['graph', dir]],
])('%s loads neither the SDK nor what only the daemon needs', (_, args) => {
  const dir = specs();

  const packages = packagesOf(dir, [MAIN, ...args(dir)]);

  expect(packages).toContain('yaml');
  expect(packages.filter((each) => !ALLOWED.has(each))).toEqual([]);
});

/** What reading a source takes. */
const ALLOWED = new Set(['ajv', 'commander', 'yaml']);

test('what is loaded is seen', () => {
  const packages = packagesOf(specs(), [
    '--input-type=module',
    '--eval',
    "await import('@aws-sdk/client-batch')",
  ]);

  expect(packages).toContain('@aws-sdk/client-batch');
});
