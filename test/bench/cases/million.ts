import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createBudget } from '../../../src/batch/budget.ts';
import { createBatchApi } from '../../../src/batch/sdk.ts';
import { systemClock } from '../../../src/controller/clock.ts';
import { createController } from '../../../src/controller/controller.ts';
import { startEngine } from '../../../src/local/index.ts';
import { openDirectory } from '../../../src/source/index.ts';
import { acquireLease, openStore } from '../../../src/state/index.ts';
import { createS3Port, type S3Port } from '../../../src/work/index.ts';
import type { Figure } from '../figures.ts';

const ITEMS = 1_000_000;
const FOLDERS = 1_000;
const CONFIG = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'y' } };

/** What the controller's process tells when it is done. */
interface Told {
  readonly ms: number;
  /** Of it, waiting for pages of the listing. */
  readonly listingMs: number;
  /** Processor time of the controller's process. */
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

/** A million objects in the embedded engine's S3, to submitted, through the whole controller. */
export async function million(say: (line: string) => void): Promise<readonly Figure[]> {
  const items = Number(process.env['BENCH_ITEMS'] ?? ITEMS);
  const root = mkdtempSync(join(tmpdir(), 'arrayjob-million-'));
  try {
    say(`making ${items.toLocaleString('en')} objects`);
    makeObjects(join(root, 'data', 's3', 'data', 'input'), items);
    const engine = spawn(process.execPath, [fileURLToPath(import.meta.url), 'engine', join(root, 'data')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [url] = (await once(createInterface({ input: engine.stdout }), 'line')) as [string];
    try {
      const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'controller', root, url], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        maxBuffer: 2 ** 26,
      });
      const told = JSON.parse(run.stdout) as Told;
      if (told.problems.length > 0) throw new Error(told.problems.join('\n'));
      const { calls } = told;
      return [
        { name: 'items to submitted', value: told.ms / 1000, unit: 's', aim: { most: 60 } },
        { name: 'of it waiting for the pages of the listing', value: told.listingMs / 1000, unit: 's' },
        { name: 'processor time of the controller', value: told.cpuMs / 1000, unit: 's' },
        { name: 'peak memory of the controller', value: told.peakMb, unit: 'MB', aim: { most: 500 } },
        {
          name: 'ListObjectsV2 (a page has 1,000)',
          value: calls['list'] ?? 0,
          unit: 'calls',
          aim: { most: items / 1_000 + 1 },
        },
        ...Object.entries(calls)
          .filter(([operation]) => operation !== 'list')
          .map(([operation, value]): Figure => ({ name: operation, value, unit: 'calls' })),
      ];
    } finally {
      engine.stdin.end();
      await once(engine, 'exit');
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function makeObjects(folder: string, items: number): void {
  const perFolder = Math.ceil(items / FOLDERS);
  for (let f = 0; f < FOLDERS; f += 1) {
    const path = join(folder, `day-${String(f).padStart(4, '0')}`);
    mkdirSync(path, { recursive: true });
    for (let i = 0; i < perFolder; i += 1) {
      writeFileSync(join(path, `part-${String(i).padStart(6, '0')}.csv`), 'x\n');
    }
  }
}

/** The engine, in a process of its own. No child of it ever finds a place, so that nothing but records is made of it. */
async function engineProcess(dataDir: string): Promise<void> {
  const engine = await startEngine({ dataDir, vcpus: 4 });
  engine.declareQueue('q');
  engine.declareBucket('data');
  process.stdout.write(`${engine.url}\n`);
  process.stdin.resume();
  await once(process.stdin, 'end');
  await engine.close();
}

const SPECS = `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: d }
spec:
  type: container
  containerProperties:
    image: none
    command: ['sleep', '3600']
    resourceRequirements:
      - { type: VCPU, value: '64' }
      - { type: MEMORY, value: '64' }
---
apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata: { name: million }
spec:
  jobQueue: q
  jobDefinition: d
  work:
    s3: { bucket: data, prefix: input/, include: ['**/*.csv'], parameters: { threshold: 0.5 } }
  manifest: { bucket: data }
`;

/** One pass of the whole controller, with everything that run --once has. */
async function controllerProcess(root: string, endpoint: string): Promise<void> {
  const dir = join(root, 'specs');
  if (!existsSync(dir)) mkdirSync(dir);
  writeFileSync(join(dir, 'million.yaml'), SPECS);
  const calls: Record<string, number> = {};
  const count = (operation: string): void => {
    calls[operation] = (calls[operation] ?? 0) + 1;
  };
  const problems: string[] = [];
  const from = performance.now();
  const source = await openDirectory(dir);
  const store = await openStore(join(root, 'state'));
  const lease = await acquireLease(store, { holder: 'bench' });
  const api = createBatchApi({ ...CONFIG, endpoint, budget: createBudget(), onCall: count });
  const port = createS3Port({ ...CONFIG, endpoint });
  let listingMs = 0;
  const s3: S3Port = {
    async list(request) {
      count('list');
      const begun = performance.now();
      try {
        return await port.list(request);
      } finally {
        listingMs += performance.now() - begun;
      }
    },
    put: (request) => (count('PutObject'), port.put(request)),
    head: (request) => (count('HeadObject'), port.head(request)),
    get: (request) => (count('GetObject'), port.get(request)),
  };
  const controller = createController({
    source,
    store,
    lease,
    api,
    s3,
    clock: systemClock(),
    listener: {
      event: (object, { type, reason, message }) => {
        if (type === 'Warning') problems.push(`${object}: ${reason}: ${message}`);
      },
      standing: () => undefined,
      problem: (message, { err }) =>
        problems.push(err instanceof Error ? `${message}: ${err.stack}` : message),
      note: () => undefined,
    },
    sourceId: undefined,
    pollMs: 30_000,
    statusMs: 10_000,
    settleMs: 30_000,
  });
  await controller.once();
  const told: Told = {
    ms: performance.now() - from,
    listingMs,
    cpuMs: (process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    calls,
    problems,
  };
  await controller.stop();
  await lease.release();
  await store.close();
  process.stdout.write(JSON.stringify(told));
  process.exit(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , role, ...args] = process.argv;
  if (role === 'engine') await engineProcess(args[0]!);
  else if (role === 'controller') await controllerProcess(args[0]!, args[1]!);
}
