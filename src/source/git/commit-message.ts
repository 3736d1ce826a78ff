import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { WriteMessage } from '../source.ts';

/** A status that a commit brings, and the one that stood there before. */
export interface StatusChange {
  readonly kind: string;
  readonly name: string;
  readonly before: Json | undefined;
  readonly after: JsonObject;
}

/** Rows and trailers of one message; a flush of ten thousand objects must not make a message that no tool shows. */
const OBJECTS_MAX = 50;
const CELL_MAX = 160;
const SUBJECT_MAX = 100;

/** What comes first in a subject: what a person wants to hear of. */
const ORDER = ['Failed', 'Invalid', 'Succeeded', 'Blocked', 'Suspended', 'Running', 'Pending'];

/** Describes a write of statuses: made of the statuses alone, so that equal writes have equal messages. */
export function describe(changes: readonly StatusChange[]): WriteMessage {
  const sorted = [...changes].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      Number(a.kind !== 'ArrayJob') - Number(b.kind !== 'ArrayJob') ||
      compare(a.name, b.name),
  );
  const [first] = sorted;
  if (first === undefined) return { subject: 'status' };
  const more = sorted.length > 1 ? `, ${sorted.length - 1} more` : '';
  const shown = sorted.slice(0, OBJECTS_MAX);
  const left = sorted.length - shown.length;
  const body = [
    '| object | phase | succeeded | failed | running | waiting | |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...shown.map(row),
    ...(left > 0 ? ['', `and ${left} more`] : []),
  ].join('\n');
  return {
    subject: `status: ${clean(`${shownName(first)} ${standing(first.after)}`, SUBJECT_MAX)}${more}`,
    body,
    trailers: shown.flatMap(trailersOf),
  };
}

/** The whole text of a commit message. A suffix such as `[skip ci]` ends the subject. */
export function messageText(message: WriteMessage, suffix: string): string {
  const subject = [message.subject, suffix].map((each) => clean(each, 500)).filter((each) => each !== '');
  const trailers = (message.trailers ?? []).map(([key, value]) => `${key}: ${clean(value, CELL_MAX)}`);
  const parts = [subject.join(' '), message.body ?? '', trailers.join('\n')];
  return `${parts.filter((each) => each !== '').join('\n\n')}\n`.replaceAll('\0', '');
}

function rank({ kind, before, after }: StatusChange): number {
  const phase = textOf(after['phase']);
  const place = ORDER.indexOf(phase);
  const news = !isObject(before) || before['phase'] !== phase;
  // That a definition is registered is what its jobs are about to tell.
  const aside = kind !== 'ArrayJob' && phase !== 'Failed' && phase !== 'Invalid';
  return (aside ? 200 : 0) + (news ? 0 : 100) + (place < 0 ? ORDER.length : place);
}

function shownName({ kind, name }: Pick<StatusChange, 'kind' | 'name'>): string {
  return kind === 'ArrayJob' ? name : `${kind}/${name}`;
}

/** Phase and count: `Running 412/1000`. */
function standing(status: JsonObject): string {
  const counts = status['indexes'];
  const done = isObject(counts) ? ` ${textOf(counts['succeeded'])}/${textOf(counts['total'])}` : '';
  return `${textOf(status['phase']) || 'unknown'}${done}`;
}

function row({ kind, name, before, after }: StatusChange): string {
  const counts = isObject(after['indexes']) ? after['indexes'] : {};
  const old = isObject(before) ? textOf(before['phase']) : '';
  const phase = textOf(after['phase']);
  const cells = [
    shownName({ kind, name }),
    old === '' || old === phase ? phase : `${old} → ${phase}`,
    counts['total'] === undefined ? '' : `${textOf(counts['succeeded'])}/${textOf(counts['total'])}`,
    textOf(counts['failed']),
    textOf(counts['running']),
    textOf(counts['waiting']),
    reasonOf(after),
  ];
  return `| ${cells.map((each) => clean(each, CELL_MAX).replaceAll('|', '\\|')).join(' | ')} |`;
}

/** What the condition says that explains the phase. */
function reasonOf(status: JsonObject): string {
  const conditions = (Array.isArray(status['conditions']) ? status['conditions'] : []) as readonly Json[];
  const all = conditions.filter(isObject);
  const telling = all.find((each) => each['type'] === 'Stalled') ?? all[0];
  return telling === undefined ? '' : textOf(telling['message']);
}

function trailersOf({ kind, name, after }: StatusChange): readonly (readonly [string, string])[] {
  const phase = ['ArrayJob-Phase', textOf(after['phase'])] as const;
  if (kind !== 'ArrayJob') return [[`ArrayJob-${kind.replace(/[^A-Za-z0-9]/g, '')}`, name], phase];
  const run = after['run'];
  const runs = typeof run === 'number' ? ([['ArrayJob-Run', String(run)]] as const) : [];
  return [['ArrayJob-Name', name], ...runs, phase];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** One line without what a terminal would obey, cut to a length. */
function clean(text: string, max: number): string {
  const line = text
    .replace(/[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
