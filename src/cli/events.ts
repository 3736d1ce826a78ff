import { setTimeout as delay } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { type LoggedEvent, readEvents } from '../controller/event-log.ts';
import type { StateStore } from '../state/index.ts';
import { since } from './ages.ts';
import { openSource, statePlace, storeForLooking } from './common.ts';
import { choose, readListing } from './objects.ts';
import { endWithReader } from './pipe.ts';
import { harmless, jsonText, print, printError, table } from './text.ts';

interface EventsOptions {
  readonly source: string;
  readonly state?: string;
  readonly selector?: string;
  readonly type?: string;
  readonly output?: string;
  readonly watch?: boolean;
}

export function addEvents(program: Command): void {
  program
    .command('events')
    .description(
      'Show what happened to objects lately, oldest first, as `run` has written it to the state store',
    )
    .argument('[name...]', 'NAME or KIND/NAME; all when left out')
    .option('-s, --source <dir>', 'a directory of YAML specs, or a git URL', '.')
    .option(
      '--state <place>',
      'where state is kept: a directory or s3://bucket/prefix (default: SOURCE/.arrayjob; for git in ~/.local/state/arrayjob)',
    )
    .option('-l, --selector <labels>', 'of objects whose labels fit: team=ingest,env!=prod,tier in (a,b)')
    .addOption(new Option('--type <type>', 'only these').choices(['Normal', 'Warning']))
    .addOption(
      new Option('-o, --output <format>', 'instead of a table: one JSON value a line').choices(['json']),
    )
    .option('-w, --watch', 'go on, and print events as they come')
    .addHelpText(
      'after',
      `
Examples:
  arrayjob events -s jobs/
  arrayjob events process-daily-files --type Warning
  arrayjob events -w -o json | jq .message

The latest 200 are kept; what happens again is counted. A running daemon tells them at once on /api/v1/events, too.
Exit status: 0, 1 not found.`,
    )
    .action(async (names: readonly string[], options: EventsOptions) => {
      process.exitCode = await events(names, options);
    });
}

async function events(names: readonly string[], options: EventsOptions): Promise<number> {
  const source = await openSource(options.source, () => undefined);
  const place = statePlace(options.state, source);
  let objects: ReadonlySet<string> | undefined;
  try {
    if (names.length > 0 || options.selector !== undefined) {
      const { chosen, missing } = choose(await readListing(source), {
        names,
        selector: options.selector,
        kinds: ['ArrayJob'],
        where: options.source,
      });
      for (const each of missing) printError(each);
      if (missing.length > 0) return 1;
      objects = new Set(chosen.map((each) => each.key));
    }
  } finally {
    await source.close();
  }
  const wanted = (each: LoggedEvent): boolean =>
    (objects === undefined || objects.has(each.object)) &&
    (options.type === undefined || each.type === options.type);
  // One that does not exist yet may come into being while it is waited for, so it is opened for each look.
  const look = async (): Promise<readonly LoggedEvent[]> => {
    const store: StateStore = await storeForLooking(place, undefined);
    try {
      return (await readEvents(store)).filter(wanted);
    } finally {
      await store.close();
    }
  };
  const found = await look();
  show(found, options.output, true);
  if (found.length === 0 && options.watch !== true && options.output === undefined) {
    printError(`No events in ${place}; \`arrayjob run\` keeps the latest there, see --state`);
  }
  if (options.watch === true) await follow(look, found, options.output, place.startsWith('s3://'));
  return 0;
}

function show(found: readonly LoggedEvent[], output: string | undefined, headed: boolean): void {
  if (output === 'json') {
    for (const each of found) print(jsonText(each));
    return;
  }
  if (found.length === 0) return;
  const now = Date.now();
  const rows = found.map(({ time, firstTime, count, type, reason, object, message }) => [
    count === undefined
      ? since(time, now)
      : `${since(time, now)} (x${count} over ${since(firstTime, Date.parse(time))})`,
    type,
    reason,
    referenceOfKey(object),
    message,
  ]);
  print(table(headed ? [['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'], ...rows] : rows));
}

/** `ArrayJob/a` as every command takes it. */
function referenceOfKey(key: string): string {
  const slash = key.indexOf('/');
  return slash === -1 ? key : `${key.slice(0, slash).toLowerCase()}${key.slice(slash)}`;
}

/** Between two looks at the store. */
const LOOK_MS = 1_000;
const LOOK_REMOTE_MS = 10_000;

async function follow(
  look: () => Promise<readonly LoggedEvent[]>,
  first: readonly LoggedEvent[],
  output: string | undefined,
  remote: boolean,
): Promise<never> {
  endWithReader();
  const textOf = (each: LoggedEvent): string => JSON.stringify(each);
  let known = new Set(first.map(textOf));
  let failure = '';
  for (;;) {
    await delay(remote ? LOOK_REMOTE_MS : LOOK_MS);
    try {
      const now = await look();
      show(
        now.filter((each) => !known.has(textOf(each))),
        output,
        known.size === 0,
      );
      known = new Set(now.map(textOf));
      failure = '';
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== failure) printError(harmless(text));
      failure = text;
    }
  }
}
