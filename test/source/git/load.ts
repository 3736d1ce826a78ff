import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseFile } from '../../../src/document/index.ts';
import { definition } from '../../controller/house.ts';
import { type GitController, openGitHouse } from './controllers.ts';
import { git, type Hosting, openHosting } from './hosting.ts';
import type { PersonPush } from './load-writers.ts';

export interface LoadReport {
  readonly personCommits: number;
  readonly statusCommits: number;
  readonly flushes: number;
  readonly phaseChanges: number;
  /** From a change of phase to the commit on the remote that tells it, or a later one of the same object. Milliseconds. */
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** Empty when everything is as it must be. */
  readonly violations: readonly string[];
}

function spec(name: string, writers: number): string {
  const lines = Array.from({ length: writers }, (_, writer) => `# writer ${writer}: 0\n`).join('');
  return `${lines}apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata:
  name: ${name}
  annotations:
    arrayjob.dev/rerun: ''
spec:
  jobQueue: q
  jobDefinition: d
  work: { size: 3 }
  parallelism: 3
`;
}

/** People who push edits of the same files all the time, and two controllers of which one acts; the first is stopped half-way. */
export async function runLoad(options: {
  readonly writers: number;
  readonly everyMs: number;
  readonly durationMs: number;
  readonly files: number;
}): Promise<LoadReport> {
  const { writers, durationMs } = options;
  const names = Array.from({ length: options.files }, (_, i) => `job-${i}`);
  const files = names.map((name) => `jobs/${name}.yaml`);
  const hosting = openHosting({
    'jobs/d.yaml': definition(['true']),
    ...Object.fromEntries(names.map((name, i) => [files[i]!, spec(name, writers)])),
  });
  const arrivals = join(hosting.root, 'arrivals');
  const hook = join(hosting.bare, 'hooks', 'post-receive');
  writeFileSync(hook, `#!/bin/sh\nread old new ref\necho "$(date +%s%3N) $new" >> ${arrivals}\n`);
  chmodSync(hook, 0o755);
  git(hosting.bare, 'config', 'receive.autogc', 'false');
  const house = await openGitHouse(hosting);
  try {
    const start = (holder: string): Promise<GitController> =>
      house.start(holder, { url: `${hosting.url}?path=jobs`, intervalMs: 1_000 });
    const first = await start('first');
    const second = await start('second');
    const writing = startWriters(hosting, { ...options, files });
    await new Promise((done) => setTimeout(done, durationMs / 2));
    await first.stop();
    const pushes = await writing;
    await settled(second, names);
    await second.stop();
    return reportOf(hosting, {
      pushes,
      names,
      controllers: [first, second],
      arrivals: readFileSync(arrivals, 'utf8'),
    });
  } finally {
    await house.close();
    await hosting.close();
  }
}

function startWriters(hosting: Hosting, options: object): Promise<readonly PersonPush[]> {
  const script = fileURLToPath(new URL('load-writers.ts', import.meta.url));
  const task = JSON.stringify({ ...options, root: hosting.root, bare: hosting.bare });
  const child = spawn(process.execPath, ['--import', 'jiti/register', script, task], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as PersonPush[]);
      else reject(new Error(`the writers ended with ${code ?? 'a signal'}`));
    });
  });
}

/** Waits until every job has come to rest with its status on the remote, and nothing has been written for a while. */
async function settled(
  { controller, flushes, source }: GitController,
  names: readonly string[],
): Promise<void> {
  const end = Date.now() + 60_000;
  let quietSince = Date.now();
  let seen = -1;
  while (Date.now() < end) {
    source.lookNow();
    await new Promise((done) => setTimeout(done, 100));
    const standings = controller.standings();
    const done = names.every((name) => standings.get(`ArrayJob/${name}`)?.phase === 'Succeeded');
    if (!done || flushes.count !== seen || controller.inspect().statusWaiting > 0) quietSince = Date.now();
    seen = flushes.count;
    if (Date.now() - quietSince > 3_000) return;
  }
}

