import { createFaults } from './faults.ts';
import { createHeap } from './heap.ts';
import { createMachine } from './machine.ts';
import { unitId } from './model.ts';
import { seededRandom } from './random.ts';
import { hostLost } from './retries.ts';
import type { Answer } from './answer.ts';
import type { FaultRule, Faults } from './faults.ts';
import type { Machine } from './machine.ts';
import type { Hooks, MachineConfig, Outcome, Run } from './model.ts';
import type { Json } from './wire.ts';

/** What a script is told about an attempt that is about to run. */
export interface ScriptedChild {
  readonly jobId: string;
  readonly jobName: string;
  /** The child's index; undefined for a plain job. */
  readonly index: number | undefined;
  readonly size: number;
  /** From 1. */
  readonly attempt: number;
  /** Epoch milliseconds of the virtual clock. */
  readonly now: number;
  readonly command: readonly string[];
  readonly environment: readonly { readonly name?: string; readonly value?: string }[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** What an attempt does. Without anything it runs for 0 ms and succeeds. */
export interface Scripted {
  /** From STARTING to RUNNING. */
  readonly startMs?: number;
  /** From RUNNING to the end; Infinity for one that never ends by itself. */
  readonly durationMs?: number;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly statusReason?: string;
  /** The container never comes to run: no RUNNING, no exit code. */
  readonly notStarted?: boolean;
  /** The host is lost at the end of the duration, in Batch's words. */
  readonly hostLost?: boolean;
  /** How it takes SIGTERM: ends with 143 after so long, 0 unless said; Infinity ignores it and is killed (137). */
  readonly termMs?: number;
  /** Its exit code when it ends on SIGTERM; 143 unless said. */
  readonly termExitCode?: number;
}

export interface FakeBatchOptions {
  readonly seed?: number;
  /** The virtual clock's first moment, epoch milliseconds. */
  readonly now?: number;
  readonly script?: (child: ScriptedChild) => Scripted;
  readonly faults?: readonly FaultRule[];
  readonly config?: Partial<MachineConfig>;
  readonly hooks?: Hooks;
}

/**
 * AWS Batch in memory under a virtual clock, for tests and simulations: no sockets, no timers, no promises. Two fakes
 * with the same options and the same calls at the same times do exactly the same.
 */
export interface FakeBatch {
  readonly now: () => number;
  /**
   * One API call. A modelled error comes back as `{ok: false, error}`; `lost: true` marks a reply lost after the act,
   * which a real client sees as a broken connection. A `delay` fault moves the clock on before the answer is given.
   */
  readonly call: <Output = Json>(operation: string, input: object) => Answer<Output>;
  /** As {@link FakeBatch.call}, throwing an `Error` with the error's name for anything but an output. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the operation's output
  readonly must: <Output = Json>(operation: string, input: object) => Output;
  /** Lets so much time pass; everything due on the way happens at its own moment. */
  readonly advance: (ms: number) => void;
  /** When something happens next by itself, or undefined when nothing ever will. */
  readonly nextEvent: () => number | undefined;
  /** Runs on until nothing happens by itself within `limitMs` (forgetting aside); gives the time that passed. */
  readonly settle: (limitMs?: number) => number;
  /** Makes the queue unless it is there; 1,000,000 vCPUs unless said, so that nothing waits for a place. */
  readonly declareQueue: (nameOrArn: string, vcpus?: number) => void;
  /** Loses the host of whatever runs and is chosen; gives how many attempts ended. */
  readonly loseHosts: (chosen?: (child: ScriptedChild) => boolean) => number;
  readonly faults: Faults;
  readonly machine: Machine;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: Run;
  readonly outcome: Outcome | undefined;
}

/** Makes a fake account without queues or definitions. */
export function createFakeBatch(options: FakeBatchOptions = {}): FakeBatch {
  const seed = options.seed ?? 1;
  const script = options.script ?? ((): Scripted => ({}));
  let clock = options.now ?? Date.UTC(2026, 0, 1);
  let order = 0;
  const events = createHeap<Event>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  const live = new Map<string, { readonly run: Run; readonly scripted: Scripted }>();

  const plan = (at: number, run: Run, outcome: Outcome | undefined): void => {
    if (!Number.isFinite(at)) return;
    order += 1;
    events.push({ at, order, run, outcome });
  };

  const machine = createMachine({
    now: () => clock,
    random: seededRandom(seed),
    ...(options.hooks === undefined ? {} : { hooks: options.hooks }),
    ...(options.config === undefined ? {} : { config: options.config }),
    executor: {
      start: (run) => {
        const scripted = script(childOf(run, clock));
        live.set(unitId(run.unit), { run, scripted });
        const running = clock + (scripted.startMs ?? 0);
        if (scripted.notStarted !== true) plan(running, run, undefined);
        plan(running + (scripted.durationMs ?? 0), run, outcomeOf(scripted));
      },
      stop: (run, signal) => {
        const termMs = live.get(unitId(run.unit))?.scripted.termMs ?? 0;
        const termExitCode = live.get(unitId(run.unit))?.scripted.termExitCode ?? 143;
        if (signal === 'SIGKILL') plan(clock, run, { exitCode: 137 });
        else plan(clock + termMs, run, { exitCode: termExitCode });
      },
    },
  });
  const faults = createFaults(seededRandom(seed + 1), options.faults);

  const nextEvent = (): number | undefined => {
    const a = machine.nextWake();
    const b = events.peek()?.at;
    if (a === undefined || b === undefined) return a ?? b;
    return Math.min(a, b);
  };

  const end = (run: Run, outcome: Outcome): void => {
    machine.ended(run, outcome);
    const id = unitId(run.unit);
    // Another attempt may have begun meanwhile.
    if (live.get(id)?.run === run) live.delete(id);
  };

  const happen = (): void => {
    machine.wake();
    for (let event = events.peek(); event !== undefined && event.at <= clock; event = events.peek()) {
      events.pop();
      if (event.outcome === undefined) machine.started(event.run);
      else end(event.run, event.outcome);
    }
  };

  const advanceTo = (target: number): void => {
    for (let next = nextEvent(); next !== undefined && next <= target; next = nextEvent()) {
      clock = Math.max(clock, next);
      happen();
    }
    clock = Math.max(clock, target);
  };

  const call = <Output>(operation: string, input: object): Answer<Output> => {
    happen();
    const { answer, delayMs } = faults.around(machine, operation, () => machine.call(operation, input));
    if (delayMs > 0) advanceTo(clock + delayMs);
    return answer as Answer<Output>;
  };

  return {
    machine,
    faults,
    now: () => clock,
    call,
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as declared
    must: <Output>(operation: string, input: object): Output => {
      const answer = call<Output>(operation, input);
      if (answer.ok) return answer.output;
      throw Object.assign(new Error(`${operation}: ${answer.error.message}`), { name: answer.error.name });
    },
    advance: (ms) => {
      advanceTo(clock + ms);
    },
    nextEvent,
    settle: (limitMs = 24 * 3600 * 1000) => {
      const from = clock;
      for (let next = nextEvent(); next !== undefined && next - clock <= limitMs; next = nextEvent()) {
        clock = Math.max(clock, next);
        happen();
      }
      return clock - from;
    },
    declareQueue: (nameOrArn, vcpus = 1_000_000) => {
      machine.declareQueue(nameOrArn, vcpus);
    },
    loseHosts: (chosen = () => true) => {
      let lost = 0;
      for (const { run } of [...live.values()]) {
        if (run.unit.environment === undefined || run.unit.attempts.length + 1 !== run.attempt) continue;
        if (!chosen(childOf(run, clock))) continue;
        end(run, { statusReason: hostLost('i-0123456789abcdef0') });
        lost += 1;
      }
      return lost;
    },
  };
}

function outcomeOf(scripted: Scripted): Outcome {
  if (scripted.hostLost === true) return { statusReason: hostLost('i-0123456789abcdef0') };
  if (scripted.notStarted === true) {
    return {
      reason: scripted.reason ?? 'CannotPullContainerError: image not found',
      statusReason: scripted.statusReason ?? 'Task failed to start',
    };
  }
  return {
    exitCode: scripted.exitCode ?? 0,
    ...(scripted.reason === undefined ? {} : { reason: scripted.reason }),
    ...(scripted.statusReason === undefined ? {} : { statusReason: scripted.statusReason }),
  };
}

function childOf({ unit, attempt }: Run, now: number): ScriptedChild {
  const { job, index } = unit;
  return {
    jobId: job.id,
    jobName: job.name,
    index: index < 0 ? undefined : index,
    size: job.size,
    attempt,
    now,
    command: job.container?.command ?? [],
    environment: job.container?.environment ?? [],
    parameters: job.parameters,
    tags: job.tags,
  };
}
