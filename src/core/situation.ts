import { adviceOf } from './advice.ts';
import { type Fact, type Phase, stampConditions } from './conditions.ts';
import { type Finding, sentences } from './finding.ts';
import type { IntervalSet } from './intervals.ts';
import type { PlanInput } from './decision.ts';
import { waitsInBatch } from './native.ts';
import type { ObjectRecord, Stop } from './record.ts';
import { countIndexes, type Status, statusObject, statusOfRun } from './status.ts';
import { arraysAre, indexWords } from './words.ts';

/** How an object stands after a pass: exactly one of these, from which phase and conditions follow. */
export type Situation =
  | { readonly kind: 'invalid'; readonly findings: readonly Finding[] }
  /** A person must act. */
  | { readonly kind: 'stalled'; readonly reason: string; readonly message: string }
  /** Something failed that is tried again by itself. */
  | { readonly kind: 'retrying'; readonly reason: string; readonly message: string }
  /** Arrays of older terms must end first. */
  | { readonly kind: 'holding'; readonly reason: string; readonly message: string }
  | { readonly kind: 'suspended'; readonly stopping: number }
  | { readonly kind: 'stopped'; readonly stop: Stop; readonly stopping: number }
  | { readonly kind: 'blocked'; readonly by: readonly string[] }
  | {
      readonly kind: 'running';
      readonly started: boolean;
      readonly waitingFor: readonly string[];
      readonly backingOff: number;
    }
  | { readonly kind: 'done'; readonly failed: number; readonly total: number; readonly finishing: number };

/** The phase and the facts of a situation. */
export function judge(
  situation: Situation,
  record: ObjectRecord | undefined,
  indexes: IntervalSet | undefined,
): { readonly phase: Phase; readonly facts: readonly Fact[] } {
  const shards = record?.run?.shards ?? [];
  const live = shards.some((shard) => shard.phase !== 'cleared');
  const moving: Phase = live ? 'Running' : 'Pending';
  switch (situation.kind) {
    case 'invalid': {
      const message = situation.findings.map(wordsOf).join('\n') || 'The spec has errors';
      return { phase: 'Invalid', facts: notReady('SpecInvalid', message, 'Stalled') };
    }
    case 'stalled':
      return {
        phase: live ? 'Running' : 'Failed',
        facts: notReady(situation.reason, situation.message, 'Stalled'),
      };
    case 'retrying':
    case 'holding':
      return { phase: moving, facts: notReady(situation.reason, situation.message, 'Reconciling') };
    case 'suspended': {
      if (situation.stopping > 0) {
        const message = `${arraysAre(situation.stopping)} being stopped because spec.suspend is true`;
        return { phase: moving, facts: notReady('Suspending', message, 'Reconciling') };
      }
      const message = 'Nothing is submitted while spec.suspend is true; finished indexes stand';
      return {
        phase: 'Suspended',
        facts: [
          { type: 'Ready', status: 'False', reason: 'Suspended', message },
          { type: 'Suspended', status: 'True', reason: 'SpecSuspend', message },
        ],
      };
    }
    case 'stopped': {
      const { stop } = situation;
      if (situation.stopping > 0)
        return { phase: 'Running', facts: notReady('Stopping', stop.message, 'Reconciling') };
      if (stop.outcome === 'Succeeded')
        return { phase: 'Succeeded', facts: ready(stop.reason, stop.message) };
      return { phase: 'Failed', facts: notReady(stop.reason, stop.message, 'Stalled') };
    }
    case 'blocked': {
      const message = `Waits for ${situation.by.join('; ')}, which will not come by itself`;
      return { phase: 'Blocked', facts: notReady('DependencyFailed', message, 'Stalled') };
    }
    case 'running': {
      if (situation.waitingFor.length > 0 && !live) {
        const message = `Waits for ${situation.waitingFor.join(', ')}`;
        return { phase: 'Pending', facts: notReady('WaitingForDependencies', message, 'Reconciling') };
      }
      const counts = countIndexes(record?.run, indexes ?? ([] as unknown as IntervalSet));
      if (situation.waitingFor.length > 0 && shards.length > 0 && shards.every(waitsInBatch)) {
        const message = `Submitted; Batch starts it behind ${situation.waitingFor.join(', ')}`;
        return {
          phase: counts.succeeded + counts.failed > 0 ? 'Running' : 'Pending',
          facts: notReady('WaitingInBatch', message, 'Reconciling'),
        };
      }
      const more =
        situation.backingOff > 0
          ? `; ${indexWords(situation.backingOff)} failed and ${situation.backingOff === 1 ? 'waits' : 'wait'} to be run again`
          : '';
      const message = `${counts.succeeded} of ${counts.total} indexes succeeded${more}`;
      return {
        phase: live || situation.started ? 'Running' : 'Pending',
        facts: notReady('Progressing', message, 'Reconciling'),
      };
    }
    case 'done': {
      if (situation.finishing > 0) {
        const message = `${arraysAre(situation.finishing)} ending`;
        return { phase: 'Running', facts: notReady('Progressing', message, 'Reconciling') };
      }
      if (situation.total === 0) {
        return {
          phase: 'Succeeded',
          facts: ready('NoWork', 'There is nothing to run: the work has no items'),
        };
      }
      if (situation.failed > 0) {
        const message = `${situation.failed} of ${situation.total} indexes failed for good. See status.failures; then change the spec, or give the annotation arrayjob.dev/rerun a new value that begins with failed@`;
        return { phase: 'Failed', facts: notReady('IndexesFailed', message, 'Stalled') };
      }
      return {
        phase: 'Succeeded',
        facts: ready(
          'Completed',
          situation.total === 1 ? 'Its one index succeeded' : `All ${situation.total} indexes succeeded`,
        ),
      };
    }
  }
}

function ready(reason: string, message: string): readonly Fact[] {
  return [{ type: 'Ready', status: 'True', reason, message }];
}

function notReady(reason: string, message: string, also: 'Reconciling' | 'Stalled'): readonly Fact[] {
  return [
    { type: 'Ready', status: 'False', reason, message },
    { type: also, status: 'True', reason, message },
  ];
}

function wordsOf(finding: Finding): string {
  const { file, line, column } = finding.place;
  return `${file}:${line}:${column}: ${sentences(finding.message, finding.remedy)}`;
}

/** The whole status of an object in a situation. */
export function statusFor(
  input: Pick<PlanInput, 'name' | 'sourceId' | 'now' | 'before' | 'declared' | 'around'>,
  record: ObjectRecord | undefined,
  indexes: IntervalSet | undefined,
  situation: Situation,
): Status {
  const { phase, facts } = judge(situation, record, indexes);
  const revision = record?.run?.revision;
  const observed = [...facts, ...adviceOf(input, record, indexes)].map((fact) =>
    revision === undefined ? fact : { ...fact, observedRevision: revision },
  );
  return {
    phase,
    object: statusObject('ArrayJob', input.name, input.sourceId),
    ...(record === undefined ? {} : statusOfRun(record, indexes)),
    conditions: stampConditions(observed, input.before?.conditions ?? [], new Date(input.now).toISOString()),
  };
}
