import type { BatchApi } from '../batch/api.ts';
import { stampConditions, type Condition, type Fact } from '../core/conditions.ts';
import type { Upstream } from '../core/dependencies.ts';
import { sentences } from '../core/finding.ts';
import { canonicalText, type JsonObject } from '../core/json.ts';
import type { PlanEvent } from '../core/outcomes.ts';
import { encodeRecord } from '../core/record-text.ts';
import type { ObjectRecord } from '../core/record.ts';
import { type Status, statusObject } from '../core/status.ts';
import type { Source, WriteResult } from '../source/index.ts';
import type { Lease, StateStore } from '../state/index.ts';
import { readLedgerHead, type S3Port, sweepLedger } from '../work/index.ts';
import {
  type Catalog,
  catalogOf,
  type Copy,
  type Declared,
  keyOf,
  type ReadCache,
  sameCopies,
} from './catalog.ts';
import type { Clock } from './clock.ts';
import { createDefinitions } from './definitions.ts';
import { execute } from './execute.ts';
import { sourceIdOf } from './identity.ts';
import { createObserver } from './observer.ts';
import { statusAfter } from './outcome.ts';
import { dependentsOf, passOrder } from './order.ts';
import { decide, type Decision, statusIn, upstreamOf } from './pass.ts';
import { type Again, createQueue, type KeyedQueue } from './queue.ts';
import { createRecords, type Records } from './records.ts';
import { createStatusWriter, plainStatus, saysTheSame, type StatusWriter } from './status-writer.ts';

/** What a controller tells about; every call is one line of a log. */
export interface Listener {
  event(object: string, event: PlanEvent): void;
  /** How an object stands after a pass. */
  standing(object: string, status: Status): void;
  /** Something went wrong that is not about one object's spec. */
  problem(message: string, fields: Readonly<Record<string, unknown>>): void;
  note(message: string, fields: Readonly<Record<string, unknown>>): void;
}

export interface ControllerOptions {
  readonly source: Source;
  readonly store: StateStore;
  readonly lease: Lease;
  readonly api: BatchApi;
  readonly s3: S3Port;
  readonly clock: Clock;
  readonly listener: Listener;
  readonly sourceId: string | undefined;
  /** The longest time between two looks at something under way. */
  readonly pollMs: number;
  readonly statusMs: number;
  readonly settleMs: number;
}

export interface Controller {
  /** Reads the source and begins. Rejects when the source cannot be read at all. */
  start(): Promise<void>;
  /** One pass over everything, in order, and its status written. */
  once(): Promise<void>;
  /** Reads the source again soon. */
  sourceChanged(): void;
  /** Resolves when every object is settled, or the signal is aborted. */
  untilSettled(signal: AbortSignal): Promise<void>;
  /** How every declared object stands, as far as it has been looked at. */
  standings(): ReadonlyMap<string, Standing>;
  /** Lets the passes under way end, for some seconds at the most, and writes status. */
  stop(): Promise<void>;
}

export interface Standing {
  readonly specDigest: string;
  readonly phase: string;
  readonly status: JsonObject;
}

const WORKERS = 8;

/** How long stop() waits for passes; one that waits for its turn to call may take minutes. Its intents are durable. */
const STOP_PATIENCE_MS = 5_000;

/** The first wait after something has changed; it grows while nothing does. */
const POLL_FIRST_MS = 1_000;
const POLL_GROWTH = 1.5;

