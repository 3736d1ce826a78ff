import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { logGroupOf, logStreamOf } from '../machine/describe.ts';
import { unitId } from '../machine/model.ts';
import { unpullable, unstartable } from './failures.ts';
import { createWorkFolders } from './folders.ts';
import { closeLog, createLogFiles } from './logs.ts';
import { batchEnvironment, containersOf } from './spec.ts';
import type { ChildProcess } from 'node:child_process';
import type { Executor, Job, Outcome, Run } from '../machine/model.ts';
import type { ContainerRuntime } from './docker.ts';
import type { ContainerSpec } from './spec.ts';

export interface ProcessOptions {
  /** Where output goes, by log group and stream. */
  readonly logsDir: string;
  /** Where each attempt gets an empty working folder, taken away when it is over. */
  readonly workDir: string;
  /** Folders to start in instead, by image, where images are not run; never taken away. */
  readonly images: Readonly<Record<string, string>>;
  /** What every child gets: the endpoint, the region, stand-in credentials, PATH and HOME. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** Runs images for real; without it commands run directly on this machine. */
  readonly containers?: ContainerRuntime;
  readonly started: (run: Run) => void;
  readonly ended: (run: Run, outcome: Outcome) => void;
}

export interface ProcessExecutor extends Executor {
  readonly running: () => number;
  /** Ends everything: SIGTERM, then SIGKILL after `graceMs`; resolves when all are gone. */
  readonly close: (graceMs: number) => Promise<void>;
}

interface Live {
  readonly run: Run;
  readonly processes: Map<
    string,
    { readonly child: ChildProcess; readonly stop: (signal: NodeJS.Signals) => void }
  >;
  stopping: boolean;
  /** A process may still be about to end in the working folder. */
  lingering: boolean;
  over: boolean;
}

/** Signals that no shell has sent but ECS reports as 128 + number. */
function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (signal !== null) return 128 + constants.signals[signal];
  return code ?? 0;
}

/**
 * Runs attempts as real processes: the command as it is, no shell, in a process group of its own, standard output and
 * error straight into the attempt's log file.
 */
export function createProcessExecutor(options: ProcessOptions): ProcessExecutor {
  const logs = createLogFiles(options.logsDir);
  const folders = createWorkFolders(options.workDir);
  const live = new Map<string, Live>();
  const specs = new WeakMap<Job, readonly ContainerSpec[]>();
  const bases = new WeakMap<Job, Record<string, string>>();
  let waiters: (() => void)[] = [];
  let closed = false;

  const specsOf = (job: Job): readonly ContainerSpec[] => {
    let found = specs.get(job);
    if (found === undefined) {
      found = containersOf(job);
      specs.set(job, found);
    }
    return found;
  };

  const baseOf = (job: Job): Record<string, string> => {
    let base = bases.get(job);
    if (base === undefined) {
      base = { ...options.environment() };
      bases.set(job, base);
    }
    return base;
  };

  const finish = (entry: Live, outcome: Outcome, folder: string): void => {
    if (entry.over) return;
    entry.over = true;
    live.delete(unitId(entry.run.unit));
    if (entry.processes.size > 0) entry.lingering = true;
    for (const { stop } of entry.processes.values()) stop('SIGKILL');
    folders.giveBack(folder, !entry.lingering);
    if (!closed) options.ended(entry.run, outcome);
    if (live.size === 0) {
      folders.tidy();
      for (const waiter of waiters) waiter();
      waiters = [];
    }
  };

  const launch = (
    entry: Live,
    spec: ContainerSpec,
    folder: string,
    done: (outcome: Outcome) => void,
  ): void => {
    const { run } = entry;
    const { job, index } = run.unit;
    const environment = { ...baseOf(job), ...spec.environment, ...batchEnvironment(run) };
    const command = options.containers?.command(spec, environment, run) ?? spec.command;
    const program = command[0];
    if (program === undefined) {
      done(unstartable('', undefined));
      return;
    }
    const refused = options.containers === undefined ? unpullable(spec.image) : undefined;
    if (refused !== undefined) {
      done(refused);
      return;
    }
    const log = logs.open(logGroupOf(job), logStreamOf(job, index, run.attempt, spec.name));
    let child: ChildProcess;
    try {
      child = spawn(program, command.slice(1), {
        cwd: (options.containers === undefined ? options.images[spec.image] : undefined) ?? folder,
        env: environment,
        detached: true,
        stdio: ['ignore', log, log],
      });
    } catch (error) {
      closeLog(log);
      done(unstartable(program, (error as NodeJS.ErrnoException).code));
      return;
    }
    closeLog(log);
    const { pid } = child;
    child.once('error', (error: NodeJS.ErrnoException) => {
      entry.processes.delete(spec.name);
      done(unstartable(program, error.code));
    });
    if (pid === undefined) return;
    const stop = (signal: NodeJS.Signals): void => {
      killGroup(pid, signal);
      if (signal === 'SIGKILL') options.containers?.kill(run, spec);
    };
    entry.processes.set(spec.name, { child, stop });
    child.once('exit', (code, signal) => {
      entry.processes.delete(spec.name);
      // What the first process leaves behind ends with it, as in a container.
      if (killGroup(pid, 'SIGKILL')) entry.lingering = true;
      const outcome = options.containers?.outcome(code, signal, spec) ?? {
        exitCode: exitCodeOf(code, signal),
      };
      done(outcome);
    });
  };

  const runAll = (entry: Live, containers: readonly ContainerSpec[], folder: string): void => {
    const firsts = containers.filter((each) => each.first);
    const rest = containers.filter((each) => !each.first);
    const next = (at: number): void => {
      const spec = firsts[at];
      if (entry.over) return;
      if (spec !== undefined) {
        launch(entry, spec, folder, (outcome) => {
          if (outcome.exitCode === 0 && !entry.stopping) next(at + 1);
          else finish(entry, outcome, folder);
        });
        return;
      }
      for (const each of rest) {
        launch(entry, each, folder, (outcome) => {
          const last = entry.processes.size === 0;
          if (each.essential || last) finish(entry, outcome, folder);
        });
        if (!live.has(unitId(entry.run.unit))) return;
      }
    };
    next(0);
  };

  return {
    running: () => live.size,
    start: (run) => {
      const { unit } = run;
      const folder = folders.take();
      const entry: Live = { run, processes: new Map(), stopping: false, lingering: false, over: false };
      live.set(unitId(unit), entry);
      runAll(entry, specsOf(unit.job), folder);
      if (entry.processes.size > 0) options.started(run);
    },
    stop: (run, signal) => {
      const entry = live.get(unitId(run.unit));
      if (entry?.run.attempt !== run.attempt) return;
      entry.stopping = true;
      for (const { stop } of entry.processes.values()) stop(signal);
    },
    close: async (graceMs) => {
      closed = true;
      if (live.size === 0) {
        await folders.settled();
        return;
      }
      const gone = new Promise<void>((resolve) => waiters.push(resolve));
      const all = (signal: NodeJS.Signals): void => {
        for (const entry of live.values()) {
          entry.stopping = true;
          for (const { stop } of entry.processes.values()) stop(signal);
        }
      };
      all('SIGTERM');
      const timer = setTimeout(() => all('SIGKILL'), graceMs);
      await gone;
      clearTimeout(timer);
      await folders.settled();
    },
  };
}

/** Signals a whole process group; gives whether there was one. One that is gone already is no error. */
export function killGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    // The group is empty: everything in it has ended by itself.
    return false;
  }
}
