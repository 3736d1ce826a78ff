import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeJobsCommand, RegisterJobDefinitionCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { createFakeBatch, startEngine } from '../../src/local/index.ts';
import { clientOf } from '../local/engines.ts';

/**
 * 2,000 children that do nothing, by the engine, by GNU parallel and by xargs -P, the same number at a time; then the
 * virtual clock with 10,000 children of three attempts. Run: `node --import jiti/register test/bench/engine.bench.ts`.
 */
const CHILDREN = 2000;
const ROUNDS = 3;
const AT_A_TIME = 4;

async function engine(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'arrayjob-bench-'));
  const local = await startEngine({ dataDir, vcpus: AT_A_TIME });
  const client = clientOf(local.url);
  local.declareQueue('q');
  await client.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: 'd',
      type: 'container',
      containerProperties: { image: 'x', vcpus: 1, memory: 64, command: ['true'] },
    }),
  );
  const from = performance.now();
  const { jobId } = await client.send(
    new SubmitJobCommand({
      jobName: 'j',
      jobQueue: 'q',
      jobDefinition: 'd',
      arrayProperties: { size: CHILDREN },
    }),
  );
  while (local.stats().units.SUCCEEDED < CHILDREN) await new Promise((done) => setTimeout(done, 20));
  const tookMs = performance.now() - from;
  const { jobs } = await client.send(new DescribeJobsCommand({ jobs: [jobId!] }));
  if (jobs?.[0]?.status !== 'SUCCEEDED') throw new Error('the array did not succeed');
  client.destroy();
  await local.close();
  rmSync(dataDir, { recursive: true });
  return tookMs;
}

function other(command: string, args: string[]): number | undefined {
  if (spawnSync(command, ['--version'], { stdio: 'ignore' }).error !== undefined) return undefined;
  const input = Array.from({ length: CHILDREN }, (_, at) => at).join('\n');
  const from = performance.now();
  execFileSync(command, args, { input, stdio: ['pipe', 'ignore', 'ignore'] });
  return performance.now() - from;
}

function virtual(): number {
  const fake = createFakeBatch({
    script: ({ attempt }) => ({ durationMs: 60_000, exitCode: attempt < 3 ? 1 : 0 }),
  });
  fake.declareQueue('q');
  fake.must('RegisterJobDefinition', {
    jobDefinitionName: 'd',
    type: 'container',
    containerProperties: { image: 'x', vcpus: 1, memory: 64 },
    retryStrategy: { attempts: 3 },
  });
  const from = performance.now();
  fake.must('SubmitJob', {
    jobName: 'j',
    jobQueue: 'q',
    jobDefinition: 'd',
    arrayProperties: { size: 10_000 },
  });
  fake.settle();
  return performance.now() - from;
}

function say(name: string, times: readonly (number | undefined)[]): void {
  const known = times.filter((each) => each !== undefined);
  if (known.length === 0) {
    console.log(`${name.padEnd(16)} not installed`);
    return;
  }
  const sorted = known.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  console.log(
    `${name.padEnd(16)} median ${median.toFixed(0)} ms, ${sorted[0]!.toFixed(0)} to ${sorted.at(-1)!.toFixed(0)} ms`,
  );
}

const times = {
  engine: [] as number[],
  xargs: [] as (number | undefined)[],
  parallel: [] as (number | undefined)[],
};
for (let round = 0; round < ROUNDS; round += 1) {
  times.engine.push(await engine());
  times.xargs.push(other('xargs', ['-P', String(AT_A_TIME), '-n', '1', 'true']));
  times.parallel.push(other('parallel', ['-j', String(AT_A_TIME), 'true', '{}']));
}
say('engine', times.engine);
say('xargs -P', times.xargs);
say('GNU parallel', times.parallel);
console.log(
  `peak memory      ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB, the SDK client and the loader included`,
);
say('virtual clock', [virtual(), virtual(), virtual()]);
