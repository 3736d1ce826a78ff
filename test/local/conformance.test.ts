import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as batch from '@aws-sdk/client-batch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBench, until } from './engines.ts';
import { modelFaults } from './model-check.ts';
import type { Bench } from './engines.ts';

const run = promisify(execFile);
type Request = readonly [operation: string, input: object];

let bench: Bench;
const unknownJob = '00000000-0000-4000-8000-000000000000';

async function send(operation: string, input: object): Promise<Record<string, unknown>> {
  const commands = batch as unknown as Record<string, new (input: object) => never>;
  const Command = commands[`${operation}Command`]!;
  const { $metadata: _, ...output } = (await bench.client.send(new Command(input))) as object as Record<
    string,
    unknown
  >;
  const faults = modelFaults(operation, output);
  if (faults.length > 0) throw new Error(`${operation} does not fit the model: ${faults.join('; ')}`);
  return output;
}

const container = { image: 'busybox', vcpus: 1, memory: 64, command: ['true'] };
const define = (name: string, more: object = {}, properties: object = {}): Request => [
  'RegisterJobDefinition',
  {
    jobDefinitionName: name,
    type: 'container',
    containerProperties: { ...container, ...properties },
    ...more,
  },
];
const submission = (more: object): Request => [
  'SubmitJob',
  { jobName: 'j', jobQueue: 'main', jobDefinition: 'ok', ...more },
];

beforeAll(async () => {
  bench = await openBench();
  bench.engine.declareQueue('main');
  await send(...define('ok'));
  await send(...define('fails', {}, { command: ['sh', '-c', 'exit 3'] }));
  await send(...define('sleeps', {}, { command: ['sleep', '600'] }));
});

afterAll(async () => {
  await bench.close();
});

/** A request, what must come of it, and where that is known from. */
interface Row {
  readonly sentence: string;
  readonly request: Request;
  /** A pattern for the message of a ClientException; undefined when the request is accepted. */
  readonly refused?: RegExp;
  readonly source: 'doc' | 'seen' | 'unknown is refused' | 'protocol';
}

const exits = (count: number): object[] =>
  Array.from({ length: count }, () => ({ onExitCode: '1', action: 'RETRY' }));

