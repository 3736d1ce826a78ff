import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../../controller/clock.ts';
import { type Controller, createController } from '../../controller/controller.ts';
import { createEventLog } from '../../controller/event-log.ts';
import { type Listener, tellAll } from '../../controller/listener.ts';
import type { Telemetry } from '../../controller/telemetry.ts';
import type { Policy } from '../../api/index.ts';
import { SETTLED_PHASES } from '../../core/conditions.ts';
import type { GitSource, Source } from '../../source/index.ts';
import { acquireLease, type Lease } from '../../state/index.ts';
import { outsideState } from '../../work/index.ts';
import { homeOf, openSource, openStateStore, statePlace } from '../common.ts';
import { type CallOptions, dataFolder, type Endpoint, localEndpoint, remoteEndpoint } from '../endpoint.ts';
import { policyIn } from '../policy-file.ts';
import { type Progress, terminalProgress } from '../progress.ts';
import { UsageError } from '../text.ts';
import { packageVersion } from '../version.ts';
import { type GitFlags, gitOptions } from './git.ts';
import { type HintOptions, hintQueue, openHints } from './hints.ts';
import { held } from './lease.ts';
import { listenerOf } from './listener.ts';
import { declareLocally } from './local.ts';
import { createLog } from './log.ts';
import { type NotifyOptions, openNotifier, sinkAddresses } from './notify.ts';
import { type PullRequestFlags, pullRequestKeeper } from './pull-request.ts';
import { listenAddress, type ListenOptions, startServer } from './server.ts';
import { listenToSignals, type Signals } from './signals.ts';

export interface RunOptions extends ListenOptions, NotifyOptions, HintOptions, GitFlags, PullRequestFlags {
  readonly local?: boolean;
  readonly data?: string;
  readonly state?: string;
  readonly sourceId?: string;
  readonly policy?: string;
  readonly pollInterval: number;
  /** 10 s unless given, and 60 s for specs from git, where every write is a commit. */
  readonly statusInterval?: number;
  readonly settleTime: number;
  /** 15 s unless given. */
  readonly leaseTtl?: number;
  readonly logLevel: string;
  /** No bound but that of a second when it is left out. */
  readonly maxCallsPerMinute?: number;
  /** Folders that stand for images with the embedded engine: `image=folder`. */
  readonly localImage?: readonly string[];
}

/** Changes of phase that come this close together go into one commit. */
const COMMIT_GATHER_MS = 500;

/** Runs until told to stop (or settled, or after one pass); gives the exit status. */
export async function run(where: string, options: RunOptions): Promise<number> {
  if (options.sourceId !== undefined && !/^[0-9a-f]{8}$/.test(options.sourceId)) {
    throw new UsageError(`--source-id ${options.sourceId} is not 8 hex digits`);
  }
  if (options.once === true && options.untilSettled === true) {
    throw new UsageError('--once and --until-settled exclude each other: leave one out');
  }
  checkTimes(options);
  const terminal = process.stderr.isTTY && options.logLevel === 'info';
  const log = createLog(terminal ? 'warn' : options.logLevel, {
    secretVariables: options.tokenEnv === undefined ? [] : [options.tokenEnv],
  });
  // Before anything that takes long: a first clone may.
  const signals = listenToSignals(log);
  try {
    return await opened(where, options, { log, terminal, signals });
  } finally {
    signals.close();
  }
}

/** Looking more often than this costs calls and shows nothing new. */
const POLL_MIN_MS = 100;

/** A lease that lasts longer keeps everybody waiting after a crash. */
const LEASE_MAX_MS = 3_600_000;

function checkTimes({ pollInterval, leaseTtl }: RunOptions): void {
  if (pollInterval < POLL_MIN_MS) throw new UsageError('--poll-interval is at least 100ms');
  if (leaseTtl !== undefined && (leaseTtl < 1_000 || leaseTtl > LEASE_MAX_MS))
    throw new UsageError('--lease-ttl is at least 1s and at most 1h');
}

