import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  CreateSchedulingPolicyCommand,
} from '@aws-sdk/client-batch';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clientOf } from '../../local/engines.ts';
import { acquireLease, openStore } from '../../../src/state/index.ts';
import { definition, type House, job, openHouse } from '../house.ts';
import { between, examine, startIam } from './examined.ts';
import { join } from 'node:path';

let house: House;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  house = await openHouse({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 4 }'),
    'b.yaml': job('b', '{ s3: { bucket: data, prefix: in/ } }', ['manifest: { bucket: data }']),
  });
});
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
  await house.close();
});

const look = (more: Partial<Parameters<typeof examine>[1]> = {}) =>
  examine(house.dir, { endpoint: house.engine.url, ...more });

/** Every file of a folder with its bytes' digest. */
const filesOf = (dir: string): string =>
  execFileSync('sh', ['-c', 'find . -type f -exec sha256sum {} + | sort; find . | sort'], {
    cwd: dir,
    encoding: 'utf8',
  });

test('where everything is in place nothing is wrong', async () => {
  const seen = await look();

  expect(seen.wrong).toEqual([]);
  expect(seen.one('queue').message).toContain('ENABLED and VALID');
  expect(seen.one('definition').message).toContain('not registered yet');
  expect(seen.one('bucket', 's3://data/in/').result).toBe('ok');
  expect(seen.one('clock').result).toBe('ok');
});

test('looking changes nothing, here or there, and makes no call that could', async () => {
  house.put('data', 'in/1');
  await house.once();
  // Children of the run are still under way, and write into folders of their own.
  const held = (): string => filesOf(house.dir) + filesOf(join(house.dir, '../data/s3'));
  const before = held();
  const proxy = await between(house.engine.url);
  cleanups.push(() => proxy.close());

  await examine(house.dir, { endpoint: proxy.url });

  expect(held()).toBe(before);
  const others = proxy.heard.filter(
    (each) => !/ \/v1\/(describe|list)|^GET |^HEAD |Logs_20140328\.(Describe|Get)/.test(each),
  );
  // TerminateJob for a job that does not exist, and GetCallerIdentity, which the engine does not know.
  expect(others.sort()).toEqual(['POST /', 'POST /v1/terminatejob']);
});

describe('queues and compute environments', () => {
  const client = () => {
    const one = clientOf(house.engine.url);
    cleanups.push(() => one.destroy());
    return one;
  };

  test('a queue that is not there fails, with those that are', async () => {
    house.edit('a.yaml', 'jobQueue: q', 'jobQueue: quick');

    const check = (await look()).one('queue', 'quick');

    expect(check).toMatchObject({ result: 'fail', affects: ['ArrayJob/a'] });
    expect(check.message).toMatch(/does not exist .*\(there are q\)/);
  });

  test('a queue that is disabled fails', async () => {
    await client().send(new UpdateJobQueueCommand({ jobQueue: 'q', state: 'DISABLED' }));

    const check = (await look()).one('queue', 'q');

    expect(check.result).toBe('fail');
    expect(check.remedy).toContain('--state ENABLED');
  });

  test('a compute environment that is disabled fails, for all that use the queue', async () => {
    const queues = await house.api.describeJobQueues(['q']);
    const name = queues.kind === 'ok' ? queues.value[0]!.computeEnvironments[0]! : '';
    await client().send(new UpdateComputeEnvironmentCommand({ computeEnvironment: name, state: 'DISABLED' }));

    const { wrong, checks } = await look();

    expect(wrong.join('\n')).toMatch(/^fail environment .*DISABLED/m);
    expect(checks.find((each) => each.check === 'environment')?.affects).toEqual([
      'ArrayJob/a',
      'ArrayJob/b',
    ]);
  });

  test('a child that is larger than everything behind its queue fails', async () => {
    house.edit(
      'a.yaml',
      'jobDefinition: d',
      "jobDefinition: d\n  containerOverrides: { resourceRequirements: [{ type: VCPU, value: '64' }] }",
    );

    const { wrong } = await look();

    expect(wrong).toEqual([
      'fail environment q: a child of a needs 64 vCPUs, and no compute environment may have more than 16: it would stay RUNNABLE for ever',
    ]);
  });

  test('more parallelism than there are vCPUs is worth a thought', async () => {
    house.edit('a.yaml', 'jobDefinition: d', 'jobDefinition: d\n  parallelism: 100');

    const { wrong } = await look();

    expect(wrong).toEqual([
      expect.stringMatching(/^warn environment q: a allows 100 children .* at most 64 run$/),
    ]);
  });

  test('a definition for Fargate on a queue of EC2, BEST_FIT, and a missing shareIdentifier are found', async () => {
    const aws = client();
    const { arn } = await aws.send(new CreateSchedulingPolicyCommand({ name: 'fair', fairsharePolicy: {} }));
    await aws.send(
      new CreateComputeEnvironmentCommand({
        computeEnvironmentName: 'old',
        type: 'MANAGED',
        state: 'ENABLED',
        serviceRole: 'arn:aws:iam::123456789012:role/batch',
        computeResources: {
          type: 'EC2',
          allocationStrategy: 'BEST_FIT',
          maxvCpus: 8,
          minvCpus: 0,
          instanceTypes: ['optimal'],
          subnets: ['subnet-1'],
          securityGroupIds: ['sg-1'],
          instanceRole: 'ecsInstanceRole',
        },
      }),
    );
    await aws.send(
      new CreateJobQueueCommand({
        jobQueueName: 'shared',
        priority: 1,
        state: 'ENABLED',
        schedulingPolicyArn: arn,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'old' }],
      }),
    );
    house.edit('a.yaml', 'jobQueue: q', 'jobQueue: shared');
    house.edit('d.yaml', '  type: container', '  type: container\n  platformCapabilities: [FARGATE]');

    const { wrong } = await look();

    const text = wrong.join('\n');
    expect(text).toMatch(/fail queue shared: .*no shareIdentifier/);
    expect(text).toMatch(/warn environment old: .*BEST_FIT/);
    expect(text).toMatch(/fail environment shared: the definition of a is for Fargate/);
  });
});

