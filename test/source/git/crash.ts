import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MAIN } from '../../cli/arrayjob.ts';
import { parseFile } from '../../../src/document/index.ts';
import { startEngineProcess } from '../../crash/processes.ts';
import { git, type Hosting, local, openHosting } from './hosting.ts';
import { type GitServer, serveGit } from './http-backend.ts';

export interface GitTrialReport {
  readonly kills: number;
  readonly pushes: number;
  readonly rewrites: number;
  readonly outages: number;
  /** Children that ran. */
  readonly ran: number;
  readonly violations: readonly string[];
}

/** mulberry32: a trial's choices come from its seed, though not the moments at which the processes are struck. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const DEFINITION = `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: writer }
spec:
  type: container
  containerProperties:
    image: none
    command: [sh, -c, exit 1]
    resourceRequirements: [{ type: VCPU, value: '1' }, { type: MEMORY, value: '64' }]
`;

function spec(name: string, size: number, ran: string): string {
  return `apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata:
  name: ${name}
  annotations:
    arrayjob.dev/rerun: ''
spec:
  jobQueue: crash
  jobDefinition: writer
  work: { size: ${size} }
  containerOverrides:
    command: [sh, -c, 'mark=0; sleep 0.1; echo "$ARRAYJOB_NAME $ARRAYJOB_RUN $mark \${AWS_BATCH_JOB_ARRAY_INDEX:-0}" >> ${ran}']
`;
}

/** Kills controllers of a git source again and again, while people push and rewrite, and the remote comes and goes. */
export async function runGitTrial(options: {
  readonly kills: number;
  readonly specs: number;
  readonly seed: number;
  readonly statusBranch?: string;
}): Promise<GitTrialReport> {
  const random = randomFrom(options.seed);
  const hosting = openHosting();
  const ran = join(hosting.root, 'ran.txt');
  const names = Array.from({ length: options.specs }, (_, i) => `job-${i}`);
  writeFileSync(ran, '');
  hosting.push({
    'jobs/definition.yaml': DEFINITION,
    ...Object.fromEntries(names.map((name, i) => [`jobs/${name}.yaml`, spec(name, 1 + ((i * 5) % 9), ran)])),
  });
  const server = await serveGit(hosting.root);
  const place = { root: hosting.root, specs: '', data: join(hosting.root, 'data'), ran };
  mkdirSync(place.data);
  const engine = await startEngineProcess(place, [
    ...['--queue', 'crash', '--fault-seed', String(options.seed), '--fault', 'SubmitJob:lost:0.1'],
    ...['--fault', '*:429:0.03', '--fault', 'ListJobs:lag:500ms'],
  ]);
  const count = { kills: 0, pushes: 0, rewrites: 0, outages: 0 };
  const begin = (flags: readonly string[] = []): ChildProcess =>
    startController(hosting, server, engine.url, [
      ...(options.statusBranch === undefined ? [] : ['--status-branch', options.statusBranch]),
      ...flags,
    ]);
  let controller = begin();
  const violations: string[] = [];
  try {
    while (count.kills < options.kills) {
      await delay(200 + Math.round(random() * 1_800));
      const act = random();
      if (act < 0.4) {
        editAndPush(hosting, names[Math.floor(random() * names.length)]!, ++count.pushes, random() < 0.5);
        await delay(Math.round(random() * 600));
      } else if (act < 0.5) {
        rewrite(hosting, ++count.rewrites);
      } else if (act < 0.7) {
        count.outages++;
        server.trouble = random() < 0.5 ? 'down' : 'drop-after-push';
        await delay(Math.round(random() * 1_500));
      }
      if (controller.exitCode !== null && server.trouble === undefined) {
        violations.push(`a controller ended by itself with ${controller.exitCode}; see controller.log`);
        break;
      }
      controller.kill('SIGKILL');
      await ended(controller);
      count.kills++;
      if (random() < 0.7) server.trouble = undefined;
      controller = begin();
    }
    controller.kill('SIGKILL');
    await ended(controller);
    server.trouble = undefined;
    controller = begin(['--until-settled']);
    const code = await Promise.race([ended(controller), delay(120_000, 'late' as const, { ref: false })]);
    if (code !== 0) violations.push(`the last controller: ${code ?? 'killed'}, not settled as Succeeded`);
    violations.push(...judge(hosting, names, ran, options.statusBranch ?? 'main'));
    if (violations.length > 0)
      violations.push(readFileSync(join(hosting.root, 'controller.log'), 'utf8').slice(-4_000));
    return { ...count, ran: readFileSync(ran, 'utf8').split('\n').length - 1, violations };
  } finally {
    controller.kill('SIGKILL');
    engine.process.kill('SIGTERM');
    await engine.ended;
    await server.close();
    await hosting.close();
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => {
    child.once('exit', (code) => {
      done(code);
    });
  });
}