/** Opens the source and where Batch is, and runs with them. */
async function opened(
  where: string,
  options: RunOptions,
  { log, terminal, signals }: Pick<Running, 'log' | 'signals'> & { readonly terminal: boolean },
): Promise<number> {
  signals.onDump(() => startingDump(`Opening the source ${where}`));
  const policy = await policyIn(options.policy);
  // Said before anything is opened.
  sinkAddresses(options);
  hintQueue(options);
  const onNote = (note: string): void => {
    log.info({ note }, 'Source');
  };
  const clock = systemClock();
  const telemetry = await openTelemetry(options, clock);
  const git = gitOptions(where, options, log, {
    onPushed: (push) => keeper?.pushed(push),
    onPush: (outcome) => telemetry?.metrics.pushed(outcome),
  });
  const keeper = pullRequestKeeper(where, options, log);
  const { stop } = signals;
  const source = await openSource(where, onNote, { ...git, opening: stop }).catch((error: unknown) => {
    if (stop.aborted) return undefined;
    throw error;
  });
  if (source === undefined) {
    log.info('Stopping: the source was not open yet');
    return 0;
  }
  signals.onDump(() => startingDump('Opening the state store, and asking for the lease'));
  const endpoint = await openEndpoint(source, options, log, telemetry);
  telemetry?.attach({ budget: () => endpoint.budget.snapshot() });
  const progress = terminal ? terminalProgress(process.stderr) : undefined;
  try {
    keeper?.attach(source);
    return await runAt({ source, policy, endpoint, options, log, clock, telemetry, progress, signals });
  } finally {
    progress?.close();
    await endpoint.close();
    await keeper?.close();
    await source.close();
  }
}

/** What SIGUSR2 logs before there is a lease or a queue. */
function startingDump(starting: string): Readonly<Record<string, unknown>> {
  return { starting, uptimeSeconds: Math.round(process.uptime()), memory: process.memoryUsage() };
}

/** Nothing is counted when nobody can ask. */
async function openTelemetry(options: RunOptions, clock: Clock): Promise<Telemetry | undefined> {
  if (listenAddress(options) === undefined) return undefined;
  const { createTelemetry } = await import('../../controller/telemetry.ts');
  return createTelemetry({ clock, version: packageVersion() });
}

async function openEndpoint(
  source: Source,
  options: RunOptions,
  log: Logger,
  telemetry: Telemetry | undefined,
): Promise<Endpoint> {
  const onCall: NonNullable<CallOptions['onCall']> = (operation, outcome, ms) => {
    telemetry?.called(operation, outcome);
    log.debug({ operation, outcome: outcome.kind, ms: Math.round(ms) }, 'Batch was called');
  };
  const { maxCallsPerMinute } = options;
  const calls = maxCallsPerMinute === undefined ? { onCall } : { onCall, maxCallsPerMinute };
  if (options.local !== true) {
    if (options.data !== undefined) throw new UsageError('--data goes with --local');
    await checkRegion();
    return remoteEndpoint({ ...calls, settleMs: options.settleTime });
  }
  const images = (options.localImage ?? []).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`--local-image ${pair} is not image=folder`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return localEndpoint({
    ...calls,
    dataDir: dataFolder(options.data, homeOf(source)),
    images: Object.fromEntries(images) as Record<string, string>,
    onNote: (text, fields) => {
      log.info(fields, text);
    },
  });
}

/** Without a region every call fails, and each object would be said to have failed for it. */
async function checkRegion(): Promise<void> {
  const named = process.env['AWS_REGION'];
  if (named === '') throw new UsageError('AWS_REGION is set, and empty: name a region, or unset it');
  if (named !== undefined) return;
  const { createAccount } = await import('../../batch/account.ts');
  const account = createAccount();
  const region = await account.region();
  account.close();
  if (region.kind !== 'ok' && region.kind !== 'unknown') throw new UsageError(region.message);
}

interface Running {
  readonly source: Source;
  readonly policy: Policy | undefined;
  readonly endpoint: Endpoint;
  readonly options: RunOptions;
  readonly log: Logger;
  readonly clock: Clock;
  readonly telemetry: Telemetry | undefined;
  readonly progress: Progress | undefined;
  readonly signals: Signals;
}