const rows: readonly Row[] = [
  {
    sentence: 'an array of 1 is refused',
    request: submission({ arrayProperties: { size: 1 } }),
    refused: /Array size must be between 2 and 10000/,
    source: 'seen',
  },
  {
    sentence: 'an array of 10,001 is refused',
    request: submission({ arrayProperties: { size: 10_001 } }),
    refused: /between 2 and 10000/,
    source: 'doc',
  },
  {
    sentence: 'a job name must begin with a letter or digit',
    request: submission({ jobName: '_j' }),
    refused:
      /^Error executing request, Exception : Job name should match valid pattern, RequestId: [0-9a-f-]{36}$/,
    source: 'seen',
  },
  {
    sentence: 'a job name of 129 characters is refused',
    request: submission({ jobName: 'a'.repeat(129) }),
    refused: /Job name should match valid pattern/,
    source: 'doc',
  },
  {
    sentence: 'a job name of 128 characters is accepted',
    request: submission({ jobName: 'a'.repeat(128) }),
    source: 'doc',
  },
  {
    sentence: 'more than 20 dependencies are refused',
    request: submission({ dependsOn: Array.from({ length: 21 }, () => ({ jobId: unknownJob })) }),
    refused: /Job cannot have more than 20 dependencies/,
    source: 'seen',
  },
  {
    sentence: 'a dependency that Batch does not know is refused',
    request: submission({ dependsOn: [{ jobId: unknownJob }] }),
    refused: /does not exist/,
    source: 'unknown is refused',
  },
  {
    sentence: 'SEQUENTIAL with a jobId is refused',
    request: submission({
      arrayProperties: { size: 2 },
      dependsOn: [{ jobId: unknownJob, type: 'SEQUENTIAL' }],
    }),
    refused: /SEQUENTIAL/,
    source: 'seen',
  },
  {
    sentence: 'SEQUENTIAL on a plain job is refused',
    request: submission({ dependsOn: [{ type: 'SEQUENTIAL' }] }),
    refused: /SEQUENTIAL/,
    source: 'unknown is refused',
  },
  {
    sentence: 'an unknown queue is refused',
    request: submission({ jobQueue: 'none' }),
    refused: /does not exist/,
    source: 'doc',
  },
  {
    sentence: 'an unknown definition is refused',
    request: submission({ jobDefinition: 'none' }),
    refused: /does not exist/,
    source: 'doc',
  },
  {
    sentence: 'the definition :latest is refused',
    request: submission({ jobDefinition: 'ok:latest' }),
    refused: /Provided name ok:latest is not supported pattern\[a-zA-Z_0-9-\]\{1,128\}/,
    source: 'seen',
  },
  {
    sentence: 'a request over 30 KiB is refused at once',
    request: submission({ parameters: { a: 'x'.repeat(31 * 1024) } }),
    refused: /30 KiB/,
    source: 'doc',
  },
  {
    sentence: 'overrides over 8,192 characters are accepted',
    request: submission({ containerOverrides: { environment: [{ name: 'A', value: 'x'.repeat(8192) }] } }),
    source: 'seen',
  },
  {
    sentence: 'a variable that begins with AWS_BATCH is refused',
    request: submission({ containerOverrides: { environment: [{ name: 'AWS_BATCH_X', value: '1' }] } }),
    refused: /AWS_BATCH/,
    source: 'doc',
  },
  {
    sentence: '51 tags are refused',
    request: submission({ tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ''])) }),
    refused: /tags/i,
    source: 'doc',
  },
  {
    sentence: '11 attempts are refused',
    request: submission({ retryStrategy: { attempts: 11 } }),
    refused: /between 1 and 10/,
    source: 'doc',
  },
  {
    sentence: 'evaluateOnExit without attempts is refused',
    request: submission({ retryStrategy: { evaluateOnExit: exits(1) } }),
    refused: /RetryAttempts must be provided with retry strategy/,
    source: 'seen',
  },
  {
    sentence: 'six entries of evaluateOnExit are refused',
    request: submission({ retryStrategy: { attempts: 2, evaluateOnExit: exits(6) } }),
    refused: /at most 5/,
    source: 'doc',
  },
  {
    sentence: 'an asterisk inside a pattern is refused',
    request: submission({
      retryStrategy: { attempts: 2, evaluateOnExit: [{ onReason: 'a*b', action: 'EXIT' }] },
    }),
    refused: /asterisk/,
    source: 'doc',
  },
  {
    sentence: 'letters in an exit code pattern are refused',
    request: submission({
      retryStrategy: { attempts: 2, evaluateOnExit: [{ onExitCode: 'x', action: 'EXIT' }] },
    }),
    refused: /numbers/,
    source: 'doc',
  },
  {
    sentence: 'a timeout of 59 seconds is refused',
    request: submission({ timeout: { attemptDurationSeconds: 59 } }),
    refused: /at least 60 seconds/,
    source: 'doc',
  },
  {
    sentence: 'a share identifier on a queue without a policy is refused',
    request: submission({ shareIdentifier: 'a' }),
    refused: /shareIdentifier/,
    source: 'doc',
  },
  {
    sentence: 'describing 101 jobs is refused',
    request: ['DescribeJobs', { jobs: Array.from({ length: 101 }, () => unknownJob) }],
    refused: /Maximum number of jobs supported is {2}100 \./,
    source: 'seen',
  },
  {
    sentence: 'jobs that Batch does not know are silently left out',
    request: ['DescribeJobs', { jobs: [unknownJob] }],
    source: 'seen',
  },
  {
    sentence: 'ListJobs with two targets is refused',
    request: ['ListJobs', { jobQueue: 'main', arrayJobId: unknownJob }],
    refused: /Exactly one/,
    source: 'doc',
  },
  {
    sentence: 'ListJobs with no target is refused',
    request: ['ListJobs', {}],
    refused: /Exactly one/,
    source: 'doc',
  },
  {
    sentence: 'ListJobs with two filters is refused',
    request: [
      'ListJobs',
      {
        jobQueue: 'main',
        filters: [
          { name: 'JOB_NAME', values: ['a'] },
          { name: 'JOB_NAME', values: ['b'] },
        ],
      },
    ],
    refused: /Only one filter/,
    source: 'doc',
  },
  {
    sentence: 'an unknown filter is refused',
    request: ['ListJobs', { jobQueue: 'main', filters: [{ name: 'NOPE', values: ['a'] }] }],
    refused: /not supported/,
    source: 'doc',
  },
  {
    sentence: 'a made-up page token is refused',
    request: ['ListJobs', { jobQueue: 'main', nextToken: 'x' }],
    refused: /nextToken/,
    source: 'protocol',
  },
  {
    sentence: 'an enum that is none is refused',
    request: ['ListJobs', { jobQueue: 'main', jobStatus: 'DONE' }],
    refused: /failed to satisfy constraint: Member must satisfy enum value set/,
    source: 'protocol',
  },
  {
    sentence: 'a definition without an image is refused',
    request: define('x', {}, { image: undefined }),
    refused: /image/,
    source: 'doc',
  },
  {
    sentence: 'a definition without vCPUs is refused',
    request: define('x', {}, { vcpus: undefined }),
    refused: /vCPU/,
    source: 'doc',
  },
  {
    sentence: 'a definition over 24 KiB is refused',
    request: define('x', { parameters: { a: 'x'.repeat(25 * 1024) } }),
    refused: /24 KiB/,
    source: 'doc',
  },
  {
    sentence: 'networkConfiguration on EC2 is refused',
    request: define('x', {}, { networkConfiguration: { assignPublicIp: 'ENABLED' } }),
    refused: /networkConfiguration not applicable for EC2\./,
    source: 'seen',
  },
  {
    sentence: 'a definition name with a dot is refused',
    request: define('a.b'),
    refused: /Provided name a\.b is not supported pattern/,
    source: 'seen',
  },
  {
    sentence: 'a compute environment that exists is refused',
    request: ['CreateComputeEnvironment', { computeEnvironmentName: 'local', type: 'UNMANAGED' }],
    refused: /Object already exists/,
    source: 'seen',
  },
  {
    sentence: 'an EC2 environment without an instance role is refused',
    request: [
      'CreateComputeEnvironment',
      {
        computeEnvironmentName: 'n',
        type: 'MANAGED',
        computeResources: { type: 'EC2', maxvCpus: 4, subnets: ['s'] },
      },
    ],
    refused: /Instance role is required\./,
    source: 'seen',
  },
  {
    sentence: 'an environment that a queue uses cannot be deleted',
    request: ['DeleteComputeEnvironment', { computeEnvironment: 'local' }],
    refused: /Cannot delete, found existing JobQueue relationship/,
    source: 'seen',
  },
  {
    sentence: 'a queue that is enabled cannot be deleted',
    request: ['DeleteJobQueue', { jobQueue: 'main' }],
    refused: /DISABLED/,
    source: 'doc',
  },
  {
    sentence: 'a time limit under ten minutes is refused',
    request: [
      'UpdateJobQueue',
      {
        jobQueue: 'main',
        jobStateTimeLimitActions: [{ reason: 'r', state: 'RUNNABLE', maxTimeSeconds: 599, action: 'CANCEL' }],
      },
    ],
    refused: /between 600 and 86400/,
    source: 'doc',
  },
  {
    sentence: 'terminating a malformed id is refused',
    request: ['TerminateJob', { jobId: 'x', reason: 'r' }],
    refused: /not valid/,
    source: 'doc',
  },
  {
    sentence: 'terminating 51 jobs at once is refused',
    request: ['TerminateJobs', { jobs: Array.from({ length: 51 }, () => unknownJob), reason: 'r' }],
    refused: /50/,
    source: 'doc',
  },
  {
    sentence: 'service jobs are refused by name',
    request: [
      'SubmitServiceJob',
      { jobName: 'j', jobQueue: 'q', serviceRequestPayload: '{}', serviceJobType: 'SAGEMAKER_TRAINING' },
    ],
    refused: /SubmitServiceJob is not supported by the local engine/,
    source: 'protocol',
  },
  {
    sentence: 'quota shares are refused by name',
    request: ['DescribeQuotaShare', { quotaShareArn: 'x' }],
    refused: /DescribeQuotaShare is not supported/,
    source: 'protocol',
  },
];

