import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { humanDuration, since } from './ages.ts';
import { countOf, type Listed } from './objects.ts';

/** One column of `get`: its head, and what stands in it for an object. */
export interface Column {
  readonly head: string;
  readonly cell: (each: Listed, nowMs: number) => string;
  /** It changes by itself, which is no news to who watches. */
  readonly ticks?: boolean;
}

function statusOf(each: Listed): JsonObject {
  return isObject(each.declared.status) ? each.declared.status : {};
}

function text(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '-';
}

/** The phase that is shown: a spec that is invalid now is so whatever its status says. */
export function phaseOf(each: Listed): string | undefined {
  if (each.declared.spec.kind === 'invalid') return 'Invalid';
  const phase = statusOf(each)['phase'];
  return typeof phase === 'string' ? phase : undefined;
}

function count(member: string): Column['cell'] {
  return (each) => String(countOf(each.declared.status, member) ?? '-');
}

/** Whole percents, rounded down: 100% is only said when all have succeeded. */
export function percent(done: number | undefined, total: number | undefined): string {
  if (done === undefined || total === undefined || total === 0) return '-';
  return `${Math.floor((100 * Math.min(done, total)) / total)}%`;
}

function messageOf(each: Listed): string {
  const error = each.declared.findings.find((one) => one.severity === 'error');
  if (error !== undefined) return `${error.place.file}:${error.place.line}: ${error.message}`;
  const conditions = statusOf(each)['conditions'];
  const list = Array.isArray(conditions) ? conditions.filter(isObject) : [];
  const telling = list.find((one) => one['type'] === 'Stalled') ?? list[0];
  return text(telling?.['message']);
}

const NAME: Column = { head: 'NAME', cell: (each) => each.declared.name };
const PHASE: Column = { head: 'PHASE', cell: (each) => phaseOf(each) ?? '-' };
const FILE: Column = { head: 'FILE', cell: (each) => each.declared.file };
const MESSAGE: Column = { head: 'MESSAGE', cell: messageOf };

const JOB_COLUMNS: readonly Column[] = [
  NAME,
  PHASE,
  {
    head: 'PROGRESS',
    cell: ({ declared: { status } }) => percent(countOf(status, 'succeeded'), countOf(status, 'total')),
  },
  {
    head: 'SUCCEEDED',
    cell: ({ declared: { status } }) => {
      const total = countOf(status, 'total');
      return total === undefined ? '-' : `${countOf(status, 'succeeded') ?? '-'}/${total}`;
    },
  },
  { head: 'FAILED', cell: count('failed') },
  { head: 'RUNNING', cell: count('running') },
  { head: 'WAITING', cell: count('waiting') },
  { head: 'RUN', cell: (each) => text(statusOf(each)['run']) },
  { head: 'AGE', cell: (each, nowMs) => since(statusOf(each)['startTime'], nowMs), ticks: true },
];

const JOB_WIDE: readonly Column[] = [
  {
    head: 'DURATION',
    cell(each, nowMs) {
      const { startTime, completionTime } = statusOf(each);
      if (typeof startTime !== 'string') return '-';
      const end = typeof completionTime === 'string' ? Date.parse(completionTime) : nowMs;
      return humanDuration(end - Date.parse(startTime));
    },
    ticks: true,
  },
  { head: 'REVISION', cell: (each) => text(statusOf(each)['revision']) },
  FILE,
  MESSAGE,
];

const DEFINITION_COLUMNS: readonly Column[] = [
  NAME,
  PHASE,
  { head: 'REGISTERED', cell: (each) => text(statusOf(each)['jobDefinition']) },
];

/** The columns for a kind. */
export function columnsOf(kind: 'ArrayJob' | 'JobDefinition', wide: boolean): readonly Column[] {
  if (kind === 'ArrayJob') return wide ? [...JOB_COLUMNS, ...JOB_WIDE] : JOB_COLUMNS;
  return wide ? [...DEFINITION_COLUMNS, FILE, MESSAGE] : DEFINITION_COLUMNS;
}

/** What `-o json` and `-o yaml` print of an object: a contract for tools. */
export function valueOf(each: Listed): JsonObject {
  const { declared, value } = each;
  return {
    kind: declared.kind,
    name: declared.name,
    file: declared.file,
    phase: phaseOf(each) ?? null,
    findings: declared.findings.map(({ severity, code, place, path, message, remedy }) => ({
      severity,
      code,
      line: place.line,
      column: place.column,
      path,
      message,
      remedy,
    })),
    metadata: value['metadata'] ?? null,
    spec: value['spec'] ?? null,
    status: declared.status ?? null,
  };
}