describe('definitions, logs and buckets', () => {
  test('a definition that nobody knows fails', async () => {
    house.edit('a.yaml', 'jobDefinition: d', 'jobDefinition: nobodys');

    const check = (await look()).one('definition', 'nobodys');

    expect(check).toMatchObject({ result: 'fail', affects: ['ArrayJob/a'] });
  });

  test('a log group that nobody makes fails; one that is made by itself does not', async () => {
    house.edit(
      'd.yaml',
      '    image: none',
      '    image: none\n    logConfiguration: { logDriver: awslogs, options: { awslogs-group: /mine } }',
    );
    const missing = (await look()).one('logs', '/mine');
    house.edit('d.yaml', 'awslogs-group: /mine', "awslogs-group: /mine, awslogs-create-group: 'true'");
    const made = (await look()).one('logs', '/mine');

    expect([missing.result, made.result]).toEqual(['fail', 'ok']);
  });

  test('a bucket that is not there fails, once for each use', async () => {
    house.edit('b.yaml', /bucket: data/g, 'bucket: dato');

    const { wrong } = await look();

    expect(wrong).toEqual([
      expect.stringMatching(/^fail bucket s3:\/\/dato\/in\/: .*no bucket dato.*items cannot be listed/),
      expect.stringMatching(/^fail bucket s3:\/\/dato\/manifests\/: .*manifests cannot be written/),
    ]);
  });
});

describe('who calls, and by which clock', () => {
  test('a clock that AWS would refuse fails, in the right direction', async () => {
    const proxy = await between(house.engine.url, (_, headers) => {
      headers['date'] = new Date(Date.now() - 10 * 60_000).toUTCString();
    });
    cleanups.push(() => proxy.close());

    const check = (await examine(house.dir, { endpoint: proxy.url, identity: proxy.url })).one('clock');

    expect(check.result).toBe('fail');
    expect(check.message).toMatch(/(59\d|60\d) s ahead of/);
  });

  test('a service that does not answer costs one line, and the rest is still looked at', async () => {
    const { wrong, checks } = await examine(house.dir, { endpoint: 'http://127.0.0.1:1' });

    expect(wrong).toEqual([expect.stringMatching(/^fail batch http:\/\/127\.0\.0\.1:1: does not answer/)]);
    expect(checks.map((each) => each.check)).toContain('lease');
    expect(checks.map((each) => each.check)).not.toContain('queue');
  });
});

