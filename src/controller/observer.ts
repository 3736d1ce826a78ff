import type { BatchApi, JobDetail } from '../batch/api.ts';
import { childrenByStatus, describeAll, failedChildren, findByName } from '../batch/observe.ts';
import type { Failure, Outcome } from '../batch/outcome.ts';
import {
  type FailedChild,
  isTerminal,
  type Look,
  needsFailedChildren,
  needsSucceededChildren,
  type Observation,
  type ObservedJob,
} from '../core/observation.ts';
import type { ShardRecord } from '../core/record.ts';
import { childrenToAsk, withAnswers } from '../core/strange-words.ts';
import type { Clock } from './clock.ts';

export interface Observed {
  readonly observations: ReadonlyMap<string, Observation>;
  /** When the oldest of the answers was asked for: Batch need not know of anything later. */
  readonly askedAt: number;
  /** The first look that failed; what was seen stands all the same. */
  readonly failure?: Failure;
}

/** An object and the jobs of it that are under way. */
export interface Swept {
  readonly name: string;
  readonly ids: readonly string[];
}

/** How much the details of failures are wanted. */
export interface Patience {
  /** What is wanted of the object. When it is other than before, failed children are listed at once. */
  readonly terms: string;
  /** Failed children of a running array are listed again only after so long; 0 lists them whenever there are more. */
  readonly listEveryMs: number;
}

export interface Observer {
  /** Looks at shards of one object. `tags` tell its own jobs from others of the same name. */
  observe(
    name: string,
    looks: readonly Look[],
    tagsOf: (look: Look) => Readonly<Record<string, string>>,
    patience?: Patience,
  ): Promise<Observed>;
  /**
   * Describes the jobs of many objects at once. Gives the names of those of which there is something to see; what these ask
   * for next is answered from here.
   */
  sweep(objects: readonly Swept[]): Promise<{ readonly news: ReadonlySet<string>; readonly failed: boolean }>;
  /** Describes jobs that nothing is decided by, in one call with whatever else is asked for in this moment. */
  details(ids: readonly string[]): Promise<Outcome<ReadonlyMap<string, JobDetail>>>;
  /** Describes jobs that are going to be asked for. */
  expect(ids: readonly string[]): Promise<void>;
  forget(name: string): void;
}

/** Describes of all objects that come within so long share calls of a hundred ids. */
const GATHER_MS = 20;

/** What a sweep has brought is good for so long: enough for all passes that it causes. */
const FRESH_MS = 10_000;

type Described = Outcome<ReadonlyMap<string, JobDetail>>;

interface Waiting {
  readonly ids: readonly string[];
  readonly resolve: (outcome: Described) => void;
}

/** What was last seen of an object. */
interface Sight {
  /** By id, what the job looked like; null when Batch did not know it. */
  readonly looks: ReadonlyMap<string, string | null>;
  /** When the failed children of a shard were last listed. */
  readonly listedAt: ReadonlyMap<string, number>;
  /** When a listing that was put off is due. */
  readonly listDueAt: number;
  readonly terms: string;
}

