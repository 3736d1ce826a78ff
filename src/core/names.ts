import { digestOf } from './digest.ts';

/** What a shard's job is called by: enough to find it again in Batch when only the state store's intent, or nothing, is left. */
export interface ShardId {
  /** The ArrayJob's metadata.name. */
  readonly name: string;
  /** 8 hex digits. */
  readonly sourceId: string;
  /** 12 hex digits. */
  readonly revision: string;
  /** From 1. */
  readonly run: number;
  /** From 0. */
  readonly round: number;
  /** From 0. */
  readonly shard: number;
}

/** Job names have at most so many characters (JOB_NAME_PATTERN). */
const JOB_NAME_MAX = 128;

/** The tags that say whose a job is; SubmitJob keeps them on the parent of an array. */
export const TAG_NAME = 'arrayjob.dev/name';
export const TAG_REVISION = 'arrayjob.dev/revision';
export const TAG_RUN = 'arrayjob.dev/run';
export const TAG_ROUND = 'arrayjob.dev/round';
export const TAG_SHARD = 'arrayjob.dev/shard';
export const TAG_SOURCE = 'arrayjob.dev/source';

/** The keys above, in the order of `tagsOf`. */
export const OWN_TAGS = [TAG_NAME, TAG_REVISION, TAG_RUN, TAG_ROUND, TAG_SHARD, TAG_SOURCE] as const;

/**
 * The 8 hex digits in a job's name. They cover the source as well as the revision, so that equal names and equal specs
 * in two directories never lead to the same job name; the name is in it because a long one may be cut.
 */
export function objectDigest(id: Pick<ShardId, 'name' | 'sourceId' | 'revision'>): string {
  return digestOf({ name: id.name, source: id.sourceId, revision: id.revision }, 8);
}

/** A name as job names can hold it: lower case, only letters, digits, `-` and `_`, beginning with a letter or digit. */
function plain(name: string): string {
  const safe = name.toLowerCase().replace(/[^a-z0-9_-]/g, '-');
  return /^[a-z0-9]/.test(safe) ? safe : `x${safe}`;
}

/**
 * The name of a shard's job, `<name>-<digest 8>-<run>-<round>-<shard>`: the idempotency key of a submission.
 * Matches JOB_NAME_PATTERN for every id; a DNS label of at most 63 characters is never cut.
 */
export function jobName(id: ShardId): string {
  const tail = `-${objectDigest(id)}-${id.run}-${id.round}-${id.shard}`;
  return plain(id.name).slice(0, JOB_NAME_MAX - tail.length) + tail;
}

/** What the names of all jobs of an object begin with. Jobs of `a-b` begin with the prefix of `a`, too: compare tags. */
export function jobNamePrefix(name: string): string {
  return `${plain(name)}-`;
}

/** What a job's name says, or undefined when it is not of the form that `jobName` gives. */
export function parseJobName(text: string):
  | {
      readonly name: string;
      readonly digest: string;
      readonly run: number;
      readonly round: number;
      readonly shard: number;
    }
  | undefined {
  const match = /^(.+)-([0-9a-f]{8})-(\d{1,15})-(\d{1,15})-(\d{1,15})$/.exec(text);
  if (match === null) return undefined;
  return {
    name: match[1]!,
    digest: match[2]!,
    run: Number(match[3]),
    round: Number(match[4]),
    shard: Number(match[5]),
  };
}

/** The tags of a shard's job. */
export function tagsOf(id: ShardId): Readonly<Record<string, string>> {
  return {
    [TAG_NAME]: id.name,
    [TAG_REVISION]: id.revision,
    [TAG_RUN]: String(id.run),
    [TAG_ROUND]: String(id.round),
    [TAG_SHARD]: String(id.shard),
    [TAG_SOURCE]: id.sourceId,
  };
}

/** The shard that a job's tags tell of, or undefined when one is missing or makes no sense. */
export function shardIdOf(tags: Readonly<Record<string, string>>): ShardId | undefined {
  const name = tags[TAG_NAME];
  const sourceId = tags[TAG_SOURCE];
  const revision = tags[TAG_REVISION];
  const numbers = [tags[TAG_RUN], tags[TAG_ROUND], tags[TAG_SHARD]];
  if (name === undefined || sourceId === undefined || revision === undefined) return undefined;
  if (!numbers.every((each) => each !== undefined && /^\d{1,15}$/.test(each))) return undefined;
  const [run, round, shard] = numbers.map(Number);
  return { name, sourceId, revision, run: run!, round: round!, shard: shard! };
}
