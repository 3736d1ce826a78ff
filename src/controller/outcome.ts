import type { ObjectRecord } from '../core/record.ts';
import { type Situation, statusFor } from '../core/situation.ts';
import type { Status } from '../core/status.ts';
import type { Decision } from './pass.ts';

/** The status of an object after its actions: what was planned, corrected by what became of them. */
export function statusAfter(
  decision: Decision,
  record: ObjectRecord | undefined,
  now = decision.input.now,
): Status | undefined {
  const { plan, input, lookFailed } = decision;
  if (plan.situation === undefined) return undefined;
  const refusal = record?.run?.refusal;
  let situation: Situation = plan.situation;
  if (situation.kind === 'running') {
    if (refusal !== undefined) {
      situation = { kind: 'stalled', reason: refusal.code, message: refusal.message };
    } else if (lookFailed !== undefined) {
      const code = 'code' in lookFailed ? lookFailed.code : 'Unknown';
      const reason = /^[A-Z][A-Za-z0-9]*$/.test(code) ? code : 'CannotObserve';
      const kind = lookFailed.kind === 'terminal' ? 'stalled' : 'retrying';
      situation = { kind, reason, message: `Batch cannot be asked: ${lookFailed.message}` };
    }
  }
  const { declared } = input;
  const indexes =
    declared.kind === 'valid' && declared.work.kind === 'resolved' ? declared.work.live : undefined;
  const status = statusFor({ ...input, now }, record, indexes, situation);
  const { before } = input;
  if (decision.forgotten !== true || before?.object !== status.object) return status;
  // What a lost record is rebuilt from must stand in the file until that is done: Batch may have forgotten it.
  const { phase, conditions } = status;
  return { ...before, phase, conditions };
}
