import type { Policy } from '../api/index.ts';
import type { BatchApi } from '../batch/api.ts';
import { applySubmission } from '../core/apply.ts';
import { aftermathOf } from '../core/aftermath.ts';
import type { Upstream } from '../core/dependencies.ts';
import { statusAfter } from './outcome.ts';
import type { Source } from '../source/index.ts';
import type { StateStore } from '../state/index.ts';
import { digestText } from '../core/digest.ts';
import type { S3Port } from '../work/index.ts';
import { type Catalog, catalogOf } from './catalog.ts';
import type { Clock } from './clock.ts';
import { createDefinitions, type DefinitionDecision } from './definitions.ts';
import { sourceIdOf } from './identity.ts';
import { createObserver } from './observer.ts';
import { passOrder } from './order.ts';
import { decide, type Decision, upstreamOf } from './pass.ts';
import { createRecords } from './records.ts';

/** What `run --once` would decide for one object. */
export type Previewed =
  | {
      readonly kind: 'JobDefinition';
      readonly key: string;
      readonly decision: DefinitionDecision | undefined;
    }
  | { readonly kind: 'ArrayJob'; readonly key: string; readonly decision: Decision };

export interface Preview {
  readonly catalog: Catalog;
  readonly sourceId: string;
  /** Nothing says yet what the source's id is: the next run makes another one than this, and with it other names of jobs. */
  readonly isNewSource: boolean;
  readonly objects: readonly Previewed[];
}

/** Goes through the same decisions in the same order as a pass over everything, and carries none of them out. */
export async function preview(options: {
  readonly source: Pick<Source, 'load' | 'readBeside' | 'url' | 'id'>;
  readonly store: StateStore;
  readonly api: BatchApi;
  readonly s3: S3Port;
  readonly clock: Clock;
  readonly sourceId: string | undefined;
  readonly settleMs: number;
  /** What specs may ask for; everything unless given. */
  readonly policy?: Policy | undefined;
  /** Changes what the source declares before anything is decided. */
  readonly adapt?: (catalog: Catalog) => Catalog;
  /** Looks past the next pass: what depends on an object is planned as if everything that it stops had ended. */
  readonly ahead?: boolean;
}): Promise<Preview> {
  const { api, s3, clock, source } = options;
  const store = throwawayStore(options.store);
  const catalog = (options.adapt ?? ((each) => each))(
    catalogOf(await source.load(), new WeakMap(), options.policy),
  );
  const statuses = [...catalog.objects.values()].map((each) => each.status);
  const { id, isNew, recovered } = await sourceIdOf({
    store,
    given: options.sourceId,
    natural: source.id,
    statuses,
    url: source.url,
    keep: false,
  });
  const records = createRecords({ store, onCorrupt: () => undefined });
  const definitions = createDefinitions(api, () => clock.now());
  const observer = createObserver(api, clock);
  const upstreams = new Map<string, Upstream>();
  const objects: Previewed[] = [];
  for (const key of passOrder(catalog, await records.names())) {
    const declared = catalog.objects.get(key);
    if (declared?.kind === 'JobDefinition') {
      const spec = declared.spec.kind === 'JobDefinition' ? declared.spec.desired : undefined;
      const decision = spec === undefined ? undefined : await definitions.decide(spec);
      if (decision?.kind === 'register' && spec !== undefined) definitions.pretend(spec);
      objects.push({ kind: 'JobDefinition', key, decision });
      continue;
    }
    const name = key.slice(key.indexOf('/') + 1);
    const decision = await decide(name, catalog, {
      api,
      sourceId: id,
      recovered,
      source,
      records,
      store,
      definitions,
      observer,
      surroundings: undefined,
      s3,
      now: () => clock.now(),
      settleMs: options.settleMs,
      lookingSince: clock.now(),
      onlyLooks: true,
      signal: new AbortController().signal,
      upstreams,
      policy: options.policy,
      listEveryMs: 0,
    });
    // What is left of a removed object only grows old.
    if (decision.isMissing) continue;
    if (declared === undefined && decision.input.record?.removedAt !== undefined) continue;
    const next = options.ahead === true ? aheadOf(decision) : decision;
    const status = statusAfter(next, next.plan.record);
    upstreams.set(name, upstreamOf(name, status, asIfSubmitted(next), upstreams));
    objects.push({ kind: 'ArrayJob', key, decision });
  }
  return { catalog, sourceId: id, isNewSource: isNew, objects };
}

function aheadOf(decision: Decision): Decision {
  return { ...decision, plan: aftermathOf(decision.input, decision.plan).plan };
}

/** What depends on it is planned behind the arrays that would be submitted, as in a run. */
function asIfSubmitted(decision: Decision): Decision {
  const { actions, record } = decision.plan;
  if (record === undefined) return decision;
  const submitted = actions.reduce(
    (sum, each) =>
      each.kind === 'submit'
        ? applySubmission(sum, each.name, { kind: 'submitted', jobId: `(${each.name})` }, decision.input.now)
        : sum,
    record,
  );
  return { ...decision, plan: { ...decision.plan, record: submitted } };
}

/** Reads what stands, and keeps what is written to itself. */
function throwawayStore(base: StateStore): StateStore {
  const written = new Map<string, string | undefined>();
  return {
    url: base.url,
    async get(key) {
      if (!written.has(key)) return base.get(key);
      const text = written.get(key);
      return text === undefined ? undefined : { text, etag: digestText(text) };
    },
    async put(key, text) {
      written.set(key, text);
      return { ok: true, etag: digestText(text) };
    },
    async delete(key) {
      written.set(key, undefined);
      return true;
    },
    list: (prefix) => base.list(prefix),
    close: async () => undefined,
  };
}