function startController(
  hosting: Hosting,
  server: GitServer,
  endpoint: string,
  flags: readonly string[],
): ChildProcess {
  const log = openSync(join(hosting.root, 'controller.log'), 'a');
  const args = [
    ...[MAIN, 'run', `${server.url}/repo.git#main?path=jobs`, '--git-interval', '1s', '--listen', 'none'],
    ...['--poll-interval', '200ms', '--settle-time', '2s', '--lease-ttl', '1s', '--status-interval', '500ms'],
  ];
  return spawn(process.execPath, [...args, ...flags], {
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      XDG_STATE_HOME: join(hosting.root, 'state'),
      XDG_CACHE_HOME: join(hosting.root, 'cache'),
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
    },
  });
}

/** A person takes what stands on the remote, edits one spec, and pushes; overtaken, once more. */
function editAndPush(hosting: Hosting, name: string, n: number, rerun: boolean): void {
  for (let attempt = 0; attempt < 10; attempt++) {
    git(hosting.clone, 'fetch', '--quiet', 'origin', 'main');
    git(hosting.clone, 'reset', '--quiet', '--hard', 'FETCH_HEAD');
    const before = local(hosting, `jobs/${name}.yaml`);
    const after = rerun
      ? before.replace(/rerun: '[^']*'/, `rerun: 'asked-${n}'`)
      : before.replace(/mark=\d+/, `mark=${n}`);
    try {
      hosting.push({ [`jobs/${name}.yaml`]: after });
      return;
    } catch {
      // Somebody was first.
    }
  }
}

/** Takes the last commits away, ours and theirs, and puts another one in their place. */
function rewrite(hosting: Hosting, n: number): void {
  git(hosting.clone, 'fetch', '--quiet', 'origin', 'main');
  git(hosting.clone, 'reset', '--quiet', '--hard', 'FETCH_HEAD');
  const length = git(hosting.clone, 'rev-list', '--count', 'HEAD').trim();
  git(hosting.clone, 'reset', '--quiet', '--hard', `HEAD~${Math.min(3, Number(length) - 1)}`);
  git(hosting.clone, 'commit', '--quiet', '--allow-empty', '-m', `history rewritten ${n}`);
  git(hosting.clone, 'push', '--quiet', '--force', 'origin', 'HEAD:main');
}

/** Compares what ran with what the specs and statuses on the remote say in the end. */
function judge(hosting: Hosting, names: readonly string[], ran: string, branch: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of readFileSync(ran, 'utf8').trim().split('\n'))
    counts.set(line, (counts.get(line) ?? 0) + 1);
  const violations = [...counts]
    .filter(([, times]) => times > 1)
    .map(([line, times]) => `${line} ran ${times} times`);
  for (const name of names) {
    const path = `jobs/${name}.yaml`;
    const [spec] = parseFile(path, Buffer.from(hosting.remote(path) ?? '')).documents;
    const [seen] = parseFile(path, Buffer.from(hosting.remote(path, branch) ?? '')).documents;
    const status = seen?.value['status'] as { phase?: string; run?: number } | undefined;
    const text = JSON.stringify(spec?.value ?? {});
    const size = Number(/"size":(\d+)/.exec(text)?.[1] ?? 0);
    const mark = /mark=(\d+)/.exec(text)?.[1] ?? '';
    if (status?.phase !== 'Succeeded') violations.push(`${name} ends as ${status?.phase ?? 'nothing'}`);
    for (let index = 0; index < size; index++) {
      const line = `${name} ${status?.run ?? ''} ${mark} ${index}`;
      if (!counts.has(line)) violations.push(`${line} did not run`);
    }
  }
  return violations;
}

/** What `node --import jiti/register test/source/git/crash.ts KILLS SEED [BRANCH]` does. */
if (process.argv[1]?.endsWith('crash.ts') === true) {
  const [kills = '60', seed = '1', statusBranch] = process.argv.slice(2);
  const report = await runGitTrial({
    kills: Number(kills),
    specs: 8,
    seed: Number(seed),
    ...(statusBranch === undefined ? {} : { statusBranch }),
  });
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  process.exitCode = report.violations.length === 0 ? 0 : 1;
}
