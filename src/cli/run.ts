import { hostname } from 'node:os';
import pino, { type Logger } from 'pino';
import { type Command, Option } from 'commander';
import { systemClock } from '../controller/clock.ts';
import { type Controller, createController } from '../controller/controller.ts';
import type { Listener } from '../controller/listener.ts';
import { catalogOf, type ReadCache } from '../controller/catalog.ts';
import { SETTLED_PHASES } from '../core/conditions.ts';
import type { Source } from '../source/index.ts';
import { acquireLease, type Lease } from '../state/index.ts';
import { durationFlag, openSource, openStateStore, statePlace } from './common.ts';
import { dataFolder, type Endpoint, localEndpoint, remoteEndpoint } from './endpoint.ts';
import { type Progress, terminalProgress } from './progress.ts';
import { UsageError } from './text.ts';

export interface RunOptions {
  readonly once?: boolean;
  readonly untilSettled?: boolean;
  readonly local?: boolean;
  readonly data?: string;
  readonly state?: string;
  readonly sourceId?: string;
  readonly pollInterval: number;
  readonly statusInterval: number;
  readonly settleTime: number;
  /** 15 s unless given. */
  readonly leaseTtl?: number;
  readonly logLevel: string;
  /** Folders that stand for images with the embedded engine: `image=folder`. */
  readonly localImage?: readonly string[];
}

/** How long a pass once waits for another controller to let the lease go. */
const LEASE_WAIT_MS = 30_000;

