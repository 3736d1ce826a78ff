import type { LoggedEvent } from '../../controller/event-log.ts';
import type { Amount, Work } from '../../core/desired.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { readGraphObject } from '../../core/graph.ts';
import type { ObjectRecord } from '../../core/record.ts';
import { humanDuration, since } from '../ages.ts';
import { percent, phaseOf } from '../columns.ts';
import { countOf, type Listed } from '../objects.ts';
import { table } from '../text.ts';
import { pairs, plain, type Section, wrapped } from './page.ts';
import { nextSteps } from './steps.ts';

/** Everything that is known of one object. */
export interface Subject {
  readonly object: Listed;
  /** All objects of the source, by kind and name. */
  readonly others: ReadonlyMap<string, Listed>;
  readonly record: ObjectRecord | undefined;
  readonly events: readonly LoggedEvent[];
  /** How the source was named. */
  readonly where: string;
  readonly nowMs: number;
  /** Characters of a line. */
  readonly width: number;
}

const EVENTS_SHOWN = 10;
const INTERVALS_SHOWN = 60;

export function sectionsOf(subject: Subject): readonly Section[] {
  const { object } = subject;
  const status = isObject(object.declared.status) ? object.declared.status : {};
  return [
    { lines: head(subject, status) },
    { title: 'Spec', lines: spec(subject) },
    { title: 'Conditions', lines: conditions(subject, status) },
    { title: 'Findings', lines: findings(subject) },
    { title: 'Depends on', lines: upstreams(subject) },
    { title: 'Needed by', lines: downstreams(subject) },
    { title: 'Jobs', lines: jobs(status) },
    { title: 'Failures', lines: failures(subject, status) },
    { title: 'Earlier runs', lines: history(status) },
    { title: 'Events', lines: events(subject) },
    { title: 'Next steps', lines: steps(subject) },
  ];
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? plain(String(value)) : undefined;
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function rows(head: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  return body.length === 0 ? [] : table([head, ...body]).split('\n');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

function head({ object, width, nowMs }: Subject, status: JsonObject): readonly string[] {
  const { declared, labels } = object;
  const { startTime, completionTime, run, revision } = status;
  const total = countOf(status, 'total');
  const succeeded = countOf(status, 'succeeded');
  const start = typeof startTime === 'string' ? Date.parse(startTime) : Number.NaN;
  const end = typeof completionTime === 'string' ? Date.parse(completionTime) : nowMs;
  const times = Number.isNaN(start)
    ? ''
    : `, started ${text(startTime) ?? ''} (${humanDuration(nowMs - start)} ago), ${completionTime === undefined ? 'for' : 'took'} ${humanDuration(end - start)}`;
  const states = isObject(status['states'])
    ? Object.entries(status['states'])
        .filter(([, count]) => count !== 0)
        .map(([state, count]) => `${state} ${text(count) ?? ''}`)
        .join(', ')
    : '';
  const counts = ['succeeded', 'failed', 'running', 'waiting']
    .map((each) => `${countOf(status, each) ?? 0} ${each}`)
    .join(', ');
  return pairs(
    [
      ['Name', declared.name],
      ['Kind', declared.kind],
      ['File', declared.file],
      ['Labels', labelText(labels)],
      ['Phase', phaseOf(object) ?? 'not looked at yet'],
      ['Registered', text(status['jobDefinition'])],
      ['Run', run === undefined ? '' : `${text(run) ?? ''}, revision ${text(revision) ?? '-'}${times}`],
      [
        'Progress',
        total === undefined ? '' : `${bar(status, total)} ${percent(succeeded, total)} of ${total}`,
      ],
      ['Indexes', total === undefined ? '' : counts],
      ['Failed', shortened(text(status['failedIndexes']))],
      ['In Batch', states],
    ],
    width,
  );
}

function shortened(intervals: string | undefined): string | undefined {
  if (intervals === undefined || intervals.length <= INTERVALS_SHOWN) return intervals;
  return `${intervals.slice(0, intervals.lastIndexOf(',', INTERVALS_SHOWN))},… (all in status.failedIndexes)`;
}

const BAR = 30;

function bar(status: JsonObject, total: number): string {
  const part = (member: string): number =>
    total === 0 ? 0 : Math.floor(((countOf(status, member) ?? 0) / total) * BAR);
  const [done, running, failed] = [part('succeeded'), part('running'), part('failed')];
  return `[${'#'.repeat(done)}${'>'.repeat(running)}${'x'.repeat(failed)}${'.'.repeat(Math.max(0, BAR - done - running - failed))}]`;
}

function amountText(amount: Amount): string {
  return amount.kind === 'percent' ? `${amount.value}%` : String(amount.value);
}

/** An amount of a total, in indexes. */
function amountIn(amount: Amount, total: number | undefined): string {
  if (amount.kind !== 'percent' || total === undefined) return amountText(amount);
  return `${amountText(amount)} (${Math.floor((total * amount.value) / 100)})`;
}

function workText(work: Work): string {
  switch (work.kind) {
    case 'size':
      return `${work.size} indexes`;
    case 'items':
      return `${work.items.length} items in the spec`;
    case 'matrix':
      return `the matrix of ${Object.keys(work.axes).join(', ')}`;
    case 'file':
      return `the items of ${work.path}`;
    case 's3': {
      const globs = work.include.length === 0 ? '' : ` (${work.include.join(', ')})`;
      const again =
        work.refreshIntervalMs === undefined ? '' : `, listed every ${humanDuration(work.refreshIntervalMs)}`;
      return `s3://${work.bucket}/${work.prefix}${globs}${again}`;
    }
  }
}

/** What the spec asks for, with how near its limits are. */
function spec({ object, others, width, nowMs }: Subject): readonly string[] {
  const { spec: declared, status } = object.declared;
  if (declared.kind !== 'ArrayJob') return [];
  const { desired } = declared;
  const definition = others.get(`JobDefinition/${desired.jobDefinition}`)?.declared.status;
  const registered = isObject(definition) ? text(definition['jobDefinition']) : undefined;
  const total = countOf(status, 'total');
  const failed = countOf(status, 'failed') ?? 0;
  const started = isObject(status) ? status['startTime'] : undefined;
  const ended = isObject(status) && status['completionTime'] !== undefined;
  const { activeDeadlineMs, maxFailedIndexes, minSucceeded, parallelism, manifest, canary } = desired;
  const elapsed =
    ended || typeof started !== 'string'
      ? ''
      : `, ${humanDuration(nowMs - Date.parse(started))} of them gone`;
  return pairs(
    [
      ['Queue', desired.jobQueue],
      [
        'Definition',
        `${desired.jobDefinition}${registered === undefined ? '' : `, registered as ${registered}`}`,
      ],
      [
        'Work',
        `${workText(desired.work)}${desired.itemsPerChild > 1 ? `, ${desired.itemsPerChild} to a child` : ''}`,
      ],
      ['Manifest', manifest && `s3://${manifest.bucket}/${manifest.key}`],
      ['Parallelism', parallelism === undefined ? '' : `at most ${parallelism} indexes at a time`],
      [
        'Failures',
        maxFailedIndexes && `${failed} of at most ${amountIn(maxFailedIndexes, total)} before the run stops`,
      ],
      [
        'Retries',
        desired.backoffLimitPerIndex === 0 ? '' : `${desired.backoffLimitPerIndex} more for each index`,
      ],
      ['Success', minSucceeded && `when ${amountIn(minSucceeded, total)} have succeeded`],
      ['Deadline', activeDeadlineMs === undefined ? '' : `${humanDuration(activeDeadlineMs)}${elapsed}`],
      ['Canary', canary === 'off' ? 'off' : ''],
      ['Rerun', desired.rerun],
      ['On change', desired.onChange === 'Replace' ? '' : desired.onChange],
      ['Suspended', desired.suspend ? 'yes' : ''],
      ['On delete', desired.deletionPolicy === 'Orphan' ? 'its jobs go on (Orphan)' : ''],
    ],
    width - 2,
  );
}

function conditions({ nowMs, width }: Subject, status: JsonObject): readonly string[] {
  const messages = new Map<string, string[]>();
  for (const each of listOf(status['conditions'])) {
    const word = each['status'] === 'True' ? '' : `=${text(each['status']) ?? '?'}`;
    const lead = `${text(each['type']) ?? '?'}${word} ${text(each['reason']) ?? ''} (${since(each['lastTransitionTime'], nowMs)})`;
    // Ready and Stalled mostly say the same.
    const message = text(each['message']) ?? '';
    messages.set(message, [...(messages.get(message) ?? []), lead]);
  }
  return [...messages].flatMap(([message, leads]) => [...leads, ...wrapped('  ', message, width - 2)]);
}

function findings({ object, width }: Subject): readonly string[] {
  return object.declared.findings.flatMap(({ severity, code, place, message, remedy }) => [
    plain(`${place.file}:${place.line}:${place.column}: ${severity} ${code}`),
    ...wrapped('  ', `${message} ${remedy}`, width - 2),
  ]);
}

/** What it waits for, and who does the waiting: Batch, where the arrays are linked, else the controller. */
function upstreams({ object, others, record }: Subject): readonly string[] {
  const graph = readGraphObject(object.value, object.declared.file, false);
  if (graph === undefined) return [];
  const linked = new Map<string, string>();
  for (const shard of record?.run?.shards ?? []) {
    for (const { name, jobId } of shard.dependsOn ?? []) {
      if (name !== undefined && jobId !== undefined) linked.set(name, jobId);
    }
  }
  const own = phaseOf(object);
  const under = own === 'Pending' || own === 'Blocked' || own === undefined;
  const body = graph.dependsOn.map(({ name, type, minSucceeded }) => {
    const there = others.get(`ArrayJob/${name}`);
    const phase = there === undefined ? 'not declared' : (phaseOf(there) ?? 'not looked at yet');
    const how =
      type === 'N_TO_N'
        ? 'index by index'
        : minSucceeded === undefined
          ? 'the whole'
          : `${minSucceeded} of it`;
    const jobId = linked.get(name);
    const waits =
      jobId !== undefined
        ? `Batch waits for ${jobId}`
        : phase === 'Succeeded'
          ? 'met'
          : under
            ? 'held back by the controller'
            : '';
    return [name, how, phase, waits];
  });
  const table = rows(['NAME', 'WAITS FOR', 'PHASE', ''], body);
  return graph.sequential ? [...table, 'its own indexes run in order (SEQUENTIAL)'] : table;
}

function downstreams({ object, others }: Subject): readonly string[] {
  const { kind, name } = object.declared;
  const body = [...others.values()].flatMap((each) => {
    const fields = isObject(each.value['spec']) ? each.value['spec'] : {};
    const uses =
      kind === 'JobDefinition'
        ? fields['jobDefinition'] === name
        : listOf(fields['dependsOn']).some((one) => one['name'] === name);
    return uses && each.declared.kind === 'ArrayJob' ? [[each.declared.name, phaseOf(each) ?? '-']] : [];
  });
  return rows(['NAME', 'PHASE'], body);
}

function jobs(status: JsonObject): readonly string[] {
  const body = listOf(status['jobs']).map((each) =>
    ['status', 'size', 'round', 'shard', 'name', 'id'].map((member) => text(each[member]) ?? '-'),
  );
  return rows(['STATUS', 'SIZE', 'ROUND', 'SHARD', 'NAME', 'ID'], body);
}

function failures({ record }: Subject, status: JsonObject): readonly string[] {
  const kept = record?.run?.failures ?? [];
  const body = listOf(status['failures']).map((each) => {
    const sample = kept.find(
      (one) => one.sampleIndex === each['sampleIndex'] && one.reason === each['reason'],
    )?.sampleJobId;
    return [
      text(each['count']) ?? '-',
      text(each['exitCode']) ?? '-',
      `${text(each['sampleIndex']) ?? '-'}${sample === undefined ? '' : ` (${sample})`}`,
      text(each['reason']) ?? '',
    ];
  });
  return rows(['COUNT', 'EXIT CODE', 'FOR EXAMPLE INDEX', 'REASON'], body);
}

function history(status: JsonObject): readonly string[] {
  const body = listOf(status['history']).map((each) =>
    ['run', 'phase', 'succeeded', 'failed', 'total', 'revision', 'startTime', 'completionTime'].map(
      (member) => text(each[member]) ?? '-',
    ),
  );
  return rows(['RUN', 'PHASE', 'SUCCEEDED', 'FAILED', 'TOTAL', 'REVISION', 'STARTED', 'COMPLETED'], body);
}

function events({ events: all, nowMs }: Subject): readonly string[] {
  const body = all
    .slice(-EVENTS_SHOWN)
    .map(({ time, count, type, reason, message }) => [
      `${since(time, nowMs)}${count === undefined ? '' : ` (x${count})`}`,
      type,
      reason,
      plain(message),
    ]);
  return rows(['LAST SEEN', 'TYPE', 'REASON', 'MESSAGE'], body);
}

function steps({ object, others, where }: Subject): readonly string[] {
  const graph = readGraphObject(object.value, object.declared.file, false);
  const waitsFor = new Map(
    (graph?.dependsOn ?? []).flatMap(({ name }) => {
      const there = others.get(`ArrayJob/${name}`);
      return there === undefined ? [] : [[name, there] as const];
    }),
  );
  const found = nextSteps(object, where, waitsFor);
  const room = Math.max(0, ...found.map(({ command }) => command.length));
  return found.map(
    ({ command, why }) => `${plain(command)}${' '.repeat(room - command.length)}  # ${plain(why)}`,
  );
}
