import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Served } from './server.ts';
import { serve } from './server.ts';

const run = promisify(execFile);
const env = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_DEFAULT_REGION: 'us-east-1',
};
const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;
const hasCli = spawnSync('aws', ['--version']).status === 0;

describe('S3 for other clients', () => {
  let served: Served;

  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.close());

  test.skipIf(!hasBoto3)(
    'boto3 uploads, downloads and pages (skipped where Python has no boto3)',
    async () => {
      const { stdout } = await run('python3', [join(import.meta.dirname, 'tutorial.py'), served.endpoint], {
        env,
      });

      expect(stdout.trim()).toBe('done');
    },
  );

  test.skipIf(!hasCli)(
    'the AWS CLI makes, fills, lists and removes a bucket (skipped where there is none)',
    async () => {
      const aws = async (...words: string[]): Promise<string> =>
        (await run('aws', ['--endpoint-url', served.endpoint, ...words], { env })).stdout;
      await aws('s3', 'mb', 's3://shell');

      await aws('s3', 'cp', join(import.meta.dirname, 'tutorial.py'), 's3://shell/in side/script.py');
      const listed = await aws('s3', 'ls', '--recursive', 's3://shell');
      const shown = await aws('s3', 'cp', 's3://shell/in side/script.py', '-');
      await aws('s3', 'rb', '--force', 's3://shell');
      const left = await aws('s3', 'ls');

      expect(listed).toContain('in side/script.py');
      expect(shown).toContain('upload_file');
      expect(left).not.toContain('shell');
    },
  );
});