describe('permissions and roles, as IAM tells', () => {
  const role = 'arn:aws:iam::123456789012:role/batch/reader';
  beforeEach(() => {
    house.edit('d.yaml', '    image: none', `    image: none\n    jobRoleArn: ${role}`);
  });

  test('what a role lacks is named with the resource and what will not work', async () => {
    const iam = await startIam(
      (action, resource) => action !== 'batch:SubmitJob' || !resource.includes(':job-queue/'),
      { reader: ['ecs-tasks.amazonaws.com'] },
    );
    cleanups.push(() => iam.close());

    const seen = await look({ identity: iam.url, aws: true });

    expect(seen.one('credentials').subject).toBe('arn:aws:sts::123456789012:assumed-role/arrayjob/i-1');
    expect(seen.wrong).toEqual([
      'fail permission batch:SubmitJob: is not allowed on arn:aws:batch:us-east-1:123456789012:job-queue/q: nothing is submitted',
    ]);
    // The role is asked with its path, which its session does not tell.
    expect(iam.asked).toContain('arn:aws:iam::123456789012:role/batch/arrayjob');
    expect(seen.one('role', role).result).toBe('ok');
  });

  test('the condition keys of a real call are given to the simulator', async () => {
    const keys: Record<string, string>[] = [];
    const iam = await startIam((_, __, context) => keys.push(context) > 0, {
      reader: ['ecs-tasks.amazonaws.com'],
    });
    cleanups.push(() => iam.close());

    await look({ identity: iam.url, aws: true });

    expect(keys).toContainEqual({ 'aws:ResourceTag/arrayjob.dev/source': '00000000' });
    expect(keys).toContainEqual({ 'iam:PassedToService': 'ecs-tasks.amazonaws.com' });
    expect(keys).toContainEqual({ 's3:prefix': 'in/' });
  });

  test('another role can be asked about, and nothing is tried for it', async () => {
    const iam = await startIam(() => true, { reader: ['ecs-tasks.amazonaws.com'] });
    const proxy = await between(house.engine.url);
    cleanups.push(
      () => iam.close(),
      () => proxy.close(),
    );
    const other = 'arn:aws:iam::123456789012:role/other';

    await examine(house.dir, { endpoint: proxy.url, identity: iam.url, role: other });

    expect(iam.asked).toContain(other);
    expect(proxy.heard.filter((each) => each.includes('terminatejob'))).toEqual([]);
  });

  test.each([
    [{}, /does not exist/],
    [{ reader: ['ec2.amazonaws.com'] }, /does not trust ecs-tasks\.amazonaws\.com/],
  ])('a job role that children cannot take fails: %o', async (roles, message) => {
    const iam = await startIam(() => true, roles);
    cleanups.push(() => iam.close());

    const check = (await look({ identity: iam.url, aws: true })).one('role', role);

    expect(check.result).toBe('fail');
    expect(check.message).toMatch(message);
  });

  test('without a job role, children that read a manifest are worth a thought; on Fargate they fail', async () => {
    house.edit('d.yaml', `\n    jobRoleArn: ${role}`, '');
    const iam = await startIam(() => true);
    cleanups.push(() => iam.close());
    const ec2 = (await look({ identity: iam.url, aws: true })).one('role');
    house.edit('d.yaml', '  type: container', '  type: container\n  platformCapabilities: [FARGATE]');
    const fargate = (await look({ identity: iam.url, aws: true })).one('role');

    expect([ec2.result, fargate.result]).toEqual(['warn', 'fail']);
    expect(fargate.affects).toEqual(['ArrayJob/b']);
  });
});

