import { existsSync } from 'node:fs';
import type { Policy } from '../../api/index.ts';
import { type Catalog, catalogOf } from '../../controller/catalog.ts';
import { systemClock } from '../../controller/clock.ts';
import { compareCatalogs } from '../../controller/comparison.ts';
import { offlineWorld } from '../../controller/offline.ts';
import { type Preview, preview } from '../../controller/preview.ts';
import { changeMarkdown } from '../../core/change-markdown.ts';
import {
  type BaseCommit,
  isAddress,
  openBase,
  openCommit,
  openDirectory,
  type Source,
} from '../../source/index.ts';
import { homeOf, openStateStore, statePlace } from '../common.ts';
import { dataFolder, type Endpoint, localEndpoint, remoteEndpoint } from '../endpoint.ts';
import { policyIn } from '../policy-file.ts';
import { harmless, UsageError } from '../text.ts';
import { showChanges } from './changes.ts';
import { commentTarget, postComment } from './comment.ts';
import { type PlanOptions, SETTLE_MS } from './now.ts';
import { failureOf } from './objects.ts';

interface Sides {
  readonly source: Source;
  readonly base: BaseCommit;
  readonly baseCatalog: Catalog;
  readonly headCatalog: Catalog;
  /** By which the change is judged; what stood before is not. */
  readonly policy: Policy | undefined;
}

interface Seen {
  readonly before: Preview;
  readonly after: Preview;
  readonly api: Endpoint['api'] | undefined;
  readonly notes: readonly string[];
  readonly close: () => Promise<void>;
}

/** Prints what a change does, compared with the commit that it started from; gives the exit status. */
export async function compareWithBase(
  where: string,
  options: PlanOptions & { readonly base: string },
): Promise<number> {
  if (isAddress(where)) {
    throw new UsageError(`--base compares a checkout: clone ${where} and name the directory`);
  }
  const target = options.comment === true ? await commentTarget(options) : undefined;
  const policy = await policyIn(options.policy);
  const source = await openDirectory(where);
  try {
    const base = await openBase(where, options.base);
    const declared = catalogOf(await base.load(), new WeakMap());
    const sides: Sides = {
      source,
      base,
      baseCatalog:
        options.statusFrom === undefined ? declared : await withStatuses(declared, where, options.statusFrom),
      headCatalog: catalogOf(await source.load(), new WeakMap(), policy),
      policy,
    };
    const seen = await look(sides, options);
    try {
      const report = await compareCatalogs({
        base: { catalog: sides.baseCatalog, preview: seen.before },
        head: { catalog: sides.headCatalog, preview: seen.after },
        api: seen.api,
        notes: [comparedNote(base, options.base), ...seen.notes],
      });
      showChanges(report, options.output);
      const changes = report.objects.length > 0;
      const wrong = report.findings.some((each) => each.severity === 'error');
      if (target !== undefined) await postComment(target, changeMarkdown(report), changes || wrong);
      return changes ? 1 : 0;
    } finally {
      await seen.close();
    }
  } finally {
    await source.close();
  }
}

/** The catalog with the statuses that stand on another branch. */
async function withStatuses(catalog: Catalog, where: string, ref: string): Promise<Catalog> {
  const other = await openCommit(where, ref, '--status-from');
  const { objects: told } = catalogOf(await other.load(), new WeakMap());
  const objects = [...catalog.objects].map(([key, declared]) => {
    const status = told.get(key)?.status;
    return [key, status === undefined ? declared : { ...declared, status }] as const;
  });
  return { ...catalog, objects: new Map(objects) };
}

function comparedNote(base: BaseCommit, ref: string): string {
  const id = base.commit.slice(0, 12);
  return base.isMergeBase
    ? `Compared with ${id}, where this parted from ${harmless(ref)}.`
    : `Compared with ${id}, the tip of ${harmless(ref)}: the history that would tell where they parted is not here (fetch-depth: 0, or GIT_DEPTH: 0).`;
}

