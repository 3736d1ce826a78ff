import type { Lease } from '../../state/index.ts';
import type { Inspection } from '../inspection.ts';

/** What health is judged by. */
export interface Vitals {
  /** Undefined until the controller exists: it stands by for the lease. */
  readonly inspection: Inspection | undefined;
  readonly lease: { readonly state: Lease['state']; readonly holder?: string };
  /** When a call to Batch was last let through or answered. */
  readonly lastCallAt: number;
  readonly startedAt: number;
  readonly now: number;
}

export interface Judgement {
  readonly ok: boolean;
  readonly status: string;
  readonly message: string;
}

/** With work to do and nothing done for so long, the loop is stuck: any call gives up after seconds, any wait for a turn is shorter. */
export const STUCK_MS = 10 * 60_000;

/** Whether the loop is alive. A process that fails here is best started again. */
export function liveness(vitals: Vitals): Judgement {
  const { inspection, now } = vitals;
  if (inspection === undefined) {
    return { ok: true, status: 'starting', message: 'No passes yet' };
  }
  const { ready, active } = inspection.queue;
  const progress = Math.max(inspection.lastPassAt, vitals.lastCallAt, vitals.startedAt);
  const restMs = now - progress;
  if (ready + active > 0 && restMs > STUCK_MS && !inspection.stopping) {
    const message = `${ready + active} objects wait and no pass has ended for ${Math.round(restMs / 1000)} s`;
    return { ok: false, status: 'stuck', message };
  }
  return { ok: true, status: 'alive', message: 'The loop is alive' };
}

/** Whether this controller does its part: it has read the source and holds the lease, or stands by for it. */
export function readiness(vitals: Vitals): Judgement {
  const { inspection, lease } = vitals;
  if (inspection?.stopping === true) return { ok: false, status: 'stopping', message: 'It is being stopped' };
  if (lease.state !== 'held') {
    const holder = lease.holder === undefined ? '' : ` (${lease.holder})`;
    return {
      ok: true,
      status: 'standby',
      message: `Standing by: another controller holds the lease${holder}`,
    };
  }
  if (inspection?.source.read !== true) {
    const why = inspection?.source.failure;
    const message = `The source has not been read yet${why === undefined ? '' : `: ${why}`}`;
    return { ok: false, status: 'reading', message };
  }
  const { failure, condition, objects } = inspection.source;
  if (failure !== undefined) {
    return {
      ok: true,
      status: 'stale',
      message: `The source cannot be read now; what is known of it stands: ${failure}`,
    };
  }
  if (condition?.status === 'False') {
    const { type, reason, lastTransitionTime, message } = condition;
    const since = `${type}=False since ${lastTransitionTime}, ${reason}`;
    return { ok: true, status: 'stale', message: `${since}: ${message}` };
  }
  return { ok: true, status: 'ready', message: `${objects} objects; the lease is held` };
}
