import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { arrayjob } from './arrayjob.ts';

const root = mkdtempSync(join(tmpdir(), 'arrayjob-policy-'));
const example = resolve(import.meta.dirname, '../../manifests/policy');

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const SPECS = `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: d }
spec:
  type: container
  containerProperties:
    image: none
    command: ["true"]
    resourceRequirements: [{ type: VCPU, value: "0.25" }, { type: MEMORY, value: "64" }]
---
apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata: { name: good }
spec: { jobQueue: q, jobDefinition: d, work: { size: 2 } }
---
apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata: { name: bad }
spec: { jobQueue: other, jobDefinition: d, work: { size: 2 } }
`;
const POLICY = `apiVersion: arrayjob.dev/v1
kind: Policy
metadata: { name: ours }
spec: { queues: [q] }
`;

function place(name: string, policy = POLICY): { readonly specs: string; readonly policy: string } {
  const specs = join(root, name);
  mkdirSync(specs);
  writeFileSync(join(specs, 'all.yaml'), SPECS);
  const file = join(root, `${name}.yaml`);
  writeFileSync(file, policy);
  return { specs, policy: file };
}

describe('validate --policy', () => {
  test('finds nothing in the example, and in others what it does not allow', async () => {
    const policy = join(example, 'policy.yaml');

    const own = await arrayjob(['validate', join(example, 'jobs'), '--policy', policy]);
    const others = await arrayjob(['validate', resolve(example, '../workflow'), '--policy', policy]);

    expect([own.code, own.err]).toEqual([0, '']);
    expect(others.code).toBe(1);
    for (const code of ['PolicyQueue', 'PolicyDefinition', 'PolicyImage', 'PolicyTag'])
      expect(others.err).toContain(`error ${code}: `);
  });

  test('names file, line, column and what to do', async () => {
    const { specs, policy } = place('validate');

    const { code, err } = await arrayjob(['validate', specs, '--policy', policy]);

    expect(code).toBe(1);
    expect(err).toBe(
      `${specs}/all.yaml:19:19: error PolicyQueue: The policy ours does not allow the queue other. Use q, or have the policy changed.\n`,
    );
  });

  test.each<[string, string | undefined, RegExp]>([
    ['that is not there', undefined, /nowhere\.yaml cannot be read: ENOENT/],
    ['with a misspelt field', POLICY.replace('queues', 'queue'), /broken\.yaml:4:\d+: .*queue/],
    ['that is no YAML', 'a: [', /broken\.yaml:\d+:\d+: /],
    ['of two documents', `${POLICY}---\n${POLICY}`, /holds 2 documents/],
    ['that is empty', '', /holds 0 documents/],
  ])('a policy %s is an error, not no policy', async (_, text, words) => {
    const file = join(root, text === undefined ? 'nowhere.yaml' : 'broken.yaml');
    if (text !== undefined) writeFileSync(file, text);

    const { code, err } = await arrayjob(['validate', join(example, 'jobs'), '--policy', file]);

    expect(code).toBe(2);
    expect(err).toMatch(words);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

test('what violates the policy is Invalid and never submitted; plan says the same', async () => {
  const { specs, policy } = place(
    'run',
    JSON.stringify({
      apiVersion: 'arrayjob.dev/v1',
      kind: 'Policy',
      metadata: { name: 'ours' },
      spec: { queues: ['q'] },
    }),
  );
  const data = join(root, 'run-data');

  const planned = await arrayjob(['plan', specs, '--local', '--data', data, '--policy', policy]);
  const ran = await arrayjob([
    'run',
    specs,
    '--local',
    '--data',
    data,
    '--until-settled',
    '--policy',
    policy,
  ]);

  expect(planned.out).toMatch(/ArrayJob\/good.*\n.*submit good-/);
  expect(planned.out).toMatch(/ArrayJob\/bad {2}Invalid/);
  expect(planned.out).not.toContain('submit bad-');
  expect(planned.err).toContain('does not allow the queue other');
  expect(ran.code).toBe(1);
  const after = readFileSync(join(specs, 'all.yaml'), 'utf8');
  expect(after.match(/phase: (\w+)/g)).toEqual(['phase: Succeeded', 'phase: Succeeded', 'phase: Invalid']);
  expect(after).toContain('does not allow the queue other');
  expect([...ran.err.matchAll(/"reason":"Submitted"/g)]).toHaveLength(1);
});

test.each<[string, readonly string[], number]>([
  ['validate', [], 1],
  ['plan', ['--local'], 0],
  ['run', ['--local', '--until-settled', '--listen', 'none'], 1],
])('%s refuses what leads out of a container, with the line and the remedy', async (verb, flags, status) => {
  const { specs, policy } = place(`out-${verb}`);
  const own = SPECS.replace('image: none', 'image: none\n    privileged: true').replace('other', 'q');
  writeFileSync(join(specs, 'all.yaml'), own);

  const { code, out, err } = await arrayjob([verb, specs, ...flags, '--policy', policy]);

  const said = out + err + readFileSync(join(specs, 'all.yaml'), 'utf8');
  expect(said).toContain('all.yaml');
  expect(said).toContain('The policy ours does not allow a privileged container');
  expect(said).toContain('have allowPrivileged set in the policy');
  expect(said).not.toContain('"reason":"Submitted"');
  expect(code).toBe(status);
});

test('a change that the policy does not allow is said where the change is shown', async () => {
  const { specs, policy } = place('base');
  const run = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: specs });
  writeFileSync(join(specs, 'all.yaml'), SPECS.replace('jobQueue: other', 'jobQueue: q'));
  run('init', '-q');
  run('add', '-A');
  run('commit', '-qm', 'first');
  writeFileSync(join(specs, 'all.yaml'), SPECS);

  const { out } = await arrayjob([
    'plan',
    specs,
    '--base',
    'HEAD',
    '--offline',
    '--policy',
    policy,
    '-o',
    'markdown',
  ]);

  expect(out).toContain('all.yaml:19:19: The policy ours does not allow the queue other.');
  expect(out).toContain('it is invalid, so that nothing of it is submitted');
});
