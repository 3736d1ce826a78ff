import { type Command, Option } from 'commander';
import type { Kind } from '../api/index.ts';
import type { ReadCache } from '../controller/catalog.ts';
import { yamlOf } from '../document/index.ts';
import type { Source } from '../source/index.ts';
import { columnsOf, valueOf } from './columns.ts';
import { openSource } from './common.ts';
import { choose, type Listed, type Listing, readListing, referenceOf, type Wanted } from './objects.ts';
import { endWithReader } from './pipe.ts';
import { harmless, harmlessLine, jsonText, print, printError, table } from './text.ts';

interface GetOptions {
  readonly source: string;
  readonly selector?: string;
  readonly kind: string;
  readonly output?: string;
  readonly watch?: boolean;
}

const KINDS_BY_FLAG: Readonly<Record<string, readonly Kind[]>> = {
  arrayjob: ['ArrayJob'],
  jobdefinition: ['JobDefinition'],
  all: ['ArrayJob', 'JobDefinition'],
};

export function addGet(program: Command): void {
  program
    .command('get')
    .description('List objects with the status that stands in their files')
    .argument('[name...]', 'NAME or KIND/NAME; all when left out')
    .option('-s, --source <dir>', 'a directory of YAML specs, or a git URL', '.')
    .option('-l, --selector <labels>', 'those whose labels fit: team=ingest,env!=prod,tier in (a,b)')
    .addOption(
      new Option('-k, --kind <kind>', 'what is listed')
        .choices(Object.keys(KINDS_BY_FLAG))
        .default('arrayjob'),
    )
    .addOption(
      new Option('-o, --output <format>', 'instead of a table').choices(['wide', 'json', 'yaml', 'name']),
    )
    .option('-w, --watch', 'go on, and print an object again when something about it has changed')
    .addHelpText(
      'after',
      `
Examples:
  arrayjob get -s jobs/
  arrayjob get -s jobs/ -l 'team=ingest,tier in (a,b)' -o wide
  arrayjob get process-daily-files -s jobs/ -o json
  arrayjob get -w
  arrayjob get --kind all -o name

AGE counts from the start of the run. Exit status: 0, 1 not found.`,
    )
    .action(async (names: readonly string[], options: GetOptions) => {
      process.exitCode = await get(names, options);
    });
}

async function get(names: readonly string[], options: GetOptions): Promise<number> {
  const wanted: Wanted = {
    names,
    selector: options.selector,
    kinds: KINDS_BY_FLAG[options.kind] ?? ['ArrayJob'],
    where: options.source,
  };
  const source = await openSource(options.source, () => undefined);
  try {
    const cache: ReadCache = new WeakMap();
    const listing = await readListing(source, cache);
    const { chosen, missing } = choose(listing, wanted);
    const printed = show(chosen, names.length === 1, options.output);
    for (const each of [...listing.unread, ...missing]) printError(each);
    if (chosen.length + missing.length === 0 && (options.output ?? 'wide') === 'wide')
      printError(`${options.source} declares nothing to show; -s names another place`);
    if (missing.length > 0) return 1;
    if (options.watch === true) await follow(source, listing, wanted, options.output, printed, cache);
    return 0;
  } finally {
    await source.close();
  }
}

/** The columns' widths, by kind, so that rows which come later stand below the first. */
type Widths = Map<Kind, readonly number[]>;

function show(chosen: readonly Listed[], single: boolean, output: string | undefined): Widths {
  const widths: Widths = new Map();
  if (output === 'json') {
    const values = chosen.map(valueOf);
    const [first] = values;
    if (single && values.length === 1) print(jsonText(first, 2));
    else if (!single || values.length > 1) print(jsonText(values, 2));
  } else if (output === 'yaml')
    process.stdout.write(chosen.map((each) => yamlOf(valueOf(each))).join('---\n'));
  else if (output === 'name') for (const each of chosen) print(harmlessLine(referenceOf(each.declared)));
  else showTables(chosen, output === 'wide', widths, single);
  return widths;
}

function showTables(chosen: readonly Listed[], wide: boolean, widths: Widths, single: boolean): void {
  const now = Date.now();
  const kinds = (['ArrayJob', 'JobDefinition'] as const).filter((kind) =>
    chosen.some((each) => each.declared.kind === kind),
  );
  // A table without rows still says what would stand in it.
  for (const [i, kind] of (kinds.length === 0 && !single ? (['ArrayJob'] as const) : kinds).entries()) {
    const columns = columnsOf(kind, wide);
    const rows = chosen
      .filter((each) => each.declared.kind === kind)
      .map((each) => columns.map(({ cell }) => cell(each, now)));
    const all = [columns.map(({ head }) => head), ...rows];
    widths.set(
      kind,
      columns.map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length))),
    );
    if (i > 0) print('');
    print(table(all));
  }
}

/** What is compared to find out whether an object is worth another row. */
function newsOf(each: Listed, output: string | undefined): string {
  if (output === 'json' || output === 'yaml') return jsonText(valueOf(each));
  const columns = columnsOf(each.declared.kind, output === 'wide').filter(({ ticks }) => ticks !== true);
  return JSON.stringify(columns.map(({ cell }) => cell(each, 0)));
}

/** Prints objects again as they change; never ends by itself. */
async function follow(
  source: Source,
  first: Listing,
  wanted: Wanted,
  output: string | undefined,
  widths: Widths,
  cache: ReadCache,
): Promise<void> {
  endWithReader();
  const named = { ...wanted, names: [] };
  const within = (listing: Listing): readonly Listed[] =>
    choose(listing, wanted.names.length === 0 ? named : wanted).chosen;
  const known = new Map(within(first).map((each) => [each.key, newsOf(each, output)]));

  const look = async (): Promise<void> => {
    const listing = await readListing(source, cache);
    const seen = new Set<string>();
    for (const each of within(listing)) {
      seen.add(each.key);
      const news = newsOf(each, output);
      if (known.get(each.key) === news) continue;
      known.set(each.key, news);
      showAgain(each, output, widths);
    }
    if (!listing.catalog.complete) return;
    for (const key of [...known.keys()].filter((each) => !seen.has(each))) {
      known.delete(key);
      if (output === undefined || output === 'wide') {
        print(harmless(`${key.slice(key.indexOf('/') + 1)}  Deleted`));
      }
    }
  };

  let turn: Promise<void> = Promise.resolve();
  const soon = (): void => {
    turn = turn.then(look).catch((error: unknown) => {
      printError(harmless(error instanceof Error ? error.message : String(error)));
    });
  };
  await source.watch(soon);
  // Something may have changed between the first look and the watch.
  soon();
  // Whatever the watch rests on, the process stays until it is stopped.
  await new Promise<never>(() => setInterval(() => undefined, 2 ** 30));
}

function showAgain(each: Listed, output: string | undefined, widths: Widths): void {
  const { kind } = each.declared;
  if (output === 'json') print(jsonText(valueOf(each), 2));
  else if (output === 'yaml') process.stdout.write(`---\n${yamlOf(valueOf(each))}`);
  else if (output === 'name') print(harmless(referenceOf(each.declared)));
  else {
    const now = Date.now();
    const cells = columnsOf(kind, output === 'wide').map(({ cell }) => cell(each, now));
    const padded = cells.map((cell, i) =>
      i === cells.length - 1 ? cell : cell.padEnd(widths.get(kind)?.[i] ?? 0),
    );
    print(table([padded]));
  }
}
