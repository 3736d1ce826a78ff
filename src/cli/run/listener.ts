import type { Logger } from 'pino';
import type { Listener } from '../../controller/listener.ts';
import type { Progress } from '../progress.ts';

/** What a controller tells: on a terminal as progress, otherwise as lines of the log. */
export function listenerOf(log: Logger, progress: Progress | undefined): Listener {
  const phases = new Map<string, string>();
  return {
    event(object, event) {
      progress?.event(object, event);
      if (progress === undefined) {
        const level = event.type === 'Warning' ? 'warn' : 'info';
        log[level]({ object, reason: event.reason, message: event.message }, 'Event');
      }
    },
    standing(object, status) {
      progress?.standing(object, status);
      const line = `${status.phase} ${JSON.stringify(status.indexes ?? {})}`;
      if (phases.get(object) === line) return;
      phases.set(object, line);
      if (progress !== undefined) return;
      const condition = status.conditions.find((each) => each.type === 'Stalled') ?? status.conditions[0];
      const wrong = status.phase === 'Failed' || status.phase === 'Invalid' || condition?.type === 'Stalled';
      log[wrong ? 'warn' : 'info'](
        {
          object,
          phase: status.phase,
          ...status.indexes,
          reason: condition?.reason,
          message: condition?.message,
        },
        'Status',
      );
    },
    problem(message, fields) {
      // A mistake in a spec is its author's, and not an error of this process.
      if ('severity' in fields) log.warn({ ...fields, message }, 'Finding');
      else log.error(fields, message);
    },
    note(message, fields) {
      log.info(fields, message);
    },
  };
}
