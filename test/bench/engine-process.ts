import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { handleBatch } from '../../src/local/http/batch.ts';
import { createFakeBatch, type FakeBatchOptions } from '../../src/local/index.ts';

/** What children do, by who asks. */
const OPTIONS = {
  /** Of ten arrays one runs on, the others end at once. */
  scale: {
    script: ({ jobName }) => ({ durationMs: /^job-\d*0-/.test(jobName) ? Infinity : 0 }),
  },
  /** Children of seconds, some of which fail the first time; calls that are throttled, refused, and without a reply. */
  soak: {
    script: ({ index = 0, attempt, tags }) => ({
      startMs: 200,
      durationMs: 300 + (index % 12) * 150,
      exitCode: index % 12 === 11 && attempt === 1 && tags['arrayjob.dev/round'] === '0' ? 1 : 0,
    }),
    config: { retentionMs: 60_000 },
    faults: [
      { operation: '*', kind: 'throttle', probability: 0.01 },
      { operation: '*', kind: 'unavailable', probability: 0.005 },
      { operation: 'SubmitJob', kind: 'lost', probability: 0.02 },
    ],
  },
} as const satisfies Record<string, FakeBatchOptions>;

/** Starts the model of AWS Batch in a process of its own, in real time. */
export async function startEngineProcess(
  kind: keyof typeof OPTIONS,
): Promise<{ readonly url: string; readonly stop: () => void }> {
  const engine = spawn(process.execPath, [fileURLToPath(import.meta.url), kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: engine.stdout }), 'line')) as [string];
  return { url, stop: () => void engine.kill() };
}

async function serve(kind: keyof typeof OPTIONS): Promise<void> {
  const fake = createFakeBatch({ now: Date.now(), ...OPTIONS[kind] });
  fake.declareQueue('q');
  const routes = { machine: fake.machine, faults: fake.faults, commit: () => undefined };
  const server = createServer((request, response) => {
    fake.advance(Math.max(0, Date.now() - fake.now()));
    void handleBatch(routes, request, response, new URL(request.url ?? '/', 'http://engine'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(process.argv[2] as keyof typeof OPTIONS);
