import { existsSync } from 'node:fs';
import { type Catalog, catalogOf } from '../../controller/catalog.ts';
import { systemClock } from '../../controller/clock.ts';
import { compareCatalogs } from '../../controller/comparison.ts';
import { offlineWorld } from '../../controller/offline.ts';
import { type Preview, preview } from '../../controller/preview.ts';
import {
  arrayWords,
  changeMarkdown,
  changeWords,
  headline,
  hoursWords,
  runWords,
  valueText,
  warningLines,
} from '../../core/change-markdown.ts';
import type { ChangeReport, ObjectChange } from '../../core/change-report.ts';
import { format } from '../../core/intervals.ts';
import { type BaseCommit, isAddress, openBase, openDirectory, type Source } from '../../source/index.ts';
import { homeOf, openStateStore, statePlace } from '../common.ts';
import { dataFolder, type Endpoint, localEndpoint, remoteEndpoint } from '../endpoint.ts';
import { harmless, print, printError, UsageError } from '../text.ts';
import { commentTarget, postComment } from './comment.ts';
import { type PlanOptions, SETTLE_MS } from './now.ts';
import { failureOf } from './objects.ts';

/** Interval text and values that a line has room for. */
const SHOWN = 60;

interface Sides {
  readonly source: Source;
  readonly base: BaseCommit;
  readonly baseCatalog: Catalog;
  readonly headCatalog: Catalog;
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
  const source = await openDirectory(where);
  try {
    const base = await openBase(where, options.base);
    const sides: Sides = {
      source,
      base,
      baseCatalog: catalogOf(await base.load(), new WeakMap()),
      headCatalog: catalogOf(await source.load(), new WeakMap()),
    };
    const seen = await look(sides, options);
    try {
      const report = await compareCatalogs({
        base: { catalog: sides.baseCatalog, preview: seen.before },
        head: { catalog: sides.headCatalog, preview: seen.after },
        api: seen.api,
        notes: [comparedNote(base, options.base), ...seen.notes],
      });
      show(report, options.output);
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

function comparedNote(base: BaseCommit, ref: string): string {
  const id = base.commit.slice(0, 12);
  return base.isMergeBase
    ? `Compared with ${id}, where this parted from ${harmless(ref)}.`
    : `Compared with ${id}, the tip of ${harmless(ref)}: the history that would tell where they parted is not here (fetch-depth: 0, or GIT_DEPTH: 0).`;
}

/** Looks with Batch and the state store where there are some, and else, or when Batch does not answer, by the status in the files. */
async function look(sides: Sides, options: PlanOptions): Promise<Seen> {
  const { source } = sides;
  if (options.offline === true) return offline(sides, options, 'Nobody was asked (--offline)');
  const place = statePlace(options.state, source);
  const hasStore = options.state !== undefined || existsSync(place);
  if (!hasStore && options.local !== true) return offline(sides, options, 'There is no state store here');
  const endpoint =
    options.local === true
      ? await localEndpoint({ dataDir: dataFolder(options.data, homeOf(source)), onNote: () => undefined })
      : remoteEndpoint();
  const seen = await live(sides, options, endpoint, place).catch(async (error: unknown) => {
    await endpoint.close();
    throw error;
  });
  const failed = [...seen.after.objects, ...seen.before.objects]
    .map(failureOf)
    .find((each) => each !== undefined);
  if (failed === undefined) return seen;
  await seen.close();
  return offline(sides, options, `Batch could not be asked (${failed.replaceAll('\n', ' ')})`);
}

async function live(
  { source, base }: Sides,
  options: PlanOptions,
  endpoint: Endpoint,
  place: string,
): Promise<Seen> {
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
  const after = await preview({ ...common, source });
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

async function offline(sides: Sides, options: PlanOptions, why: string): Promise<Seen> {
  const { source, base } = sides;
  const world = await offlineWorld({
    base: sides.baseCatalog,
    head: sides.headCatalog,
    readBeside: base.readBeside,
    sourceId: options.sourceId,
    now: Date.now(),
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
  const after = await preview({ ...common, source });
  const known = world.remembered.size;
  return {
    before,
    after,
    api: undefined,
    notes: [
      `${why}: what has run is taken from the status in the files of that commit, which ${known === 0 ? 'tells of no run' : `tells of ${known === 1 ? 'one ArrayJob' : `${known} ArrayJobs`}`}; definitions outside of the source and objects in S3 are taken to be as they were.`,
    ],
    close: () => world.store.close(),
  };
}

function show(report: ChangeReport, output: string | undefined): void {
  if (output === 'markdown') {
    print(changeMarkdown(report).trimEnd());
    return;
  }
  if (output === 'json') {
    print(JSON.stringify(jsonOf(report), undefined, 2));
    return;
  }
  for (const line of warningLines(report)) print(harmless(line.replace(/`+/g, '')));
  for (const each of report.objects) showObject(each);
  print(headline(report));
  for (const note of report.notes) printError(harmless(note));
}

const SIGNS: Readonly<Record<ObjectChange['change'], string>> = {
  new: '+',
  changed: '~',
  removed: '-',
  affected: '>',
  same: ' ',
};

function showObject(each: ObjectChange): void {
  const words = [
    changeWords(each),
    each.runs === undefined ? '' : `runs ${runWords(each, cut)}`,
    arrayWords(each),
    hoursWords(each) === '' ? '' : `vCPU-hours: ${hoursWords(each)}`,
  ];
  print(harmless(`${SIGNS[each.change]} ${each.object}  ${words.filter((word) => word !== '').join('; ')}`));
  for (const { path, class: kind, before, after } of each.fields) {
    const change = `${cut(valueText(before))} → ${cut(valueText(after))}`;
    print(`    ${harmless(`${path} (${kind}): ${change}`).replaceAll('\n', ' ')}`);
  }
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}

/** The report for tools. */
function jsonOf(report: ChangeReport): object {
  return {
    ...report,
    objects: report.objects.map(({ runs, ...rest }) => ({
      ...rest,
      ...(runs === undefined
        ? {}
        : {
            runs: {
              indexes: runs.indexes === undefined ? null : format(runs.indexes),
              again: runs.redone,
            },
          }),
    })),
  };
}