describe('permissions, where IAM cannot be asked', () => {
  const denied = async (...operations: readonly string[]) => {
    const proxy = await between(
      house.engine.url,
      () => undefined,
      (operation) => operations.includes(operation),
    );
    cleanups.push(() => proxy.close());
    return examine(house.dir, { endpoint: proxy.url });
  };

  test('reads that are denied fail, each by its name', async () => {
    const { wrong } = await denied('describejobqueues', 'describejobs', 'listjobs');

    expect(wrong.join('\n')).toMatch(/^fail permission batch:DescribeJobQueues: is not allowed/m);
    expect(wrong.join('\n')).toMatch(/^fail permission batch:DescribeJobs: is not allowed/m);
    expect(wrong.join('\n')).toMatch(
      /^fail queue q: cannot be looked at: .*\(allow batch:DescribeJobQueues\)/m,
    );
  });

  test('a denied listing of jobs fails by its name', async () => {
    expect((await denied('listjobs')).wrong).toEqual([
      expect.stringMatching(/^fail permission batch:ListJobs: is not allowed/),
    ]);
  });

  test('stopping is denied for a job that does not exist by policies that are limited to tags: worth a thought', async () => {
    expect((await denied('terminatejob')).wrong).toEqual([
      expect.stringMatching(/^warn permission batch:TerminateJob: .*limited by tags says so too/),
    ]);
  });

  test('reading logs is tried with a stream that does not exist, and fails where it is denied', async () => {
    const allowed = (await denied()).checks.find((each) => each.subject === 'logs:GetLogEvents');
    const { wrong } = await denied('getlogevents');

    expect(allowed).toMatchObject({ check: 'permission', result: 'ok' });
    expect(wrong).toEqual([
      'fail permission logs:GetLogEvents: is not allowed on /aws/batch/job: `arrayjob logs` cannot show what children printed',
    ]);
  });

  test('what only doing would show is named, and not done', async () => {
    const { checks } = await denied();

    const untried = checks.find((each) => each.check === 'permission' && each.result === 'skipped');
    expect(untried?.subject).toBe(
      'batch:SubmitJob, batch:TagResource, batch:UntagResource, batch:RegisterJobDefinition, s3:PutObject',
    );
  });
});

describe('the queue of events', () => {
  const sqs = async (known: string): Promise<string> => {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { QueueName = '', QueueUrl = '' } = JSON.parse(body) as Record<string, string>;
        const there = QueueName === known || QueueUrl.endsWith(`/${known}`);
        response.writeHead(there ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
        response.end(
          JSON.stringify(
            there
              ? { QueueUrl: `http://x/123456789012/${known}`, Attributes: { QueueArn: 'arn' } }
              : {
                  __type: 'com.amazonaws.sqs#QueueDoesNotExist',
                  message: 'The specified queue does not exist.',
                },
          ),
        );
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    cleanups.push(() => new Promise((done) => server.close(done)));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test('is there, or fails', async () => {
    const url = await sqs('events');

    const there = (await look({ events: 'sqs://events', sqs: url })).one('events');
    const gone = (await look({ events: 'sqs://others', sqs: url })).one('events');

    expect([there.result, gone.result]).toEqual(['ok', 'fail']);
  });

  test('is not looked at where there is none', async () => {
    expect((await look()).checks.filter((each) => each.check === 'events')).toEqual([]);
  });
});

describe('the state store and its lease', () => {
  test('who holds the lease is told, and it is not taken', async () => {
    const place = join(house.dir, '.arrayjob');
    const store = await openStore(place);
    const lease = await acquireLease(store, { holder: 'pod-7' });
    cleanups.push(() => lease.release());

    const check = (await look()).one('lease');

    expect(check.message).toMatch(/^pod-7 holds it/);
    expect(lease.check()).toBe(true);
  });

  test('a store of another place is told', async () => {
    await house.once();
    const moved = join(house.dir, '..', 'moved');
    execFileSync('cp', ['-r', house.dir, moved]);

    const check = (await examine(moved, { endpoint: house.engine.url })).one('state');

    expect(check.result).toBe('warn');
    expect(check.message).toContain(house.dir);
  });

  test('state in a bucket is read; a bucket that is not there fails', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'y');
    cleanups.push(() => vi.unstubAllEnvs());

    const there = (await look({ state: 's3://data/state' })).one('state');
    const gone = (await look({ state: 's3://nowhere-at-all/state' })).one('state');

    expect([there.result, gone.result]).toEqual(['ok', 'fail']);
    expect(gone.message).toMatch(/create the bucket nowhere-at-all/);
  });
});

test('specs with errors fail, and what they are in is not looked at', async () => {
  house.edit('a.yaml', 'size: 4', 'size: -1');

  const check = (await look()).one('specs');

  expect(check).toMatchObject({ result: 'fail', affects: ['ArrayJob/a'] });
});
