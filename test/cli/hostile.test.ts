import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { arrayjob, type Ended } from './arrayjob.ts';

const root = mkdtempSync(join(tmpdir(), 'arrayjob-hostile-'));
const specs = join(root, 'specs');

/** What a terminal would obey: clear the screen, set the title, 8-bit CSI, bidirectional marks, a line drawn over; and Markdown's, HTML's and Mermaid's own. */
const EVIL =
  '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnp.exe\u2066\u200f\u2028\rover\nforged: line `b` <img src=x onerror=alert(1)> [l](javascript:1) @org/team #1 | cell | ```\n</details> "]:::x %%{init: {}}%% \u0000end';
const q = JSON.stringify(EVIL).replace(
  /[\u007f-\uffff]/g,
  (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
);

const STATUS = `status:
  phase: Failed
  object: ArrayJob/a@01234567
  revision: 3f9c1e2a7b04
  run: 1
  indexes: { total: 3, succeeded: 1, failed: 2, running: 0, waiting: 0 }
  completedIndexes: ${q}
  failedIndexes: ${q}
  jobs: [ { id: ${q}, name: ${q}, round: 0, shard: 0, size: 3, status: ${q} } ]
  failures: [ { count: 2, exitCode: 1, reason: ${q}, sampleIndex: 1, logStream: ${q} } ]
  startTime: "2026-11-28T17:00:00.000Z"
  history: [ { run: 1, revision: ${q}, phase: ${q}, succeeded: 1, failed: 2, total: 3, startTime: ${q} } ]
  conditions:
    - { type: Ready, status: "False", reason: IndexesFailed, message: ${q}, lastTransitionTime: "2026-11-28T17:00:00.000Z" }
    - { type: Stalled, status: "True", reason: ${q}, message: ${q}, lastTransitionTime: ${q} }
`;
const SPECS = `apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata:
  name: a
  labels: { team: ${q} }
  annotations: { note: ${q} }
spec: { jobQueue: q, jobDefinition: d, work: { size: 3 }, suspend: true }
${STATUS}---
apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata: { name: ${q} }
spec:
  jobQueue: ${q}
  jobDefinition: ${q}
  work: { s3: { bucket: ${q}, prefix: ${q}, include: [${q}] } }
  dependsOn: [ { name: ${q} }, { name: a }, { name: "A B" } ]
  ${q}: 1
---
apiVersion: ${q}
kind: ${q}
---
apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata: { name: b }
spec:
  jobQueue: q
  jobDefinition: d
  work: { items: [ ${q} ] }
  manifest: { bucket: data, key: ${q} }
  containerOverrides: { command: [${q}], environment: [{ name: X, value: ${q} }] }
  tags: { team: ${q} }
  suspend: true
  dependsOn: [{ name: a, minSucceeded: ${q} }]
---
apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata: { name: c }
spec: { jobQueue: q, jobDefinition: d, work: { file: ${q} }, parameters: { x: ${q} }, suspend: true, dependsOn: [{ name: a }] }
${STATUS.replaceAll('ArrayJob/a@', 'ArrayJob/c@')}---
apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: d }
spec:
  type: container
  containerProperties:
    image: none
    command: [${q}]
    resourceRequirements: [{ type: VCPU, value: "0.25" }, { type: MEMORY, value: "64" }]
`;

beforeAll(() => {
  mkdirSync(specs);
  writeFileSync(join(specs, 'all.yaml'), SPECS);
  // A file's name is text from elsewhere, too.
  writeFileSync(
    join(specs, 'x\u001b[2J\u202e.yaml'),
    `kind: ArrayJob\napiVersion: arrayjob.dev/v1\nmetadata: { name: e }\n`,
  );
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: specs });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'first');
  writeFileSync(
    join(specs, 'all.yaml'),
    SPECS.replaceAll('size: 3 }', 'size: 4 }').replace('image: none', `image: ${q}`),
  );
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

function expectHarmless({ out, err }: Ended): void {
  expect(out + err).not.toMatch(OBEYED);
  expect(err).not.toMatch(/^forged/m);
}

const local = ['--local', '--data', join(root, 'data')];

