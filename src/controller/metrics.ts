import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { BudgetSnapshot } from '../batch/budget.ts';
import type { Outcome } from '../batch/outcome.ts';
import { PHASES } from '../core/conditions.ts';
import type { Inspection, ObjectView } from './inspection.ts';
import type { Listener } from './listener.ts';
import type { WriteOutcome } from '../source/index.ts';
import type { Meter, PassResult } from './meter.ts';

/** What gauges are read from, at the moment of a scrape. */
export interface Gauged {
  objects(): Iterable<ObjectView>;
  inspection(): Inspection | undefined;
  leaseHeld(): boolean;
  budget(): BudgetSnapshot;
}

/** `conflict`: somebody else was first, and it is done again on top of that. */
type PushOutcome = 'ok' | 'conflict' | 'error';
type NotifyOutcome = 'sent' | 'failed' | 'dropped';
type HintOutcome = 'used' | 'foreign' | 'malformed';

/** Counts what a controller does, for Prometheus. */
export interface Metrics extends Meter {
  readonly listener: Listener;
  /** A request to Batch and what became of it. */
  called(operation: string, outcome: Outcome<unknown>): void;
  /** A push of a git source. */
  pushed(outcome: PushOutcome): void;
  /** A notification that was sent, or given up. */
  notified(outcome: NotifyOutcome): void;
  /** A message from the queue of events. */
  hinted(outcome: HintOutcome): void;
  readonly type: string;
  text(): Promise<string>;
}

/** From a pass that only looks at memory to one that waits for its turn to call. */
const PASS_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

const INDEX_STATES = ['succeeded', 'failed', 'running', 'waiting'] as const;

/**
 * What counters are told, all of it there from the start: of a series that begins with its first event, Prometheus sees
 * neither that event nor that there was none.
 */
const RESULTS: readonly PassResult[] = ['done', 'requeue', 'backoff', 'error'];
const WRITES: readonly WriteOutcome[] = ['written', 'unchanged', 'conflict', 'gone', 'refused', 'failed'];
const PUSHES: readonly PushOutcome[] = ['ok', 'conflict', 'error'];
const NOTIFIED: readonly NotifyOutcome[] = ['sent', 'failed', 'dropped'];
const HINTED: readonly HintOutcome[] = ['used', 'foreign', 'malformed'];

