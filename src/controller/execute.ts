import type { BatchApi } from '../batch/api.ts';
import { applySubmission, applyTermination, type SubmitOutcome } from '../core/apply.ts';
import type { Action, Plan } from '../core/plan.ts';
import { applyTagging } from '../core/tagging.ts';
import type { PlanEvent } from '../core/outcomes.ts';
import type { ObjectRecord } from '../core/record.ts';
import type { StateStore } from '../state/index.ts';
import { readLedgerHead, type S3Port, uploadManifest } from '../work/index.ts';
import { sentences } from '../core/finding.ts';
import type { Definitions } from './definitions.ts';

export interface ExecuteDeps {
  readonly api: BatchApi;
  readonly s3: S3Port;
  readonly store: StateStore;
  readonly definitions: Pick<Definitions, 'isFresh'>;
  readonly now: () => number;
  /** Whether this process may still act; asked right before every call that changes something. */
  readonly mayAct: () => boolean;
  /** Whether to go on after so many actions; what is beyond is left to the next pass. To the end when it is left out. */
  readonly mayGoOn?: (done: number) => boolean;
}

export interface Executed {
  readonly record: ObjectRecord;
  readonly events: readonly PlanEvent[];
  /** Something is worth another try soon. */
  readonly retry: boolean;
  /** There were more actions than it might go on with. */
  readonly more: boolean;
}

/**
 * Carries out the actions of a plan whose record is durable. Submissions go out one after another, so that the
 * first refusal saves the rest; every outcome is written into the record that is returned.
 */
export async function execute(plan: Plan, record: ObjectRecord, deps: ExecuteDeps): Promise<Executed> {
  let current = record;
  let retry = false;
  let refused = false;
  let begun = 0;
  let more = false;
  const events: PlanEvent[] = [];

  for (const action of plan.actions) {
    if (action.kind === 'forget') continue;
    more ||= deps.mayGoOn?.(begun) === false;
    const later = more;
    begun += 1;
    if (action.kind === 'submit') {
      const outcome: SubmitOutcome =
        refused || later || !deps.mayAct() ? { kind: 'cleared' } : await submit(action, current, deps);
      current = applySubmission(current, action.name, outcome, deps.now());
      events.push(...eventsOf(action, outcome));
      retry ||= outcome.kind === 'cleared' && !later;
      refused ||= outcome.kind === 'refused';
      continue;
    }
    if (later) continue;
    if (!deps.mayAct()) {
      retry = true;
      continue;
    }
    const key = { key: record.name, mayCall: deps.mayAct };
    if (action.kind === 'terminate') {
      const done = await deps.api.terminateJob(action.jobId, action.reason, key);
      if (done.kind === 'ok') {
        current = applyTermination(current, action.name, deps.now());
        events.push({ type: 'Normal', reason: 'Terminated', message: `${action.name}: ${action.reason}` });
      } else {
        retry = true;
        events.push({
          type: 'Warning',
          reason: 'TerminateFailed',
          message: `${action.name}: ${done.message}`,
        });
      }
      continue;
    }
    const tagged =
      Object.keys(action.tags).length === 0
        ? undefined
        : await deps.api.tagResource(action.arn, action.tags, key);
    const untagged =
      action.remove.length === 0 ? undefined : await deps.api.untagResource(action.arn, action.remove, key);
    const failed = [tagged, untagged].filter((each) => each !== undefined && each.kind !== 'ok');
    for (const each of failed) {
      events.push({ type: 'Warning', reason: 'TagFailed', message: `${action.name}: ${each.message}` });
    }
    current = applyTagging(current, action.name, failed.length === 0, deps.now());
    retry ||= failed.length > 0;
  }
  return { record: current, events, retry, more };
}

async function submit(
  action: Action & { kind: 'submit' },
  record: ObjectRecord,
  deps: ExecuteDeps,
): Promise<SubmitOutcome> {
  const ledger = readLedgerHead(record.ledger);
  if (action.manifest !== undefined && ledger !== undefined) {
    const uploaded = await uploadManifest({
      ledger,
      store: deps.store,
      indexes: action.indexes,
      bucket: action.manifest.bucket,
      key: action.manifest.key,
      s3: deps.s3,
    });
    if (uploaded.kind === 'failed') {
      return uploaded.class === 'transient'
        ? { kind: 'cleared' }
        : { kind: 'refused', code: uploaded.reason, message: sentences(uploaded.message, uploaded.remedy) };
    }
    if (!deps.mayAct()) return { kind: 'cleared' };
  }
  const answer = await deps.api.submitJob(action.request, { key: record.name, mayCall: deps.mayAct });
  if (answer.kind === 'ok') return { kind: 'submitted', ...answer.value };
  if (answer.kind === 'unknown') return { kind: 'unknown' };
  if (answer.kind !== 'terminal') return { kind: 'cleared' };
  const reference = action.request['jobDefinition'];
  // A revision just registered may not be found for a moment; that is no mistake of the spec.
  if (
    typeof reference === 'string' &&
    deps.definitions.isFresh(reference, deps.now()) &&
    /definition/i.test(answer.message)
  ) {
    return { kind: 'cleared' };
  }
  return {
    kind: 'refused',
    code: reasonOf(answer.code),
    message: `Batch refused the submission: ${answer.message}`,
  };
}

/** A condition's reason out of an error's code. */
function reasonOf(code: string): string {
  if (code === 'ClientException') return 'SubmitRefused';
  const word = code.replace(/[^A-Za-z0-9]/g, '');
  return /^[A-Z]/.test(word) ? word : 'SubmitRefused';
}

function eventsOf(action: Action & { kind: 'submit' }, outcome: SubmitOutcome): readonly PlanEvent[] {
  switch (outcome.kind) {
    case 'submitted':
      return [
        {
          type: 'Normal',
          reason: 'Submitted',
          message: `${action.name} is ${outcome.jobId} (${action.why})`,
        },
      ];
    case 'refused':
      return [{ type: 'Warning', reason: outcome.code, message: outcome.message }];
    case 'unknown': {
      const message = `Nobody knows whether Batch took ${action.name}; it is looked for before anything is submitted again`;
      return [{ type: 'Warning', reason: 'SubmissionUnknown', message }];
    }
    case 'cleared':
      return [];
  }
}