describe('what is refused and what is accepted', () => {
  test.each(rows)('$sentence ($source)', async ({ request, refused }) => {
    const answer = await send(...request).then(
      () => undefined,
      (error: unknown) => error,
    );

    if (refused === undefined) expect(answer).toBeUndefined();
    else
      expect(answer).toMatchObject({
        name: 'ClientException',
        message: expect.stringMatching(refused) as string,
      });
  });
});

async function describeJob(id: string): Promise<batch.JobDetail> {
  const { jobs } = (await send('DescribeJobs', { jobs: [id] })) as { jobs: batch.JobDetail[] };
  return jobs[0]!;
}

async function ended(id: string): Promise<batch.JobDetail> {
  return until(
    () => describeJob(id),
    (job) => job.status === 'SUCCEEDED' || job.status === 'FAILED',
  );
}

async function submit(more: object): Promise<string> {
  return String((await send(...submission(more)))['jobId']);
}

describe('real children', () => {
  test('children get their index, size, attempt and names, and output is read through CloudWatch Logs', async () => {
    const id = await submit({
      arrayProperties: { size: 2 },
      parameters: { word: 'a b' },
      containerOverrides: {
        command: [
          'sh',
          '-c',
          'echo "$1 $AWS_BATCH_JOB_ARRAY_INDEX/$AWS_BATCH_JOB_ARRAY_SIZE $AWS_BATCH_JOB_ATTEMPT $AWS_BATCH_JOB_ID $AWS_BATCH_JQ_NAME $AWS_BATCH_CE_NAME $X $AWS_ENDPOINT_URL"',
          'sh',
          'Ref::word',
        ],
        environment: [{ name: 'X', value: 'y' }],
      },
    });

    await ended(id);
    const child = await describeJob(`${id}:1`);
    const stream = child.container?.logStreamName;
    const reply = await fetch(bench.engine.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'Logs_20140328.GetLogEvents' },
      body: JSON.stringify({ logGroupName: '/aws/batch/job', logStreamName: stream, startFromHead: true }),
    });
    const { events } = (await reply.json()) as { events: { message: string }[] };

    expect(stream).toMatch(/^ok\/default\/[0-9a-f]{32}$/);
    expect(events.map((each) => each.message)).toEqual([
      `a b 1/2 1 ${id}:1 main local y ${bench.engine.url}`,
    ]);
  });

  test('a plain job gets no array index', async () => {
    const id = await submit({
      containerOverrides: { command: ['sh', '-c', 'test -z "${AWS_BATCH_JOB_ARRAY_INDEX+x}"'] },
    });

    expect((await ended(id)).status).toBe('SUCCEEDED');
  });

  test.each([
    ['an exit code', ['sh', '-c', 'exit 3'], 3],
    ['SIGKILL as 137', ['sh', '-c', 'kill -9 $$'], 137],
    ['SIGTERM as 143', ['sh', '-c', 'kill -15 $$'], 143],
  ])('%s is reported as ECS does', async (_name, command, exitCode) => {
    const job = await ended(await submit({ containerOverrides: { command } }));

    expect(job).toMatchObject({
      status: 'FAILED',
      statusReason: 'Essential container in task exited',
      container: { exitCode },
    });
  });

  test('a command that does not exist cannot start, in the words of ECS', async () => {
    const job = await ended(await submit({ containerOverrides: { command: ['no-such-program'] } }));

    expect(job).toMatchObject({ status: 'FAILED', statusReason: 'Task failed to start' });
    expect(job.container?.reason).toMatch(/^CannotStartContainerError: .*no-such-program/);
    expect(job.container?.exitCode).toBeUndefined();
  });

  test('an image that stands for one that cannot be pulled fails so', async () => {
    await send(...define('pull', {}, { image: 'registry/cannot-pull:1' }));

    const job = await ended(await submit({ jobDefinition: 'pull' }));

    expect(job.container?.reason).toMatch(/^CannotPullContainerError/);
  });

  test('overrides that are too long fail later, in the words of Batch', async () => {
    const job = await ended(
      await submit({ containerOverrides: { environment: [{ name: 'A', value: 'x'.repeat(8192) }] } }),
    );

    expect(job).toMatchObject({
      status: 'FAILED',
      statusReason: 'Container Overrides length must be at most 8192',
      attempts: [],
    });
  });

  test('TerminateJob ends the whole process group of every child', async () => {
    const mark = `mark${Date.now()}`;
    const id = await submit({
      arrayProperties: { size: 2 },
      containerOverrides: { command: ['sh', '-c', `sh -c 'sleep 601 & wait' ${mark} & wait`] },
    });
    await until(
      () => describeJob(`${id}:1`),
      (job) => job.status === 'RUNNING',
    );

    await send('TerminateJob', { jobId: id, reason: 'enough of it' });
    const parent = await ended(id);

    expect(parent).toMatchObject({ status: 'FAILED', statusReason: 'enough of it', isTerminated: true });
    const left = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(left).not.toContain(mark);
  });

  test('an ECS job of two containers ends with its essential one', async () => {
    await send('RegisterJobDefinition', {
      jobDefinitionName: 'two',
      type: 'container',
      ecsProperties: {
        taskProperties: [
          {
            containers: [
              { name: 'side', image: 'x', essential: false, command: ['sleep', '600'] },
              { name: 'main', image: 'x', command: ['sh', '-c', 'exit 4'] },
            ],
          },
        ],
      },
    });

    const job = await ended(await submit({ jobDefinition: 'two' }));

    expect(job.status).toBe('FAILED');
    expect(job.ecsProperties?.taskProperties?.[0]?.containers?.[1]).toMatchObject({
      name: 'main',
      exitCode: 4,
    });
  });
});