export function createMetrics(
  build: { readonly version: string; readonly node: string },
  gauged: Gauged,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <T extends string>(
    name: string,
    help: string,
    labelNames: readonly T[],
    collect: (gauge: Gauge<T>) => void,
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        collect(this);
      },
    });

  gauge('arrayjob_objects', 'ArrayJobs by phase', ['phase'], (each) => {
    const counts = new Map<string, number>([...PHASES, 'Unknown'].map((phase) => [phase, 0]));
    for (const { kind, status } of gauged.objects()) {
      const phase = status?.phase ?? 'Unknown';
      if (kind === 'ArrayJob') counts.set(phase, (counts.get(phase) ?? 0) + 1);
    }
    for (const [phase, count] of counts) each.set({ phase }, count);
  });
  gauge('arrayjob_objects_stalled', 'ArrayJobs that wait for a person', [], (each) => {
    const stalled = [...gauged.objects()].filter(
      ({ kind, status }) =>
        kind === 'ArrayJob' && status?.conditions.some((condition) => condition.type === 'Stalled') === true,
    );
    each.set(stalled.length);
  });
  gauge('arrayjob_indexes', 'Indexes of all ArrayJobs by state', ['state'], (each) => {
    for (const state of INDEX_STATES) {
      let sum = 0;
      for (const { status } of gauged.objects()) sum += status?.indexes?.[state] ?? 0;
      each.set({ state }, sum);
    }
  });
  gauge('arrayjob_queue_depth', 'Objects in the queue by state', ['state'], (each) => {
    const { ready, delayed, active } = gauged.inspection()?.queue ?? { ready: 0, delayed: 0, active: 0 };
    for (const [state, count] of Object.entries({ ready, delayed, active })) each.set({ state }, count);
  });
  gauge('arrayjob_budget_tokens', 'Calls to Batch that may go at once', ['class'], (each) => {
    for (const [name, count] of Object.entries(gauged.budget().tokens)) each.set({ class: name }, count);
  });
  gauge('arrayjob_budget_rate', 'Calls to Batch a second that the budget allows now', ['class'], (each) => {
    for (const [name, rate] of Object.entries(gauged.budget().rates)) each.set({ class: name }, rate);
  });
  gauge('arrayjob_lease_held', '1 while this controller holds the lease', [], (each) => {
    each.set(gauged.leaseHeld() ? 1 : 0);
  });
  gauge('arrayjob_source_read', '1 unless the source could not be read the last time', [], (each) => {
    const source = gauged.inspection()?.source;
    each.set(source?.read === true && source.failure === undefined ? 1 : 0);
  });
  gauge('arrayjob_build_info', 'Always 1; what runs', ['version', 'node'], (each) => {
    each.set({ ...build }, 1);
  });

  const reconciles = counter('arrayjob_reconciles_total', 'Passes by result', ['result']);
  const duration = new Histogram({
    name: 'arrayjob_reconcile_duration_seconds',
    help: 'How long passes take',
    buckets: PASS_BUCKETS,
    registers,
  });
  const calls = counter('arrayjob_api_calls_total', 'Requests to Batch by operation and outcome', [
    'operation',
    'outcome',
  ]);
  const throttles = counter('arrayjob_api_throttles_total', 'Requests that Batch throttled', ['operation']);
  const submissions = counter('arrayjob_submissions_total', 'Jobs that Batch took');
  const adoptions = counter('arrayjob_adoptions_total', 'Jobs found in Batch instead of submitted again');
  const duplicates = counter('arrayjob_duplicates_total', 'Second jobs of one name that were terminated');
  const writes = counter('arrayjob_status_writes_total', 'Status edits by outcome', ['outcome']);
  const pushes = counter('arrayjob_git_pushes_total', 'Pushes of a git source by outcome', ['outcome']);
  const conflicts = counter('arrayjob_git_conflicts_total', 'Pushes that somebody else was ahead of');
  const notifications = counter('arrayjob_notifications_total', 'Notifications by outcome', ['outcome']);
  const hints = counter('arrayjob_hints_total', "Messages of Batch's events by what they were", ['outcome']);
  const begin = <T extends string>(of: Counter<T>, label: T, values: readonly string[]): void => {
    for (const value of values) of.inc({ [label]: value } as Record<T, string>, 0);
  };
  begin(reconciles, 'result', RESULTS);
  begin(writes, 'outcome', WRITES);
  begin(pushes, 'outcome', PUSHES);
  begin(notifications, 'outcome', NOTIFIED);
  begin(hints, 'outcome', HINTED);

  const byReason: Readonly<Record<string, { inc(): void } | undefined>> = {
    Submitted: submissions,
    Adopted: adoptions,
    DuplicateTerminated: duplicates,
  };

  return {
    listener: {
      event(_object, event) {
        byReason[event.reason]?.inc();
      },
      standing: () => undefined,
      problem: () => undefined,
      note: () => undefined,
    },
    passed(_object, result, ms) {
      reconciles.inc({ result });
      duration.observe(ms / 1000);
    },
    statusWritten(outcome) {
      writes.inc({ outcome });
    },
    called(operation, outcome) {
      const throttled = outcome.kind === 'transient' && outcome.code === 'Throttled';
      calls.inc({ operation, outcome: throttled ? 'throttled' : outcome.kind });
      if (throttled) throttles.inc({ operation });
    },
    pushed(outcome) {
      pushes.inc({ outcome });
      if (outcome === 'conflict') conflicts.inc();
    },
    notified(outcome) {
      notifications.inc({ outcome });
    },
    hinted(outcome) {
      hints.inc({ outcome });
    },
    type: registry.contentType,
    text: () => registry.metrics(),
  };
}
