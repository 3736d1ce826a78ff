import { type ChangeReport, type ObjectChange, vcpuHours } from './change-report.ts';
import type { FieldChange } from './compare.ts';
import { format, isEmpty, size } from './intervals.ts';
import type { Json } from './json.ts';
import { code, counted, folded, grouped, linesWithin, oneLine, row } from './markdown.ts';

/** The first line of the comment, by which it is found again. */
export const PLAN_MARKER = '<!-- arrayjob:plan -->';

/** Room for a comment on either host, with some left for what people put around it. Characters. */
export const PLAN_MARKDOWN_MAX = 58_000;

const ROWS_MAX = 100;
const WARNINGS_MAX = 30;
const FIELDS_MAX = 200;
const INDEXES_SHOWN = 40;
const VALUE_SHOWN = 120;

const SIGNS: Readonly<Record<ObjectChange['change'], string>> = {
  new: '➕',
  changed: '✏️',
  removed: '➖',
  affected: '↪️',
  same: '▫️',
};

/** A report as Markdown for a comment: warnings first, then a row for each object, then the fields. Never longer than the bound. */
export function changeMarkdown(report: ChangeReport, charactersMax = PLAN_MARKDOWN_MAX): string {
  const head = [PLAN_MARKER, `### arrayjob plan: ${headline(report)}`];
  const foot =
    report.notes.length === 0 ? '' : `<sub>${report.notes.map((each) => oneLine(each, 400)).join(' ')}</sub>`;
  let left = charactersMax - head.join('\n').length - foot.length - 20;
  const parts = [head.join('\n')];
  const take = (part: string): void => {
    if (part === '' || part.length + 2 > left) return;
    left -= part.length + 2;
    parts.push(part);
  };
  take(warningList(report, Math.floor(left * 0.4)));
  take(objectTable(report.objects, Math.floor(left * 0.6)));
  take(fieldTables(report.objects, left - 100));
  if (foot !== '') parts.push(foot);
  return `${parts.join('\n\n')}\n`;
}

/** One line that says how much changes. */
export function headline(report: ChangeReport): string {
  const { objects } = report;
  const errors = report.findings.filter((each) => each.severity === 'error').length;
  const wrong = errors === 0 ? '' : `${counted(errors, 'error')}, `;
  if (objects.length === 0) return `${wrong}nothing changes`;
  const runs = objects.flatMap((each) => (each.runs === undefined ? [] : [each.runs.indexes]));
  const children = runs.reduce((sum, each) => sum + (each === undefined ? 0 : size(each)), 0);
  const unknown = runs.some((each) => each === undefined);
  const stopped = objects.reduce((sum, each) => sum + each.stops.arrays, 0);
  const hours = totalHours(objects);
  const words = [
    counted(objects.length, 'object'),
    `${counted(children, 'child', 'children')} ${children === 1 ? 'runs' : 'run'}${unknown ? ' (not all is known)' : ''}`,
    stopped === 0 ? '' : `${counted(stopped, 'array')} ${stopped === 1 ? 'is' : 'are'} stopped`,
    hours,
  ];
  return wrong + words.filter((each) => each !== '').join(', ');
}

function totalHours(objects: readonly ObjectChange[]): string {
  const each = objects.flatMap((object) => {
    const count = object.runs?.indexes === undefined ? 0 : size(object.runs.indexes);
    return count === 0 ? [] : [vcpuHours(object.estimate, count)];
  });
  const known = each.filter((one) => one !== undefined);
  if (known.length === 0) return '';
  const sum = known.reduce((total, one) => total + one.value, 0);
  const bounded = known.some((one) => one.atMost);
  const more = known.length < each.length ? ' and what is not known' : '';
  return `${hoursText({ value: sum, atMost: bounded })} vCPU-hours${more}`;
}

/** Two digits that count, and no more: it is an estimate. */
export function hoursText({ value, atMost }: { readonly value: number; readonly atMost: boolean }): string {
  if (value < 0.01) return 'less than 0.01';
  const text = value >= 100 ? grouped(Math.round(value)) : String(Number(value.toPrecision(2)));
  return `${atMost ? 'at most' : 'about'} ${text}`;
}

/** Everything to look at before merging, costliest first. */
export function warningLines(report: ChangeReport): readonly string[] {
  return [
    ...report.findings.filter((each) => each.severity === 'error').map(({ text }) => `❌ ${code(text, 300)}`),
    ...report.objects.flatMap(({ object, warnings }) =>
      warnings.map((each) => `⚠️ ${code(object, 90)}: ${oneLine(each, 300)}`),
    ),
    ...report.findings
      .filter((each) => each.severity === 'warning')
      .map(({ text }) => `⚠️ ${code(text, 300)}`),
  ];
}

