import { terminateShards } from './change.ts';
import { type Action, type Plan, type PlanInput, serviceTime } from './decision.ts';
import type { PlanEvent } from './outcomes.ts';
import { fadedRecord, removedRecord } from './removal.ts';
import { fold } from './rest.ts';
import { dropCleared, terminations } from './stages.ts';
import { arraysAre } from './words.ts';

export const DELETED = 'arrayjob: removed from the source';

/** Decides about an object that the source does not declare any more, by the deletionPolicy that it had. */
export function planGone(input: PlanInput): Plan {
  const none = { situation: undefined, status: undefined, dueAt: undefined };
  const folded = fold(input, undefined);
  const { record } = folded;
  if (record === undefined) return { ...none, actions: [], record, watching: false, events: [] };
  if (record.removedAt !== undefined) {
    const faded = fadedRecord(record, serviceTime(input));
    const actions: readonly Action[] = faded === record ? [] : [{ kind: 'forget' }];
    return { ...none, actions, record: faded, watching: false, events: [] };
  }
  const orphan = record.deletionPolicy === 'Orphan';
  const stopped =
    record.run === undefined || orphan
      ? record.run
      : dropCleared(
          terminateShards(record.run, () => true, DELETED, input.now),
          () => true,
        );
  const live = stopped?.shards.filter((shard) => shard.phase !== 'cleared') ?? [];
  const events: readonly PlanEvent[] =
    record.deletingSince === undefined
      ? [
          ...folded.events,
          {
            type: 'Normal',
            reason: 'Removed',
            message: `${input.name} was removed from the source; ${live.length === 0 ? 'nothing is under way' : `${arraysAre(live.length)} ${orphan ? 'left alone' : 'stopped'}`}`,
          },
        ]
      : folded.events;
  if (orphan || stopped === undefined || live.length === 0) {
    return {
      ...none,
      actions: [...folded.terminate, { kind: 'forget' }],
      record: removedRecord(record, serviceTime(input)),
      watching: false,
      events,
    };
  }
  return {
    ...none,
    actions: [...folded.terminate, ...terminations(stopped, input.now)],
    record: { ...record, run: stopped, deletingSince: record.deletingSince ?? input.now },
    watching: true,
    events,
  };
}
