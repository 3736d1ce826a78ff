import type { Policy } from '../api/index.ts';
import type { BatchApi } from '../batch/api.ts';
import type { Upstream } from '../core/dependencies.ts';
import type { Source, WriteResult } from '../source/index.ts';
import type { Lease, StateStore } from '../state/index.ts';
import type { S3Port } from '../work/index.ts';
import { createActivity } from './activity.ts';
import { createAhead } from './ahead.ts';
import { createArrayJobPass } from './array-job-pass.ts';
import { createSurroundings } from './around.ts';
import { keyOf } from './catalog.ts';
import type { Clock } from './clock.ts';
import { passDefinition } from './definition-pass.ts';
import { createDefinitions } from './definitions.ts';
import { createFailureLogs } from './failure-logs.ts';
import { type Inspection, type ObjectView, sourceSeen, viewsOf } from './inspection.ts';
import type { Listener } from './listener.ts';
import { createLoader } from './loader.ts';
import { createLookAgain } from './look-again.ts';
import { type Meter, NO_METER } from './meter.ts';
import { createObserver } from './observer.ts';
import { passOrder } from './order.ts';
import { type Again, createQueue, type KeyedQueue } from './queue.ts';
import { createRecords, type Records } from './records.ts';
import { createRewrites } from './rewrites.ts';
import { createSweeps } from './sweeps.ts';
import { createStandings, type Standing } from './standings.ts';
import { createStatusWriter, type StatusWriter } from './status-writer.ts';

export interface ControllerOptions {
  readonly source: Source;
  readonly store: StateStore;
  readonly lease: Lease;
  readonly api: BatchApi;
  readonly s3: S3Port;
  readonly clock: Clock;
  readonly listener: Listener;
  readonly sourceId: string | undefined;
  /** What specs may ask for; everything unless given. */
  readonly policy?: Policy | undefined;
  /** The longest time between two looks at something under way. */
  readonly pollMs: number;
  readonly statusMs: number;
  /** How long a change of phase waits for others to be written with it. */
  readonly gatherMs?: number | undefined;
  readonly settleMs: number;
  readonly meter?: Meter;
  /** Somebody says when jobs move (lookNow): what is under way is polled at `pollMs` only. */
  readonly hinted?: boolean;
  /** False: no advice on queues and the length of children, and none of the calls that it takes. */
  readonly advice?: boolean;
}

export interface Controller {
  /** Reads the source and begins. Rejects when the source cannot be read at all. */
  start(): Promise<void>;
  /** One pass over everything, in order, and its status written; none begins once the signal is aborted. */
  once(signal?: AbortSignal): Promise<void>;
  /** Reads the source again soon. */
  sourceChanged(): void;
  /** Resolves when every object is settled, or the signal is aborted. */
  untilSettled(signal: AbortSignal): Promise<void>;
  /** How every declared object stands, as far as it has been looked at. */
  standings(): ReadonlyMap<string, Standing>;
  /** Every declared object. */
  objects(): Iterable<ObjectView>;
  /** What it is doing right now. */
  inspect(): Inspection;
  /** Looks at one object, or at all of them, as soon as possible; a key that stands for nothing is left alone. */
  lookNow(key?: string): void;
  /** Lets the passes under way end, for some seconds at the most, and writes status. */
  stop(): Promise<void>;
}

const WORKERS = 8;

/** Failures that are only reported are looked up once in so many polls: the next poll tells how many there are all the same. */
const LIST_POLLS = 10;

/** A source that could not be read, or perhaps written, is read again after so long, whether it says that it has changed or not. */
const REREAD_MS = 5_000;

/** How long stop() waits for passes; one that waits for its turn to call may take minutes. Its intents are durable. */
const STOP_PATIENCE_MS = 5_000;

/** How long it waits once more for passes whose calls have been broken off. */
const ABORTED_PATIENCE_MS = 1_000;

