import { spawn, spawnSync } from 'node:child_process';
import { BatchClient, CreateComputeEnvironmentCommand, CreateJobQueueCommand } from '@aws-sdk/client-batch';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

/**
 * moto: another make of AWS, which knows nothing of ours. Of permissions it is no witness: it does not match Batch's actions
 * against those in policies.
 */
export interface Moto {
  readonly url: string;
  /** What a process needs in order to find it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export const hasMoto = spawnSync('moto_server', ['--help']).status === 0;

const REGION = 'us-east-1';
const ANYONE = { accessKeyId: 'x', secretAccessKey: 'y' };

/** Starts moto_server with a job queue `q` of Fargate and a bucket `data`. Jobs end within SubmitJob. */
export async function startMoto(): Promise<Moto> {
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise<string>((found, failed) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const at = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (at !== undefined) found(at);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', () => {
      failed(new Error(said));
    });
  });
  const config = { endpoint: url, region: REGION, credentials: ANYONE };
  await fetch(`${url}/moto-api/config`, {
    method: 'POST',
    body: JSON.stringify({ batch: { use_docker: false } }),
  });
  const [batch, iam, s3] = [
    new BatchClient(config),
    new IAMClient(config),
    new S3Client({ ...config, forcePathStyle: true }),
  ];
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  for (const RoleName of ['service', 'reader']) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  }
  const found = async (action: string, member: string): Promise<string> => {
    const answer = await fetch(`${url}/?Action=${action}&Version=2016-11-15`, {
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=x/20260101/${REGION}/ec2/aws4_request` },
    });
    return new RegExp(`<${member}>([^<]+)<`).exec(await answer.text())?.[1] ?? '';
  };
  await batch.send(
    new CreateComputeEnvironmentCommand({
      computeEnvironmentName: 'fargate',
      type: 'MANAGED',
      state: 'ENABLED',
      serviceRole: 'arn:aws:iam::123456789012:role/service',
      computeResources: {
        type: 'FARGATE',
        maxvCpus: 8,
        subnets: [await found('DescribeSubnets', 'subnetId')],
        securityGroupIds: [await found('DescribeSecurityGroups', 'groupId')],
      },
    }),
  );
  await batch.send(
    new CreateJobQueueCommand({
      jobQueueName: 'q',
      priority: 1,
      state: 'ENABLED',
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fargate' }],
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: 'data' }));
  return {
    url,
    env: { AWS_ENDPOINT_URL: url, AWS_REGION: REGION, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' },
    async close() {
      for (const each of [batch, iam, s3]) each.destroy();
      const closed = new Promise((done) => child.once('close', done));
      child.kill('SIGKILL');
      await closed;
    },
  };
}