describe('reading', () => {
  test('without a status ListJobs gives RUNNING jobs only', async () => {
    bench.engine.declareQueue('lists');
    const id = await submit({ jobQueue: 'lists', jobName: 'Sleeper', jobDefinition: 'sleeps' });
    const over = await submit({ jobQueue: 'lists', jobName: 'over' });
    await ended(over);
    await until(
      () => describeJob(id),
      (job) => job.status === 'RUNNING',
    );

    const ids = async (more: object): Promise<unknown[]> =>
      ((await send('ListJobs', { jobQueue: 'lists', ...more }))['jobSummaryList'] as { jobId: string }[]).map(
        (each) => each.jobId,
      );

    expect(await ids({})).toEqual([id]);
    expect(await ids({ jobStatus: 'SUCCEEDED' })).toEqual([over]);
    expect(await ids({ filters: [{ name: 'JOB_NAME', values: ['sLEEP*'] }] })).toEqual([id]);
    expect(
      await ids({ filters: [{ name: 'AFTER_CREATED_AT', values: ['1'] }], jobStatus: 'FAILED' }),
    ).toEqual([over, id]);
    await send('TerminateJob', { jobId: id, reason: 'done' });
  });

  test('10,000 children are listed and described page by page while they run, every one exactly once', async () => {
    const id = await submit({ arrayProperties: { size: 10_000 }, jobDefinition: 'sleeps' });
    await until(
      () => describeJob(`${id}:7`),
      (job) => (job as unknown) !== undefined && job.status === 'RUNNING',
    );

    const listed: string[] = [];
    for (const jobStatus of [
      'SUBMITTED',
      'PENDING',
      'RUNNABLE',
      'STARTING',
      'RUNNING',
      'SUCCEEDED',
      'FAILED',
    ]) {
      for await (const page of batch.paginateListJobs(
        { client: bench.client, pageSize: 1000 },
        { arrayJobId: id, jobStatus: jobStatus as batch.JobStatus },
      )) {
        listed.push(...(page.jobSummaryList ?? []).map((each) => each.jobId!));
      }
    }
    const described = new Set<string>();
    for (let from = 0; from < 10_000; from += 100) {
      const jobs = Array.from({ length: 100 }, (_, at) => `${id}:${from + at}`);
      const page = (await bench.client.send(new batch.DescribeJobsCommand({ jobs }))).jobs ?? [];
      for (const job of page) described.add(job.jobId!);
    }
    await send('TerminateJob', { jobId: id, reason: 'seen' });

    expect(listed).toHaveLength(10_000);
    expect(new Set(listed).size).toBe(10_000);
    expect(described.size).toBe(10_000);
    expect((await ended(id)).arrayProperties?.statusSummary?.['FAILED']).toBe(10_000);
  });
});

