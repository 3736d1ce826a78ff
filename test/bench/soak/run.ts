import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEngineProcess } from '../engine-process.ts';
import { amount, machine } from '../figures.ts';
import { specs } from '../virtual/controller.ts';
import { createPeople, objects } from './people.ts';
import type { Probed } from './probe.ts';
import { type Series, trendOf } from './trend.ts';

const ACT_MS = 250;
const SAMPLE_MS = 2_000;

/** Caches, pools and compiled code fill in the first part, which does not count. */
const WARM = 1 / 3;

interface Sample extends Probed {
  readonly specs: number;
  readonly state: number;
  readonly stateBytes: number;
}

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new RangeError(`--minutes ${values.minutes} is not above 0`);

const write = (text: string): void => void process.stdout.write(`${text}\n`);
const root = mkdtempSync(join(tmpdir(), 'arrayjob-soak-'));
const dir = join(root, 'specs');
const state = join(root, 'state');
mkdirSync(dir);
for (const [file, text] of Object.entries(specs(objects()))) writeFileSync(join(dir, file), text);

write(machine());
const engine = await startEngineProcess('soak');
const daemon = startDaemon(engine.url);
let ended: string | undefined;
daemon.once('exit', (code, signal) => (ended = `the daemon ended by itself: ${code ?? signal}`));
try {
  const act = createPeople(dir, await addressOf(daemon));
  const samples: Sample[] = [];
  const end = Date.now() + minutes * 60_000;
  let acts = 0;
  for (let nextSample = Date.now() + SAMPLE_MS; Date.now() < end && ended === undefined;) {
    await act();
    acts += 1;
    await delay(ACT_MS);
    if (Date.now() < nextSample) continue;
    nextSample += SAMPLE_MS;
    samples.push(await sampleOf(daemon));
  }
  if (ended !== undefined) throw new Error(ended);
  process.exitCode = verdict(samples.slice(Math.floor(samples.length * WARM)), acts) ? 0 : 1;
} finally {
  daemon.removeAllListeners('exit');
  daemon.kill('SIGTERM');
  if (daemon.exitCode === null) await once(daemon, 'exit');
  engine.stop();
  rmSync(root, { recursive: true, force: true });
}

/** The command itself, with a probe in its process. */
function startDaemon(endpoint: string): ChildProcess {
  const main = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));
  const probe = new URL('probe.js', import.meta.url).href;
  const flags = ['--listen', '127.0.0.1:0', '--state', state, '--log-level', 'info'];
  const quick = ['--poll-interval', '2s', '--status-interval', '1s', '--settle-time', '2s'];
  return spawn(process.execPath, ['--expose-gc', '--import', probe, main, 'run', dir, ...flags, ...quick], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
    },
  });
}

/** Where the daemon serves, from what it logs; whatever it logs afterwards is read and dropped. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  const lines = createInterface({ input: stderr! });
  return new Promise((found, failed) => {
    const last: string[] = [];
    lines.on('line', (line) => {
      last.push(line);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (url !== undefined && !url.startsWith(engine.url)) found(url);
      if (last.length > 20) last.shift();
    });
    lines.once('close', () => failed(new Error(`the daemon never served:\n${last.join('\n')}`)));
  });
}

async function sampleOf(process: ChildProcess): Promise<Sample> {
  const answer = once(process, 'message') as Promise<[Probed]>;
  process.send('probe');
  const [probed] = await answer;
  const files = (path: string) =>
    readdirSync(path, { withFileTypes: true, recursive: true }).filter((each) => each.isFile());
  const kept = files(state);
  const sizes = kept.map(
    (each) => statSync(join(each.parentPath, each.name), { throwIfNoEntry: false })?.size,
  );
  return {
    ...probed,
    specs: files(dir).length,
    state: kept.length,
    stateBytes: sizes.reduce<number>((sum, each) => sum + (each ?? 0), 0),
  };
}

/** Says how everything has moved; false when something grows. */
function verdict(samples: readonly Sample[], acts: number): boolean {
  const megabytes = (of: (sample: Sample) => number): readonly number[] =>
    samples.map((each) => of(each) / 2 ** 20);
  const series: readonly Series[] = [
    { name: 'heap', unit: 'MB', values: megabytes((each) => each.heap), allowed: { fixed: 1, part: 0.04 } },
    {
      name: 'outside of the heap',
      unit: 'MB',
      values: megabytes((each) => each.outside),
      allowed: { fixed: 1, part: 0.04 },
    },
    {
      name: 'resident memory',
      unit: 'MB',
      values: megabytes((each) => each.resident),
      allowed: { fixed: 8, part: 0.08 },
    },
    {
      name: 'timers',
      unit: '',
      values: samples.map((each) => each.timers),
      allowed: { fixed: 5, part: 0.1 },
    },
    {
      name: 'handles',
      unit: '',
      values: samples.map((each) => each.handles),
      allowed: { fixed: 2, part: 0 },
    },
    {
      name: 'file descriptors',
      unit: '',
      values: samples.map((each) => each.descriptors),
      allowed: { fixed: 2, part: 0 },
    },
    {
      name: 'files of specs',
      unit: '',
      values: samples.map((each) => each.specs),
      allowed: { fixed: 1, part: 0 },
    },
    {
      name: 'files of state',
      unit: '',
      values: samples.map((each) => each.state),
      allowed: { fixed: 2, part: 0 },
    },
    {
      name: 'state',
      unit: 'MB',
      values: megabytes((each) => each.stateBytes),
      allowed: { fixed: 0.05, part: 0.05 },
    },
  ];
  write(
    `${acts.toLocaleString('en')} acts in ${minutes} minutes, ${samples.length} samples after a third of the time`,
  );
  let still = true;
  for (const each of series) {
    const { name, unit, first, last, perHour, grows } = trendOf(each, SAMPLE_MS);
    const moves = `${amount(first)} → ${amount(last)} ${unit}`.padEnd(24);
    write(`  ${name.padEnd(22)} ${moves} ${amount(perHour)} ${unit} an hour${grows ? ': GROWS' : ''}`);
    still &&= !grows;
  }
  write(still ? 'nothing grows' : 'something GROWS');
  return still;
}
