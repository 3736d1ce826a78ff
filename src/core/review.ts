import { type Graph, graphOf } from './graph.ts';
import { mermaidText } from './graph-mermaid.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { code, counted, folded, linesWithin, oneLine, row } from './markdown.ts';

/** An ArrayJob as the body of a pull request shows it. */
export interface ReviewedJob {
  readonly name: string;
  /** What stands in its file. */
  readonly status: JsonObject | undefined;
}

/** What the body of a pull request tells of. */
export interface Review {
  readonly jobs: readonly ReviewedJob[];
  readonly graph: Graph;
  /** The branch that specs are read from. */
  readonly base: string;
}

/** How phases are ordered and marked: what wants a person first. */
const PHASES: Readonly<Record<string, string>> = {
  Failed: '❌',
  Invalid: '⚠️',
  Blocked: '⛔',
  Running: '🔵',
  Suspended: '⏸️',
  Pending: '⚪',
  Succeeded: '✅',
};
const ORDER = Object.keys(PHASES);

/** Rows that a person reads; more are counted. */
const ROWS_MAX = 200;
const FAILURES_MAX = 30;

/** A diagram larger than this is not looked at in a pull request. Characters. */
const GRAPH_MAX = 20_000;

/**
 * The body of the pull request of a status branch: a table of jobs with bars, failures, and the graph. The same for the same
 * statuses, whenever it is asked for, and never longer than `charactersMax`.
 */
