import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { Policy } from '../../src/api/index.ts';
import type { BatchApi, JobDetail } from '../../src/batch/api.ts';
import { createBudget } from '../../src/batch/budget.ts';
import { childrenByStatus, findByPrefix } from '../../src/batch/observe.ts';
import { createBatchApi } from '../../src/batch/sdk.ts';
import { type PlannedObject, plannedObject } from '../../src/cli/plan.ts';
import { systemClock } from '../../src/controller/clock.ts';
import { type Controller, createController } from '../../src/controller/controller.ts';
import { preview } from '../../src/controller/preview.ts';
import type { PlanEvent } from '../../src/core/outcomes.ts';
import type { Status } from '../../src/core/status.ts';
import { type Engine, type EngineOptions, startEngine } from '../../src/local/index.ts';
import { openDirectory, type WriteResult } from '../../src/source/index.ts';
import { acquireLease, openStore } from '../../src/state/index.ts';
import { createS3Port } from '../../src/work/index.ts';

const CONFIG = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'y' } };

/** A real Batch API with an ample budget, at any address. */
export function apiAt(endpoint: string): BatchApi {
  const budget = createBudget({ submitPerSecond: 1_000, otherPerSecond: 1_000 });
  return createBatchApi({ ...CONFIG, endpoint, budget });
}

/** A controller at work, and all that it has told. */
export interface Running {
  readonly controller: Controller;
  readonly events: { readonly object: string; readonly event: PlanEvent }[];
  readonly problems: string[];
  /** The objects passed over, one entry a pass. */
  readonly passes: string[];
  /** Every status write that was tried. */
  readonly writes: WriteResult[];
  stop(): Promise<void>;
}

/** A directory of specs, an embedded engine with a queue `q` and a bucket `data`, and controllers over real HTTP. */
export interface House {
  readonly dir: string;
  readonly engine: Engine;
  readonly api: BatchApi;
  write(file: string, text: string): void;
  read(file: string): string;
  /** Replaces text that must be in the file. */
  edit(file: string, from: string | RegExp, to: string): void;
  remove(file: string): void;
  rename(from: string, to: string): void;
  /** Puts an object into a bucket, as a person drops a file. */
  put(bucket: string, key: string, text?: string): void;
  /** The object that a key names, as JSON. */
  object(bucket: string, key: string): unknown;
  /** The status that stands in the named object's document. */
  status(file: string, name?: string): Status | undefined;
  /** Everything that Batch has of the source, oldest first: parents and plain jobs. */
  jobs(prefix?: string): Promise<readonly JobDetail[]>;
  childrenOf(jobId: string, status: 'SUCCEEDED' | 'FAILED'): Promise<readonly number[]>;
  /** The daemon, with its watch. */
  start(options?: { readonly settleMs?: number }): Promise<Running>;
  /** `run --once`. */
  once(options?: { readonly settleMs?: number; readonly signal?: AbortSignal }): Promise<Running>;
  /** `plan`, by its own words. */
  plan(): Promise<readonly PlannedObject[]>;
  close(): Promise<void>;
}

