import { createHash } from 'node:crypto';
import { isObject, type Json } from '../../core/json.ts';
import type { Status } from '../../core/status.ts';

/** A change of phase, as it is told to others. */
export interface Change {
  /** The same whenever this very change is told again, by whichever process. */
  readonly id: string;
  readonly time: string;
  /** `ArrayJob/name`. */
  readonly object: string;
  readonly sourceId: string;
  readonly phase: string;
  readonly previousPhase?: string;
  readonly run?: number;
  readonly revision?: string;
  readonly indexes?: Status['indexes'];
  readonly reason: string;
  readonly message: string;
}

const MESSAGE_MAX = 1_024;

/**
 * The change that a status means against the one before it, or undefined when there is none to tell. `before` is what the
 * file says, or this process said last: a controller that starts again finds the same phase there and is silent. The id
 * rests on that status too, so that going back and forth within a run gives different ids, and telling a change again,
 * because a crash came before the status was written, the same one.
 */
export function changeOf(
  object: string,
  status: Status,
  before: Json | undefined,
  time: string,
): Change | undefined {
  const { phase, run, revision, indexes } = status;
  const previous = textIn(before, 'phase');
  if (phase === previous || (phase === 'Pending' && previous === undefined)) return undefined;
  // Definitions are a means: only that one cannot be used is worth telling.
  if (!object.startsWith('ArrayJob/') && phase !== 'Failed' && phase !== 'Invalid') return undefined;
  const why = status.conditions.find((each) => each.type === 'Stalled') ?? status.conditions[0];
  const message = why?.message ?? '';
  const id = createHash('sha256')
    .update(JSON.stringify([status.object, run, phase, previous, latestIn(before), status.completionTime]))
    .digest('hex')
    .slice(0, 32);
  return {
    id,
    time,
    object,
    sourceId: status.object.slice(status.object.lastIndexOf('@') + 1),
    phase,
    ...(previous === undefined ? {} : { previousPhase: previous }),
    ...(run === undefined ? {} : { run }),
    ...(revision === undefined ? {} : { revision }),
    ...(indexes === undefined ? {} : { indexes }),
    reason: why?.reason ?? phase,
    message: message.length > MESSAGE_MAX ? `${message.slice(0, MESSAGE_MAX - 1)}…` : message,
  };
}

function textIn(value: Json | undefined, key: string): string | undefined {
  const member = isObject(value) ? value[key] : undefined;
  return typeof member === 'string' ? member : undefined;
}

/** The latest time of a status' conditions: another whenever one of them has come or turned. */
function latestIn(status: Json | undefined): string {
  const conditions = isObject(status) ? status['conditions'] : undefined;
  if (!Array.isArray(conditions)) return '';
  return conditions.map((each: Json) => textIn(each, 'lastTransitionTime') ?? '').reduce(later, '');
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
