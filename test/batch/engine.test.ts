import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createBudget } from '../../src/batch/budget.ts';
import { describeAll, failedChildren, findByName, findByPrefix } from '../../src/batch/observe.ts';
import type { Outcome } from '../../src/batch/outcome.ts';
import { createBatchApi } from '../../src/batch/sdk.ts';
import { startEngine, type Engine } from '../../src/local/index.ts';

let dataDir: string;
let engine: Engine;
const calls: string[] = [];
const open = (endpoint: string) =>
  createBatchApi({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    budget: createBudget(),
    onCall: (operation) => calls.push(operation),
  });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'arrayjob-batch-'));
  engine = await startEngine({ dataDir, port: 0 });
  engine.declareQueue('q');
});

afterAll(async () => {
  await engine.close();
  await rm(dataDir, { recursive: true, force: true });
});

function value<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

test('an array is submitted, found by name and tags, and its failures are listed', async () => {
  const api = open(engine.url);
  const command = ['sh', '-c', 'test $AWS_BATCH_JOB_ARRAY_INDEX != 1 || exit 7'];
  const definition = value(
    await api.registerJobDefinition({
      jobDefinitionName: 'd',
      type: 'container',
      containerProperties: {
        image: 'i',
        command,
        resourceRequirements: [
          { type: 'VCPU', value: '1' },
          { type: 'MEMORY', value: '64' },
        ],
      },
    }),
  );
  const request = {
    jobName: 'n-1',
    jobQueue: 'q',
    jobDefinition: definition.reference,
    arrayProperties: { size: 3 },
    tags: { t: '1' },
  };

  const { jobId } = value(await api.submitJob(request));

  await vi.waitFor(
    async () => {
      const job = value(await describeAll(api, [jobId])).get(jobId);
      expect(job).toMatchObject({
        status: 'FAILED',
        arraySize: 3,
        summary: { SUCCEEDED: 2, FAILED: 1 },
        tags: { t: '1' },
      });
    },
    { timeout: 20_000, interval: 100 },
  );
  expect(value(await failedChildren(api, jobId))).toMatchObject([{ position: 1, exitCode: 7 }]);
  expect(value(await findByName(api, 'q', 'n-1', { t: '1' })).map((each) => each.jobId)).toEqual([jobId]);
  expect(value(await findByName(api, 'q', 'n-1', { t: '2' }))).toEqual([]);
  expect(value(await findByName(api, 'q', 'N-1', {}))).toEqual([]);
  expect(value(await findByPrefix(api, 'q', 'n-', {}))).toHaveLength(1);
  expect(value(await api.describeJobDefinitions({ name: 'd' }))).toMatchObject([
    { reference: definition.reference, active: true },
  ]);
  expect(value(await api.describeJobQueues(['q']))).toMatchObject([{ name: 'q', enabled: true }]);
  api.close();
});

test('ids are described a hundred to a call, and unknown ones are left out', async () => {
  const api = open(engine.url);
  calls.length = 0;

  const jobs = value(
    await describeAll(
      api,
      Array.from({ length: 250 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`),
    ),
  );

  expect(jobs.size).toBe(0);
  expect(calls).toEqual(['DescribeJobs', 'DescribeJobs', 'DescribeJobs']);
  api.close();
});

test('a refusal is terminal, in the service’s words', async () => {
  const api = open(engine.url);

  const outcome = await api.submitJob({ jobName: 'n', jobQueue: 'nowhere', jobDefinition: 'd' });

  expect(outcome).toMatchObject({ kind: 'terminal', code: 'ClientException' });
  api.close();
});

test('a service that is not there is asked once, and the submission is known not to have happened', async () => {
  const api = open('http://127.0.0.1:1');
  calls.length = 0;

  const outcome = await api.submitJob({ jobName: 'n', jobQueue: 'q', jobDefinition: 'd' });

  expect(outcome).toMatchObject({ kind: 'transient', code: 'Unreachable' });
  expect(calls).toEqual(['SubmitJob']);
  api.close();
});

test('every answer tells the time of the service, be it an error', async () => {
  const api = open(engine.url);
  const before = api.serviceNow();

  await api.describeJobDefinitions({ references: ['no such thing, and not even a name'] });
  const told = api.serviceNow();
  api.close();

  expect(before).toBeUndefined();
  expect(Math.abs((told ?? 0) - Date.now())).toBeLessThan(60_000);
});