export function createController(options: ControllerOptions): Controller {
  const { source, store, lease, api, s3, clock, listener } = options;
  const lookingSince = clock.now();
  const abort = new AbortController();
  const cache: ReadCache = new WeakMap();
  const definitions = createDefinitions(api, () => clock.now());
  const observer = createObserver(api, (ms, run) => clock.after(ms, run));
  const upstreams = new Map<string, Upstream>();
  const standings = new Map<string, Standing>();
  const polls = new Map<string, { readonly text: string; readonly ms: number }>();
  const told = new Set<string>();
  /** The root of each object's items as of its last pass. */
  const loaded = new Map<string, string | null>();
  let records: Records = freshRecords();
  let catalog: Catalog = { objects: new Map(), findings: [], foreign: [], complete: false, version: '' };
  let dependents: ReadonlyMap<string, readonly string[]> = new Map();
  let sourceId = '';
  let recovered = false;
  let queue: KeyedQueue | undefined;
  let stopping = false;
  let loading: Promise<void> | undefined;
  const wanted = { load: false };
  const loadWanted = (): boolean => wanted.load;
  let settledWaiters: (() => void)[] = [];

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

  const writer: StatusWriter = createStatusWriter({
    source,
    clock,
    intervalMs: options.statusMs,
    onResult: (key, result) => {
      wrote(key, result);
    },
  });

  function wrote(key: string, result: WriteResult): void {
    const { outcome, edit, reason } = result;
    if (outcome === 'written' || outcome === 'unchanged') {
      const object = keyOf(edit.kind, edit.name);
      const declared = catalog.objects.get(object);
      if (declared === undefined) return;
      const noted = <T extends Copy>(copy: T): T =>
        copy.file === edit.file && copy.specDigest === edit.specDigest
          ? { ...copy, status: edit.status }
          : copy;
      (catalog.objects as Map<string, Declared>).set(object, {
        ...noted(declared),
        copies: declared.copies.map(noted),
      });
    } else if (outcome === 'conflict' || outcome === 'gone') {
      controller.sourceChanged();
    } else {
      listener.problem('Status could not be written', { object: key, file: edit.file, outcome, reason });
      clock.after(5_000, () => queue?.add(keyOf(edit.kind, edit.name)));
    }
  }

  const deps = () => ({
    api,
    sourceId,
    recovered,
    source,
    records,
    store,
    definitions,
    observer,
    s3,
    now: () => clock.now(),
    settleMs: options.settleMs,
    lookingSince,
    signal: abort.signal,
    upstreams,
  });

  async function load(): Promise<void> {
    const snapshot = await source.load();
    const next = catalogOf(snapshot, cache);
    const before = catalog;
    catalog = next;
    dependents = dependentsOf(next);
    definitions.retain(
      new Set(
        [...next.objects.values()].filter((each) => each.kind === 'JobDefinition').map((each) => each.name),
      ),
    );
    for (const finding of next.findings) {
      const text = `${finding.place.file}:${finding.place.line}:${finding.place.column}: ${sentences(finding.message, finding.remedy)}`;
      if (!told.has(text)) listener.problem(text, { code: finding.code, severity: finding.severity });
    }
    told.clear();
    for (const { place, message, remedy } of next.findings) {
      told.add(`${place.file}:${place.line}:${place.column}: ${sentences(message, remedy)}`);
    }
    if (sourceId === '') await identify(next);
    for (const key of before.objects.keys()) if (!next.objects.has(key)) queue?.add(key);
    if (next.complete && !before.complete && queue !== undefined) {
      // What went missing while something could not be read was left alone until now.
      for (const name of await records.names()) {
        const key = keyOf('ArrayJob', name);
        if (!next.objects.has(key)) queue.add(key);
      }
    }
    for (const [key, declared] of next.objects) {
      const old = before.objects.get(key);
      const same =
        old?.specDigest === declared.specDigest &&
        old.spec.kind === declared.spec.kind &&
        old.file === declared.file &&
        saysTheSame(old.status, declared.status) &&
        sameCopies(old.copies, declared.copies);
      if (!same) queue?.add(key);
    }
  }

  async function identify(next: Catalog): Promise<void> {
    const identity = await sourceIdOf({
      store,
      given: options.sourceId,
      statuses: [...next.objects.values()].map((each) => each.status),
      url: source.url,
      keep: true,
    });
    sourceId = identity.id;
    recovered = identity.recovered;
    if (identity.movedFrom !== undefined) {
      listener.problem(
        'The state store was made for another place: if this directory is a copy, give it a store or --source-id of its own',
        { from: identity.movedFrom, to: source.url, sourceId },
      );
    }
  }

  function reload(): Promise<void> {
    if (loading !== undefined) {
      wanted.load = true;
      return loading;
    }
    loading = (async () => {
      do {
        wanted.load = false;
        await load();
      } while (loadWanted());
    })().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  async function pass(key: string): Promise<Again> {
    if (!mayAct()) return { kind: 'after', ms: 1_000 };
    const slash = key.indexOf('/');
    const name = key.slice(slash + 1);
    const again = key.startsWith('JobDefinition/')
      ? await passDefinition(key)
      : await passArrayJob(key, name);
    checkSettled();
    return again;
  }

  async function passDefinition(key: string): Promise<Again> {
    const declared = catalog.objects.get(key);
    if (declared === undefined) return { kind: 'done' };
    if (declared.spec.kind !== 'JobDefinition') {
      const message = declared.findings.map((each) => sentences(each.message, each.remedy)).join('\n');
      stand(
        key,
        declared,
        definitionStatus(declared, undefined, 'SpecInvalid', message || 'The spec has errors'),
      );
      return { kind: 'done' };
    }
    const { desired } = declared.spec;
    let decision = await definitions.decide(desired);
    if (decision.kind === 'register') {
      const { changed } = decision;
      decision = await definitions.register(desired);
      if (decision.kind === 'current') {
        const message = `Registered ${decision.reference}${changed ? ', because its content differs from the active revision' : ''}`;
        listener.event(key, { type: 'Normal', reason: 'Registered', message });
      }
    }
    for (const each of dependents.get(key) ?? []) queue?.add(each);
    if (decision.kind === 'current') {
      stand(
        key,
        declared,
        definitionStatus(declared, decision.reference, 'Registered', `Jobs use ${decision.reference}`),
      );
      return { kind: 'done' };
    }
    if (decision.kind !== 'failed') return { kind: 'backoff' };
    const { failure } = decision;
    listener.problem('A job definition could not be registered', { object: key, reason: failure.message });
    const reason = failure.kind === 'terminal' ? 'DefinitionRefused' : 'DefinitionPending';
    stand(key, declared, definitionStatus(declared, undefined, reason, failure.message));
    return { kind: 'backoff' };
  }

  function definitionStatus(
    declared: Declared,
    reference: string | undefined,
    reason: string,
    message: string,
  ): Status {
    const facts: readonly Fact[] =
      reference !== undefined
        ? [{ type: 'Ready', status: 'True', reason, message }]
        : [
            { type: 'Ready', status: 'False', reason, message },
            {
              type: reason === 'DefinitionPending' ? 'Reconciling' : 'Stalled',
              status: 'True',
              reason,
              message,
            },
          ];
    const before: readonly Condition[] = statusIn(declared.status)?.conditions ?? [];
    const phase =
      reference !== undefined
        ? 'Succeeded'
        : reason === 'SpecInvalid'
          ? 'Invalid'
          : reason === 'DefinitionPending'
            ? 'Pending'
            : 'Failed';
    return {
      phase,
      object: statusObject('JobDefinition', declared.name, sourceId),
      ...(reference === undefined ? {} : { jobDefinition: reference }),
      conditions: stampConditions(facts, before, new Date(clock.now()).toISOString()),
    };
  }

  async function passArrayJob(key: string, name: string): Promise<Again> {
    const declared = catalog.objects.get(key);
    // What is missing may only be unreadable for the moment: nothing is stopped for that.
    if (declared === undefined && !catalog.complete) return { kind: 'done' };
    const decision = await decide(name, catalog, deps());
    for (const event of decision.plan.events) listener.event(key, event);
    const { record } = decision.plan;
    if (record === undefined) {
      settle(key, declared, decision, decision.plan.status);
      return { kind: 'done' };
    }
    if (decision.plan.actions.some((each) => each.kind === 'forget')) {
      await execute(decision.plan, record, executeDeps());
      await records.forget(name);
      upstreams.delete(name);
      standings.delete(key);
      for (const each of dependents.get(key) ?? []) queue?.add(each);
      return { kind: 'done' };
    }
    await records.save(record);
    const done = await execute(decision.plan, record, executeDeps());
    await records.save(done.record);
    await sweep(name, done.record);
    for (const event of done.events) listener.event(key, event);
    const status = statusAfter(decision, done.record, clock.now());
    settle(key, declared, { ...decision, plan: { ...decision.plan, record: done.record } }, status);
    return nextLook(key, decision, done.record, done.retry);
  }

  const executeDeps = () => ({ api, s3, store, definitions, now: () => clock.now(), mayAct });

  /** Items of earlier generations go once a record that no longer names them is durable. */
  async function sweep(name: string, record: ObjectRecord): Promise<void> {
    const before = loaded.get(name);
    const ledger = readLedgerHead(record.ledger);
    loaded.set(name, ledger?.root ?? null);
    if (ledger === undefined || before === undefined || before === ledger.root) return;
    await sweepLedger({ ledger, store, keyPrefix: records.prefix(name) });
  }

  function settle(
    key: string,
    declared: Declared | undefined,
    decision: Decision,
    status: Status | undefined,
  ): void {
    const name = key.slice(key.indexOf('/') + 1);
    const before = upstreams.get(name);
    const after = upstreamOf(name, status, decision, upstreams);
    upstreams.set(name, after);
    const textOf = (each: Upstream | undefined) =>
      canonicalText(each === undefined ? undefined : plainStatus(each));
    if (textOf(before) !== textOf(after)) for (const each of dependents.get(key) ?? []) queue?.add(each);
    if (declared !== undefined && status !== undefined) stand(key, declared, status);
  }

  function stand(key: string, declared: Declared, status: Status): void {
    const plain = plainStatus(status);
    standings.set(key, { specDigest: declared.specDigest, phase: status.phase, status: plain });
    listener.standing(key, status);
    const current = catalog.objects.get(key);
    if (current === undefined) return;
    const { kind, name } = declared;
    writer.offer({
      key,
      file: declared.file,
      kind,
      name,
      specDigest: declared.specDigest,
      status: plain,
      current: current.status,
    });
    current.copies.forEach(({ file, specDigest, status: there }, i) => {
      writer.offer({ key: `${key} ${i}`, file, kind, name, specDigest, status: plain, current: there });
    });
  }

  /** When to look again: soon after a change, later and later while nothing happens, and at every known moment. */
  function nextLook(key: string, decision: Decision, record: ObjectRecord, retry: boolean): Again {
    if (retry || decision.lookFailed !== undefined) return { kind: 'backoff' };
    const { declared } = decision.input;
    const unresolved =
      declared.kind === 'valid' &&
      ((declared.work.kind === 'failed' && !declared.work.terminal) ||
        declared.definition.kind === 'pending');
    if (unresolved) return { kind: 'backoff' };
    const { dueAt, watching } = decision.plan;
    const known = dueAt === undefined ? Infinity : Math.max(0, dueAt - clock.now());
    if (!watching) {
      polls.delete(key);
      return known === Infinity ? { kind: 'done' } : { kind: 'after', ms: known };
    }
    const text = canonicalText(encodeRecord(record));
    const before = polls.get(key);
    const first = Math.min(POLL_FIRST_MS, options.pollMs);
    const ms = before?.text === text ? Math.min(options.pollMs, before.ms * POLL_GROWTH) : first;
    polls.set(key, { text, ms });
    return { kind: 'after', ms: Math.min(known, ms * (0.9 + clock.random() / 5)) };
  }

  function isSettled(): boolean {
    const { ready = 0, active = 0 } = queue?.depth ?? {};
    if (ready + active > 1 || loading !== undefined) return false;
    return [...catalog.objects].every(([key, declared]) => {
      const standing = standings.get(key);
      return (
        standing?.specDigest === declared.specDigest &&
        ['Invalid', 'Blocked', 'Suspended', 'Succeeded', 'Failed'].includes(standing.phase)
      );
    });
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

  const controller: Controller = {
    async start() {
      queue = createQueue({
        work: pass,
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
        for (const key of catalog.objects.keys()) queue?.add(key);
      });
      await reload();
      for (const name of await records.names()) queue.add(keyOf('ArrayJob', name));
    },
    async once() {
      await reload();
      for (const key of passOrder(catalog, await records.names())) {
        await pass(key).catch((error: unknown) => {
          listener.problem('A pass failed', { object: key, err: error });
        });
      }
      await writer.flush();
    },
    sourceChanged() {
      reload().catch((error: unknown) => {
        listener.problem('The source cannot be read; what is known of it stands', { err: error });
      });
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
    standings: () => standings,
    async stop() {
      stopping = true;
      let cancel = (): void => undefined;
      const patience = new Promise<void>((resolve) => {
        cancel = clock.after(STOP_PATIENCE_MS, resolve);
      });
      await Promise.race([queue?.stop(), patience]);
      cancel();
      abort.abort();
      await writer.close();
    },
  };
  return controller;
}
