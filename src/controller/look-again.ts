import { canonicalText } from '../core/json.ts';
import { encodeRecord } from '../core/record-text.ts';
import type { ObjectRecord } from '../core/record.ts';
import type { Clock } from './clock.ts';
import type { Decision } from './pass.ts';
import type { Again } from './queue.ts';

/** The first wait after something has changed; it grows while nothing does. */
const POLL_FIRST_MS = 1_000;
const POLL_GROWTH = 1.5;

/** Decides when an object is looked at again: soon after a change, later and later while nothing happens, and at every known moment. */
export function createLookAgain(options: {
  readonly clock: Clock;
  /** The longest time between two looks at something under way. */
  readonly pollMs: number;
}): (key: string, decision: Decision, record: ObjectRecord, retry: boolean) => Again {
  const { clock, pollMs } = options;
  const polls = new Map<string, { readonly text: string; readonly ms: number }>();

  return (key, decision, record, retry) => {
    if (retry || decision.lookFailed !== undefined) return { kind: 'backoff' };
    const { declared } = decision.input;
    const unresolved =
      declared.kind === 'valid' &&
      ((declared.work.kind === 'failed' && !declared.work.terminal) ||
        declared.definition.kind === 'pending');
    if (unresolved) return { kind: 'backoff' };
    const { dueAt, watching } = decision.plan;
    const known = dueAt === undefined ? Infinity : Math.max(0, dueAt - clock.now());
    if (!watching) {
      polls.delete(key);
      return known === Infinity ? { kind: 'done' } : { kind: 'after', ms: known };
    }
    const text = canonicalText(encodeRecord(record));
    const before = polls.get(key);
    const first = Math.min(POLL_FIRST_MS, pollMs);
    const ms = before?.text === text ? Math.min(pollMs, before.ms * POLL_GROWTH) : first;
    polls.set(key, { text, ms });
    return { kind: 'after', ms: Math.min(known, ms * (0.9 + clock.random() / 5)) };
  };
}
