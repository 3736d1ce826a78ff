import { createController } from '../../src/controller/controller.ts';
import type { FakeBatch } from '../../src/local/index.ts';
import {
  acquireLease,
  createMemoryStore,
  diskFull,
  type Lease,
  type StateStore,
} from '../../src/state/index.ts';
import { createMemoryS3, type MemoryS3 } from '../../src/work/memory-s3.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { createBatchSeam } from './batch-seam.ts';
import type { Chance } from './chance.ts';
import type { Owner, Scheduler } from './scheduler.ts';
import type { Ground } from './source-seam.ts';
import type { Trace } from './trace.ts';

/** What all controller processes share: the world outside of them. */
export interface Outside {
  readonly fake: FakeBatch;
  readonly scheduler: Scheduler;
  readonly ground: Ground;
  readonly disk: Map<string, string>;
  readonly s3: MemoryS3;
  readonly trace: Trace;
  readonly hazards: Hazards;
  readonly onSubmit: (request: JsonObject, jobId: string | undefined) => void;
  readonly onStored: (key: string, text: string) => void;
  /** Deliberate mistakes, to show that the net catches them. */
  readonly mistakes: Mistakes;
}

/** What may happen to a process at any await. */
export interface Hazards {
  /** Probability per gate; 0 once faults have ended. */
  crash: number;
  pause: number;
  diskFull: number;
  lostWrite: number;
  s3: number;
}

export interface Mistakes {
  /** A record's write is acknowledged before it is durable. */
  readonly skipIntent?: boolean;
  /** What is not listed at once is taken for not submitted. */
  readonly believeEmptyListing?: boolean;
  /** The process acts whoever holds the lease. */
  readonly ignoreLease?: boolean;
}

export interface Process extends Owner {
  readonly problems: string[];
}

const SETTLE_MS = 30_000;
const MEGA = 1 << 20;

/** Starts a controller. It goes on until it is marked dead; nothing of it happens after that. */
export function startProcess(name: string, outside: Outside, chance: Chance, wallOffsetMs: number): Process {
  const { fake, scheduler, trace, hazards, mistakes } = outside;
  const owner: Process = { name, dead: false, pausedUntil: 0, problems: [] };
  const gate = async (label: string): Promise<void> => {
    if (chance.happens(hazards.crash)) {
      trace.count('crash');
      trace.say(`${name} is killed: ${label}`);
      owner.dead = true;
    } else if (chance.happens(hazards.pause)) {
      const ms = chance.whole(1, 90) * 1_000;
      trace.count('pause');
      trace.say(`${name} is stopped for ${ms / 1000} s: ${label}`);
      owner.pausedUntil = scheduler.now() + ms;
    }
    await scheduler.pass(owner, chance.happens(0.02) ? 5_000 : 40);
  };
  const now = () => fake.now() + wallOffsetMs;
  const after = (ms: number, run: () => void) => scheduler.after(owner, ms, run);

  const begin = async (): Promise<void> => {
    const memory = createMemoryStore({
      disk: outside.disk,
      onStep: async ({ operation, key, at }) => {
        await gate(`${operation} ${key} ${at}`);
        if (operation === 'put' && at === 'after') outside.onStored(key, outside.disk.get(key) ?? '');
        if (operation === 'put' && chance.happens(at === 'before' ? hazards.diskFull : hazards.lostWrite)) {
          trace.count(at === 'before' ? 'disk full' : 'lost write');
          trace.say(`${name} cannot ${at === 'before' ? 'write' : 'learn that it wrote'} ${key}`);
          throw diskFull();
        }
      },
    });
    const store = mistakes.skipIntent === true ? forgetfulStore(memory, scheduler, owner) : memory;
    const lease = await acquireLease(memory, {
      holder: name,
      instance: String(chance.whole(0, MEGA)),
      clock: { now, monotonicMs: () => fake.now(), after },
    });
    const s3 = outside.s3;
    const source = await outside.ground.open({ owner, gate, chance: chance.stream('source'), now, after });
    const controller = createController({
      source,
      store,
      lease: mistakes.ignoreLease === true ? alwaysHeld(lease) : lease,
      api: createBatchSeam(fake, gate, outside.onSubmit),
      s3: {
        list: async (request) => (await gate('s3 list'), s3.list(request)),
        put: async (request) => {
          await gate('s3 put');
          if (chance.happens(hazards.s3)) {
            trace.count('s3');
            throw Object.assign(new Error('S3 is not there'), { kind: 'transient' });
          }
          return s3.put(request);
        },
        head: async (request) => (await gate('s3 head'), s3.head(request)),
        get: async (request) => (await gate('s3 get'), s3.get(request)),
      },
      clock: { now, after, random: () => chance.next() },
      listener: {
        event: (object, { reason, message }) => trace.say(`${name} ${object} ${reason}: ${message}`),
        standing: (object, { phase, indexes }) =>
          trace.say(`${name} ${object} stands ${phase} ${JSON.stringify(indexes ?? {})}`),
        problem: (message, { err, reason, object }) => {
          const text = `${message} ${typeof object === 'string' ? object : ''} ${typeof reason === 'string' ? reason : ''}`;
          trace.say(`${name} problem: ${text}`);
          owner.problems.push(err instanceof Error ? (err.stack ?? err.message) : text);
        },
        note: () => undefined,
      },
      sourceId: undefined,
      pollMs: 30_000,
      statusMs: 10_000,
      settleMs: mistakes.believeEmptyListing === true ? 0 : SETTLE_MS,
    });
    await held(lease, mistakes.ignoreLease === true);
    await source.watch(() => {
      if (!owner.dead) after(chance.whole(20, 400), () => controller.sourceChanged());
    });
    await controller.start();
  };
  begin().catch((error: unknown) => {
    // Started anew by whoever keeps it running, as a process that ends by itself is.
    trace.say(`${name} ends: ${String(error)}`);
    owner.dead = true;
  });
  return owner;
}

function held(lease: Lease, anyway: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (anyway || lease.state === 'held') resolve();
    else {
      const off = lease.onChange(() => {
        if (lease.state !== 'held') return;
        off();
        resolve();
      });
    }
  });
}

function alwaysHeld(lease: Lease): Lease {
  return {
    ...lease,
    get state() {
      return 'held' as const;
    },
    get epoch() {
      return lease.epoch;
    },
    get token() {
      return lease.token;
    },
    get other() {
      return lease.other;
    },
    check: () => true,
  };
}

/** Says that a record is written and writes it a little later. */
function forgetfulStore(store: StateStore, scheduler: Scheduler, owner: Owner): StateStore {
  return {
    ...store,
    async put(key, text, expected) {
      if (!key.endsWith('record.json')) return store.put(key, text, expected);
      const now = await store.get(key);
      if (expected !== 'any' && (now?.etag ?? 'absent') !== expected) return { ok: false, conflict: true };
      scheduler.after(owner, 2_000, () => void store.put(key, text, 'any').catch(() => undefined));
      const { etagOf } = await import('../../src/state/etag.ts');
      return { ok: true, etag: etagOf(text) };
    },
  };
}

export { createMemoryS3 };
