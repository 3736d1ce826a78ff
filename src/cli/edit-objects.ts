import type { Command } from 'commander';
import { API_VERSION, type Kind } from '../api/index.ts';
import { type ParsedDocument, parseFile } from '../document/index.ts';
import { editSpecFile, type FileEdit, isAddress, openDirectory } from '../source/index.ts';
import { choose, type Listed, type Listing, readListing, referenceOf } from './objects.ts';
import { harmless, print, printError, UsageError } from './text.ts';

/** The flags of every verb that edits specs. */
export interface EditOptions {
  readonly source: string;
  readonly selector?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

/** Adds what every verb that edits specs takes. */
export function editFlags(command: Command): Command {
  return command
    .option('-s, --source <dir>', 'the directory of YAML specs; for git, a checkout of your own', '.')
    .option('-l, --selector <labels>', 'those whose labels fit: team=ingest,env!=prod,tier in (a,b)')
    .option('--all', 'all of the source')
    .option('--dry-run', 'say what would be changed, and change nothing');
}

/** Said in the help of these verbs. */
export const EDIT_NOTE = `Only that one value of the file changes; every other byte stays. The daemon that watches the directory acts on it.
Specs from git: use a checkout of your own (-s CHECKOUT), then commit and push.`;

/** The objects that a verb shall change, or undefined when that has been said to be impossible. */
export interface Targets {
  readonly directory: string;
  readonly listing: Listing;
  readonly chosen: readonly Listed[];
}

/** Finds the objects that are meant. What is wrong with the choice is printed, and exit status 1 is the answer. */
export async function targetsOf(
  names: readonly string[],
  options: EditOptions,
  kinds: readonly Kind[],
  verb: string,
): Promise<Targets | undefined> {
  const { source: directory, selector } = options;
  if (isAddress(directory)) {
    throw new UsageError(
      `${verb} edits files: clone ${harmless(directory)}, use ${verb} -s CHECKOUT, then commit and push`,
    );
  }
  const given = [names.length > 0, selector !== undefined, options.all === true];
  if (!given.includes(true)) throw new UsageError(`Name what to ${verb}, or select with -l or --all`);
  if (names.length > 0 && options.all === true) throw new UsageError('Give names or --all, not both');
  const source = await openDirectory(directory);
  const listing = await readListing(source).finally(() => source.close());
  const { chosen, missing } = choose(listing, { names, selector, kinds, where: directory });
  for (const each of [...listing.unread, ...missing]) printError(each);
  if (missing.length > 0) return undefined;
  if (chosen.length === 0) {
    printError(`Nothing in ${directory} is selected; list all with: arrayjob get -s ${directory}`);
    return undefined;
  }
  const twice = chosen.filter((each) => each.declared.copies.length > 0);
  for (const { declared } of twice) {
    const files = [declared, ...declared.copies].map((each) => each.file);
    printError(
      `${referenceOf(declared)} is declared ${files.length} times (${files.map(harmless).join(', ')}), so none of them counts: give each its own metadata.name, or remove the others by hand`,
    );
  }
  return twice.length > 0 ? undefined : { directory: source.url, listing, chosen };
}

/** One object and the change that is wanted of its document; undefined bytes of the result: the file goes. */
export interface Change {
  readonly target: Listed;
  readonly edit: (bytes: Uint8Array, document: ParsedDocument) => FileEdit;
  /** What is printed when it has been made, and when there was nothing to change. */
  readonly done: string;
  readonly already: string;
}

/**
 * Makes changes, one file at a time. Each is tried on what stands in the file now; with several, none is made
 * before all are known to be possible. Gives the exit status.
 */
export async function make(directory: string, changes: readonly Change[], dryRun: boolean): Promise<number> {
  const refusals = await Promise.all(
    changes.map(async (each) =>
      (await tried(directory, each, true)).outcome === 'refused' ? each : undefined,
    ),
  );
  const refused = refusals.filter((each) => each !== undefined);
  if (refused.length > 0) {
    for (const each of refused) await report(directory, each, true);
    if (changes.length > refused.length) printError('Nothing was changed');
    return 1;
  }
  let failed = false;
  for (const each of changes) failed = (await report(directory, each, dryRun)) || failed;
  return failed ? 1 : 0;
}

async function report(directory: string, change: Change, dryRun: boolean): Promise<boolean> {
  const edited = await tried(directory, change, dryRun);
  const name = harmless(referenceOf(change.target.declared));
  if ('reason' in edited) {
    printError(`${name}: ${harmless(edited.reason)}`);
    return true;
  }
  const words = edited.outcome === 'unchanged' ? change.already : change.done;
  print(`${name} ${words}${dryRun ? ' (dry run)' : ''}`);
  return false;
}

/** A trial stops where the file would be written. */
async function tried(
  directory: string,
  { target, edit }: Change,
  trial: boolean,
): Promise<Awaited<ReturnType<typeof editSpecFile>>> {
  const { file, kind, name } = target.declared;
  const seen = { wouldChange: false };
  const edited = await editSpecFile(directory, file, (bytes) => {
    const documents = parseFile(file, bytes).documents.filter(
      (each) => each.apiVersion === API_VERSION && each.kind === kind && each.name === name,
    );
    const [document, second] = documents;
    if (document === undefined) return { ok: false, reason: `it no longer holds ${kind} ${name}` };
    if (second !== undefined) return { ok: false, reason: `it holds ${kind} ${name} twice` };
    const result = edit(bytes, document);
    if (!result.ok || !trial) return result;
    seen.wouldChange = result.changed;
    return { ok: true, bytes, changed: false };
  });
  return seen.wouldChange && edited.outcome === 'unchanged' ? { outcome: 'written' } : edited;
}
