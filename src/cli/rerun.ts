import type { Command } from 'commander';
import { RERUN_ANNOTATION } from '../api/index.ts';
import { bound, format, isEmpty, parse, size } from '../core/intervals.ts';
import { isObject } from '../core/json.ts';
import { setValue } from '../document/index.ts';
import { type Change, EDIT_NOTE, editFlags, type EditOptions, make, targetsOf } from './edit-objects.ts';
import { countOf, type Listed, referenceOf, textsOf } from './objects.ts';
import { printError, UsageError } from './text.ts';

interface RerunOptions extends EditOptions {
  readonly failed?: boolean;
  readonly indexes?: string;
}

export function addRerun(program: Command): void {
  editFlags(
    program
      .command('rerun')
      .description('Ask for a new run of an ArrayJob, by a new value of its annotation arrayjob.dev/rerun')
      .argument('[name...]', 'ArrayJobs'),
  )
    .option('--failed', 'only the indexes that have failed')
    .option('--indexes <intervals>', 'only these indexes, such as 3,17-19')
    .addHelpText(
      'after',
      `
Examples:
  arrayjob rerun process-daily-files -s jobs/            every index again
  arrayjob rerun process-daily-files --failed
  arrayjob rerun process-daily-files --indexes 3,17-19
  arrayjob rerun -l team=ingest --failed

${EDIT_NOTE}
Exit status: 0, 1 not found or not possible, 2 error.`,
    )
    .action(async (names: readonly string[], options: RerunOptions) => {
      process.exitCode = await rerun(names, options);
    });
}

async function rerun(names: readonly string[], options: RerunOptions): Promise<number> {
  if (options.failed === true && options.indexes !== undefined) {
    throw new UsageError('Give --failed or --indexes, not both');
  }
  const limit = options.failed === true ? 'failed' : intervalsOf(options.indexes);
  const targets = await targetsOf(names, options, ['ArrayJob'], 'rerun');
  if (targets === undefined) return 1;
  const problems = targets.chosen.map((each) => problemOf(each, limit));
  // Of many, those that have nothing to run again are passed over; one that was named is an error.
  const chosen = targets.chosen.filter((_, i) => problems[i] === undefined);
  if (chosen.length === 0 || (names.length > 0 && chosen.length < targets.chosen.length)) {
    for (const each of problems) if (each !== undefined) printError(each);
    return 1;
  }
  const now = new Date();
  return make(
    targets.directory,
    chosen.map((each) => changeOf(each, limit, now)),
    options.dryRun === true,
  );
}

/** The canonical text of a set of indexes. */
function intervalsOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const { set, skipped } = parse(text);
  if (skipped.length > 0 || isEmpty(set)) {
    throw new UsageError(`--indexes ${text} is no interval text: write indexes and ranges such as 3,17-19`);
  }
  return format(set);
}

/** Why an object cannot be run again so. */
function problemOf(target: Listed, limit: string | undefined): string | undefined {
  const { status, spec } = target.declared;
  const name = referenceOf(target.declared);
  if (limit === undefined) return undefined;
  if (limit === 'failed') {
    const failed = countOf(status, 'failed');
    if (failed !== undefined && failed > 0) return undefined;
    return failed === undefined
      ? `${name} has not run yet as far as its status tells, so nothing has failed`
      : `${name} has no failed index; to run others again, use --indexes or neither flag`;
  }
  const work = spec.kind === 'ArrayJob' ? spec.desired.work : undefined;
  // Where items come and go, those that are left keep their indexes, which may be above their number.
  const total = work?.kind === 'size' ? (countOf(status, 'total') ?? work.size) : undefined;
  const { set } = parse(limit);
  if (total === undefined || bound(set) <= total) return undefined;
  const known = total === 0 ? 'it has no index' : `its indexes are 0-${total - 1}`;
  return `${name} has no index ${bound(set) - 1}: ${known}`;
}

function changeOf(target: Listed, limit: string | undefined, now: Date): Change {
  const count = limit === undefined ? undefined : size(parse(limit).set);
  const what =
    limit === undefined
      ? 'all its indexes'
      : limit === 'failed'
        ? 'its failed indexes'
        : `${count === 1 ? 'index' : 'indexes'} ${limit}`;
  const spec = target.value['spec'];
  const suspended = isObject(spec) && spec['suspend'] === true;
  return {
    target,
    edit: (bytes, { position, value }) => {
      const stamp = rerunValue(limit, now, textsOf(value, 'annotations')[RERUN_ANNOTATION]);
      return setValue(bytes, { position, path: ['metadata', 'annotations', RERUN_ANNOTATION], value: stamp });
    },
    done: `will run ${what} again${suspended ? ' once it is resumed' : ''}`,
    already: 'has been asked already',
  };
}

/** A value that is not the one that stands: what is acted on is that it is another. Times are UTC, to the second where that is enough. */
export function rerunValue(limit: string | undefined, now: Date, old: string | undefined): string {
  const text = (time: string): string => (limit === undefined ? time : `${limit}@${time}`);
  const exact = now.toISOString();
  const plain = text(exact.replace(/\.\d+Z$/, 'Z'));
  if (plain !== old) return plain;
  return text(exact) === old ? text(new Date(now.getTime() + 1).toISOString()) : text(exact);
}