/** Variables that say where AWS is, or who asks it. */
const CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_BATCH',
];

/** Looks with Batch and the state store where there are some, and else, or when Batch does not answer, by the status in the files. */
async function look(sides: Sides, options: PlanOptions): Promise<Seen> {
  if (options.offline === true) return byStatus(sides, options, undefined, 'Nobody was asked (--offline)');
  const place = statePlace(options.state, sides.source);
  const hasStore = options.state !== undefined || existsSync(place);
  const hasCredentials = CREDENTIALS.some((name) => (process.env[name] ?? '') !== '');
  if (!hasStore && options.local !== true && !hasCredentials) {
    return byStatus(sides, options, undefined, 'There is no state store here, and there are no credentials');
  }
  const endpoint =
    options.local === true
      ? await localEndpoint({
          dataDir: dataFolder(options.data, homeOf(sides.source)),
          onNote: () => undefined,
        })
      : remoteEndpoint();
  const seen = await (
    hasStore
      ? live(sides, options, endpoint, place)
      : byStatus(sides, options, endpoint, 'There is no state store here; Batch was asked')
  ).catch(async (error: unknown) => {
    await endpoint.close();
    throw error;
  });
  const failed = [...seen.after.objects, ...seen.before.objects]
    .map(failureOf)
    .find((each) => each !== undefined);
  if (failed === undefined) return seen;
  await seen.close();
  return byStatus(sides, options, undefined, `Batch could not be asked (${failed.replaceAll('\n', ' ')})`);
}

async function live(sides: Sides, options: PlanOptions, endpoint: Endpoint, place: string): Promise<Seen> {
  const { source, base } = sides;
  const store = await openStateStore(place, endpoint.engine?.url);
  const common = {
    store,
    api: endpoint.api,
    s3: endpoint.s3,
    clock: systemClock(),
    sourceId: options.sourceId,
    settleMs: SETTLE_MS,
    ahead: true,
  };
  const identity = { url: source.url, ...(source.id === undefined ? {} : { id: source.id }) };
  const before = await preview({ ...common, source: { ...base, ...identity } });
  const after = await preview({ ...common, source, policy: sides.policy });
  return {
    before,
    after,
    api: endpoint.api,
    notes: ['What runs is known from the state store and from Batch.'],
    async close() {
      await store.close();
      await endpoint.close();
    },
  };
}

async function byStatus(
  sides: Sides,
  options: PlanOptions,
  endpoint: Endpoint | undefined,
  why: string,
): Promise<Seen> {
  const { source, base } = sides;
  const world = await offlineWorld({
    base: sides.baseCatalog,
    head: sides.headCatalog,
    readBeside: base.readBeside,
    sourceId: options.sourceId,
    now: Date.now(),
    ...(endpoint === undefined ? {} : { real: endpoint }),
  });
  const common = {
    store: world.store,
    api: world.api,
    s3: world.s3,
    clock: systemClock(),
    sourceId: world.sourceId,
    settleMs: SETTLE_MS,
    adapt: world.adapt,
    ahead: true,
  };
  const before = await preview({ ...common, source: { ...base, url: source.url } });
  const after = await preview({ ...common, source, policy: sides.policy });
  const known = world.remembered.size;
  const place =
    options.statusFrom === undefined ? 'in the files of that commit' : `on ${harmless(options.statusFrom)}`;
  const told =
    known === 0 ? 'tells of no run' : `tells of ${known === 1 ? 'one ArrayJob' : `${known} ArrayJobs`}`;
  const taken =
    endpoint === undefined
      ? '; definitions outside of the source and objects in S3 are taken to be as they were'
      : '';
  return {
    before,
    after,
    api: endpoint?.api,
    notes: [`${why}: what has run is taken from the status ${place}, which ${told}${taken}.`],
    async close() {
      await world.store.close();
      await endpoint?.close();
    },
  };
}
