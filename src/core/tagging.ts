import type { Action } from './decision.ts';
import type { Desired } from './desired.ts';
import { type ObjectRecord, type RunRecord, type ShardRecord, withShard } from './record.ts';

/** Tags that could not be changed are tried again after so long: until then, whoever must allow it may be asleep. */
export const TAG_RETRY_MS = 60_000;

type Tags = Readonly<Record<string, string>>;

/** Notes on every array under way which of its tags are no longer as declared. */
export function retag(record: ObjectRecord & { readonly run: RunRecord }, desired: Desired): RunRecord {
  const changed = differing(record.tags ?? desired.tags, desired.tags);
  if (changed.length === 0) return record.run;
  const noted = (shard: ShardRecord): ShardRecord =>
    shard.phase === 'cleared'
      ? shard
      : { ...shard, tagging: { keys: [...new Set([...(shard.tagging?.keys ?? []), ...changed])] } };
  return { ...record.run, shards: record.run.shards.map(noted) };
}

function differing(before: Tags, after: Tags): readonly string[] {
  return Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key]);
}

/** Tags are changed in place, on the parents that are under way, until they stand. */
export function tagActions(run: RunRecord, desired: Desired, now: number): readonly Action[] {
  return run.shards.flatMap((shard): Action[] => {
    const { tagging, jobArn } = shard;
    if (tagging === undefined || jobArn === undefined || now < (tagDueOf(shard, now) ?? now)) return [];
    const kept = tagging.keys.filter((key) => desired.tags[key] !== undefined);
    const tags = Object.fromEntries(kept.map((key) => [key, desired.tags[key]!]));
    const remove = tagging.keys.filter((key) => desired.tags[key] === undefined);
    return [{ kind: 'tag', name: shard.name, arn: jobArn, tags, remove }];
  });
}

/** When tags that could not be changed are due again; undefined when nothing is to be tried again. */
export function tagsDueAt(run: RunRecord | undefined, now: number): number | undefined {
  const due = (run?.shards ?? []).flatMap((shard) => tagDueOf(shard, now) ?? []);
  return due.length === 0 ? undefined : Math.min(...due);
}

/** A last try in the future is of a clock that has been set back since. */
function tagDueOf({ tagging }: ShardRecord, now: number): number | undefined {
  const sentAt = tagging?.sentAt;
  return sentAt === undefined || sentAt > now ? undefined : sentAt + TAG_RETRY_MS;
}

/** Notes whether an array's tags stand now. */
export function applyTagging(record: ObjectRecord, name: string, done: boolean, now: number): ObjectRecord {
  const { run } = record;
  const shard = run?.shards.find((each) => each.name === name);
  if (run === undefined || shard?.tagging === undefined) return record;
  const { tagging, ...rest } = shard;
  return { ...record, run: withShard(run, done ? rest : { ...rest, tagging: { ...tagging, sentAt: now } }) };
}
