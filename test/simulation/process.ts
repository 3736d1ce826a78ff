import { createController } from '../../src/controller/controller.ts';
import type { FakeBatch } from '../../src/local/index.ts';
import { etagOf } from '../../src/state/etag.ts';
import { acquireLease, type Lease, type StateStore } from '../../src/state/index.ts';
import type { MemoryS3 } from '../../src/work/memory-s3.ts';
import { createBatchSeam, type BatchSeam } from './batch-seam.ts';
import type { Chance } from './chance.ts';
import { type Disk, openBucket, openFolder, type StoreSeam } from './disk.ts';
import type { Owner, Scheduler } from './scheduler.ts';
import type { Ground } from './source-seam.ts';
import type { Trace } from './trace.ts';

/** What all controller processes share: the world outside of them. */
export interface Outside {
  readonly fake: FakeBatch;
  readonly scheduler: Scheduler;
  /** Owns what is under way between a process and the services: it outlives the process. */
  readonly network: Owner;
  readonly ground: Ground;
  readonly disk: Disk;
  /** State is kept in a bucket rather than in a folder. */
  readonly bucket: Map<string, string> | undefined;
  readonly s3: MemoryS3;
  readonly trace: Trace;
  readonly hazards: Hazards;
  readonly onSubmit: BatchSeam['onSubmit'];
  /** Deliberate mistakes, to show that the net catches them. */
  readonly mistakes: Mistakes;
}

/** How likely something happens at any await; all 0 once faults have ended. */
export interface Hazards {
  /** The process is killed. */
  crash: number;
  /** It is stopped for a while, as by SIGSTOP. */
  pause: number;
  /** A request takes up to half a minute. */
  slow: number;
  diskFull: number;
  lostWrite: number;
  s3: number;
}

/** What a controller can be made to do wrong. */
export interface Mistakes {
  /** A record's write is acknowledged before it is durable. */
  readonly skipIntent?: boolean;
  /** What is not listed at once is taken for not submitted. */
  readonly believeEmptyListing?: boolean;
  /**
   * The process acts whoever holds the lease, and writes over whatever another has written. (Acting alone is not enough to do
   * harm: the record that it acts from is no longer the one that stands, and its write is refused.)
   */
  readonly ignoreLease?: boolean;
}

export interface Process extends Owner {
  /** Messages of problems that it has reported. */
  readonly problems: string[];
}

const SETTLE_MS = 30_000;
const MEGA = 1 << 20;

/** With the longest lag of a listing (20 s) less than the settle time, as the protocol assumes (docs/exactly-once.md). */
const SLOW_SECONDS = 9;

/**
 * Starts a controller. It goes on until it is marked dead; nothing of it happens after that. Its clock is as far off for all
 * of its life: the product's clock does not follow jumps of the wall clock.
 */
