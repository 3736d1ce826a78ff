// 2,000 children that do nothing, by the built engine, by xargs -P and by GNU parallel, the same number at a time and in
// turns; then the virtual clock with 10,000 children of three attempts. Each engine runs in a process of its own, so that
// its memory is its own. Run: npm run bench:engine
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFakeBatch, startEngine } from '../../dist/local/index.js';

const CHILDREN = 2000;
const ROUNDS = 3;
const AT_A_TIME = 4;
const MAX_MEMORY_MB = 150;

async function engine() {
  const dataDir = mkdtempSync(join(tmpdir(), 'arrayjob-bench-'));
  const local = await startEngine({ dataDir, vcpus: AT_A_TIME });
  local.declareQueue('q');
  const call = async (operation, input) => {
    const answer = await fetch(`${local.url}/v1/${operation}`, {
      method: 'POST',
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  await call('registerjobdefinition', {
    jobDefinitionName: 'd',
    type: 'container',
    containerProperties: { image: 'x', vcpus: 1, memory: 64, command: ['true'] },
  });
  const from = performance.now();
  const { jobId } = await call('submitjob', {
    jobName: 'j',
    jobQueue: 'q',
    jobDefinition: 'd',
    arrayProperties: { size: CHILDREN },
  });
  const over = () => local.stats().units.SUCCEEDED + local.stats().units.FAILED === CHILDREN;
  while (!over()) await new Promise((done) => setTimeout(done, 20));
  const tookMs = performance.now() - from;
  const { jobs } = await call('describejobs', { jobs: [jobId] });
  if (jobs[0].status !== 'SUCCEEDED') throw new Error('the array did not succeed');
  await local.close();
  rmSync(dataDir, { recursive: true });
  return { tookMs, memoryMb: process.resourceUsage().maxRSS / 1024 };
}

function other(command, args) {
  if (spawnSync(command, ['--version'], { stdio: 'ignore' }).error !== undefined) return undefined;
  const input = Array.from({ length: CHILDREN }, (_, at) => at).join('\n');
  const from = performance.now();
  execFileSync(command, args, { input, stdio: ['pipe', 'ignore', 'ignore'] });
  return performance.now() - from;
}

function virtual() {
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

const write = (line) => process.stdout.write(`${line}\n`);

function say(name, times) {
  const sorted = times.filter((each) => each !== undefined).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (median === undefined) write(`${name.padEnd(16)} not installed`);
  else
    write(
      `${name.padEnd(16)} median ${median.toFixed(0)} ms, ${sorted[0].toFixed(0)} to ${sorted.at(-1).toFixed(0)} ms`,
    );
  return median;
}

function compare() {
  const times = { engine: [], xargs: [], parallel: [] };
  let memoryMb = 0;
  write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`);
  for (let round = 0; round < ROUNDS; round += 1) {
    const said = execFileSync(process.execPath, [fileURLToPath(import.meta.url), 'engine'], {
      encoding: 'utf8',
    });
    const result = JSON.parse(said);
    times.engine.push(result.tookMs);
    memoryMb = Math.max(memoryMb, result.memoryMb);
    times.xargs.push(other('xargs', ['-P', String(AT_A_TIME), '-n', '1', 'true']));
    times.parallel.push(other('parallel', ['-j', String(AT_A_TIME), 'true', '{}']));
  }
  const ours = say('engine', times.engine);
  const xargs = say('xargs -P', times.xargs);
  const parallel = say('GNU parallel', times.parallel);
  const verdict = (met) => (met ? 'met' : 'MISSED');
  if (xargs !== undefined) {
    write(`engine / xargs   ${(ours / xargs).toFixed(2)} (at most 2.5: ${verdict(ours <= 2.5 * xargs)})`);
  }
  if (parallel !== undefined) {
    write(`parallel / engine ${(parallel / ours).toFixed(2)} (at least 2: ${verdict(parallel >= 2 * ours)})`);
  }
  write(
    `peak memory      ${memoryMb.toFixed(0)} MB (below ${MAX_MEMORY_MB}: ${verdict(memoryMb < MAX_MEMORY_MB)})`,
  );
  say('virtual clock', [virtual(), virtual(), virtual()]);
  write(`load at the end  ${loadavg()[0].toFixed(1)}`);
}

if (process.argv[2] === 'engine') write(JSON.stringify(await engine()));
else compare();