function reportOf(
  hosting: Hosting,
  seen: {
    readonly pushes: readonly PersonPush[];
    readonly names: readonly string[];
    readonly controllers: readonly GitController[];
    readonly arrivals: string;
  },
): LoadReport {
  const { pushes, names, controllers } = seen;
  const violations = controllers.flatMap((each) => each.problems);
  const log = git(
    hosting.bare,
    'log',
    '--reverse',
    '--format=%H%x00%an%x00%P%x00%(trailers:only,unfold)%x01',
    'main',
  )
    .split('\u0001\n')
    .filter((each) => each !== '')
    .map((each) => {
      const [commit = '', author = '', parent = '', trailers = ''] = each.split('\0');
      return { commit, author, parent, trailers };
    });
  const own = log.filter((each) => each.author === 'arrayjob');
  const all = new Set(log.map((each) => each.commit));

  for (const { commit, writer, count } of pushes) {
    if (!all.has(commit)) violations.push(`the commit ${count} of writer ${writer} is not there`);
  }
  for (const { commit, parent } of own) violations.push(...outsideStatus(hosting, parent, commit));
  violations.push(...finalTexts(hosting, seen));
  violations.push(...finalStatuses(hosting, names));
  const flushes = controllers.reduce((sum, each) => sum + each.flushes.count, 0);
  if (own.length > flushes) violations.push(`${own.length} commits of status for ${flushes} flushes`);

  const delays = delaysOf(own, controllers, seen.arrivals);
  const at = (part: number): number =>
    delays[Math.min(delays.length - 1, Math.floor(delays.length * part))] ?? NaN;
  return {
    personCommits: pushes.length,
    statusCommits: own.length,
    flushes,
    phaseChanges: delays.length,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    maxMs: at(1),
    violations,
  };
}

/** What a commit of ours changed beside statuses: nothing, or a bug. */
function outsideStatus(hosting: Hosting, parent: string, commit: string): readonly string[] {
  const changed = git(hosting.bare, 'diff', '--name-only', parent, commit).trim().split('\n');
  return changed.flatMap((path) => {
    const digests = (at: string): string =>
      parseFile(path, Buffer.from(hosting.remote(path, at) ?? ''))
        .documents.map((each) => each.specDigest)
        .join();
    return digests(parent) === digests(commit) ? [] : [`${commit} changed ${path} outside of its status`];
  });
}

/** Every person's last words stand in the files. */
function finalTexts(
  hosting: Hosting,
  { pushes, names }: { readonly pushes: readonly PersonPush[]; readonly names: readonly string[] },
): readonly string[] {
  return names.flatMap((name) => {
    const file = `jobs/${name}.yaml`;
    const text = hosting.remote(file) ?? '';
    const last = new Map(
      pushes.filter((each) => each.file === file).map((each) => [each.writer, each.count]),
    );
    return [...last]
      .filter(([writer, count]) => !text.includes(`# writer ${writer}: ${count}\n`))
      .map(([writer, count]) => `the edit ${count} of writer ${writer} in ${file} was lost`);
  });
}

function finalStatuses(hosting: Hosting, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const path = `jobs/${name}.yaml`;
    const [document] = parseFile(path, Buffer.from(hosting.remote(path) ?? '')).documents;
    const status = document?.value['status'] as { phase?: string; completedIndexes?: string } | undefined;
    const right = status?.phase === 'Succeeded' && status.completedIndexes === '0-2';
    return right ? [] : [`${name} ends with ${JSON.stringify(status ?? null)}`];
  });
}

/** For every change of phase, how long it took until the remote said it, or something newer of the same object; sorted. */
function delaysOf(
  own: readonly { readonly commit: string; readonly trailers: string }[],
  controllers: readonly GitController[],
  arrivals: string,
): readonly number[] {
  const arrivedAt = new Map(
    arrivals
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([at = '', commit = '']) => [commit, Number(at)]),
  );
  const order = ['Pending', 'Running', 'Succeeded'];
  const said = own.flatMap(({ commit, trailers }) =>
    [...trailers.matchAll(/ArrayJob-Name: (.*)\nArrayJob-Run: (\d+)\nArrayJob-Phase: (\w+)/g)].map(
      (match) => ({
        name: match[1]!,
        rank: Number(match[2]) * 10 + order.indexOf(match[3]!),
        at: arrivedAt.get(commit) ?? Infinity,
      }),
    ),
  );
  return (
    controllers
      .flatMap((each) => each.phases)
      .filter((each) => each.run > 0)
      .map(({ name, run, phase, at }) => {
        const rank = run * 10 + order.indexOf(phase);
        const first = said.find((each) => each.name === name && each.rank >= rank);
        return (first?.at ?? Infinity) - at;
      })
      // What stood on the remote before a controller looked for the first time was no change.
      .filter((ms) => ms >= 0)
      .sort((a, b) => a - b)
  );
}