export function addRun(program: Command): void {
  program
    .command('run')
    .description('Compare the specs of a source with Batch, submit what is missing, and write status back')
    .argument('[source]', 'a directory of YAML specs', '.')
    .option('--once', 'one pass over everything, then end')
    .option('--until-settled', 'end when every object is Succeeded, Failed, Suspended, Blocked or Invalid')
    .option('--local', 'use the embedded engine: children run as processes on this machine')
    .option(
      '--data <dir>',
      'with --local: where the engine keeps jobs, buckets and logs (default: SOURCE/.arrayjob/local)',
    )
    .option('--local-image <image=folder...>', 'with --local: children of this image start in this folder')
    .option(
      '--state <place>',
      'where state is kept: a directory or s3://bucket/prefix (default: SOURCE/.arrayjob)',
    )
    .option('--source-id <id>', 'the id of the source, 8 hex digits (default: made at first use)')
    .option(
      '--poll-interval <duration>',
      'the longest time between two looks at something under way',
      durationFlag('--poll-interval'),
      30_000,
    )
    .option(
      '--status-interval <duration>',
      'how often mere progress is written at the most',
      durationFlag('--status-interval'),
      10_000,
    )
    .option(
      '--settle-time <duration>',
      'how long a submission without an answer is looked for',
      durationFlag('--settle-time'),
      30_000,
    )
    .option(
      '--lease-ttl <duration>',
      'how long another controller must be silent before this one takes over',
      durationFlag('--lease-ttl'),
      15_000,
    )
    .addOption(
      new Option('--log-level <level>', 'how much is logged')
        .choices(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
        .default('info'),
    )
    .addHelpText(
      'after',
      `
Examples:
  arrayjob run jobs/                         watch jobs/ and keep Batch in step with it
  arrayjob run jobs/ --once                  one pass, for cron
  arrayjob run jobs/ --local --until-settled try it on this machine, without AWS
  AWS_ENDPOINT_URL=http://127.0.0.1:4580 arrayjob run jobs/

Exit status: 0; with --until-settled 1 if anything is Failed or Invalid; 2 for a usage or start-up error.`,
    )
    .action(async (source: string, options: RunOptions) => {
      process.exitCode = await run(source, options);
    });
}

/** Runs until told to stop (or settled, or after one pass); gives the exit status. */
export async function run(where: string, options: RunOptions): Promise<number> {
  if (options.sourceId !== undefined && !/^[0-9a-f]{8}$/.test(options.sourceId)) {
    throw new UsageError(`--source-id ${options.sourceId} is not 8 hex digits`);
  }
  if (options.once === true && options.untilSettled === true) {
    throw new UsageError('--once and --until-settled exclude each other: leave one out');
  }
  const terminal = process.stderr.isTTY && options.logLevel === 'info';
  const log = pino(
    { level: terminal ? 'warn' : options.logLevel, base: null },
    pino.destination({ dest: 2, sync: true }),
  );
  const source = await openSource(where, (note) => {
    log.info(note);
  });
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const endpoint = await openEndpoint(source, options, log);
  const progress = terminal ? terminalProgress(process.stderr) : undefined;
  try {
    return await runAt({ source, endpoint, options, log, progress, stop: stop.signal });
  } finally {
    progress?.close();
    await endpoint.close();
    await source.close();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

async function openEndpoint(source: Source, options: RunOptions, log: Logger): Promise<Endpoint> {
  if (options.local !== true) {
    if (options.data !== undefined) throw new UsageError('--data goes with --local');
    return remoteEndpoint(options.settleTime);
  }
  const images = (options.localImage ?? []).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`--local-image ${pair} is not image=folder`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return localEndpoint({
    dataDir: dataFolder(options.data, source.url),
    images: Object.fromEntries(images) as Record<string, string>,
    onNote: (text, fields) => {
      log.info(fields, text);
    },
  });
}

interface Running {
  readonly source: Source;
  readonly endpoint: Endpoint;
  readonly options: RunOptions;
  readonly log: Logger;
  readonly progress: Progress | undefined;
  readonly stop: AbortSignal;
}

async function runAt(running: Running): Promise<number> {
  const { source, endpoint, options, log, stop } = running;
  const store = await openStateStore(statePlace(options.state, source), endpoint.engine?.url);
  const lease = await acquireLease(store, {
    holder: `${hostname()}:${process.pid}`,
    ...(options.leaseTtl === undefined ? {} : { ttlMs: options.leaseTtl, renewMs: options.leaseTtl / 3 }),
  });
  try {
    await held(lease, log, stop, options.once === true);
    if (stop.aborted) return 0;
    const declaring = declareLocally(source, endpoint);
    await declaring();
    const controller = createController({
      source,
      store,
      lease,
      api: endpoint.api,
      s3: endpoint.s3,
      clock: systemClock(),
      listener: listenerOf(running),
      sourceId: options.sourceId,
      pollMs: options.local === true ? Math.min(options.pollInterval, 1_000) : options.pollInterval,
      statusMs: options.statusInterval,
      settleMs: options.settleTime,
    });
    return await serve(controller, running, declaring);
  } finally {
    await lease.release();
    await store.close();
  }
}

async function serve(
  controller: Controller,
  running: Running,
  declaring: () => Promise<void>,
): Promise<number> {
  const { source, options, log, stop } = running;
  if (options.once === true) {
    await controller.once();
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
  return settled && !phases.some((phase) => phase === 'Failed' || phase === 'Invalid') ? 0 : 1;
}

/** With the embedded engine, the queues and buckets that specs name come into being by themselves. */
function declareLocally(source: Source, endpoint: Endpoint): () => Promise<void> {
  const cache: ReadCache = new WeakMap();
  return async () => {
    if (endpoint.engine === undefined) return;
    const catalog = catalogOf(await source.load(), cache);
    endpoint.declare(
      [...catalog.objects.values()].flatMap((each) =>
        each.spec.kind === 'ArrayJob' ? [each.spec.desired] : [],
      ),
    );
  };
}

/** Waits until this process is the one controller of the source. */
async function held(lease: Lease, log: Logger, stop: AbortSignal, once: boolean): Promise<void> {
  if (lease.state === 'held') return;
  log.warn(
    { holder: lease.other?.holder },
    'Another controller holds the lease of this source; standing by until it is gone',
  );
  const limit = once ? AbortSignal.timeout(LEASE_WAIT_MS) : undefined;
  await new Promise<void>((resolve, reject) => {
    const off = lease.onChange(() => {
      if (lease.state !== 'held') return;
      off();
      resolve();
    });
    stop.addEventListener('abort', () => {
      resolve();
    });
    limit?.addEventListener('abort', () => {
      const holder = lease.other?.holder ?? 'unknown';
      reject(
        new UsageError(
          `another controller (${holder}) holds the lease of this source; stop it, or give this one a --state of its own`,
        ),
      );
    });
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

function listenerOf(running: Running): Listener {
  const { log, progress } = running;
  const phases = new Map<string, string>();
  return {
    event(object, event) {
      progress?.event(object, event);
      if (progress === undefined) {
        const level = event.type === 'Warning' ? 'warn' : 'info';
        log[level]({ object, reason: event.reason }, event.message);
      }
    },
    standing(object, status) {
      progress?.standing(object, status);
      const line = `${status.phase} ${JSON.stringify(status.indexes ?? {})}`;
      if (phases.get(object) === line) return;
      phases.set(object, line);
      if (progress !== undefined) return;
      const condition = status.conditions.find((each) => each.type === 'Stalled') ?? status.conditions[0];
      log.info(
        { object, phase: status.phase, ...status.indexes, reason: condition?.reason },
        condition?.message,
      );
    },
    problem(message, fields) {
      log.error(fields, message);
    },
    note(message, fields) {
      log.info(fields, message);
    },
  };
}
