import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { groupFolder, streamFile } from '../processes/logs.ts';

/** A refusal in CloudWatch Logs' words. */
export interface Wrong {
  readonly wrong: string;
  readonly message: string;
}

export function isWrong(value: object): value is Wrong {
  return 'wrong' in value;
}

/** Answers CloudWatch Logs' reading operations from the files that attempts write. */
export interface LogReader {
  readonly read: (operation: string, input: object) => Promise<object>;
}

interface LogEvent {
  readonly offset: number;
  readonly timestamp: number;
  readonly message: string;
}

interface LogInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logGroupNamePrefix?: string;
  readonly logStreamName?: string;
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly nextToken?: string;
  readonly limit?: number;
  readonly startFromHead?: boolean;
  readonly filterPattern?: string;
  readonly orderBy?: string;
  readonly descending?: boolean;
}

/** AWS: at most 10,000 events or 1 MiB of them in one answer. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1024 * 1024;
/** AWS counts so many bytes per event beside its text. */
const EVENT_OVERHEAD = 26;
const MAX_STREAMS = 50;

/**
 * Reads logs below `root`. The files hold no times; each reading remembers how long the file was when, and lines in
 * between are spread evenly, so that a line keeps the time that it was first given.
 */
export function createLogReader(root: string): LogReader {
  const marks = new Map<string, { size: number; at: number }[]>();

  const events = async (file: string): Promise<LogEvent[] | undefined> => {
    let text: Buffer;
    let times: { birthtimeMs: number; mtimeMs: number };
    try {
      times = await stat(file);
      text = await readFile(file);
    } catch {
      return undefined;
    }
    // A line that is not finished may still grow, and is only given once the file has rested.
    const rested = Date.now() - times.mtimeMs > 2000;
    const end = rested ? text.length : text.lastIndexOf(10) + 1;
    const known = marks.get(file) ?? [
      { size: 0, at: Math.min(times.birthtimeMs || times.mtimeMs, times.mtimeMs) },
    ];
    const latest = known.at(-1)!;
    if (end > latest.size) known.push({ size: end, at: Math.max(latest.at, times.mtimeMs) });
    marks.set(file, known);
    return lines(text.subarray(0, end), known);
  };

  const required = (input: LogInput): string | Wrong => {
    const group = input.logGroupName ?? input.logGroupIdentifier;
    if (group === undefined) return wrong('InvalidParameterException', 'logGroupName must be specified.');
    return group.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '');
  };

  const streams = async (group: string): Promise<string[] | undefined> => {
    const folder = groupFolder(root, group);
    let names: string[];
    try {
      names = await readdir(folder, { recursive: true });
    } catch {
      return undefined;
    }
    return names
      .filter((name) => name.endsWith('.log'))
      .map((name) => name.slice(0, -'.log'.length).split(sep).map(decodeURIComponent).join('/'))
      .sort();
  };

  const getLogEvents = async (input: LogInput): Promise<object> => {
    const group = required(input);
    if (typeof group !== 'string') return group;
    const stream = input.logStreamName ?? '';
    const all = await events(streamFile(root, group, stream));
    if (all === undefined) return notFound('stream');
    const chosen = all.filter((each) => within(each, input));
    const token = /^([fb])\/([0-9]+)$/.exec(input.nextToken ?? '');
    if (input.nextToken !== undefined && token === null) {
      return wrong('InvalidParameterException', 'The specified nextToken is invalid.');
    }
    const offset = Number(token?.[2] ?? 0);
    const forward = token === null ? input.startFromHead === true : token[1] === 'f';
    const side =
      token === null
        ? chosen
        : chosen.filter((each) => (forward ? each.offset >= offset : each.offset < offset));
    const page = take(forward ? side : side.toReversed(), input.limit);
    if (!forward) page.reverse();
    const last = page.at(-1);
    const end =
      last === undefined
        ? token === null
          ? 0
          : offset
        : last.offset + Math.max(1, Buffer.byteLength(last.message));
    const start = page[0]?.offset ?? (token === null ? 0 : offset);
    return {
      events: page.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
      nextForwardToken: `f/${end}`,
      nextBackwardToken: `b/${start}`,
    };
  };

  const filterLogEvents = async (input: LogInput): Promise<object> => {
    const group = required(input);
    if (typeof group !== 'string') return group;
    const all = await streams(group);
    if (all === undefined) return notFound('group');
    const wanted = all.filter(
      (name) =>
        (input.logStreamNames === undefined || input.logStreamNames.includes(name)) &&
        (input.logStreamNamePrefix === undefined || name.startsWith(input.logStreamNamePrefix)),
    );
    const fits = pattern(input.filterPattern ?? '');
    if (typeof fits !== 'function') return fits;
    const [streamAt = 0, offset = 0] = (/^([0-9]+)\/([0-9]+)$/.exec(input.nextToken ?? '') ?? [])
      .slice(1)
      .map(Number);
    const limit = Math.min(input.limit ?? MAX_EVENTS, MAX_EVENTS);
    const found: object[] = [];
    let bytes = 0;
    for (let at = streamAt; at < wanted.length; at += 1) {
      const name = wanted[at]!;
      for (const each of (await events(streamFile(root, group, name))) ?? []) {
        if ((at === streamAt && each.offset < offset) || !within(each, input) || !fits(each.message))
          continue;
        bytes += Buffer.byteLength(each.message) + EVENT_OVERHEAD;
        if (found.length === limit || (bytes > MAX_BYTES && found.length > 0)) {
          return { events: found, searchedLogStreams: [], nextToken: `${at}/${each.offset}` };
        }
        found.push({
          logStreamName: name,
          timestamp: each.timestamp,
          message: each.message,
          ingestionTime: each.timestamp,
          eventId: `${String(at).padStart(10, '0')}${String(each.offset).padStart(20, '0')}`,
        });
      }
    }
    return { events: found, searchedLogStreams: [] };
  };

  const describeLogStreams = async (input: LogInput): Promise<object> => {
    const group = required(input);
    if (typeof group !== 'string') return group;
    const all = await streams(group);
    if (all === undefined) return notFound('group');
    const wanted = all.filter((name) => name.startsWith(input.logStreamNamePrefix ?? ''));
    const from = Number(input.nextToken ?? 0);
    const size = Math.min(input.limit ?? MAX_STREAMS, MAX_STREAMS);
    let described = await Promise.all(wanted.map((name) => describeStream(group, name)));
    if (input.orderBy === 'LastEventTime') {
      described = described.sort((a, b) => a.lastEventTimestamp - b.lastEventTimestamp);
    }
    if (input.descending === true) described.reverse();
    return {
      logStreams: described.slice(from, from + size),
      ...(from + size < wanted.length ? { nextToken: String(from + size) } : {}),
    };
  };

  const describeStream = async (group: string, name: string) => {
    const times = await stat(streamFile(root, group, name));
    const created = Math.floor(Math.min(times.birthtimeMs || times.mtimeMs, times.mtimeMs));
    return {
      logStreamName: name,
      creationTime: created,
      firstEventTimestamp: created,
      lastEventTimestamp: Math.floor(times.mtimeMs),
      lastIngestionTime: Math.floor(times.mtimeMs),
      uploadSequenceToken: '0',
      arn: `arn:aws:logs:us-east-1:123456789012:log-group:${group}:log-stream:${name}`,
      storedBytes: times.size,
    };
  };

  const describeLogGroups = async (input: LogInput): Promise<object> => {
    const names = await readdir(root).catch(() => []);
    return {
      logGroups: names
        .map((name) => decodeURIComponent(relative(root, join(root, name))))
        .filter((name) => name.startsWith(input.logGroupNamePrefix ?? ''))
        .sort()
        .map((logGroupName) => ({
          logGroupName,
          arn: `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}:*`,
          creationTime: 0,
          metricFilterCount: 0,
          storedBytes: 0,
        })),
    };
  };

  return {
    read: async (operation, raw) => {
      const input = raw as LogInput;
      if (input.limit !== undefined && !(Number.isInteger(input.limit) && input.limit > 0)) {
        return wrong('InvalidParameterException', 'limit must be a whole number of at least 1.');
      }
      switch (operation) {
        case 'GetLogEvents':
          return getLogEvents(input);
        case 'FilterLogEvents':
          return filterLogEvents(input);
        case 'DescribeLogStreams':
          return describeLogStreams(input);
        case 'DescribeLogGroups':
          return describeLogGroups(input);
        default:
          return wrong('UnknownOperationException', `${operation} is not supported by the local engine.`);
      }
    },
  };
}