describe('text from elsewhere is harmless', () => {
  test.each<[string, readonly string[], readonly number[]]>([
    ['get', ['get', '-s', specs], [0]],
    ['get -o wide', ['get', '-s', specs, '-o', 'wide'], [0]],
    ['get -o name', ['get', '-s', specs, '-o', 'name'], [0]],
    ['describe', ['describe', 'a', '-s', specs], [0]],
    ['describe of what is invalid', ['describe', 'b', '-s', specs], [0]],
    ['events', ['events', '-s', specs], [0]],
    ['graph', ['graph', specs], [0]],
    ['validate', ['validate', specs], [1]],
    ['plan', ['plan', specs, ...local], [0, 1]],
    ['plan --base', ['plan', specs, '--base', 'HEAD', '--offline'], [0, 1]],
  ])('in the text of %s', async (_, args, codes) => {
    const ended = await arrayjob(args);

    expectHarmless(ended);
    expect(codes).toContain(ended.code);
    expect(ended.out).not.toMatch(/^forged/m);
  });

  test.each<[string, readonly string[]]>([
    ['get', ['get', '-s', specs, '-o', 'json']],
    ['graph', ['graph', specs, '-o', 'json']],
    ['validate', ['validate', specs, '-o', 'json']],
    ['plan', ['plan', specs, ...local, '-o', 'json']],
    ['plan --base', ['plan', specs, '--base', 'HEAD', '--offline', '-o', 'json']],
  ])('in the JSON of %s, which means the same', async (_, args) => {
    const ended = await arrayjob(args);

    expectHarmless(ended);
    expect(() => JSON.parse(ended.out) as unknown).not.toThrow();
  });

  test('in the JSON of get, word for word', async () => {
    const { out } = await arrayjob(['get', 'a', '-s', specs, '-o', 'json']);

    expect((JSON.parse(out) as { metadata: { labels: unknown } }).metadata.labels).toEqual({ team: EVIL });
  });

  test('in the YAML of get', async () => {
    const ended = await arrayjob(['get', '-s', specs, '-o', 'yaml']);

    expectHarmless(ended);
    expect(ended.out).not.toMatch(/^forged/m);
  });

  test.each<[string, readonly string[]]>([
    ['plan', ['plan', specs, ...local, '-o', 'markdown']],
    ['plan --base', ['plan', specs, '--base', 'HEAD', '--offline', '-o', 'markdown']],
  ])('in the Markdown of %s: nothing of it stands outside of code', async (_, args) => {
    const ended = await arrayjob(args);

    expectHarmless(ended);
    expect(ended.out).not.toMatch(/^(forged|<\/details>\s+")/m);
    const prose = ended.out.replace(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
    expect(prose).not.toMatch(/<img|\[l\]\(|@org/);
  });

  test('in a diagram: a label ends where it should', async () => {
    const ended = await arrayjob(['graph', specs, '-o', 'mermaid']);

    expectHarmless(ended);
    expect(ended.out).not.toMatch(/:::x|%%\{|<img|^forged/m);
    for (const line of ended.out.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^(flowchart LR| {2}%% .*| {2}n\d+\["[^"]*"\]:::\w+| {2}n\d+ \S+(\|"[^"]*"\|)? n\d+| {2}classDef .*)$/,
      );
    }
  });
});

test('a daemon writes of all of it into the files and the log without obeying it', async () => {
  const before = readFileSync(join(specs, 'all.yaml'), 'utf8');

  const ended = await arrayjob(['run', specs, ...local, '--once']);

  const after = readFileSync(join(specs, 'all.yaml'), 'utf8');
  expectHarmless(ended);
  expect(ended.code).toBe(0);
  expect(ended.err).not.toContain('A pass failed');
  expect(after).not.toMatch(OBEYED);
  const [documents, specsBefore] = [after, before].map((text) =>
    parseAllDocuments(text).map((each) => {
      const { status: _status, ...rest } = each.toJS() as Record<string, unknown>;
      return rest;
    }),
  );
  expect(documents).toEqual(specsBefore);
  const statuses = parseAllDocuments(after).map(
    (each) => (each.toJS() as { status?: { phase?: string } }).status?.phase,
  );
  expect(statuses.slice(0, 2)).toEqual(['Suspended', 'Invalid']);
});