export async function openHouse(
  files: Readonly<Record<string, string>> = {},
  options: {
    readonly engine?: Partial<EngineOptions>;
    /** Where the controller finds Batch and S3 instead of the engine. */
    readonly endpoint?: string;
    readonly statusMs?: number;
    readonly policy?: Policy;
  } = {},
): Promise<House> {
  const root = mkdtempSync(join(tmpdir(), 'arrayjob-house-'));
  const dir = join(root, 'specs');
  const dataDir = join(root, 'data');
  mkdirSync(dir);
  const engine = await startEngine({ vcpus: 16, ...options.engine, dataDir });
  engine.declareQueue('q');
  engine.declareBucket('data');
  const own = apiAt(engine.url);
  const api = apiAt(options.endpoint ?? engine.url);
  const s3 = createS3Port({ ...CONFIG, endpoint: options.endpoint ?? engine.url });
  const running = new Set<Running>();

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  const read = (file: string): string => readFileSync(join(dir, file), 'utf8');
  for (const [file, text] of Object.entries(files)) write(file, text);

  const open = async (settleMs: number, watched: boolean): Promise<Running> => {
    const source = await openDirectory(dir, { stableMs: 60 });
    const store = await openStore(join(dir, '.arrayjob'));
    const lease = await acquireLease(store, { holder: 'test' });
    const told = {
      events: [] as { object: string; event: PlanEvent }[],
      problems: [] as string[],
      passes: [] as string[],
      writes: [] as WriteResult[],
    };
    const controller = createController({
      source: {
        ...source,
        async writeStatus(edits, message) {
          const results = await source.writeStatus(edits, message);
          told.writes.push(...results);
          return results;
        },
      },
      store,
      lease,
      api,
      s3,
      clock: systemClock(),
      listener: {
        event: (object, event) => told.events.push({ object, event }),
        standing: (object) => told.passes.push(object),
        problem: (message, fields) => {
          const { err } = fields;
          told.problems.push(err instanceof Error ? `${message}: ${err.stack ?? ''}` : message);
        },
        note: () => undefined,
      },
      sourceId: undefined,
      policy: options.policy,
      pollMs: 60,
      statusMs: options.statusMs ?? 50,
      settleMs,
    });
    const watch = watched ? await source.watch(() => controller.sourceChanged()) : undefined;
    const one: Running = {
      ...told,
      controller,
      async stop() {
        if (!running.delete(one)) return;
        await watch?.close();
        await controller.stop();
        await lease.release();
        await store.close();
        await source.close();
      },
    };
    running.add(one);
    return one;
  };

  return {
    dir,
    engine,
    api: own,
    write,
    read,
    edit(file, from, to) {
      const before = read(file);
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${String(from)} is not in ${file}`);
      write(file, after);
    },
    remove: (file) => unlinkSync(join(dir, file)),
    rename: (from, to) => renameSync(join(dir, from), join(dir, to)),
    put(bucket, key, text = 'x\n') {
      const path = join(dataDir, 's3', bucket, key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    object: (bucket, key) => JSON.parse(readFileSync(join(dataDir, 's3', bucket, key), 'utf8')) as unknown,
    status(file, name) {
      const documents = parseAllDocuments(read(file)).map(
        (each) => parse(String(each)) as { metadata?: { name?: string }; status?: Status } | null,
      );
      return documents.find((each) => name === undefined || each?.metadata?.name === name)?.status;
    },
    async jobs(prefix = '') {
      const found = await findByPrefix(own, 'q', prefix);
      if (found.kind !== 'ok') throw new Error(JSON.stringify(found));
      return found.value;
    },
    async childrenOf(jobId, status) {
      const found = await childrenByStatus(own, jobId, status);
      if (found.kind !== 'ok') throw new Error(JSON.stringify(found));
      return found.value.map((each) => each.position);
    },
    async start({ settleMs = 1_000 } = {}) {
      const one = await open(settleMs, true);
      await one.controller.start();
      return one;
    },
    async once({ settleMs = 1_000, signal } = {}) {
      const one = await open(settleMs, false);
      await one.controller.once(signal);
      await one.stop();
      return one;
    },
    async plan() {
      const source = await openDirectory(dir, { stableMs: 60 });
      const store = await openStore(join(dir, '.arrayjob'));
      const clock = systemClock();
      try {
        const seen = await preview({ source, store, api, s3, clock, sourceId: undefined, settleMs: 1_000 });
        return seen.objects.map((each) => plannedObject(each, seen.isNewSource));
      } finally {
        await store.close();
        await source.close();
      }
    },
    async close() {
      for (const one of [...running]) await one.stop();
      own.close();
      api.close();
      s3.close();
      await engine.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A JobDefinition called `d`. */
export function definition(command: readonly string[] = ['true'], memory = 64, name = 'd'): string {
  return `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: ${name} }
spec:
  type: container
  containerProperties:
    image: none
    command: ${JSON.stringify(command)}
    resourceRequirements:
      - { type: VCPU, value: '0.25' }
      - { type: MEMORY, value: '${memory}' }
`;
}

/** An ArrayJob over the definition `d`, with further lines of its spec. */
export function job(name: string, work: string, more: readonly string[] = [], annotations = ''): string {
  return `apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata:
  name: ${name}
${annotations === '' ? '' : `  annotations: { ${annotations} }\n`}spec:
  jobQueue: q
  jobDefinition: d
  work: ${work}
${more.map((line) => `  ${line}\n`).join('')}`;
}

/** The command of a shell script, as a spec's container overrides. */
export function shell(script: string): string {
  return `containerOverrides: { command: ${JSON.stringify(['sh', '-c', script])} }`;
}

/** Asks until `good` says yes and gives the answer; fails with the last answer. */
export async function until<T>(
  ask: () => T | Promise<T>,
  good: (value: T) => boolean,
  limitMs = 50_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (Date.now() > end) throw new Error(`never came: ${good.toString()}; last: ${JSON.stringify(value)}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Waits until an object's file says this phase. */
export function phaseOf(house: House, file: string, phase: string, name?: string): Promise<Status> {
  return until(
    () => house.status(file, name),
    (status) => status?.phase === phase,
  ) as Promise<Status>;
}

/** Waits until so much time has passed without a pass, a write or a call: nothing goes on by itself. */
export async function quiet(running: Running, restMs = 400): Promise<void> {
  let seen = '';
  let since = Date.now();
  await until(
    () => {
      const now = `${running.passes.length} ${running.writes.length}`;
      if (now !== seen) since = Date.now();
      seen = now;
      return Date.now() - since;
    },
    (rested) => rested >= restMs,
  );
}
