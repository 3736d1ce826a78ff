import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { createEventFile, eventOf } from './events.ts';
import { createLogReader } from './http/log-reader.ts';
import { createEngineServer } from './http/server.ts';
import { createFaults } from './machine/faults.ts';
import { createMachine, defaultConfig } from './machine/machine.ts';
import { noCounts } from './machine/model.ts';
import { seededRandom } from './machine/random.ts';
import { createContainerRuntime } from './processes/docker.ts';
import { createProcessExecutor } from './processes/executor.ts';
import { ENGINE_VARIABLE, killOrphans } from './processes/orphans.ts';
import { createS3Handler } from './s3/index.ts';
import { createJournal, readJournal } from './store/journal.ts';
import { lockFolder } from './store/lock.ts';
import { restoreWorld } from './store/restore.ts';
import { ADDRESS_FILE } from './viewer.ts';
import type { AddressInfo } from 'node:net';
import type { FaultRule } from './machine/faults.ts';
import type { Machine } from './machine/machine.ts';
import type { Counts } from './machine/model.ts';
import type { Journal } from './store/journal.ts';

/** Changes that nobody has asked about reach the disk after at most so long. */
const FLUSH_MS = 50;
/** Timers cannot be longer than about 24 days; the machine is asked again anyway. */
const MAX_TIMER_MS = 3_600_000;
/** Children get so long to end when the engine is closed. */
const CLOSE_GRACE_MS = 2000;

export interface EngineOptions {
  /** Holds records, buckets (`s3/`), output (`logs/`) and working folders (`work/`); made when missing. */
  readonly dataDir: string;
  /** 127.0.0.1 unless said. */
  readonly host?: string;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** The size of the compute environment of declared queues; the machine's cores unless said, at least 4. */
  readonly vcpus?: number;
  readonly accountId?: string;
  readonly region?: string;
  readonly faults?: readonly FaultRule[];
  /** Makes faults repeatable. */
  readonly faultSeed?: number;
  /** Gets every `Batch Job State Change` as a JSON line. */
  readonly eventsFile?: string;
  /** `process`, the default, runs commands directly; the others run images. */
  readonly runtime?: 'process' | 'docker' | 'podman';
  /**
   * Folders that stand for images which are not run: children of such an image start in its folder, as they would in
   * the image's WORKDIR, and find the programs there. All others start in a fresh, empty folder.
   */
  readonly images?: Readonly<Record<string, string>>;
  /** Hears what a person should know: constant text with fields. */
  readonly onNote?: (text: string, fields: Readonly<Record<string, unknown>>) => void;
}

export interface EngineStats {
  readonly queues: number;
  readonly definitions: number;
  readonly jobs: number;
  /** Plain jobs and children by status. */
  readonly units: Counts;
  /** Attempts with living processes. */
  readonly running: number;
}

export interface Engine {
  /** For AWS_ENDPOINT_URL. */
  readonly url: string;
  readonly port: number;
  /** Stops children (SIGTERM, SIGKILL 2 s later), writes everything and lets the data folder go. */
  readonly close: () => Promise<void>;
  /** Makes the queue unless it is there. */
  readonly declareQueue: (nameOrArn: string) => void;
  /** Makes the bucket unless it is there; throws for a name that S3 would refuse. */
  readonly declareBucket: (name: string) => void;
  readonly stats: () => EngineStats;
}

