import { isObject } from '../../core/json.ts';
import type { StateStore } from '../../state/index.ts';
import type { Clock } from '../clock.ts';
import type { Change } from './change.ts';

/** A change with the sinks that have not got it yet. */
export interface Undelivered {
  readonly change: Change;
  readonly sinks: readonly string[];
}

/** Keeps what is undelivered in the state store, so that a restart neither loses it nor tells it twice under two ids. */
export interface Outbox {
  /** What an earlier process left behind. */
  load(): Promise<readonly Undelivered[]>;
  add(change: Change, sinks: readonly string[]): void;
  done(id: string, sink: string): void;
  flush(): Promise<void>;
}

export const OUTBOX_KEY = 'notifications.json';

const KEPT = 1_000;
const GATHER_MS = 500;

/** Only told from, never decided from: a store that cannot be written costs nothing but the memory of a restart. */
export function createOutbox(store: Pick<StateStore, 'get' | 'put'>, clock: Pick<Clock, 'after'>): Outbox {
  const open = new Map<string, Undelivered>();
  let stored = '[]';
  let cancel: (() => void) | undefined;
  let turn: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const text = JSON.stringify([...open.values()]);
    if (text === stored) return;
    try {
      await store.put(OUTBOX_KEY, `${text}\n`, 'any');
      stored = text;
    } catch {
      // The next change tries again.
    }
  };
  const flush = (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    turn = turn.then(write);
    return turn;
  };
  const soon = (): void => {
    cancel ??= clock.after(GATHER_MS, () => void flush());
  };

  return {
    async load() {
      const left = read((await store.get(OUTBOX_KEY).catch(() => undefined))?.text);
      for (const each of left) open.set(each.change.id, each);
      stored = left.length === 0 ? '[]' : '';
      return left;
    },
    add(change, sinks) {
      open.set(change.id, { change, sinks });
      if (open.size > KEPT) open.delete([...open.keys()][0]!);
      soon();
    },
    done(id, sink) {
      const entry = open.get(id);
      if (entry === undefined) return;
      const sinks = entry.sinks.filter((each) => each !== sink);
      if (sinks.length === 0) open.delete(id);
      else open.set(id, { ...entry, sinks });
      soon();
    },
    flush,
  };
}

/** Entries that make no sense are passed over. */
function read(text: string | undefined): readonly Undelivered[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isUndelivered).slice(-KEPT) : [];
  } catch {
    return [];
  }
}

function isUndelivered(value: unknown): value is Undelivered & Record<string, never> {
  if (!isObject(value)) return false;
  const { change, sinks } = value;
  if (!isObject(change) || !Array.isArray(sinks)) return false;
  const texts = ['id', 'time', 'object', 'sourceId', 'phase', 'reason', 'message'];
  return (
    texts.every((key) => typeof change[key] === 'string') && sinks.every((each) => typeof each === 'string')
  );
}
