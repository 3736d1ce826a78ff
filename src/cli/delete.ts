import type { Command } from 'commander';
import { isObject } from '../core/json.ts';
import { removeDocuments } from '../document/index.ts';
import { confirmed } from './confirm.ts';
import { type Change, editFlags, type EditOptions, make, targetsOf } from './edit-objects.ts';
import { countOf, type Listed, type Listing, referenceOf } from './objects.ts';
import { harmless, print, printError, UsageError } from './text.ts';

interface DeleteOptions extends EditOptions {
  readonly yes?: boolean;
}

export function addDelete(program: Command): void {
  editFlags(
    program
      .command('delete')
      .description('Remove objects from their files; what becomes of their jobs is spec.deletionPolicy')
      .argument('[name...]', 'ArrayJobs, or jobdefinition/NAME'),
  )
    .option('-y, --yes', 'do not ask; needed where there is no terminal')
    .addHelpText(
      'after',
      `
Examples:
  arrayjob delete process-daily-files -s jobs/
  arrayjob delete process-daily-files --dry-run
  arrayjob delete -l team=ingest --yes
  arrayjob delete jobdefinition/file-processor

A file that holds nothing else is deleted; otherwise its other documents keep every byte. The daemon that watches the
directory acts on it: with deletionPolicy Terminate (the default) it stops the jobs under way, with Orphan they go on.
Results in S3 and the logs stay. Specs from git: use a checkout of your own (-s CHECKOUT), then commit and push.
Exit status: 0, 1 not found or not possible, 2 error.`,
    )
    .action(async (names: readonly string[], options: DeleteOptions) => {
      process.exitCode = await deleteVerb(names, options);
    });
}

async function deleteVerb(names: readonly string[], options: DeleteOptions): Promise<number> {
  const targets = await targetsOf(names, options, ['ArrayJob'], 'delete');
  if (targets === undefined) return 1;
  const { directory, listing, chosen } = targets;
  const blocked = chosen.flatMap((each) => usersOf(each, chosen, listing));
  for (const each of blocked) printError(each);
  if (blocked.length > 0) return 1;
  const dryRun = options.dryRun === true;
  if (!dryRun) {
    for (const each of chosen) for (const line of consequences(each, chosen, listing)) print(line);
    if (options.yes !== true && !(await agreed(chosen.length))) {
      printError('Nothing was deleted');
      return 1;
    }
  }
  return make(directory, changesOf(chosen), dryRun);
}

function changesOf(chosen: readonly Listed[]): readonly Change[] {
  return chosen.map((target) => ({
    target,
    edit: (bytes, { position }) => {
      const result = removeDocuments(bytes, [position]);
      return result.ok ? { ok: true, bytes: result.bytes, changed: true } : result;
    },
    done: `deleted from ${harmless(target.declared.file)}`,
    already: 'is gone already',
  }));
}

/** A definition that something stays to use is not deleted: every user of it would be invalid. */
function usersOf(target: Listed, going: readonly Listed[], { objects }: Listing): readonly string[] {
  if (target.declared.kind !== 'JobDefinition') return [];
  const users = objects.filter(
    (each) => !going.includes(each) && specOf(each)['jobDefinition'] === target.declared.name,
  );
  if (users.length === 0) return [];
  const named = users.slice(0, 5).map((each) => harmless(referenceOf(each.declared)));
  return [
    `${referenceOf(target.declared)} is used by ${named.join(', ')}${users.length > 5 ? ' and more' : ''}: delete these too, or give them another jobDefinition first`,
  ];
}

function specOf({ value }: Listed): Readonly<Record<string, unknown>> {
  const spec = value['spec'];
  return isObject(spec) ? spec : {};
}

/** What will happen, as far as the files tell. */
function consequences(target: Listed, going: readonly Listed[], { objects }: Listing): readonly string[] {
  const { declared } = target;
  const name = harmless(referenceOf(declared));
  if (declared.kind === 'JobDefinition') {
    return [`${name}: its revisions in Batch stay registered`];
  }
  const running = countOf(declared.status, 'running') ?? 0;
  const waiting = countOf(declared.status, 'waiting') ?? 0;
  const under = running + waiting;
  const orphan = specOf(target)['deletionPolicy'] === 'Orphan';
  const jobs =
    under === 0
      ? 'nothing of it is under way, as its status tells'
      : orphan
        ? `its jobs in Batch go on unwatched (deletionPolicy Orphan): ${running} indexes running, ${waiting} waiting`
        : `its jobs in Batch are terminated (deletionPolicy Terminate): ${running} indexes running, ${waiting} waiting`;
  const dependents = objects.filter((each) => !going.includes(each) && dependsOn(each, declared.name));
  const lines = [`${name}: ${jobs}`];
  if (dependents.length > 0) {
    const named = dependents.slice(0, 5).map((each) => harmless(each.declared.name));
    lines.push(
      `${name}: ${named.join(', ')}${dependents.length > 5 ? ' and more' : ''} ${dependents.length === 1 ? 'depends' : 'depend'} on it and will be Invalid`,
    );
  }
  return lines;
}

function dependsOn(each: Listed, name: string): boolean {
  const dependencies = specOf(each)['dependsOn'];
  return (
    Array.isArray(dependencies) && dependencies.some((one: unknown) => isObject(one) && one['name'] === name)
  );
}

/** Asks on the terminal; only `yes` will do. */
async function agreed(count: number): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UsageError('delete asks before it deletes, and there is no terminal to ask on: add --yes');
  }
  const what = count === 1 ? 'this object' : `these ${count} objects`;
  return confirmed(`Delete ${what}?`, { input: process.stdin, output: process.stdout });
}