function wrong(name: string, message: string): Wrong {
  return { wrong: name, message };
}

function notFound(what: string): Wrong {
  return wrong('ResourceNotFoundException', `The specified log ${what} does not exist.`);
}

function within(event: LogEvent, input: LogInput): boolean {
  return (
    (input.startTime === undefined || event.timestamp >= input.startTime) &&
    (input.endTime === undefined || event.timestamp < input.endTime)
  );
}

/** As many as fit the limits, from the beginning of `events`. */
function take(events: readonly LogEvent[], limit: number | undefined): LogEvent[] {
  const most = Math.min(limit ?? MAX_EVENTS, MAX_EVENTS);
  const page: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += Buffer.byteLength(event.message) + EVENT_OVERHEAD;
    if (page.length === most || (bytes > MAX_BYTES && page.length > 0)) break;
    page.push(event);
  }
  return page;
}

function lines(text: Buffer, marks: readonly { size: number; at: number }[]): LogEvent[] {
  const found: LogEvent[] = [];
  let mark = 1;
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf(10, from);
    const to = newline < 0 ? text.length : newline;
    while (mark < marks.length - 1 && from >= marks[mark]!.size) mark += 1;
    const low = marks[mark - 1]!;
    const high = marks[mark] ?? low;
    const share = high.size === low.size ? 1 : (from - low.size) / (high.size - low.size);
    found.push({
      offset: from,
      timestamp: Math.floor(low.at + share * (high.at - low.at)),
      message: text.toString('utf8', from, to > from && text[to - 1] === 13 ? to - 1 : to),
    });
    from = to + 1;
  }
  return found;
}

/** CloudWatch's simple patterns: all words must occur, `-word` must not, `?word` any of them, quoted phrases as one. */
function pattern(text: string): ((message: string) => boolean) | Wrong {
  if (/^\s*[{[%]/.test(text)) {
    return wrong(
      'InvalidParameterException',
      'Only patterns of words and quoted phrases are supported by the local engine.',
    );
  }
  const terms = [...text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map((match) => ({
    sign: match[1] ?? '',
    word: match[2]?.replaceAll(/\\(.)/g, '$1') ?? match[3] ?? '',
  }));
  const optional = terms.filter((each) => each.sign === '?');
  return (message) =>
    terms.every(({ sign, word }) => {
      if (sign === '?') return true;
      return message.includes(word) !== (sign === '-');
    }) &&
    (optional.length === 0 || optional.some(({ word }) => message.includes(word)));
}
