import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeJobsCommand, RegisterJobDefinitionCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEngine } from '../../src/local/index.ts';
import { openBench, until } from './engines.ts';
import type { Bench } from './engines.ts';

let image: string;
let bench: Bench;

beforeEach(async () => {
  image = realpathSync(mkdtempSync(join(tmpdir(), 'arrayjob-image-')));
  writeFileSync(join(image, 'program.sh'), 'pwd > "$1"\n');
  bench = await openBench({ images: { 'tools:1': image } });
  bench.engine.declareQueue('queue');
});

afterEach(async () => {
  await bench.close();
  rmSync(image, { recursive: true, force: true });
});

/** Runs `command` in a container of `name` to its end; gives the job's last status. */
async function run(name: string, command: readonly string[]): Promise<string | undefined> {
  await bench.client.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: 'definition',
      type: 'container',
      containerProperties: {
        image: name,
        command: [...command],
        resourceRequirements: [
          { type: 'VCPU', value: '1' },
          { type: 'MEMORY', value: '64' },
        ],
      },
    }),
  );
  const { jobId = '' } = await bench.client.send(
    new SubmitJobCommand({ jobName: 'job', jobQueue: 'queue', jobDefinition: 'definition' }),
  );
  const job = await until(
    async () => (await bench.client.send(new DescribeJobsCommand({ jobs: [jobId] }))).jobs?.[0],
    (each) => each?.status === 'SUCCEEDED' || each?.status === 'FAILED',
  );
  return job?.status;
}

describe('folders that stand for images', () => {
  test("a child starts in its image's folder and finds the programs there by relative path", async () => {
    const place = join(bench.dataDir, 'place');

    const status = await run('tools:1', ['sh', 'program.sh', place]);

    expect(status).toBe('SUCCEEDED');
    expect(readFileSync(place, 'utf8').trim()).toBe(image);
  });

  test('the folder is still there when the child has ended', async () => {
    await run('tools:1', ['sh', '-c', 'echo kept > kept']);

    expect(readdirSync(image).sort()).toEqual(['kept', 'program.sh']);
    expect(readFileSync(join(image, 'kept'), 'utf8')).toBe('kept\n');
  });

  test('a child of another image starts in a fresh folder, which is taken away', async () => {
    const place = join(bench.dataDir, 'place');

    const status = await run('tools:2', ['sh', '-c', `ls -A | wc -l; pwd > ${place}`]);
    const folder = readFileSync(place, 'utf8').trim();

    expect(status).toBe('SUCCEEDED');
    expect(folder).not.toBe(image);
    await until(
      () => existsSync(folder),
      (there) => !there,
    );
  });

  test('a folder that is missing is refused at the start, by name', async () => {
    const missing = join(image, 'missing');

    const started = startEngine({ dataDir: join(image, 'data'), images: { 'tools:1': missing } });

    await expect(started).rejects.toThrow(`${missing} is no folder`);
  });
});