function warningList(report: ChangeReport, charactersMax: number): string {
  const lines = warningLines(report).map((each) => `- ${each}`);
  const rest = (count: number): string => `- and ${counted(count, 'more', 'more')}`;
  return linesWithin(lines, charactersMax, rest, WARNINGS_MAX).join('\n');
}

function objectTable(objects: readonly ObjectChange[], charactersMax: number): string {
  if (objects.length === 0) return '';
  const head = [
    row(['', 'object', 'change', 'runs', 'arrays', 'vCPU-hours']),
    row(['---', '---', '---', '---', '---', '---']),
  ];
  const rest = (count: number): string => row(['', `and ${counted(count, 'more', 'more')}`, '', '', '', '']);
  const room = charactersMax - head.join('\n').length - 1;
  return [...head, ...linesWithin(objects.map(objectRow), room, rest, ROWS_MAX)].join('\n');
}

function objectRow(object: ObjectChange): string {
  return row([
    SIGNS[object.change],
    code(object.object, 90),
    changeWords(object),
    runWords(object, (text) => code(text, INDEXES_SHOWN)),
    arrayWords(object),
    hoursWords(object),
  ]);
}

/** What kind of change it is: `new`, `what, policy`, `affected: …`. */
export function changeWords({ change, classes, because, registers }: ObjectChange): string {
  const kind = change === 'changed' || change === 'same' ? '' : change;
  const words = [
    because === undefined ? kind : `${kind}: ${oneLine(because, 160)}`,
    change === 'affected' || classes.length === 0 ? '' : classes.join(', '),
    registers ? 'a new revision is registered' : '',
  ].filter((each) => each !== '');
  return words.length > 0 ? words.join('; ') : change === 'changed' ? 'only its validity' : '';
}

/** Which indexes run: `10 of them again`. */
export function runWords({ runs }: ObjectChange, shown: (text: string) => string): string {
  if (runs === undefined) return '';
  if (runs.indexes === undefined) return 'not known here';
  if (isEmpty(runs.indexes)) return 'nothing';
  const count = size(runs.indexes);
  const again =
    runs.redone === 0 ? '' : runs.redone === count ? ', all again' : `, ${grouped(runs.redone)} again`;
  return `${grouped(count)}: ${shown(format(runs.indexes))}${again}`;
}

/** What happens to arrays: `stops 2 (80 children), submits 1`. */
export function arrayWords({ stops, submits }: ObjectChange): string {
  const words = [
    stops.arrays === 0 ? '' : `stops ${stops.arrays} (${counted(stops.children, 'child', 'children')})`,
    submits.arrays === 0
      ? ''
      : `submits ${submits.arrays} (${counted(submits.children, 'child', 'children')})`,
  ];
  return words.filter((each) => each !== '').join(', ');
}

/** The estimate: `about 12`, `at most 3.4`, or what is missing for one. */
export function hoursWords({ runs, estimate }: ObjectChange): string {
  if (runs?.indexes === undefined || isEmpty(runs.indexes)) return '';
  const hours = vcpuHours(estimate, size(runs.indexes));
  if (hours !== undefined) return hoursText(hours);
  return estimate?.vcpus === undefined ? 'vCPUs not known' : 'no run times yet';
}

function fieldTables(objects: readonly ObjectChange[], charactersMax: number): string {
  const lines = objects.flatMap(({ object, fields }) => fields.map((each) => fieldRow(object, each)));
  if (lines.length === 0 || charactersMax < 500) return '';
  const head = [
    row(['object', 'field', 'class', 'before', 'after']),
    row(['---', '---', '---', '---', '---']),
  ];
  const rest = (count: number): string => row([`and ${counted(count, 'more', 'more')}`, '', '', '', '']);
  const title = `${counted(lines.length, 'field')} that ${lines.length === 1 ? 'changes' : 'change'}`;
  const room = charactersMax - head.join('\n').length - title.length - 60;
  return folded(title, [...head, ...linesWithin(lines, room, rest, FIELDS_MAX)].join('\n'));
}

function fieldRow(object: string, { path, class: kind, before, after }: FieldChange): string {
  return row([code(object, 90), code(path, 120), kind, valueCode(before), valueCode(after)]);
}

function valueCode(value: Json | undefined): string {
  return value === undefined ? '' : code(valueText(value), VALUE_SHOWN);
}

/** A value on one line; lists by their length when they are long. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return '(none)';
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (Array.isArray(value) && value.length > 8) return `${grouped(value.length)} entries`;
  return JSON.stringify(value);
}