describe('everything else is served in the shape of the model', () => {
  const environment = {
    computeEnvironmentName: 'big',
    type: 'MANAGED',
    computeResources: {
      type: 'EC2',
      maxvCpus: 2,
      minvCpus: 0,
      subnets: ['s-1'],
      instanceRole: 'r',
      instanceTypes: ['optimal'],
    },
  };
  const walk: readonly (readonly [string, () => object])[] = [
    ['CreateComputeEnvironment', () => environment],
    ['UpdateComputeEnvironment', () => ({ computeEnvironment: 'big', computeResources: { maxvCpus: 3 } })],
    ['DescribeComputeEnvironments', () => ({})],
    [
      'CreateSchedulingPolicy',
      () => ({
        name: 'fair',
        fairsharePolicy: {
          shareDecaySeconds: 60,
          shareDistribution: [{ shareIdentifier: 'A*', weightFactor: 0.5 }],
        },
      }),
    ],
    ['ListSchedulingPolicies', () => ({})],
    [
      'DescribeSchedulingPolicies',
      () => ({ arns: ['arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair'] }),
    ],
    [
      'UpdateSchedulingPolicy',
      () => ({ arn: 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair', fairsharePolicy: {} }),
    ],
    [
      'CreateJobQueue',
      () => ({
        jobQueueName: 'fairq',
        priority: 5,
        schedulingPolicyArn: 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair',
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'big' }],
        tags: { a: 'b' },
      }),
    ],
    ['UpdateJobQueue', () => ({ jobQueue: 'fairq', priority: 6 })],
    ['DescribeJobQueues', () => ({ jobQueues: ['fairq'] })],
    [
      'SubmitJob',
      () => ({
        jobName: 'j',
        jobQueue: 'fairq',
        jobDefinition: 'sleeps',
        shareIdentifier: 'A1',
        schedulingPriorityOverride: 1,
        containerOverrides: { vcpus: 99 },
      }),
    ],
    ['GetJobQueueSnapshot', () => ({ jobQueue: 'fairq' })],
    ['CreateConsumableResource', () => ({ consumableResourceName: 'lic', totalQuantity: 2 })],
    [
      'UpdateConsumableResource',
      () => ({ consumableResource: 'lic', operation: 'ADD', quantity: 1, clientToken: 't' }),
    ],
    ['DescribeConsumableResource', () => ({ consumableResource: 'lic' })],
    ['ListConsumableResources', () => ({ filters: [{ name: 'CONSUMABLE_RESOURCE_NAME', values: ['L*'] }] })],
    [
      'SubmitJob',
      () => ({
        jobName: 'c',
        jobQueue: 'main',
        jobDefinition: 'ok',
        consumableResourcePropertiesOverride: {
          consumableResourceList: [{ consumableResource: 'lic', quantity: 1 }],
        },
      }),
    ],
    ['ListJobsByConsumableResource', () => ({ consumableResource: 'lic' })],
    [
      'TagResource',
      () => ({ resourceArn: 'arn:aws:batch:us-east-1:123456789012:job-queue/fairq', tags: { c: 'd' } }),
    ],
    ['ListTagsForResource', () => ({ resourceArn: 'arn:aws:batch:us-east-1:123456789012:job-queue/fairq' })],
    [
      'UntagResource',
      () => ({ resourceArn: 'arn:aws:batch:us-east-1:123456789012:job-queue/fairq', tagKeys: ['a'] }),
    ],
    ['DescribeJobDefinitions', () => ({ jobDefinitionName: 'ok', status: 'ACTIVE' })],
    ['DeregisterJobDefinition', () => ({ jobDefinition: 'two:1' })],
    ['CancelJob', () => ({ jobId: unknownJob, reason: 'r' })],
    ['CancelJobs', () => ({ jobs: [unknownJob, 'x'], reason: 'r' })],
    ['TerminateJobs', () => ({ jobs: [unknownJob, 'x'], reason: 'r' })],
    ['ListJobs', () => ({ jobQueue: 'main', jobStatus: 'FAILED' })],
    ['UpdateJobQueue', () => ({ jobQueue: 'fairq', state: 'DISABLED' })],
    ['DeleteJobQueue', () => ({ jobQueue: 'fairq' })],
    ['UpdateComputeEnvironment', () => ({ computeEnvironment: 'big', state: 'DISABLED' })],
    ['DeleteComputeEnvironment', () => ({ computeEnvironment: 'big' })],
    [
      'DeleteSchedulingPolicy',
      () => ({ arn: 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair' }),
    ],
    ['DeleteConsumableResource', () => ({ consumableResource: 'lic' })],
  ];
  test.each(walk)('%s', async (operation, input) => {
    await expect(send(operation, input())).resolves.toBeDefined();
  });

  test('a job larger than its queue can ever be says so while it waits', async () => {
    await send('CreateComputeEnvironment', { ...environment, computeEnvironmentName: 'tiny' });
    await send('CreateJobQueue', {
      jobQueueName: 'tinyq',
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'tiny' }],
    });

    const id = await submit({ jobQueue: 'tinyq', containerOverrides: { vcpus: 99 } });
    const job = await until(
      () => describeJob(id),
      (each) => each.statusReason !== undefined,
    );

    expect(job.status).toBe('RUNNABLE');
    expect(job.statusReason).toMatch(/^MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE/);
  });

  test('faults are set over the control route, seen, and taken away', async () => {
    const control = `${bench.engine.url}/_arrayjob/faults`;
    const put = await fetch(control, {
      method: 'PUT',
      body: JSON.stringify(['ListJobs:429:x1', 'DescribeJobs:lost:x1']),
    });

    const throttled = await send('ListJobs', { jobQueue: 'main' }).catch((error: unknown) => error);
    const lost = await send('DescribeJobs', { jobs: [unknownJob] }).catch((error: unknown) => error);
    await fetch(control, { method: 'DELETE' });

    expect(put.status).toBe(200);
    expect(throttled).toMatchObject({ name: 'TooManyRequestsException' });
    expect(lost).toBeInstanceOf(Error);
    await expect(send('ListJobs', { jobQueue: 'main' })).resolves.toBeDefined();
  });

  test('a page of another origin cannot reach the engine by a name of its own', async () => {
    const { port } = bench.engine;
    const { stdout } = await run('curl', [
      ...['-s', '-o', '/dev/null', '-w', '%{http_code}', '-H', 'Host: evil.example'],
      `http://127.0.0.1:${port}/v1/listjobs`,
    ]);

    expect(stdout).toBe('403');
  });

  test.each(['https://evil.example', 'http://127.0.0.1:1', 'null'])(
    'a page of %s cannot post to the engine by its true name, as every page may',
    async (origin) => {
      const { port } = bench.engine;
      const post = async (from: string): Promise<string> => {
        const { stdout } = await run('curl', [
          ...['-s', '-o', '/dev/null', '-w', '%{http_code}', '-H', `Origin: ${from}`],
          ...['-H', 'Content-Type: text/plain', '-d', '{"jobQueue":"main"}'],
          `http://127.0.0.1:${port}/v1/listjobs`,
        ]);
        return stdout;
      };

      expect([await post(origin), await post(`http://127.0.0.1:${port}`)]).toEqual(['403', '200']);
    },
  );
});

