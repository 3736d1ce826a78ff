import type { Command } from 'commander';
import { bound, fromIndexes, type IntervalSet, isEmpty, parse, range, size } from '../core/intervals.ts';
import { partsOf } from '../controller/doctor/definition-parts.ts';
import type { Desired } from '../core/desired.ts';
import { isObject } from '../core/json.ts';
import type { StreamPlace } from '../batch/log-streams.ts';
import { homeOf, openSource, statePlace, storeForLooking } from './common.ts';
import { dataFolder } from './endpoint.ts';
import { type Access, openAccess } from './logs/access.ts';
import { childrenOf, type Known, knownOf } from './logs/children.ts';
import { createReader, followAll, showAll, type Target } from './logs/show.ts';
import { DEFAULT_GROUP, type WhichAttempt } from './logs/streams.ts';
import { recordOf } from './object-record.ts';
import { choose, countOf, type Listing, readListing } from './objects.ts';
import { endWithReader } from './pipe.ts';
import { harmless, printError, UsageError } from './text.ts';

interface LogsOptions {
  readonly source: string;
  readonly index?: string;
  readonly attempt?: string;
  readonly failed?: boolean;
  readonly follow?: boolean;
  readonly tail?: string;
  readonly timestamps?: boolean;
  readonly local?: boolean;
  readonly data?: string;
  readonly state?: string;
}

/** Without a choice, an ArrayJob of so many indexes is shown whole. */
const UNASKED_MAX = 10;

/** Children whose logs are read by one command; GetLogEvents allows 25 calls a second. */
const CHILDREN_MAX = 100;

export function addLogs(program: Command): void {
  program
    .command('logs')
    .description('Show what children printed, from CloudWatch Logs or the embedded engine')
    .argument('<name>', 'an ArrayJob')
    .option('-s, --source <dir>', 'a directory of YAML specs, or a git URL', '.')
    .option('--index <intervals>', 'these indexes, such as 7 or 3,17-19; at most 100')
    .option('--failed', 'one sample of each way to fail')
    .option('--attempt <n>', 'this attempt, from 1, or all (default: the latest)')
    .option('-f, --follow', 'go on until the children have ended')
    .option('--tail <n>', 'only the last lines of each log')
    .option('--timestamps', 'begin each line with its time')
    .option('--local', 'the children of the embedded engine of `run --local`')
    .option(
      '--data <dir>',
      'with --local: the data of the engine (default: SOURCE/.arrayjob/local; for git in ~/.local/state/arrayjob)',
    )
    .option(
      '--state <place>',
      'where state is kept: a directory or s3://bucket/prefix (default: SOURCE/.arrayjob; for git in ~/.local/state/arrayjob)',
    )
    .addHelpText(
      'after',
      `
Examples:
  arrayjob logs process-daily-files --failed -s jobs/
  arrayjob logs process-daily-files --index 7
  arrayjob logs process-daily-files --index 7 --attempt 1 --timestamps
  arrayjob logs process-daily-files --index 0-3 -f
  arrayjob logs word-count --failed --local -s jobs/

An index is looked up in the array that had it last. With several children each line begins with its index.
Batch forgets jobs after 7 days; of failures that the status shows, the log is found for as long as CloudWatch keeps it.
Exit status: 0, 1 nothing to show, 2 error.`,
    )
    .action(async (name: string, options: LogsOptions) => {
      process.exitCode = await logs(name, options);
    });
}

async function logs(name: string, options: LogsOptions): Promise<number> {
  const attempt = attemptOf(options.attempt);
  const tail = tailOf(options.tail);
  if (options.failed === true && options.index !== undefined) {
    throw new UsageError('Give --failed or --index, not both');
  }
  const asked = options.index === undefined ? undefined : indexesAsked(options.index);
  if (options.data !== undefined && options.local !== true) throw new UsageError('--data goes with --local');

  const found = await knownObject(name, options);
  if (found === undefined) return 1;
  const { known, total, indexes, home, group } = found;
  const access = await openAccess(options.local === true ? dataFolder(options.data, home) : undefined);
  endWithReader();
  try {
    const targets =
      options.failed === true
        ? await failedTargets(access, known, group)
        : await targetsAt(access, known, asked ?? unasked(name, total));
    if (targets.length === 0 && asked !== undefined && indexes !== undefined && bound(asked) > indexes) {
      const there = indexes === 0 ? 'it has no index' : `its indexes are 0-${indexes - 1}`;
      printError(`${harmless(name)} has no index ${bound(asked) - 1}: ${there}`);
      return 1;
    }
    if (targets.length === 0) {
      printError(
        options.failed === true
          ? `No failure of ${harmless(name)} is known`
          : `Batch knows no job for ${options.index === undefined ? 'any index' : `index ${options.index}`} of ${harmless(name)}: it has not been submitted yet, or is forgotten (after 7 days)`,
      );
      return 1;
    }
    const follow = options.follow === true;
    const reader = createReader(access, { timestamps: options.timestamps === true, tail });
    const shown = follow
      ? await followAll(access, reader, targets, attempt, options.local === true ? LOCAL_LATE_MS : LATE_MS)
      : await showAll(access, reader, targets, attempt);
    return shown ? 0 : 1;
  } finally {
    await access.close();
  }
}