/**
 * Starts AWS Batch, the S3 operations that its programs use and log reading on one port of this machine. Throws a
 * sentence when the data folder is in use, the port is taken or the runtime cannot be used.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const dataDir = resolve(options.dataDir);
  const host = options.host ?? '127.0.0.1';
  const stateDir = join(dataDir, 'state');
  const runtime = options.runtime ?? 'process';
  const containers = runtime === 'process' ? undefined : createContainerRuntime(runtime);
  const images = imageFolders(options.images);
  mkdirSync(stateDir, { recursive: true });
  const unlock = lockFolder(stateDir);
  try {
    return await open(options, { dataDir, stateDir, host, containers, images, unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}

interface Opened {
  readonly dataDir: string;
  readonly stateDir: string;
  readonly host: string;
  readonly containers: ReturnType<typeof createContainerRuntime> | undefined;
  readonly images: Readonly<Record<string, string>>;
  readonly unlock: () => void;
}

async function open(options: EngineOptions, at: Opened): Promise<Engine> {
  const { dataDir, stateDir, host } = at;
  const note = options.onNote ?? (() => undefined);
  const region = options.region ?? defaultConfig.region;
  const folders = { s3: join(dataDir, 's3'), logs: join(dataDir, 'logs'), work: join(dataDir, 'work') };
  const vcpus = options.vcpus ?? Math.max(4, cpus().length);
  const engineId = identify(stateDir);
  const orphans = killOrphans(engineId);
  rmSync(folders.work, { recursive: true, force: true });
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });

  let url = '';
  let imagesNoted = at.containers !== undefined;
  const events = options.eventsFile === undefined ? undefined : createEventFile(options.eventsFile);
  const earlier = readJournal(stateDir);
  const journal = createJournal(stateDir);
  const driver = createDriver(
    () => machine,
    journal,
    () => events?.flush(),
  );
  const inherited = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: process.env['HOME'] ?? '/' };

  const executor = createProcessExecutor({
    logsDir: folders.logs,
    workDir: folders.work,
    images: at.images,
    environment: () => ({
      ...inherited,
      AWS_ENDPOINT_URL: url,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      [ENGINE_VARIABLE]: engineId,
    }),
    ...(at.containers === undefined ? {} : { containers: at.containers }),
    started: (run) => {
      if (!imagesNoted) {
        imagesNoted = true;
        const image = run.unit.job.container?.image ?? '';
        note('images are not run: commands run directly on this machine', { image });
      }
      machine.started(run);
    },
    ended: (run, outcome) => {
      machine.ended(run, outcome);
      driver.arm();
    },
  });

  const machine: Machine = createMachine({
    now: Date.now,
    random: () => randomBytes(4).readUInt32LE() / 4_294_967_296,
    executor,
    config: {
      region,
      ...(options.accountId === undefined ? {} : { accountId: options.accountId }),
    },
    hooks: {
      changed: (kind, value) => {
        journal.changed(kind, value);
        driver.soon();
      },
      removed: (kind, value) => {
        journal.removed(kind, value);
        driver.soon();
      },
      ...(events === undefined
        ? {}
        : { transition: (value, when) => events.add(eventOf(machine.world, value, when)) }),
    },
  });
  const faults = createFaults(seededRandom(options.faultSeed ?? 1), options.faults);
  const s3 = createS3Handler({ root: folders.s3 });

  const server = createEngineServer({
    machine,
    faults,
    s3,
    commit: () => {
      journal.flush();
      driver.arm();
    },
    logs: { reader: createLogReader(folders.logs) },
    stats: () => statsOf(machine, executor.running()),
    hosts: hostCheck(host),
    failed: (error) =>
      note('a request failed in the engine', { error: error instanceof Error ? error.stack : String(error) }),
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, host, done);
  });
  const { port } = server.address() as AddressInfo;
  url = `http://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;

  writeFileSync(join(stateDir, ADDRESS_FILE), `${url}\n`);
  if (earlier !== undefined) {
    const { lost } = restoreWorld(machine.world, earlier.kept, `i-${engineId.slice(0, 17)}`);
    if (earlier.skipped > 0) note('lines of the state log could not be read', { skipped: earlier.skipped });
    if (lost > 0) note('attempts that were running have lost their host', { lost, orphans });
  }
  journal.compact(machine.world);
  machine.wake();
  driver.arm();

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const stopped = new Promise<void>((done) => server.close(() => done()));
    server.closeAllConnections();
    await Promise.all([stopped, executor.close(CLOSE_GRACE_MS)]);
    driver.stop();
    journal.close();
    events?.close();
    rmSync(join(stateDir, ADDRESS_FILE), { force: true });
    at.unlock();
  };

  return {
    url,
    port,
    close: () => (closing ??= close()),
    declareQueue: (nameOrArn) => {
      machine.declareQueue(nameOrArn, vcpus);
      journal.flush();
      driver.arm();
    },
    declareBucket: (name) => {
      if (!/^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
        throw new Error(
          `${name} is no bucket name: use 3 to 63 lower-case letters, digits, hyphens and dots.`,
        );
      }
      mkdirSync(join(folders.s3, name), { recursive: true });
    },
    stats: () => statsOf(machine, executor.running()),
  };
}

/** Wakes the machine when it wants to be, and writes what has changed. */
function createDriver(machine: () => Machine, journal: Journal, flushEvents: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Infinity;
  let flusher: NodeJS.Timeout | undefined;
  let stopped = false;

  const arm = (): void => {
    if (stopped) return;
    const next = machine().nextWake() ?? Infinity;
    if (next >= armedFor && timer !== undefined) return;
    clearTimeout(timer);
    timer = undefined;
    armedFor = next;
    if (next === Infinity) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        armedFor = Infinity;
        machine().wake();
        arm();
      },
      Math.min(MAX_TIMER_MS, Math.max(0, next - Date.now())),
    );
    timer.unref();
  };

  const soon = (): void => {
    if (flusher !== undefined || stopped) return;
    flusher = setTimeout(() => {
      flusher = undefined;
      journal.flush();
      journal.compact(machine().world);
      flushEvents();
    }, FLUSH_MS);
    flusher.unref();
  };

  return {
    arm,
    soon,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(flusher);
    },
  };
}

/** Absolute folders of images; a missing one would read as a command that is not found. */
function imageFolders(given: EngineOptions['images'] = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).map(([image, folder]) => {
      const found = statSync(folder, { throwIfNoEntry: false });
      if (found?.isDirectory() === true) return [image, resolve(folder)];
      throw new Error(`${folder} is no folder: name the one that stands for the image ${image}.`);
    }),
  );
}

/** An id that stays with the data folder, by which left-over children are known. */
function identify(stateDir: string): string {
  const file = join(stateDir, 'engine-id');
  try {
    const found = readFileSync(file, 'utf8').trim();
    if (/^[0-9a-f]{32}$/.test(found)) return found;
  } catch {
    // A new folder.
  }
  const id = randomBytes(16).toString('hex');
  writeFileSync(file, `${id}\n`);
  return id;
}

/** On a loopback address only names of this machine are served; on others everything is, as was asked for. */
function hostCheck(host: string): (header: string) => boolean {
  if (!/^(127\.|localhost$|::1$)/.test(host)) return () => true;
  return (header) => {
    const name = header.replace(/:[0-9]+$/, '').toLowerCase();
    return /^(.*\.)?(localhost|127\.[0-9.]+|\[::1\])$/.test(name) || name === 'host.docker.internal';
  };
}

function statsOf(machine: Machine, running: number): EngineStats {
  const { world } = machine;
  const units = noCounts();
  for (const job of world.jobs.values()) for (const unit of job.units) units[unit.status] += 1;
  return {
    queues: world.queues.size,
    definitions: [...world.definitions.values()].reduce((sum, family) => sum + family.length, 0),
    jobs: world.jobs.size,
    units,
    running,
  };
}
