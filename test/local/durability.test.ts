import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import {
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
} from '@aws-sdk/client-batch';
import { expect, test } from 'vitest';
import { startEngine } from '../../src/local/index.ts';
import { clientOf, openBench, until } from './engines.ts';

test('after kill -9 everything is there again, and what was running has lost its host and is retried', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'arrayjob-kill-'));
  const script = join(dataDir, 'host.ts');
  const index = join(import.meta.dirname, '../../src/local/index.ts');
  writeFileSync(
    script,
    `import { startEngine } from ${JSON.stringify(index)};
const engine = await startEngine({ dataDir: ${JSON.stringify(dataDir)}, vcpus: 2 });
engine.declareQueue('q');
process.stdout.write(engine.url + '\\n');`,
  );
  const host = spawn(process.execPath, ['--import', 'jiti/register', script], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(host.stdout, 'data')) as [Buffer];
  const client = clientOf(line.toString().trim());
  await client.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: 'd',
      type: 'container',
      containerProperties: {
        image: 'x',
        vcpus: 1,
        memory: 64,
        command: ['sh', '-c', 'test "$AWS_BATCH_JOB_ATTEMPT" = 2 || sleep 600'],
      },
      retryStrategy: { attempts: 2, evaluateOnExit: [{ onStatusReason: 'Host EC2*', action: 'RETRY' }] },
    }),
  );
  const { jobId } = await client.send(
    new SubmitJobCommand({ jobName: 'j', jobQueue: 'q', jobDefinition: 'd', arrayProperties: { size: 5 } }),
  );
  const summary = async (from = client): Promise<Record<string, number>> => {
    const { jobs } = await from.send(new DescribeJobsCommand({ jobs: [jobId!] }));
    return jobs![0]!.arrayProperties!.statusSummary!;
  };
  await until(
    () => summary(),
    (counts) => counts['RUNNING'] === 2,
  );

  host.kill('SIGKILL');
  await once(host, 'exit');
  const again = await openBench({ dataDir, vcpus: 2 });
  await until(
    () => summary(again.client),
    (counts) => counts['SUCCEEDED'] === 2 && counts['RUNNING'] === 2,
  );
  const { jobs } = await again.client.send(new DescribeJobsCommand({ jobs: [`${jobId!}:0`] }));
  const { jobQueues } = await again.client.send(new DescribeJobQueuesCommand({}));
  await again.close();
  rmSync(dataDir, { recursive: true, force: true });

  expect(jobQueues?.map((each) => each.jobQueueName)).toEqual(['q']);
  expect(jobs![0]!.attempts?.map((each) => each.statusReason)).toEqual([
    expect.stringMatching(/^Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.$/),
    'Essential container in task exited',
  ]);
});

test('a second engine on the same data is refused, and a closed one lets go', async () => {
  const first = await openBench();

  await expect(startEngine({ dataDir: first.dataDir })).rejects.toThrow(/in use by process/);
  await first.engine.close();
  const second = await startEngine({ dataDir: first.dataDir });
  await second.close();
  await first.close();
});

test('state changes are written as EventBridge delivers them, and none for the submission', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrayjob-events-'));
  const eventsFile = join(folder, 'events.jsonl');
  const bench = await openBench({ eventsFile });
  bench.engine.declareQueue('q');
  await bench.client.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: 'd',
      type: 'container',
      containerProperties: { image: 'x', vcpus: 1, memory: 64, command: ['true'] },
    }),
  );
  await bench.client.send(new SubmitJobCommand({ jobName: 'j', jobQueue: 'q', jobDefinition: 'd' }));
  await until(
    () => bench.engine.stats(),
    (stats) => stats.units.SUCCEEDED === 1,
  );
  await bench.close();

  const events = readFileSync(eventsFile, 'utf8')
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each) as Record<string, unknown> & { detail: { status: string } });
  rmSync(folder, { recursive: true });

  expect(events.map((each) => each.detail.status)).toEqual(['RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED']);
  expect(events[0]).toMatchObject({
    version: '0',
    'detail-type': 'Batch Job State Change',
    source: 'aws.batch',
    account: '123456789012',
  });
});
