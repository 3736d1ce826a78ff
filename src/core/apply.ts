import type { ObjectRecord, ShardRecord } from './record.ts';
import { withShard } from './record.ts';

/** What became of a submission. */
export type SubmitOutcome =
  | { readonly kind: 'submitted'; readonly jobId: string; readonly jobArn?: string }
  /** Certainly not taken, and worth another call. */
  | { readonly kind: 'cleared' }
  /** Certainly not taken, and a person must act. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Nobody knows. */
  | { readonly kind: 'unknown' };

/** Writes the outcome of one submission into the record. */
export function applySubmission(
  record: ObjectRecord,
  name: string,
  outcome: SubmitOutcome,
  now: number,
): ObjectRecord {
  const { run } = record;
  const shard = run?.shards.find((each) => each.name === name);
  if (run === undefined || shard === undefined) return record;
  const { doubtSince: _doubt, ...rest } = shard;
  switch (outcome.kind) {
    case 'submitted': {
      const { refusal: _refusal, ...free } = run;
      const submitted: ShardRecord = {
        ...rest,
        phase: 'submitted',
        jobId: outcome.jobId,
        ...(outcome.jobArn === undefined ? {} : { jobArn: outcome.jobArn }),
        submittedAt: now,
        status: 'SUBMITTED',
      };
      return { ...record, run: withShard(free, submitted) };
    }
    case 'cleared':
      return { ...record, run: withShard(run, { ...rest, phase: 'cleared' }) };
    case 'refused': {
      const shards = run.shards.filter((each) => each.name !== name);
      const refusal = { code: outcome.code, message: outcome.message, at: now };
      return { ...record, run: { ...run, shards, refusal } };
    }
    case 'unknown':
      return { ...record, run: withShard(run, { ...rest, phase: 'doubtful', doubtSince: now }) };
  }
}

/** Notes that TerminateJob has answered for a shard. */
export function applyTermination(record: ObjectRecord, name: string, now: number): ObjectRecord {
  const { run } = record;
  const shard = run?.shards.find((each) => each.name === name);
  if (run === undefined || shard?.terminating === undefined) return record;
  return { ...record, run: withShard(run, { ...shard, terminating: { ...shard.terminating, sentAt: now } }) };
}