export function startProcess(name: string, outside: Outside, chance: Chance, wallOffsetMs: number): Process {
  const { fake, scheduler, trace, hazards, mistakes, network } = outside;
  const owner: Process = { name, dead: false, pausedUntil: 0, problems: [] };
  const happens = (kind: string, probability: number): boolean =>
    chance.happens(probability) && trace.inject(kind);
  const gate = async (label: string): Promise<void> => {
    if (happens('crash', hazards.crash)) {
      trace.say(`${name} is killed: ${label}`);
      owner.dead = true;
    } else if (happens('pause', hazards.pause)) {
      const ms = chance.whole(1, 90) * 1_000;
      trace.say(`${name} is stopped for ${ms / 1000} s: ${label}`);
      owner.pausedUntil = scheduler.now() + ms;
    }
    await scheduler.pass(owner, chance.happens(0.02) ? 5_000 : 40);
  };
  const travel = async (label: string): Promise<void> => {
    const slow = happens('slow request', hazards.slow);
    if (slow) trace.say(`${name}: ${label} is slow`);
    await scheduler.pass(network, slow ? SLOW_SECONDS * 1_000 : 20);
  };
  const now = () => fake.now() + wallOffsetMs;
  const after = (ms: number, run: () => void) => scheduler.after(owner, ms, run);

  const seam: StoreSeam = {
    disk: outside.disk,
    gate,
    travel,
    strikes: (kind, about) => {
      const probability = kind === 'lost write' ? hazards.lostWrite : hazards.diskFull;
      if (!happens(kind, probability)) return false;
      trace.say(`${name}: ${kind}: ${about}`);
      return true;
    },
  };

  const begin = async (): Promise<void> => {
    const durable =
      outside.bucket === undefined
        ? openFolder(seam)
        : await openBucket(seam, outside.bucket, scheduler.hold);
    const store =
      mistakes.skipIntent === true
        ? forgetfulStore(durable, scheduler, owner)
        : mistakes.ignoreLease === true
          ? heedlessStore(durable)
          : durable;
    const lease = await acquireLease(durable, {
      holder: name,
      instance: String(chance.whole(0, MEGA)),
      clock: { now, monotonicMs: () => fake.now(), after },
    });
    const { s3 } = outside;
    const source = await outside.ground.open({ owner, gate, chance: chance.stream('source'), now, after });
    const controller = createController({
      source,
      store,
      lease: mistakes.ignoreLease === true ? alwaysHeld(lease) : lease,
      api: createBatchSeam({
        fake,
        gate,
        travel,
        onSubmit: outside.onSubmit,
        onFault: (kind) => {
          trace.inject(kind);
        },
      }),
      s3: {
        list: async (request) => (await gate('s3 list'), s3.list(request)),
        put: async (request) => {
          await gate('s3 put');
          if (happens('manifest error', hazards.s3)) {
            throw Object.assign(new Error('S3 is not there'), { kind: 'transient' });
          }
          return s3.put(request);
        },
        head: async (request) => (await gate('s3 head'), s3.head(request)),
        get: async (request) => (await gate('s3 get'), s3.get(request)),
      },
      clock: { now, after, random: () => chance.next() },
      listener: {
        event: (object, { reason, message }) => {
          trace.say(`${name} ${object} ${reason}: ${message}`);
        },
        standing: (object, { phase, indexes }) => {
          trace.say(`${name} ${object} stands ${phase} ${JSON.stringify(indexes ?? {})}`);
        },
        problem: (message, { err, reason, object }) => {
          const text = `${message} ${typeof object === 'string' ? object : ''} ${typeof reason === 'string' ? reason : ''}`;
          const said = err instanceof Error ? `${text}: ${err.message}` : text;
          trace.say(`${name} problem: ${said}`);
          owner.problems.push(err instanceof Error ? (err.stack ?? said) : said);
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
      if (!owner.dead)
        after(chance.whole(20, 400), () => {
          controller.sourceChanged();
        });
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
    onChange: (callback) => lease.onChange(callback),
    release: () => lease.release(),
    state: 'held',
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

/** Writes whatever stands there by now. */
function heedlessStore(store: StateStore): StateStore {
  return {
    url: store.url,
    get: (key) => store.get(key),
    put: (key, text) => store.put(key, text, 'any'),
    delete: (key) => store.delete(key, 'any'),
    list: (prefix) => store.list(prefix),
    close: () => store.close(),
  };
}

/** Says that a record is written and writes it a little later. */
function forgetfulStore(store: StateStore, scheduler: Scheduler, owner: Owner): StateStore {
  return {
    url: store.url,
    get: (key) => store.get(key),
    delete: (key, expected) => store.delete(key, expected),
    list: (prefix) => store.list(prefix),
    close: () => store.close(),
    async put(key, text, expected) {
      if (!key.endsWith('record.json')) return store.put(key, text, expected);
      const now = await store.get(key);
      if (expected !== 'any' && (now?.etag ?? 'absent') !== expected) return { ok: false, conflict: true };
      scheduler.after(owner, 2_000, () => void store.put(key, text, 'any').catch(() => undefined));
      return { ok: true, etag: etagOf(text) };
    },
  };
}