/** Looks at Batch for many objects with as few calls as it takes. */
export function createObserver(api: BatchApi, clock: Pick<Clock, 'now' | 'after'>): Observer {
  let gathered: Waiting[] = [];
  const sights = new Map<string, Sight>();
  /** Answers that nobody has used yet. */
  const fresh = new Map<
    string,
    { readonly askedAt: number; readonly at: number; readonly job: JobDetail | undefined }
  >();
  const failures = new Map<string, { readonly at: number; readonly failure: Failure }>();

  const flush = async (): Promise<void> => {
    const waiting = gathered;
    gathered = [];
    const outcome = await describeAll(
      api,
      waiting.flatMap((each) => each.ids),
    );
    for (const each of waiting) each.resolve(outcome);
  };

  const describe = (ids: readonly string[]): Promise<Described> =>
    new Promise((resolve) => {
      if (gathered.length === 0) clock.after(GATHER_MS, () => void flush());
      gathered.push({ ids, resolve });
    });

  /** What a sweep has brought for an object, used once. */
  const taken = (
    name: string,
    ids: readonly string[],
  ): { readonly outcome: Described; readonly askedAt: number } | undefined => {
    const isFresh = (entry: { readonly at: number } | undefined): boolean =>
      entry !== undefined && clock.now() - entry.at < FRESH_MS;
    const failed = failures.get(name);
    failures.delete(name);
    const all = ids.map((id) => [id, fresh.get(id)] as const);
    for (const id of ids) fresh.delete(id);
    const askedAt = Math.min(clock.now(), ...all.flatMap(([, entry]) => entry?.askedAt ?? []));
    if (failed !== undefined && isFresh(failed)) return { outcome: failed.failure, askedAt };
    if (!all.every(([, entry]) => isFresh(entry))) return undefined;
    const value = new Map(all.flatMap(([id, entry]) => (entry?.job ? [[id, entry.job]] : [])));
    return { outcome: { kind: 'ok', value }, askedAt };
  };

  const keep = async (ids: readonly string[]): Promise<Described> => {
    const askedAt = clock.now();
    const outcome = await describeAll(api, ids);
    const at = clock.now();
    for (const [id, entry] of fresh) if (at - entry.at >= FRESH_MS) fresh.delete(id);
    for (const [name, entry] of failures) if (at - entry.at >= FRESH_MS) failures.delete(name);
    if (outcome.kind === 'ok')
      for (const id of ids) fresh.set(id, { askedAt, at, job: outcome.value.get(id) });
    return outcome;
  };

  /** Failed children with `isTerminated` where somebody has stopped them, which a listing does not tell. */
  const asked = async (
    name: string,
    shard: ShardRecord,
    job: ObservedJob,
    failed: readonly FailedChild[],
  ): Promise<readonly FailedChild[] | Failure> => {
    const doubtful = childrenToAsk(shard, job, failed);
    if (doubtful.length === 0) return failed;
    const told = await describeAll(
      api,
      doubtful.map((each) => each.jobId),
      { key: name },
    );
    if (told.kind !== 'ok') return told;
    const unseen = doubtful.find((each) => !told.value.has(each.jobId));
    if (unseen !== undefined) {
      const message = `Batch lists ${unseen.jobId}, and does not describe it yet`;
      return { kind: 'transient', code: 'NotDescribedYet', message };
    }
    const stopped = doubtful.filter((each) => told.value.get(each.jobId)?.isTerminated === true);
    return withAnswers(failed, new Set(stopped.map((each) => each.statusReason)));
  };

  const children = async (
    name: string,
    look: Look,
    job: JobDetail,
    listing: { listedAt: Map<string, number>; dueAt: number; readonly everyMs: number },
  ): Promise<Outcome<Observation>> => {
    const { shard } = look;
    const seen = observedOf(job);
    const before = listing.listedAt.get(shard.name);
    if (!needsFailedChildren(shard, seen)) return { kind: 'ok', value: { kind: 'job', job: seen } };
    if (before !== undefined && !isTerminal(seen.status) && clock.now() < before + listing.everyMs) {
      listing.dueAt = Math.min(listing.dueAt, before + listing.everyMs);
      return { kind: 'ok', value: { kind: 'job', job: seen } };
    }
    listing.listedAt.set(shard.name, clock.now());
    const failed = await failedChildren(api, job.jobId, { key: name });
    if (failed.kind !== 'ok') return failed;
    const listed = await asked(name, shard, seen, failed.value.map(failedOf));
    if ('kind' in listed) return listed;
    if (!needsSucceededChildren(shard, seen, listed.length)) {
      return { kind: 'ok', value: { kind: 'job', job: seen, failed: listed } };
    }
    const succeeded = await childrenByStatus(api, job.jobId, 'SUCCEEDED', { key: name });
    if (succeeded.kind !== 'ok') return succeeded;
    const positions = succeeded.value.map((each) => each.position);
    return { kind: 'ok', value: { kind: 'job', job: seen, failed: listed, succeeded: positions } };
  };

  return {
    async observe(name, looks, tagsOf, patience = { terms: '', listEveryMs: 0 }) {
      const observations = new Map<string, Observation>();
      let failure: Failure | undefined;
      const ids = looks.flatMap((look) => (look.kind === 'describe' ? (look.shard.jobId ?? []) : []));
      const now = clock.now();
      const swept = ids.length === 0 ? undefined : taken(name, ids);
      const askedAt = swept?.askedAt ?? now;
      const described = ids.length === 0 ? undefined : (swept?.outcome ?? (await describe(ids)));
      if (described !== undefined && described.kind !== 'ok') failure = described;
      const before = sights.get(name);
      const listing = {
        listedAt: new Map(
          looks.flatMap(({ shard }): [string, number][] => {
            const at = before?.listedAt.get(shard.name);
            return at === undefined ? [] : [[shard.name, at]];
          }),
        ),
        dueAt: Infinity,
        everyMs: before?.terms === patience.terms ? patience.listEveryMs : 0,
      };

      for (const look of looks) {
        const { shard } = look;
        if (look.kind === 'search') {
          const found = await findByName(api, shard.queue, shard.name, tagsOf(look), { key: name });
          if (found.kind === 'ok') {
            observations.set(shard.name, { kind: 'search', jobs: found.value.map(observedOf) });
          } else failure ??= found;
          continue;
        }
        if (described?.kind !== 'ok') continue;
        const job = described.value.get(shard.jobId ?? '');
        if (job === undefined) {
          observations.set(shard.name, { kind: 'absent' });
          continue;
        }
        const seen = await children(name, look, job, listing);
        if (seen.kind === 'ok') observations.set(shard.name, seen.value);
        else {
          listing.listedAt.delete(shard.name);
          failure ??= seen;
        }
      }
      if (described === undefined) sights.delete(name);
      else if (described.kind === 'ok') {
        sights.set(name, {
          looks: new Map(ids.map((id) => [id, lookOf(described.value.get(id))])),
          listedAt: listing.listedAt,
          listDueAt: listing.dueAt,
          terms: patience.terms,
        });
      }
      return { observations, askedAt, ...(failure === undefined ? {} : { failure }) };
    },

    async sweep(objects) {
      const outcome = await keep(objects.flatMap((each) => each.ids));
      if (outcome.kind !== 'ok') {
        const at = clock.now();
        for (const { name } of objects) failures.set(name, { at, failure: outcome });
        return { news: new Set(objects.map((each) => each.name)), failed: true };
      }
      const isNews = ({ name, ids }: Swept): boolean => {
        const sight = sights.get(name);
        if (sight === undefined || clock.now() >= sight.listDueAt) return true;
        return ids.some((id) => sight.looks.get(id) !== lookOf(outcome.value.get(id)));
      };
      const news = new Set<string>();
      for (const each of objects) {
        if (isNews(each)) news.add(each.name);
        else for (const id of each.ids) fresh.delete(id);
      }
      return { news, failed: false };
    },

    details: (ids) => describe(ids),

    async expect(ids) {
      await keep(ids);
    },

    forget(name) {
      sights.delete(name);
    },
  };
}

/** Everything that decisions use of a job, as one text. */
function lookOf(job: JobDetail | undefined): string | null {
  return job === undefined ? null : JSON.stringify(observedOf(job));
}

function observedOf(job: JobDetail): ObservedJob {
  const {
    jobId,
    status,
    statusReason,
    createdAt,
    startedAt,
    stoppedAt,
    isTerminated,
    summary,
    exitCode,
    reason,
    logStream,
  } = job;
  return compact({
    jobId,
    status,
    statusReason,
    createdAt,
    startedAt,
    stoppedAt,
    isTerminated,
    summary,
    exitCode,
    reason,
    logStream,
  });
}

function failedOf(child: {
  readonly position: number;
  readonly jobId: string;
  readonly statusReason?: string;
  readonly reason?: string;
  readonly exitCode?: number;
}): FailedChild {
  const { position, jobId, statusReason, reason, exitCode } = child;
  return compact({ position, jobId, statusReason, reason, exitCode });
}

/** Leaves members out that are undefined. */
function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
