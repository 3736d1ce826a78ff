import { type Command, Option } from 'commander';
import { preview, type Previewed } from '../controller/preview.ts';
import { systemClock } from '../controller/clock.ts';
import { sentences } from '../core/finding.ts';
import { format, size } from '../core/intervals.ts';
import { homeOf, openSource, statePlace, storeForLooking } from './common.ts';
import { dataFolder, localEndpoint, remoteEndpoint } from './endpoint.ts';
import { harmless, print, printError } from './text.ts';

interface PlanOptions {
  readonly local?: boolean;
  readonly data?: string;
  readonly state?: string;
  readonly sourceId?: string;
  readonly output?: string;
}

/** Interval text that a line has room for. */
const INDEXES_SHOWN = 60;

export function addPlan(program: Command): void {
  program
    .command('plan')
    .description('Show what `run` would do now, from the same decision; change nothing')
    .argument('[source]', 'a directory of YAML specs, or a git URL', '.')
    .option('--local', 'plan against the embedded engine')
    .option(
      '--data <dir>',
      'with --local: the data of the engine (default: SOURCE/.arrayjob/local; for git in ~/.local/state/arrayjob)',
    )
    .option(
      '--state <place>',
      'where state is kept: a directory or s3://bucket/prefix (default: SOURCE/.arrayjob; for git in ~/.local/state/arrayjob)',
    )
    .option('--source-id <id>', 'the id of the source, 8 hex digits')
    .addOption(new Option('-o, --output <format>', 'instead of text').choices(['json']))
    .addHelpText(
      'after',
      `
Examples:
  arrayjob plan jobs/
  arrayjob plan jobs/ --local --data /tmp/data
  arrayjob plan jobs/ -o json | jq '.objects[].actions'

Exit status: 0 nothing to do, 1 changes, 2 error.`,
    )
    .action(async (source: string, options: PlanOptions) => {
      process.exitCode = await planVerb(source, options);
    });
}

/** One act as `plan` tells it. */
export interface PlannedAction {
  readonly kind: string;
  readonly name?: string;
  readonly jobId?: string;
  readonly indexes?: string;
  readonly size?: number;
  readonly why?: string;
}

export interface PlannedObject {
  readonly object: string;
  readonly phase?: string;
  readonly message?: string;
  readonly actions: readonly PlannedAction[];
}

/** In the place of what only the first run of a source makes. */
const NEW = '(new)';

/** A decision in the words of `plan`. In the names of jobs of a new source, what its id will decide is left open. */
export function plannedObject(each: Previewed, isNewSource: boolean): PlannedObject {
  const nameOf = (name: string): string =>
    isNewSource ? name.replace(/-[0-9a-f]{8}(-\d+-\d+-\d+)$/, `-${NEW}$1`) : name;
  if (each.kind === 'JobDefinition') {
    const { decision } = each;
    if (decision === undefined) return { object: each.key, phase: 'Invalid', actions: [] };
    if (decision.kind === 'failed')
      return { object: each.key, message: decision.failure.message, actions: [] };
    if (decision.kind === 'current') return { object: each.key, message: decision.reference, actions: [] };
    const why = decision.changed ? 'content differs from the active revision' : 'not registered yet';
    return { object: each.key, actions: [{ kind: 'register', why }] };
  }
  const { plan } = each.decision;
  const condition = plan.status?.conditions[0];
  return {
    object: each.key,
    ...(plan.status === undefined ? {} : { phase: plan.status.phase }),
    ...(condition === undefined ? {} : { message: condition.message }),
    actions: plan.actions.map((action): PlannedAction => {
      switch (action.kind) {
        case 'submit':
          return {
            kind: 'submit',
            name: nameOf(action.name),
            indexes: format(action.indexes),
            size: size(action.indexes),
            why: action.why,
          };
        case 'terminate':
          return { kind: 'terminate', name: nameOf(action.name), jobId: action.jobId, why: action.reason };
        case 'tag':
          return { kind: 'tag', name: nameOf(action.name) };
        case 'forget':
          return { kind: 'forget', why: 'removed from the source' };
      }
    }),
  };
}

async function planVerb(where: string, options: PlanOptions): Promise<number> {
  const source = await openSource(where, () => undefined);
  const endpoint =
    options.local === true
      ? await localEndpoint({ dataDir: dataFolder(options.data, homeOf(source)), onNote: () => undefined })
      : remoteEndpoint();
  try {
    const store = await storeForLooking(statePlace(options.state, source), endpoint.engine?.url);
    const seen = await preview({
      source,
      store,
      api: endpoint.api,
      s3: endpoint.s3,
      clock: systemClock(),
      sourceId: options.sourceId,
      settleMs: 30_000,
    });
    await store.close();
    const objects = seen.objects.map((each) => plannedObject(each, seen.isNewSource));
    const changes = objects.some((each) => each.actions.length > 0);
    const failed = objects.find((_, i) => failureOf(seen.objects[i]!) !== undefined);
    if (options.output === 'json')
      print(JSON.stringify({ sourceId: seen.isNewSource ? NEW : seen.sourceId, objects }, undefined, 2));
    else for (const each of objects) printObject(each);
    for (const { place, message, remedy, severity } of seen.catalog.findings) {
      printError(
        `${place.file}:${place.line}:${place.column}: ${severity}: ${harmless(sentences(message, remedy))}`,
      );
    }
    if (failed !== undefined) {
      printError(`${failed.object}: ${failureOf(seen.objects[objects.indexOf(failed)]!) ?? ''}`);
      return 2;
    }
    return changes ? 1 : 0;
  } finally {
    await endpoint.close();
    await source.close();
  }
}

/** Why a decision could not be made at all: Batch did not answer. */
function failureOf(each: Previewed): string | undefined {
  if (each.kind === 'JobDefinition') {
    return each.decision?.kind === 'failed' ? each.decision.failure.message : undefined;
  }
  return each.decision.lookFailed?.message;
}

function printObject(each: PlannedObject): void {
  const sign =
    each.actions.length === 0 ? ' ' : each.actions.some((action) => action.kind === 'terminate') ? '~' : '+';
  const state = [each.phase, each.message].filter((part) => part !== undefined).join(': ');
  print(
    `${sign} ${harmless(each.object)}${state === '' ? '' : `  ${harmless(state).replaceAll('\n', ' ')}`}`,
  );
  for (const action of each.actions) print(`    ${sentenceOf(action)}`);
}

function sentenceOf(action: PlannedAction): string {
  switch (action.kind) {
    case 'register':
      return `register a new revision (${action.why ?? ''})`;
    case 'submit': {
      const indexes = action.indexes ?? '';
      const shown = indexes.length > INDEXES_SHOWN ? `${indexes.slice(0, INDEXES_SHOWN)}…` : indexes;
      const what = action.size === 1 ? 'a job for index' : `an array of ${action.size ?? 0} for indexes`;
      return `submit ${action.name ?? ''}: ${what} ${shown} (${action.why ?? ''})`;
    }
    case 'terminate':
      return `terminate ${action.name ?? ''} ${action.jobId ?? ''} (${action.why ?? ''})`;
    case 'tag':
      return `change the tags of ${action.name ?? ''}`;
    default:
      return `forget the record (${action.why ?? ''})`;
  }
}
