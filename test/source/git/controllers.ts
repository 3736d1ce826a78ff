import { join } from 'node:path';
import { createBudget } from '../../../src/batch/budget.ts';
import { createBatchApi } from '../../../src/batch/sdk.ts';
import { systemClock } from '../../../src/controller/clock.ts';
import { type Controller, createController } from '../../../src/controller/controller.ts';
import type { Status } from '../../../src/core/status.ts';
import { type Engine, startEngine } from '../../../src/local/index.ts';
import type { GitOptions, GitSource } from '../../../src/source/index.ts';
import { acquireLease, type Lease, openStore } from '../../../src/state/index.ts';
import { createS3Port } from '../../../src/work/index.ts';
import type { Hosting } from './hosting.ts';

const CONFIG = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'y' } };

/** A controller over a git source, and what it has told. */
export interface GitController {
  readonly controller: Controller;
  readonly source: GitSource;
  readonly lease: Lease;
  /** Every change of phase, as the controller saw it. */
  readonly phases: {
    readonly name: string;
    readonly run: number;
    readonly phase: string;
    readonly at: number;
  }[];
  readonly problems: string[];
  readonly passes: string[];
  /** How many times it wrote at least one status, and how many of these writes changed something. */
  readonly flushes: { count: number; written: number };
  stop(): Promise<void>;
}

/** An embedded engine and controllers over one git repository, with one state store. */
export interface GitHouse {
  readonly engine: Engine;
  start(
    holder: string,
    options?: GitOptions & { readonly statusMs?: number; readonly url?: string },
  ): Promise<GitController>;
  close(): Promise<void>;
}

export async function openGitHouse(hosting: Hosting): Promise<GitHouse> {
  const engine = await startEngine({ vcpus: 16, dataDir: join(hosting.root, 'data') });
  engine.declareQueue('q');
  const budget = createBudget({ submitPerSecond: 1_000, otherPerSecond: 1_000 });
  const api = createBatchApi({ ...CONFIG, endpoint: engine.url, budget });
  const s3 = createS3Port({ ...CONFIG, endpoint: engine.url });
  const running = new Set<GitController>();

  return {
    engine,
    async start(holder, { statusMs = 1_000, ...options } = {}) {
      const source = await hosting.open(options);
      const store = await openStore(join(hosting.root, 'state'));
      const lease = await acquireLease(store, { holder, ttlMs: 3_000, renewMs: 1_000, marginMs: 500 });
      const phases: GitController['phases'] = [];
      const problems: string[] = [];
      const passes: string[] = [];
      const flushes = { count: 0, written: 0 };
      const known = new Map<string, string>();
      const controller = createController({
        source: {
          ...source,
          async writeStatus(edits, message) {
            flushes.count++;
            const results = await source.writeStatus(edits, message);
            if (results.some((each) => each.outcome === 'written')) flushes.written++;
            return results;
          },
        },
        store,
        lease,
        api,
        s3,
        clock: systemClock(),
        listener: {
          event: () => undefined,
          standing(object, status: Status) {
            passes.push(object);
            const stands = `${status.run ?? 0} ${status.phase}`;
            if (known.get(object) === stands) return;
            known.set(object, stands);
            phases.push({
              name: object.slice(object.indexOf('/') + 1),
              run: status.run ?? 0,
              phase: status.phase,
              at: Date.now(),
            });
          },
          problem: (message, fields) => {
            const { err, reason } = fields;
            problems.push(
              `${message} ${err instanceof Error ? (err.stack ?? '') : JSON.stringify(reason ?? '')}`,
            );
          },
          note: () => undefined,
        },
        sourceId: undefined,
        pollMs: 100,
        statusMs,
        gatherMs: 250,
        settleMs: 1_000,
      });
      const held = new Promise<void>((resolve) => {
        if (lease.state === 'held') resolve();
        lease.onChange(({ state }) => {
          if (state === 'held') resolve();
        });
      });
      let started: Promise<void> = Promise.resolve();
      let stopped = false;
      // As the daemon does: who stands by neither watches nor writes.
      const begin = held.then(async () => {
        if (stopped) return;
        const watch = await source.watch(() => {
          controller.sourceChanged();
        });
        started = controller.start();
        await started;
        closers.push(() => watch.close());
      });
      const closers: (() => Promise<void>)[] = [];
      if (lease.state === 'held') await begin;
      const one: GitController = {
        controller,
        source,
        lease,
        phases,
        problems,
        passes,
        flushes,
        async stop() {
          if (!running.delete(one)) return;
          stopped = true;
          await started;
          for (const close of closers) await close();
          await controller.stop();
          await lease.release();
          await store.close();
          await source.close();
        },
      };
      running.add(one);
      return one;
    },
    async close() {
      for (const each of [...running]) await each.stop();
      api.close();
      s3.close();
      await engine.close();
    },
  };
}
