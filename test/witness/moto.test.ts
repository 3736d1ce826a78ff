import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { arrayjob, folder, start } from '../cli/arrayjob.ts';
import { definition, job } from '../controller/house.ts';
import { hasMoto, type Moto, startMoto } from './moto.ts';

/** With what Fargate asks for. */
const FARGATE = definition()
  .replace('  type: container', '  type: container\n  platformCapabilities: [FARGATE]')
  .replace(
    '    image: none',
    '    image: none\n    jobRoleArn: arn:aws:iam::123456789012:role/reader\n    executionRoleArn: arn:aws:iam::123456789012:role/reader',
  )
  .replace("value: '64'", "value: '512'");

const SPECS = {
  'd.yaml': FARGATE,
  'a.yaml': job('a', '{ size: 3 }'),
  'b.yaml': job('b', '{ items: [x, y] }', ['manifest: { bucket: data }', 'dependsOn: [{ name: a }]']),
};

const BRIEF = [
  '--until-settled',
  '--poll-interval',
  '200ms',
  '--status-interval',
  '100ms',
  '--settle-time',
  '2s',
];

describe.skipIf(!hasMoto)('against moto, which knows nothing of ours', () => {
  let moto: Moto;
  const cleanups: (() => unknown)[] = [];
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.close());
  afterEach(() => {
    for (const each of cleanups.splice(0)) each();
  });

  function specs(files: Readonly<Record<string, string>> = SPECS): string {
    const { path, remove } = folder(files);
    cleanups.push(remove);
    return path;
  }
  const phase = (dir: string, file: string): unknown =>
    (parseAllDocuments(readFileSync(join(dir, file), 'utf8'))[0]?.toJS() as { status?: { phase?: string } })
      .status?.phase;

  test('doctor finds everything in place, and a mistake when there is one', async () => {
    const dir = specs();
    const wrong = specs({ ...SPECS, 'd.yaml': definition() });

    const fine = await arrayjob(['doctor', dir], { env: moto.env });
    const unfit = await arrayjob(['doctor', wrong], { env: moto.env });

    expect(fine.out).toMatch(/^ok {7}credentials {2}arn:aws:sts::123456789012:/m);
    expect(fine.out).toMatch(/^ok {7}role {9}arn:aws:iam::123456789012:role\/reader: exists and trusts/m);
    expect(fine.out).toMatch(/ 0 to think about, 0 failed, /);
    expect(unfit.out).toMatch(/^fail .*the definition of a is for EC2, and the queue has FARGATE only/m);
    expect([fine.code, unfit.code]).toEqual([0, 1]);
  });

  test('the controller registers, submits, watches and reports', async () => {
    const dir = specs();

    const controller = start(['run', dir, ...BRIEF], { env: moto.env });
    // A controller that waits for something for ever shall at least say what it has said.
    const patience = setTimeout(() => controller.child.kill('SIGKILL'), 40_000);
    const { code, err } = await controller.ended;
    clearTimeout(patience);

    expect([phase(dir, 'a.yaml'), phase(dir, 'b.yaml')], err).toEqual(['Succeeded', 'Succeeded']);
    expect(code).toBe(0);
    expect(err).not.toMatch(/"level":(50|60)/);
  });
});