/** What a child printed last may take so long to appear; an engine holds an unfinished line back for 2 s. */
const LATE_MS = 6_000;
const LOCAL_LATE_MS = 2_500;

function attemptOf(text: string | undefined): WhichAttempt {
  if (text === undefined) return 'latest';
  if (text === 'all') return 'all';
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new UsageError(`--attempt ${text} is neither all nor a number from 1`);
  return Number(text);
}

function tailOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 10_000) {
    throw new UsageError(`--tail ${text} is not a number of lines from 1 to 10000`);
  }
  return Number(text);
}

function indexesAsked(text: string): IntervalSet {
  const { set, skipped } = parse(text);
  if (skipped.length > 0 || isEmpty(set)) {
    throw new UsageError(
      `--index ${text} is no interval text: write an index or several, such as 7 or 3,17-19`,
    );
  }
  if (size(set) > CHILDREN_MAX) {
    throw new UsageError(
      `--index ${text} asks for ${size(set)} logs; at most ${CHILDREN_MAX} are shown at a time`,
    );
  }
  return set;
}

function unasked(name: string, total: number | undefined): IntervalSet {
  if (total !== undefined && total <= UNASKED_MAX) return range(0, total);
  const many = total === undefined ? 'an unknown number of' : String(total);
  throw new UsageError(
    `${name} has ${many} indexes: choose with --index 7 or --index 0-9, or see one sample of each failure with --failed`,
  );
}

/** Where a stream lies. */
type LogGroup = Omit<StreamPlace, 'stream'>;

interface Found {
  readonly known: Known;
  readonly total: number | undefined;
  /** The number of its indexes, where they are the numbers below it. */
  readonly indexes: number | undefined;
  readonly home: string;
  /** Where its declared definition writes. */
  readonly group: LogGroup;
}

async function knownObject(name: string, options: LogsOptions): Promise<Found | undefined> {
  const source = await openSource(options.source, () => undefined);
  try {
    const listing = await readListing(source);
    const { chosen, missing } = choose(listing, {
      names: [name],
      kinds: ['ArrayJob'],
      where: options.source,
    });
    for (const each of missing.length > 0 ? [...listing.unread, ...missing] : []) printError(each);
    const [object] = chosen;
    if (object === undefined) return undefined;
    const { declared } = object;
    const store = await storeForLooking(statePlace(options.state, source), undefined);
    const record = await recordOf(store, declared.name).finally(() => store.close());
    const desired = declared.spec.kind === 'ArrayJob' ? declared.spec.desired : undefined;
    return {
      known: knownOf(declared.name, desired?.jobQueue, record, declared.status),
      total: countOf(declared.status, 'total') ?? sizeOf(desired),
      indexes:
        sizeOf(desired) === undefined ? undefined : (countOf(declared.status, 'total') ?? sizeOf(desired)),
      home: homeOf(source),
      group: groupOf(listing, desired?.jobDefinition),
    };
  } finally {
    await source.close();
  }
}

function sizeOf(desired: Desired | undefined): number | undefined {
  return desired?.work.kind === 'size' ? desired.work.size : undefined;
}

/** The group of a definition that is declared here; Batch's own for all others. */
function groupOf({ objects }: Listing, definition: string | undefined): LogGroup {
  const declared = objects.find(
    ({ declared: { kind, name } }) => kind === 'JobDefinition' && name === definition,
  );
  const body = declared?.value['spec'];
  const { group = DEFAULT_GROUP, region } = isObject(body) ? (partsOf(body).logs[0] ?? {}) : {};
  return region === undefined ? { group } : { group, region };
}

async function targetsAt(access: Access, known: Known, indexes: IntervalSet): Promise<readonly Target[]> {
  return access.ask(({ api }) => childrenOf(api, known, indexes));
}

async function failedTargets(access: Access, known: Known, group: LogGroup): Promise<readonly Target[]> {
  const without = known.failures.filter((each) => each.sampleJobId === undefined);
  const found = new Map<number, string>();
  if (without.length > 0) {
    const indexes = fromIndexes(without.map((each) => each.sampleIndex));
    for (const { index, jobId } of await access.ask(({ api }) => childrenOf(api, known, indexes)))
      found.set(index, jobId);
  }
  return [...known.failures]
    .sort((a, b) => b.count - a.count)
    .map(({ count, exitCode, reason, sampleIndex, sampleJobId, logStream }) => ({
      index: sampleIndex,
      jobId: sampleJobId ?? found.get(sampleIndex),
      place: logStream === undefined ? undefined : { ...group, stream: logStream },
      heading: `index ${sampleIndex}, ${count === 1 ? 'alone' : `one of ${count}`} to fail so: ${exitCode === undefined ? '' : `exit code ${exitCode}, `}${reason}`,
    }));
}
