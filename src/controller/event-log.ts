import type { Lease, StateStore } from '../state/index.ts';
import { isObject } from '../core/json.ts';
import type { Clock } from './clock.ts';
import type { Listener } from './listener.ts';
import { createFeed, type FeedEvent } from './server/feed.ts';

/** Something that happened, as it is kept for whoever asks later. */
export interface LoggedEvent {
  /** When it happened last. */
  readonly time: string;
  /** When it happened first, if it has happened several times. */
  readonly firstTime?: string;
  readonly count?: number;
  readonly object: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Keeps the latest events of a source in its state store. */
export interface EventLog {
  readonly listener: Listener;
  /** Writes what has not been written yet. */
  close(): Promise<void>;
}

export const EVENTS_KEY = 'events.jsonl';

/** Events that are kept: an hour or a day of a source, and a file that is written in one go. */
export const EVENTS_KEPT = 200;

/** What happens together is written together; the next write then waits, longer where each is paid for. */
const GATHER_MS = 1_000;
const EVERY_MS = 5_000;
const EVERY_REMOTE_MS = 30_000;

/**
 * Events go to the store some at a time, and nothing is written while nothing happens. They are told, not decided from: when
 * a write fails they wait for the next one. Only the holder of the lease writes.
 */
export function createEventLog(options: {
  readonly store: StateStore;
  readonly lease: Pick<Lease, 'check'>;
  readonly clock: Clock;
}): EventLog {
  const { store, lease, clock } = options;
  const everyMs = store.url.startsWith('s3://') ? EVERY_REMOTE_MS : EVERY_MS;
  const feed = createFeed({ now: () => clock.now(), capacity: 1 });
  let pending: readonly LoggedEvent[] = [];
  let kept: { readonly text: string; readonly etag: string } | undefined;
  let writtenAt = -Infinity;
  let cancel: (() => void) | undefined;
  let turn: Promise<void> = Promise.resolve();

  const unsubscribe = feed.subscribe((event) => {
    pending = added(pending, [toldOf(event)]);
    cancel ??= clock.after(Math.max(GATHER_MS, writtenAt + everyMs - clock.now()), () => {
      cancel = undefined;
      turn = turn.then(write);
    });
  });

  async function write(): Promise<void> {
    if (pending.length === 0 || !lease.check()) return;
    const batch = pending;
    pending = [];
    writtenAt = clock.now();
    try {
      // A second try reads what somebody else has written meanwhile.
      if (!(await put(batch)) && !(await put(batch))) pending = added(batch, pending);
    } catch {
      kept = undefined;
      pending = added(batch, pending);
    }
  }

  async function put(batch: readonly LoggedEvent[]): Promise<boolean> {
    const entry = kept ?? (await store.get(EVENTS_KEY));
    const events = added(parseEvents(entry?.text ?? ''), batch);
    const text = events.map((each) => `${JSON.stringify(each)}\n`).join('');
    const result = await store.put(EVENTS_KEY, text, entry?.etag ?? 'absent');
    kept = result.ok ? { text, etag: result.etag } : undefined;
    return result.ok;
  }

  return {
    listener: feed,
    async close() {
      unsubscribe();
      cancel?.();
      turn = turn.then(write);
      await turn;
    },
  };
}

function toldOf({ time, object, type, reason, message }: FeedEvent): LoggedEvent {
  return { time, object, type, reason, message };
}

/** Appends events. One that has happened before is counted, and stands where it happened last. */
function added(before: readonly LoggedEvent[], more: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const byKey = new Map(before.map((each) => [keyOf(each), each]));
  for (const event of more) {
    const key = keyOf(event);
    const old = byKey.get(key);
    byKey.delete(key);
    byKey.set(
      key,
      old === undefined
        ? event
        : { ...event, firstTime: old.firstTime ?? old.time, count: (old.count ?? 1) + (event.count ?? 1) },
    );
  }
  return [...byKey.values()].slice(-EVENTS_KEPT);
}

function keyOf({ object, reason, message }: LoggedEvent): string {
  return JSON.stringify([object, reason, message]);
}

/** The events that a store keeps, oldest first. */
export async function readEvents(store: Pick<StateStore, 'get'>): Promise<readonly LoggedEvent[]> {
  return parseEvents((await store.get(EVENTS_KEY))?.text ?? '');
}

/** Lines that make no sense are passed over: they only tell. */
function parseEvents(text: string): readonly LoggedEvent[] {
  return text.split('\n').flatMap((line): readonly LoggedEvent[] => {
    try {
      const value: unknown = JSON.parse(line);
      return isEvent(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

function isEvent(value: unknown): value is LoggedEvent & Record<string, never> {
  if (!isObject(value)) return false;
  const { time, object, type, reason, message, count, firstTime } = value;
  return (
    [time, object, reason, message].every((each) => typeof each === 'string') &&
    (type === 'Normal' || type === 'Warning') &&
    (count === undefined || typeof count === 'number') &&
    (firstTime === undefined || typeof firstTime === 'string')
  );
}
