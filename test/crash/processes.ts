import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './specs.ts';

/** Another build than dist, for a long trial while dist is being rebuilt. */
const DIST = process.env['ARRAYJOB_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
const MAIN = join(DIST, 'cli', 'main.js');

/** Moves the wall clock that a process sees. */
const SHIFTED_CLOCK =
  'data:text/javascript,const%20now=Date.now;Date.now=()=>now()+Number(process.env.CLOCK_SHIFT_MS)';

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<number>;
}

function started(child: ChildProcess): Running {
  const ended = new Promise<number>((resolve) => {
    child.on('exit', (code) => {
      resolve(code ?? -1);
    });
  });
  return { process: child, ended };
}

/** The engine in a process of its own; gives its address as well. */
export async function startEngineProcess(
  place: Place,
  flags: readonly string[],
): Promise<Running & { readonly url: string }> {
  const child = spawn(
    process.execPath,
    [MAIN, 'local', '--listen', '127.0.0.1:0', '--data', place.data, '--vcpus', '24', ...flags],
    { stdio: ['ignore', 'pipe', openSync(join(place.root, 'engine.log'), 'a')] },
  );
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = /on (http:\/\/\S+);/.exec(text);
      if (match !== null) resolve(match[1]!);
    });
    child.on('exit', () => {
      reject(new Error(`the engine did not start: ${text}`));
    });
  });
  return { ...started(child), url };
}

export interface ControllerOptions {
  readonly place: Place;
  readonly url: string;
  readonly state: string;
  readonly settleTime: string;
  readonly flags?: readonly string[];
  /** How far the wall clock that it sees is off, in ms. */
  readonly clockShiftMs?: number;
}

/** A controller in a process of its own; its log is added to one file. */
export function startController(options: ControllerOptions): Running {
  const { place, url, state, settleTime, flags = [], clockShiftMs = 0 } = options;
  const log = openSync(join(place.root, 'controller.log'), 'a');
  const child = spawn(
    process.execPath,
    [
      ...(clockShiftMs === 0 ? [] : ['--import', SHIFTED_CLOCK]),
      ...[MAIN, 'run', place.specs, '--state', state, '--poll-interval', '200ms'],
      ...['--settle-time', settleTime, '--lease-ttl', '1s', '--status-interval', '500ms', ...flags],
    ],
    {
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'y',
        CLOCK_SHIFT_MS: String(clockShiftMs),
      },
    },
  );
  return started(child);
}