async function runAt(running: Running): Promise<number> {
  const { source, endpoint, options, log, signals, clock, telemetry } = running;
  const { stop } = signals;
  const place = statePlace(options.state, source);
  const store = await openStateStore(place, endpoint.engine?.url);
  const lease = await acquireLease(store, {
    holder: `${hostname()}:${process.pid}`,
    ...(options.leaseTtl === undefined ? {} : { ttlMs: options.leaseTtl, renewMs: options.leaseTtl / 3 }),
  });
  telemetry?.attach({ lease });
  signals.onLastResort(() => lease.release());
  const eventLog = createEventLog({ store, lease, clock });
  const notifier = openNotifier(options, { store, clock, log, telemetry });
  let controller: Controller | undefined;
  let server;
  let hints;
  signals.onDump(() => dumpOf(controller, lease, endpoint));
  try {
    const git = source.kind === 'git' ? (source as GitSource) : undefined;
    server = telemetry && (await startServer(options, telemetry, { log, clock, git }));
    await held(lease, log, stop, options.once === true);
    if (stop.aborted) return 0;
    const declaring = declareLocally(source, endpoint);
    await declaring();
    controller = createController({
      source,
      store,
      lease,
      api: endpoint.api,
      s3: outsideState(endpoint.s3, place),
      clock,
      listener: tellAll([listenersOf(running), eventLog.listener, ...(notifier ? [notifier.listener] : [])]),
      ...(telemetry === undefined ? {} : { meter: telemetry.metrics }),
      sourceId: options.sourceId,
      policy: running.policy,
      pollMs: options.local === true ? Math.min(options.pollInterval, 1_000) : options.pollInterval,
      statusMs: options.statusInterval ?? (source.kind === 'git' ? 60_000 : 10_000),
      gatherMs: source.kind === 'git' ? COMMIT_GATHER_MS : undefined,
      // The embedded engine shows at once what it was given.
      settleMs: options.local === true ? Math.min(options.settleTime, 1_000) : options.settleTime,
      // The embedded engine says nothing about how children would fare in AWS.
      advice: options.local !== true,
      hinted: options.events !== undefined,
    });
    telemetry?.attach({ controller });
    await notifier?.start();
    hints = openHints(options, controller, { clock, log, telemetry });
    return await serve(controller, running, declaring);
  } finally {
    await hints?.stop();
    await notifier?.close();
    await eventLog.close();
    await lease.release();
    await server?.close();
    await store.close();
  }
}

/** What SIGUSR2 logs: the queue, the budget and the lease. While it stands by, there is no queue. */
function dumpOf(
  controller: Controller | undefined,
  lease: Lease,
  endpoint: Endpoint,
): Readonly<Record<string, unknown>> {
  const { state, epoch, other } = lease;
  const { budget } = endpoint;
  return {
    ...controller?.inspect(),
    budget: { ...budget.snapshot(), failuresInARow: budget.breaker.failures },
    lease: { state, epoch, held: lease.check(), other: other?.holder },
    memory: process.memoryUsage(),
  };
}

function listenersOf({ log, progress, telemetry }: Running): Listener {
  const listener = listenerOf(log, progress);
  return telemetry === undefined ? listener : tellAll([listener, telemetry.listener]);
}

async function serve(
  controller: Controller,
  running: Running,
  declaring: () => Promise<void>,
): Promise<number> {
  const { source, options, log, signals } = running;
  const { stop } = signals;
  if (options.once === true) {
    await controller.once(stop);
    await controller.stop();
    return 0;
  }
  const watch = await source.watch(() => {
    declaring().then(
      () => {
        controller.sourceChanged();
      },
      (error: unknown) => {
        log.error({ err: error }, 'The source cannot be read; what is known of it stands');
      },
    );
  });
  try {
    await controller.start();
    const { url, objects, errors } = controller.inspect().source;
    if (objects + errors === 0)
      log.warn({ source: url }, 'The source declares nothing yet; waiting for specs');
    if (options.untilSettled === true) await controller.untilSettled(stop);
    else await aborted(stop);
    if (stop.aborted) log.info('Stopping: the passes under way end and status is written');
  } finally {
    await watch.close();
    await controller.stop();
  }
  const phases = [...controller.standings().values()].map((each) => each.phase);
  if (options.untilSettled !== true) return 0;
  const settled = phases.every((phase) => (SETTLED_PHASES as readonly string[]).includes(phase));
  const wrong = phases.some((phase) => phase === 'Failed' || phase === 'Invalid');
  // A document that cannot be read is no object, and invalid all the same.
  return settled && !wrong && controller.inspect().source.errors === 0 ? 0 : 1;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
