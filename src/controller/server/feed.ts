import { randomBytes } from 'node:crypto';
import type { PlanEvent } from '../../core/outcomes.ts';
import type { IndexCounts, Status } from '../../core/status.ts';
import type { Listener } from '../listener.ts';

/** Something that happened to an object. */
export interface FeedEvent {
  /** Grows; unique over restarts. */
  readonly id: string;
  readonly time: string;
  readonly object: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Of a change of phase, which has the reason `PhaseChanged`. */
  readonly phase?: string;
  readonly indexes?: IndexCounts;
}

export interface Feed extends Listener {
  /** What is remembered behind an id, oldest first; everything when there is none. `gap`: something in between is forgotten, or the id is of another process. */
  since(id: string | undefined): { readonly events: readonly FeedEvent[]; readonly gap: boolean };
  /** Told of every further event; the result ends it. */
  subscribe(listener: (event: FeedEvent) => void): () => void;
}

const MESSAGE_MAX = 1_024;

/** The latest events, at most `capacity`. */
export function createFeed(options: { readonly now: () => number; readonly capacity: number }): Feed {
  const boot = randomBytes(4).toString('hex');
  const kept: FeedEvent[] = [];
  const listeners = new Set<(event: FeedEvent) => void>();
  let count = 0;

  const publish = (event: Omit<FeedEvent, 'id' | 'time'>): void => {
    const { message } = event;
    const whole: FeedEvent = {
      id: `${boot}-${++count}`,
      time: new Date(options.now()).toISOString(),
      ...event,
      message: message.length > MESSAGE_MAX ? `${message.slice(0, MESSAGE_MAX - 1)}…` : message,
    };
    kept.push(whole);
    if (kept.length > options.capacity) kept.shift();
    for (const each of [...listeners]) each(whole);
  };

  return {
    event(object: string, { type, reason, message }: PlanEvent) {
      publish({ object, type, reason, message });
    },
    standing(object: string, status: Status, before: string | undefined) {
      const { phase, indexes } = status;
      if (before === phase) return;
      const why = status.conditions.find((each) => each.type === 'Stalled') ?? status.conditions[0];
      const from = before === undefined ? '' : `, was ${before}`;
      publish({
        object,
        type: phase === 'Failed' || phase === 'Invalid' ? 'Warning' : 'Normal',
        reason: 'PhaseChanged',
        message: `${phase}${from}${why === undefined ? '' : `: ${why.message}`}`,
        phase,
        ...(indexes === undefined ? {} : { indexes }),
      });
    },
    problem: () => undefined,
    note: () => undefined,
    since(id) {
      if (id === undefined) return { events: [...kept], gap: false };
      const match = /^([0-9a-f]{8})-(\d{1,15})$/.exec(id);
      const last = match?.[1] === boot ? Number(match[2]) : 0;
      const first = count - kept.length + 1;
      const gap = match?.[1] !== boot ? kept.length > 0 : last + 1 < first;
      return { events: kept.slice(Math.max(0, last + 1 - first)), gap };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