const environmentOf = (): NodeJS.ProcessEnv => ({
  ...process.env,
  AWS_ENDPOINT_URL: bench.engine.url,
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'y',
  AWS_DEFAULT_REGION: 'us-east-1',
});

function present(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('other clients', () => {
  test.skipIf(!present('aws', ['--version']))(
    'the AWS CLI registers, submits, lists, terminates and reads logs',
    async () => {
      const aws = async (...args: string[]): Promise<Record<string, unknown>> => {
        const { stdout } = await run('aws', [...args, '--output', 'json'], { env: environmentOf() });
        return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
      };
      await aws(
        'batch',
        'register-job-definition',
        '--job-definition-name',
        'cli',
        '--type',
        'container',
        '--container-properties',
        JSON.stringify({
          ...container,
          command: ['sh', '-c', 'echo from the cli; test $AWS_BATCH_JOB_ARRAY_INDEX = 0'],
        }),
      );

      const { jobId } = await aws(
        'batch',
        'submit-job',
        '--job-name',
        'cli',
        '--job-queue',
        'main',
        '--job-definition',
        'cli',
        '--array-properties',
        'size=2',
      );
      await ended(String(jobId));
      const failed = await aws(
        'batch',
        'list-jobs',
        '--array-job-id',
        String(jobId),
        '--job-status',
        'FAILED',
      );
      const terminated = await aws('batch', 'terminate-job', '--job-id', String(jobId), '--reason', 'late');
      const logs = await aws(
        'logs',
        'filter-log-events',
        '--log-group-name',
        '/aws/batch/job',
        '--log-stream-name-prefix',
        'cli/',
      );

      expect(failed['jobSummaryList']).toMatchObject([
        { jobId: `${String(jobId)}:1`, container: { exitCode: 1 }, arrayProperties: { index: 1 } },
      ]);
      expect(terminated).toEqual({});
      expect((logs['events'] as { message: string }[]).map((each) => each.message)).toEqual([
        'from the cli',
        'from the cli',
      ]);
    },
  );

  test.skipIf(!present('python3', ['-c', 'import boto3']))(
    'boto3 pages through jobs and moves 20 MB',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'arrayjob-boto-'));
      writeFileSync(
        join(folder, 'go.py'),
        [
          'import boto3, hashlib, json, os',
          'from botocore.config import Config',
          "batch = boto3.client('batch')",
          "jobs = [j['jobId'] for p in batch.get_paginator('list_jobs').paginate(jobQueue='main', jobStatus='FAILED', PaginationConfig={'PageSize': 2}) for j in p['jobSummaryList']]",
          "s3 = boto3.client('s3', config=Config(s3={'addressing_style': 'path'}))",
          "s3.create_bucket(Bucket='boto-bucket')",
          'data = os.urandom(20 * 1024 * 1024)',
          "open('up', 'wb').write(data)",
          "s3.upload_file('up', 'boto-bucket', 'a/b c.bin')",
          "s3.download_file('boto-bucket', 'a/b c.bin', 'down')",
          "print(json.dumps({'jobs': len(jobs), 'distinct': len(set(jobs)), 'same': open('down', 'rb').read() == data}))",
        ].join('\n'),
      );

      const { stdout } = await run('python3', ['go.py'], { cwd: folder, env: environmentOf() });
      rmSync(folder, { recursive: true });

      const said = JSON.parse(stdout) as { jobs: number; distinct: number; same: boolean };
      expect(said.same).toBe(true);
      expect(said.jobs).toBeGreaterThan(2);
      expect(said.distinct).toBe(said.jobs);
    },
  );
});
