import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addTo, type Census, emptyCensus, figures, type PlainCensus } from './census.ts';
import { gitGround, type GitGroundOptions } from './git-ground.ts';
import type { Mistakes } from './process.ts';
import { shrink } from './shrink.ts';
import { simulate, type SimulationOptions } from './simulate.ts';
import type { Task } from './worker.ts';

const USAGE = `Simulates whole controllers against Batch on a virtual clock. One seed decides every interleaving and every fault.

npm run simulate -- [flags]
  --seeds N          how many (2000)
  --from S           the first one (1)
  --seed X           only this one, with its trace
  --git              specs in a repository, status beside them; people push, and the remote fails
  --status-branch B  the same, with status on a branch of its own
  --graph            up to thirty objects that depend on each other in every seed (as it is, in one of ten)
  --without A,B      leaves out kinds of faults (crash), single ones (edit:2), or objects (o3)
  --mistake NAME     has controllers do something wrong: skipIntent, believeEmptyListing or ignoreLease;
                     with --git force or overwrite
  --enough N         stops at so many violations (1)
  --workers N        processes (one a core)
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    git: { type: 'boolean', default: false },
    'status-branch': { type: 'string' },
    graph: { type: 'boolean', default: false },
    without: { type: 'string', default: '' },
    mistake: { type: 'string' },
    enough: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    help: { type: 'boolean', default: false },
  },
});
const CHUNK = 25;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const graph = values.graph ? true : undefined;
const without = values.without.split(',').filter((each) => each !== '');
const statusBranch = values['status-branch'];
const ofGit = values.mistake === 'force' || values.mistake === 'overwrite' ? values.mistake : undefined;
const isGit = values.git || statusBranch !== undefined || ofGit !== undefined;
const git: GitGroundOptions | undefined = isGit ? { statusBranch, mistake: ofGit } : undefined;
const mistakes: Mistakes =
  values.mistake === undefined || ofGit !== undefined ? {} : { [values.mistake]: true };
const options = { graph, without: new Set(without), mistakes, ground: git && gitGround(git) };

if (values.help) say(USAGE);
else if (values.seed !== undefined) await replay({ ...options, seed: Number(values.seed) });
else await census();

/** One seed with its trace; what fails is run again, compared, and made as small as it gets. */
async function replay(one: SimulationOptions): Promise<void> {
  const first = await simulate({ ...one, trace: true });
  if (first.violation === undefined) {
    for (const line of first.lines) say(line);
    say(`seed ${one.seed}: ${first.steps} steps, no violation, digest ${first.digest.toString(16)}`);
    return;
  }
  process.exitCode = 1;
  await explain(one);
}

async function explain(one: SimulationOptions): Promise<void> {
  const first = await simulate(one);
  const again = await simulate(one);
  const same = first.digest === again.digest;
  const { without: left, result } = await shrink(one, first);
  for (const line of result.lines) say(line);
  say(`seed ${one.seed}: ${result.violation?.message ?? 'no violation'}`);
  say(
    `digest ${first.digest.toString(16)}, replayed ${same ? 'to the same byte' : `as ${again.digest.toString(16)}: NOT the same`}`,
  );
  const flags = [
    ...(values.git ? ['--git'] : []),
    ...(statusBranch === undefined ? [] : ['--status-branch', statusBranch]),
    ...(one.graph === true ? ['--graph'] : []),
    ...(values.mistake === undefined ? [] : ['--mistake', values.mistake]),
    ...(left.size === 0 ? [] : [`--without '${[...left].join(',')}'`]),
  ];
  say(`npm run simulate -- --seed ${one.seed} ${flags.join(' ')}`.trimEnd());
}

async function census(): Promise<void> {
  const begun = performance.now();
  const total = await farm(Number(values.from), Number(values.seeds));
  for (const line of figures(total, (performance.now() - begun) / 1000)) say(line);
  const violations = total.violations.sort((a, b) => a.seed - b.seed);
  for (const { seed, message } of violations) say(`  seed ${seed}: ${message}`);
  const first = violations[0];
  if (first === undefined) return;
  process.exitCode = 1;
  await explain({ ...options, seed: first.seed });
}

/** Deals seeds out to worker processes, some at a time. */
async function farm(from: number, seeds: number): Promise<Census> {
  const total = emptyCensus();
  const end = from + seeds;
  const enough = Number(values.enough);
  let next = from;
  await Promise.all(
    Array.from({ length: Number(values.workers) }, async () => {
      const child = fork(fileURLToPath(new URL('./worker.js', import.meta.url)), {
        serialization: 'advanced',
      });
      try {
        while (next < end && total.violations.length < enough) {
          const task: Task = {
            from: next,
            count: Math.min(CHUNK, end - next),
            graph,
            without,
            mistakes,
            git,
            enough,
          };
          next += task.count;
          addTo(
            total,
            await new Promise<PlainCensus>((resolve, reject) => {
              child.removeAllListeners();
              child.once('message', resolve);
              child.once('exit', (code) => {
                reject(new Error(`a worker ended with ${code} on the seeds from ${task.from}`));
              });
              child.send(task);
            }),
          );
          if (process.stdout.isTTY) process.stderr.write(`\r${total.seeds} of ${seeds}`);
        }
      } finally {
        child.removeAllListeners();
        child.kill();
      }
    }),
  );
  if (process.stdout.isTTY) process.stderr.write('\r\x1b[K');
  return total;
}
