import { aftermathOf } from '../../core/aftermath.ts';
import { valueText } from '../../core/change-markdown.ts';
import type { ChangeClass, FieldChange } from '../../core/compare.ts';
import { changesSince } from '../../core/decided.ts';
import { format, isEmpty, size } from '../../core/intervals.ts';
import { nearLimits } from '../../core/near-limits.ts';
import type { Previewed } from '../../controller/preview.ts';
import { harmlessLine, print } from '../text.ts';

/** Interval text that a line has room for. */
const INDEXES_SHOWN = 60;

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
export const NEW = '(new)';

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

/** What `plan` says of an object beside its acts; members that have nothing to say are left out. */
export interface PlannedMore {
  /** What has changed since the record was made, by what it does. */
  readonly changes?: readonly ChangeClass[];
  /** The fields that have, as far as the record remembers them. */
  readonly fields?: readonly FieldChange[];
  /** The indexes that run, sooner or later; with those that wait for arrays to end, for others, or for parallelism. */
  readonly runs?: { readonly indexes: string; readonly size: number; readonly again: number };
  /** Limits of Batch that come near. */
  readonly limits?: readonly string[];
}

export function plannedMore(each: Previewed): PlannedMore {
  if (each.kind !== 'ArrayJob') return {};
  const { input, plan } = each.decision;
  const { classes, fields } = changesSince(input);
  const after = aftermathOf(input, plan);
  const limits = nearLimits(input, after.plan);
  const { toRun } = after;
  return {
    ...(classes.length === 0 ? {} : { changes: classes }),
    ...(fields.length === 0 ? {} : { fields }),
    ...(toRun === undefined || isEmpty(toRun)
      ? {}
      : { runs: { indexes: format(toRun), size: size(toRun), again: size(after.redone) } }),
    ...(limits.length === 0 ? {} : { limits }),
  };
}

/** Why a decision could not be made at all: Batch did not answer. */
export function failureOf(each: Previewed): string | undefined {
  if (each.kind === 'JobDefinition') {
    return each.decision?.kind === 'failed' ? each.decision.failure.message : undefined;
  }
  return each.decision.lookFailed?.message;
}

/** Prints an object with its acts, why they come, and what comes near to a limit. */
export function printObject(each: PlannedObject, more: PlannedMore): void {
  const sign =
    each.actions.length === 0 ? ' ' : each.actions.some((action) => action.kind === 'terminate') ? '~' : '+';
  const state = [each.phase, each.message].filter((part) => part !== undefined).join(': ');
  print(`${sign} ${harmlessLine(each.object)}${state === '' ? '' : `  ${harmlessLine(state)}`}`);
  for (const line of moreLines(each, more)) print(`    ${line}`);
  for (const action of each.actions) print(`    ${sentenceOf(action)}`);
}

const EFFECTS: Readonly<Record<ChangeClass, string>> = {
  what: 'what it computes: every index runs again',
  how: 'the terms it runs under: what has not succeeded goes again',
  items: 'its items: what is new runs, what is gone is retired',
  policy: 'its policy: from the next decision on',
  tags: 'its tags: changed in place',
  rerun: 'a rerun is asked for',
};

function moreLines(
  each: PlannedObject,
  { changes = [], fields = [], runs, limits = [] }: PlannedMore,
): readonly string[] {
  const submitted = each.actions.reduce((sum, one) => sum + (one.kind === 'submit' ? (one.size ?? 0) : 0), 0);
  // Acts that cover everything need no second line.
  const later = runs !== undefined && runs.size !== submitted;
  return [
    ...changes.flatMap((one) => [
      `changed (${one}): ${EFFECTS[one]}`,
      ...fields.filter((field) => field.class === one).map((field) => `  ${fieldLine(field)}`),
    ]),
    ...(later || (runs?.again ?? 0) > 0
      ? [
          `in all, ${runs!.size} indexes run: ${shortened(runs!.indexes)}${runs!.again === 0 ? '' : ` (${runs!.again} of them have succeeded before)`}`,
        ]
      : []),
    ...limits.map((one) => `near a limit: ${one}`),
  ];
}

function fieldLine({ path, before, after }: FieldChange): string {
  const change = `${shortened(valueText(before))} → ${shortened(valueText(after))}`;
  return harmlessLine(`${path}: ${change}`);
}

function shortened(text: string): string {
  return text.length > INDEXES_SHOWN ? `${text.slice(0, INDEXES_SHOWN)}…` : text;
}

function sentenceOf(action: PlannedAction): string {
  switch (action.kind) {
    case 'register':
      return `register a new revision (${action.why ?? ''})`;
    case 'submit': {
      const shown = shortened(action.indexes ?? '');
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