export function createController(options: ControllerOptions): Controller {
  const { source, store, lease, api, s3, clock, listener } = options;
  const lookingSince = clock.now();
  const abort = new AbortController();
  const meter = options.meter ?? NO_METER;
  const activity = createActivity(clock, meter);
  const definitions = createDefinitions(api, () => clock.now(), abort.signal);
  const observer = createObserver(api, clock);
  const surroundings = options.advice === false ? undefined : createSurroundings(api, () => clock.now());
  const sweeps = createSweeps({
    clock,
    observer,
    pollMs: options.pollMs,
    onNews: (key) => queue?.add(key),
    onSame: (key) => {
      seenSame(key);
    },
  });
  const upstreams = new Map<string, Upstream>();
  /** Objects of which it is not known yet what has run: a record was lost, or it is looked for a job. */
  const unclear = new Set<string>();
  let records: Records = freshRecords();
  let queue: KeyedQueue | undefined;
  /** What changed before there was a queue. */
  const early = new Set<string>();
  let stopping = false;
  /** Cancels reading the source again. */
  let reread: (() => void) | undefined;
  let settledWaiters: (() => void)[] = [];

  const loader = createLoader({
    source,
    store,
    givenId: options.sourceId,
    policy: options.policy,
    listener,
    recorded: () => records.names(),
    onLoaded: ({ objects }) => {
      const used = [...objects.values()].filter((each) => each.kind === 'JobDefinition');
      definitions.retain(new Set(used.map((each) => each.name)));
    },
    onChanged: (key) => (queue ?? early).add(key),
  });

  const mayAct = (): boolean => !stopping && lease.check();

  function freshRecords(): Records {
    return createRecords({
      store,
      lease,
      onCorrupt: (name, reason) => {
        listener.problem('A record could not be read and was set aside', { object: name, reason });
      },
    });
  }

  /** Where writing and reading overlap, nobody can tell which of the two saw the other: the source is read once more. */
  const writeStatus: Source['writeStatus'] = async (edits) => {
    const { begun, loading } = loader;
    const results = await source.writeStatus(edits);
    // When what was written has been noted.
    if (loading || loader.begun !== begun) clock.after(0, () => controller.sourceChanged());
    return results;
  };

  const rewrites = createRewrites(source);
  const writer: StatusWriter = createStatusWriter({
    source: { writeStatus },
    clock,
    intervalMs: options.statusMs,
    gatherMs: options.gatherMs,
    mayWrite: () => lease.check(),
    onResult: (key, result) => {
      wrote(key, result);
    },
  });

  function read(then: () => void): void {
    loader.reload().then(then, (error: unknown) => {
      listener.problem('The source cannot be read; what is known of it stands', { err: error });
      readAgain();
    });
  }

  function readAgain(): void {
    if (stopping) return;
    reread ??= clock.after(REREAD_MS, () => {
      reread = undefined;
      controller.sourceChanged();
    });
  }

  function wrote(key: string, result: WriteResult): void {
    const { outcome, edit, reason } = result;
    meter.statusWritten(outcome);
    if (outcome === 'written' || outcome === 'unchanged') {
      rewrites.done(key);
      loader.wrote(edit);
      standings.offerAgain(keyOf(edit.kind, edit.name));
    } else if (outcome === 'conflict' || outcome === 'gone') {
      read(() => {
        standings.offerAgain(keyOf(edit.kind, edit.name));
      });
    } else {
      if (rewrites.isNews(result)) {
        listener.problem('Status could not be written', { object: key, file: edit.file, outcome, reason });
      }
      // Perhaps it was, and only the answer is lost: what stands in the file is read before it is relied on.
      if (outcome === 'failed') readAgain();
      clock.after(rewrites.delayMs(key), () => queue?.add(keyOf(edit.kind, edit.name)));
    }
  }

  const standings = createStandings({ catalog: () => loader.catalog, listener, writer });

  const touch = (key: string): void => {
    for (const each of loader.dependents.get(key) ?? []) queue?.add(each);
  };

  const deciding = () => ({
    api,
    sourceId: loader.sourceId,
    recovered: loader.recovered,
    source,
    records,
    store,
    definitions,
    observer,
    surroundings,
    s3,
    now: () => clock.now(),
    settleMs: options.settleMs,
    lookingSince,
    signal: abort.signal,
    upstreams,
    policy: options.policy,
    listEveryMs: LIST_POLLS * options.pollMs,
  });
  const executing = () => ({ api, s3, store, definitions, now: () => clock.now(), mayAct });

  const passArrayJob = createArrayJobPass({
    loader,
    records: () => records,
    store,
    definitions,
    upstreams,
    ahead: createAhead(upstreams, clock),
    standings,
    sweeps,
    failureLogs: createFailureLogs((ids) => observer.details(ids)),
    listener,
    clock,
    lookAgain: createLookAgain({ clock, sweeps, hinted: options.hinted === true }),
    deciding,
    executing,
    enqueue: () => (queue === undefined ? undefined : (key) => queue?.add(key)),
    othersWait: () => (queue?.depth.ready ?? 0) > 0,
    touch,
    unclear,
  });

  function seenSame(key: string): void {
    const name = key.slice(key.indexOf('/') + 1);
    const upstream = upstreams.get(name);
    if (upstream !== undefined) upstreams.set(name, { ...upstream, seenAt: clock.now() });
  }

  async function pass(key: string): Promise<Again> {
    if (!mayAct()) return { kind: 'after', ms: 1_000 };
    const slash = key.indexOf('/');
    const name = key.slice(slash + 1);
    const again = key.startsWith('JobDefinition/')
      ? await passOneDefinition(key)
      : await passArrayJob(key, name);
    checkSettled();
    return again;
  }

  async function passOneDefinition(key: string): Promise<Again> {
    const declared = loader.catalog.objects.get(key);
    if (declared === undefined) return { kind: 'done' };
    const { sourceId } = loader;
    const now = () => clock.now();
    const { status, retry } = await passDefinition(key, declared, { definitions, sourceId, listener, now });
    if (declared.spec.kind === 'JobDefinition') touch(key);
    if (status !== undefined) standings.stand(key, declared, status);
    return { kind: retry ? 'backoff' : 'done' };
  }

  function isSettled(): boolean {
    const { ready = 0, active = 0 } = queue?.depth ?? {};
    if (ready + active > 1 || loader.loading) return false;
    return standings.areSettled();
  }

  function checkSettled(): void {
    if (settledWaiters.length === 0) return;
    // After the pass that asked has left the queue.
    clock.after(0, () => {
      if (!isSettled() || (queue?.depth.active ?? 0) > 0) return;
      const waiters = settledWaiters;
      settledWaiters = [];
      for (const each of waiters) each();
    });
  }

  /** Waits for something, for so long at the most. */
  async function within(ended: Promise<void>, ms: number): Promise<void> {
    let cancel = (): void => undefined;
    const patience = new Promise<void>((resolve) => {
      cancel = clock.after(ms, resolve);
    });
    await Promise.race([ended, patience]);
    cancel();
  }

  const controller: Controller = {
    async start() {
      queue = createQueue({
        work: (key) => activity.pass(key, () => pass(key)),
        clock,
        workers: WORKERS,
        onError: (key, error) => {
          listener.problem('A pass failed and is tried again', { object: key, err: error });
        },
      });
      lease.onChange(({ state }) => {
        if (state !== 'held' || stopping) return;
        // Someone else may have written while the lease was away.
        records = freshRecords();
        listener.note('The lease is held', { epoch: lease.epoch });
        for (const key of loader.catalog.objects.keys()) queue?.add(key);
      });
      for (const key of early) queue.add(key);
      // Objects that only the records know are named by the loader, too.
      await loader.reload();
    },
    async once(signal) {
      await loader.reload();
      const passAll = async (keys: readonly string[]): Promise<void> => {
        for (const key of keys) {
          if (signal?.aborted === true) return;
          await activity
            .pass(key, () => pass(key))
            .catch((error: unknown) => {
              listener.problem('A pass failed', { object: key, err: error });
            });
        }
      };
      await passAll(passOrder(loader.catalog, await records.names()));
      if (unclear.size > 0) {
        // The next process begins to look anew, so that this one has to look late enough to find everything.
        listener.note('What was submitted before is looked for until the settle time is over', {
          objects: [...unclear],
          settleMs: options.settleMs,
        });
        await within(abortOf(signal), options.settleMs);
        await passAll(passOrder(loader.catalog, await records.names()));
      }
      await writer.flush();
    },
    sourceChanged() {
      read(() => undefined);
    },
    untilSettled(signal) {
      return new Promise((resolve) => {
        settledWaiters.push(resolve);
        signal.addEventListener('abort', () => {
          resolve();
        });
        if (signal.aborted) resolve();
        checkSettled();
      });
    },
    standings: () => standings.all,
    objects: () => viewsOf(loader.catalog, standings.all),
    inspect: () => ({
      queue: queue?.depth ?? { ready: 0, delayed: 0, active: 0 },
      ...activity.seen(),
      source: sourceSeen(source, loader),
      statusWaiting: writer.waiting,
      stopping,
    }),
    lookNow(key) {
      for (const each of key === undefined ? loader.catalog.objects.keys() : [key]) {
        if (loader.catalog.objects.has(each)) queue?.add(each);
      }
    },
    async stop() {
      stopping = true;
      reread?.();
      sweeps.stop();
      const ended = queue?.stop() ?? Promise.resolve();
      await within(ended, STOP_PATIENCE_MS);
      abort.abort();
      // What waited for an answer has something to say now.
      await within(ended, ABORTED_PATIENCE_MS);
      await writer.close();
    },
  };
  return controller;
}

/** Resolves when the signal is aborted. */
function abortOf(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    signal?.addEventListener('abort', () => {
      resolve();
    });
  });
}
