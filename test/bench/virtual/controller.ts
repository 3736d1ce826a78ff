import { createBudget, type Budget } from '../../../src/batch/budget.ts';
import { createBatchApi } from '../../../src/batch/sdk.ts';
import { type Controller, createController } from '../../../src/controller/controller.ts';
import { createFakeBatch, type FakeBatch, type FakeBatchOptions } from '../../../src/local/index.ts';
import { acquireLease, createMemoryStore, type MemoryStore } from '../../../src/state/index.ts';
import type { S3Port } from '../../../src/work/index.ts';
import { createVirtualSource, type VirtualSource } from './source.ts';
import { createVirtualTime, type VirtualTime } from './time.ts';
import { createTransport, type Traffic, type TransportOptions } from './transport.ts';

/** A whole controller, with the real gateway and the SDK, on virtual time. */
export interface VirtualController {
  readonly fake: FakeBatch;
  readonly time: VirtualTime;
  readonly source: VirtualSource;
  readonly store: MemoryStore;
  /** Writes into the state store, and their characters. */
  readonly stored: { puts: number; characters: number };
  readonly budget: Budget;
  readonly traffic: Traffic;
  readonly controller: Controller;
  /** Passes, by object. */
  readonly passes: Map<string, number>;
  readonly problems: string[];
  readonly stop: () => Promise<void>;
}

export interface VirtualControllerOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly fake?: FakeBatchOptions;
  readonly transport?: Pick<TransportOptions, 'wayMs' | 'submitPerSecond'>;
  /** `--poll-interval`; its default unless said. */
  readonly pollMs?: number;
  /** `--status-interval`; its default unless said. */
  readonly statusMs?: number;
  /** How long news waits for company; as for a directory unless said. */
  readonly gatherMs?: number;
  /** Of the budget; its default unless said. */
  readonly submitPerSecond?: number;
}

/** `--poll-interval`, `--status-interval` and `--settle-time` as they are unless a person says otherwise. */
const SOURCE_ID = '00000000';
const POLL_MS = 30_000;
const STATUS_MS = 10_000;
const SETTLE_MS = 30_000;

const NO_S3: S3Port = {
  list: () => Promise.reject(new Error('no bucket here')),
  put: () => Promise.reject(new Error('no bucket here')),
  head: () => Promise.resolve(undefined),
  get: () => Promise.resolve(undefined),
};

/** Makes one and starts it; the first passes are over when it resolves and some virtual time has been let pass. */
export async function startVirtually(options: VirtualControllerOptions): Promise<VirtualController> {
  const fake = createFakeBatch(options.fake);
  fake.declareQueue('q');
  const time = createVirtualTime(fake);
  const source = createVirtualSource(options.files);
  const stored = { puts: 0, characters: 0 };
  // A source that is known, so that nothing looks for what a lost store may have held.
  const known = JSON.stringify({ id: SOURCE_ID, url: source.url, recovered: false });
  const memory = createMemoryStore({ disk: new Map([['source.json', known]]) });
  const store: MemoryStore = {
    ...memory,
    put(key, text, expected) {
      stored.puts += 1;
      stored.characters += text.length;
      return memory.put(key, text, expected);
    },
  };
  // The lease has a store and a time of its own: its renewals say nothing about the work.
  const lease = await acquireLease(createMemoryStore(), { holder: 'bench' });
  const budget = createBudget({
    clock: time,
    ...(options.submitPerSecond === undefined ? {} : { submitPerSecond: options.submitPerSecond }),
  });
  const { traffic, transport, open } = createTransport({ fake, time, ...options.transport });
  const api = createBatchApi({
    endpoint: 'http://virtual',
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    budget,
    transport,
  });
  const passes = new Map<string, number>();
  const problems: string[] = [];
  const controller = createController({
    source,
    store,
    lease,
    api,
    s3: NO_S3,
    clock: time,
    listener: {
      event: () => undefined,
      standing: (object) => passes.set(object, (passes.get(object) ?? 0) + 1),
      problem: (message, { err }) =>
        problems.push(err instanceof Error ? `${message}: ${err.stack}` : message),
      note: () => undefined,
    },
    sourceId: undefined,
    pollMs: options.pollMs ?? POLL_MS,
    statusMs: options.statusMs ?? STATUS_MS,
    gatherMs: options.gatherMs,
    settleMs: SETTLE_MS,
  });
  await source.watch(() => controller.sourceChanged());
  // The first call loads the SDK and looks for its configuration, which takes real time: no virtual time is to pass meanwhile.
  await api.describeJobQueues(['q']);
  open();
  return {
    fake,
    time,
    source,
    store,
    stored,
    budget,
    traffic,
    controller,
    passes,
    problems,
    async stop() {
      await controller.stop();
      await lease.release();
      api.close();
    },
  };
}

/** A definition `d` and further documents, one file each. */
export function specs(jobs: Readonly<Record<string, string>>): Record<string, string> {
  return {
    'd.yaml': `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: d }
spec:
  type: container
  containerProperties:
    image: none
    command: ['true']
    resourceRequirements:
      - { type: VCPU, value: '1' }
      - { type: MEMORY, value: '64' }
`,
    ...Object.fromEntries(Object.entries(jobs).map(([name, spec]) => [`${name}.yaml`, jobText(name, spec)])),
  };
}

/** An ArrayJob over `d`; `spec` is further lines of its spec. */
export function jobText(name: string, spec: string, annotations = ''): string {
  return `apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata:
  name: ${name}
${annotations === '' ? '' : `  annotations: { ${annotations} }\n`}spec:
  jobQueue: q
  jobDefinition: d
${spec
  .split('\n')
  .map((line) => `  ${line}\n`)
  .join('')}`;
}