export function reviewBody(review: Review, charactersMax: number): string {
  const jobs = [...review.jobs].sort(
    (a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  const head = summary(jobs);
  const foot = `<sub>Written by arrayjob from the status in the files; text outside of this part is kept. Merging changes \`status\` blocks in ${code(review.base, 100)} only, and starts or stops nothing; the next change is put up in a new pull request.</sub>`;
  let left = charactersMax - head.length - foot.length - 20;
  const parts = [head];
  const take = (part: string): void => {
    if (part === '' || part.length + 2 > left) return;
    left -= part.length + 2;
    parts.push(part);
  };
  take(jobTable(jobs, Math.floor(left * 0.6)));
  take(failures(jobs, Math.floor(left * 0.6)));
  take(diagram(review.graph, left));
  return [...parts, foot].join('\n\n').slice(0, Math.max(0, charactersMax));
}

function rank({ status }: ReviewedJob): number {
  const place = ORDER.indexOf(textOf(status?.['phase']) || 'Pending');
  return place < 0 ? ORDER.length : place;
}

function summary(jobs: readonly ReviewedJob[]): string {
  if (jobs.length === 0) return 'There are no ArrayJobs.';
  const counts = new Map<string, number>();
  for (const { status } of jobs) {
    const phase = textOf(status?.['phase']);
    const known = Object.hasOwn(PHASES, phase) ? phase : 'Pending';
    counts.set(known, (counts.get(known) ?? 0) + 1);
  }
  const words = ORDER.flatMap((phase) => {
    const count = counts.get(phase);
    return count === undefined ? [] : [`${PHASES[phase] ?? ''} ${count} ${phase}`];
  });
  return `**${counted(jobs.length, 'job')}**: ${words.join(' · ')}`;
}

function jobTable(jobs: readonly ReviewedJob[], charactersMax: number): string {
  if (jobs.length === 0) return '';
  const head = [
    row(['', 'job', 'phase', 'progress', 'run', '']),
    row(['---', '---', '---', '---', '--:', '---']),
  ];
  const rest = (count: number): string => row(['', `and ${counted(count, 'more', 'more')}`, '', '', '', '']);
  const lines = linesWithin(jobs.map(jobRow), charactersMax - head.join('\n').length - 1, rest, ROWS_MAX);
  return [...head, ...lines].join('\n');
}

function jobRow({ name, status = {} }: ReviewedJob): string {
  const phase = textOf(status['phase']);
  const counts = isObject(status['indexes']) ? status['indexes'] : undefined;
  const known = Object.hasOwn(PHASES, phase) ? (PHASES[phase] ?? '') : PHASES['Pending']!;
  return row([
    known,
    code(name, 80),
    phase === '' ? 'no status yet' : Object.hasOwn(PHASES, phase) ? phase : code(phase, 20),
    counts === undefined ? '' : progress(counts),
    typeof status['run'] === 'number' ? String(status['run']) : '',
    phase === 'Succeeded' ? '' : code(messageOf(status), 160),
  ]);
}

function progress(counts: JsonObject): string {
  const number = (key: string): number => {
    const value = counts[key];
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
  };
  const [total, succeeded, failed, running] = ['total', 'succeeded', 'failed', 'running'].map(number);
  const extra = [failed! > 0 ? `${failed!} failed` : '', running! > 0 ? `${running!} running` : ''].filter(
    (each) => each !== '',
  );
  const words = `${succeeded!}/${total!}${extra.length === 0 ? '' : `, ${extra.join(', ')}`}`;
  return `\`${progressBar({ total: total!, succeeded: succeeded!, failed: failed!, running: running! }, 12)}\` ${words}`;
}

/**
 * A bar of text: `█` succeeded, `▒` running, `✗` failed, `░` not yet. Whatever there is at all gets a place, and the bar is
 * full only when everything has succeeded.
 */
export function progressBar(
  counts: {
    readonly total: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly running: number;
  },
  width: number,
): string {
  const { total, succeeded, failed, running } = counts;
  if (total <= 0) return '░'.repeat(width);
  const places = (count: number): number =>
    count <= 0 ? 0 : Math.max(1, Math.floor((Math.min(count, total) / total) * width));
  const bad = Math.min(width, places(failed));
  const busy = Math.min(width - bad, places(running));
  const open = total - succeeded - failed - running > 0 ? 1 : 0;
  const good =
    succeeded >= total
      ? width - bad - busy
      : Math.max(0, Math.min(width - bad - busy - open, places(succeeded)));
  const rest = width - good - busy - bad;
  return '█'.repeat(good) + '▒'.repeat(busy) + '✗'.repeat(bad) + '░'.repeat(rest);
}

function messageOf(status: JsonObject): string {
  const conditions = (Array.isArray(status['conditions']) ? status['conditions'] : []) as readonly Json[];
  const all = conditions.filter(isObject);
  const telling = all.find((each) => each['type'] === 'Stalled') ?? all[0];
  return textOf(telling?.['message']);
}

interface Failure {
  readonly count: number;
  readonly line: string;
}

function failures(jobs: readonly ReviewedJob[], charactersMax: number): string {
  const found = jobs.flatMap(({ name, status }): readonly Failure[] => {
    const groups = (Array.isArray(status?.['failures']) ? status['failures'] : []) as readonly Json[];
    return groups.filter(isObject).map((group) => failureOf(name, group));
  });
  if (found.length === 0) return '';
  const lines = [...found].sort((a, b) => b.count - a.count).map((each) => each.line);
  const title = '**Failures**\n\n';
  const rest = (count: number): string => `- and ${counted(count, 'more kind', 'more kinds')}`;
  return title + linesWithin(lines, charactersMax - title.length, rest, FAILURES_MAX).join('\n');
}

function failureOf(name: string, group: JsonObject): Failure {
  const count = typeof group['count'] === 'number' ? group['count'] : 0;
  const exit = textOf(group['exitCode']);
  const index = textOf(group['sampleIndex']);
  const stream = textOf(group['logStream']);
  const parts = [
    exit === '' ? '' : `exit code ${oneLine(exit, 12).replace(/[^\d-]/g, '')}`,
    code(textOf(group['reason']), 200),
    index === '' ? '' : `such as index ${index.replace(/\D/g, '')}`,
    stream === '' ? '' : `log ${code(stream, 160)}`,
  ].filter((each) => each !== '');
  return { count, line: `- ${code(name, 80)}: ${count}× ${parts.join(', ')}` };
}

function diagram(graph: Graph, left: number): string {
  const linked = graphOf(
    [...graph.objects.values()].filter(
      (each) => each.file !== undefined && (each.dependsOn.length > 0 || graph.dependents.has(each.name)),
    ),
  );
  const room = Math.min(GRAPH_MAX, left - 200);
  if (linked.objects.size === 0 || room < 500) return '';
  return folded('Dependencies', `\`\`\`mermaid\n${mermaidText(linked, { characters: room })}\n\`\`\``);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
