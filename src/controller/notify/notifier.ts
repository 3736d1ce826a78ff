import type { StateStore } from '../../state/index.ts';
import type { Clock } from '../clock.ts';
import type { Listener } from '../listener.ts';
import { plainStatus } from '../status-writer.ts';
import { type Change, changeOf } from './change.ts';
import { createOutbox } from './outbox.ts';
import { createSink, type Sink, type SinkAddress } from './sink.ts';
import type { Json } from '../../core/json.ts';

/** Tells others of changes of phase. */
export interface Notifier {
  readonly listener: Listener;
  /** Tells what an earlier process could not. */
  start(): Promise<void>;
  /** Waits a little for what is under way; what is left is told by the next process. */
  close(): Promise<void>;
}

/** How long a stop waits for what is under way. */
const DRAIN_MS = 1_500;

export function createNotifier(options: {
  readonly addresses: readonly SinkAddress[];
  readonly secret: string | undefined;
  readonly store: Pick<StateStore, 'get' | 'put'>;
  readonly clock: Clock;
  readonly onOutcome: (
    outcome: 'sent' | 'failed' | 'dropped',
    fields: Readonly<Record<string, unknown>>,
  ) => void;
}): Notifier {
  const { clock } = options;
  const outbox = createOutbox(options.store, clock);
  /** The status of each object when it was last told, or looked at. */
  const last = new Map<string, Json>();
  const told = new Set<string>();

  const sinks: readonly Sink[] = options.addresses.map((address) => {
    const sink: Sink = createSink({
      address,
      secret: options.secret,
      clock,
      onDone(change, outcome, why) {
        outbox.done(change.id, sink.key);
        const { object, phase, id } = change;
        options.onOutcome(outcome, { object, phase, id, to: sink.shown, why });
      },
    });
    return sink;
  });

  const tell = (change: Change, keys: readonly string[]): void => {
    outbox.add(change, keys);
    for (const sink of sinks) if (keys.includes(sink.key)) sink.send(change);
  };

  return {
    listener: {
      event: () => undefined,
      standing(object, status, _before, inFile) {
        const before = last.get(object) ?? inFile;
        last.set(object, plainStatus({ phase: status.phase, conditions: status.conditions }));
        const change = changeOf(object, status, before, new Date(clock.now()).toISOString());
        // Left over from before the restart, and under way again already.
        if (change === undefined || told.has(change.id)) return;
        const keys = sinks.map((each) => each.key);
        tell(change, keys);
      },
      problem: () => undefined,
      note: () => undefined,
    },
    async start() {
      for (const { change, sinks: keys } of await outbox.load()) {
        told.add(change.id);
        const here = keys.filter((key) => sinks.some((each) => each.key === key));
        for (const key of keys) if (!here.includes(key)) outbox.done(change.id, key);
        if (here.length > 0) tell(change, here);
      }
    },
    async close() {
      let cancel = (): void => undefined;
      const patience = new Promise<void>((resolve) => {
        cancel = clock.after(DRAIN_MS, resolve);
      });
      await Promise.race([Promise.all(sinks.map((each) => each.idle())), patience]);
      cancel();
      for (const each of sinks) each.stop();
      await outbox.flush();
    },
  };
}
