import { afterEach, expect, test } from 'vitest';
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

const STATUS = 'status: { phase: Running, indexes: { total: 4, succeeded: 1 } }\n';

test('graph prints a tree, without colours when nobody looks', async () => {
  const path = specs({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 4 }') + STATUS,
    'b.yaml': job('b', '{ size: 4 }', ['dependsOn: [{ name: a, type: N_TO_N }]']),
  });

  const { code, out, err } = await arrayjob(['graph', path]);

  expect([code, err]).toEqual([0, '']);
  expect(out).toBe('a  Running 1/4\n└── b [N_TO_N]  no status yet\n');
});

test('graph -o mermaid prints a diagram and -o json the facts', async () => {
  const path = specs({ 'a.yaml': job('a', '{ size: 4 }', ['dependsOn: [{ name: a }]']) });

  const mermaid = await arrayjob(['graph', path, '-o', 'mermaid']);
  const json = await arrayjob(['graph', path, '-o', 'json']);

  expect(mermaid.out).toMatch(/^flowchart LR\n[^]*n0\["a<br\/>Invalid"\]:::Invalid\n {2}n0 --> n0\n/);
  expect(JSON.parse(json.out)).toEqual({
    objects: [{ name: 'a', file: 'a.yaml', phase: 'Invalid', sequential: false, dependsOn: [{ name: 'a' }] }],
    cycles: [['a', 'a']],
    unknown: [],
  });
});

test('a circle is printed as a path, with exit status 0', async () => {
  const path = specs({
    'a.yaml': job('a', '{ size: 4 }', ['dependsOn: [{ name: b }]']),
    'b.yaml': job('b', '{ size: 4 }', ['dependsOn: [{ name: a }]']),
  });

  const { code, out } = await arrayjob(['graph', path]);

  expect(code).toBe(0);
  expect(out).toContain('cycle, each waits for the next: a → b → a\n');
});

test('names that a terminal would obey are not printed as they are', async () => {
  const path = specs({ 'a.yaml': job('a', '{ size: 4 }').replace('name: a', 'name: "a\\e[31m\\nb"') });

  const { code, out } = await arrayjob(['graph', path]);

  expect(code).toBe(0);
  expect(out).toBe('a�[31m b  Invalid\n');
});

test('files that cannot be read are said, and the rest is drawn', async () => {
  const path = specs({ 'a.yaml': job('a', '{ size: 4 }'), 'b.yaml': 'a: [\n' });

  const { code, out, err } = await arrayjob(['graph', path]);

  expect([code, out]).toEqual([0, 'a  no status yet\n']);
  expect(err).toMatch(/^b\.yaml:\d+:\d+: .*arrayjob validate/m);
});

test('an empty source is said', async () => {
  const { code, out } = await arrayjob(['graph', specs({})]);

  expect(code).toBe(0);
  expect(out).toMatch(/There is no ArrayJob in /);
});
