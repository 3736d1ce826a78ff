import { EMPTY, first, parse, range, subtract, unionOf } from '../../core/intervals.ts';
import { isObject, type Json } from '../../core/json.ts';
import { phaseOf } from '../columns.ts';
import { countOf, type Listed } from '../objects.ts';

/** A command, and what it is good for. */
export interface Step {
  readonly command: string;
  readonly why: string;
}

/**
 * What a person would do next, given how an object stands; the most useful first. `where` is how the source was named,
 * so that each can be copied as it is.
 */
export function nextSteps(
  each: Listed,
  where: string,
  upstreams: ReadonlyMap<string, Listed>,
): readonly Step[] {
  const { name, kind, file, status } = each.declared;
  const source = where === '.' ? '' : ` -s ${quoted(where)}`;
  const command = (verb: string, rest = ''): string => `arrayjob ${verb} ${quoted(name)}${rest}${source}`;
  const phase = phaseOf(each);
  if (phase === 'Invalid') {
    const path = where === '.' ? file : `${where.replace(/\/$/, '')}/${file}`;
    return [{ command: `arrayjob validate ${quoted(path)}`, why: 'what is wrong, with lines and remedies' }];
  }
  if (kind === 'JobDefinition') return [];
  if (phase === undefined) {
    return [
      { command: `arrayjob plan ${quoted(where)}`, why: 'what would be submitted' },
      { command: `arrayjob run ${quoted(where)}`, why: 'nothing has worked on it yet' },
    ];
  }
  const steps: Step[] = [];
  const failed = countOf(status, 'failed') ?? 0;
  const running = countOf(status, 'running') ?? 0;
  // Those that wait to be run again count as waiting, and have failed all the same.
  const retried = phase !== 'Succeeded' && isObject(status) && Array.isArray(status['failures']);
  if (failed > 0 || retried) {
    steps.push({ command: command('logs', ' --failed'), why: 'one sample of each way to fail' });
    if (phase === 'Failed') {
      steps.push({ command: command('rerun', ' --failed'), why: 'when the cause is mended' });
    }
  }
  if (phase === 'Suspended') steps.push({ command: command('resume'), why: 'go on with what is left' });
  if (phase === 'Blocked' || phase === 'Pending') {
    for (const [upstream, there] of upstreams) {
      const standing = phaseOf(there);
      if (standing === 'Succeeded') continue;
      steps.push({
        command: `arrayjob describe ${quoted(upstream)}${source}`,
        why: `it waits for ${upstream}, which is ${standing ?? 'not looked at yet'}`,
      });
    }
  }
  if (phase === 'Running' || phase === 'Pending') {
    const sample = running > 0 ? runningIndex(status) : undefined;
    if (sample !== undefined) {
      steps.push({ command: command('logs', ` --index ${sample} -f`), why: 'what a child prints' });
    }
    steps.push({ command: command('get', ' -w'), why: 'follow its progress' });
  }
  if (phase === 'Succeeded') steps.push({ command: command('rerun'), why: 'run all of it again' });
  return steps;
}

/** An index that has not ended, as far as the lists of the status tell. */
function runningIndex(status: Json | undefined): number | undefined {
  const total = countOf(status, 'total');
  if (!isObject(status) || total === undefined) return undefined;
  const ended = ['completedIndexes', 'failedIndexes'].map((member) => {
    const text = status[member];
    return typeof text === 'string' || typeof text === 'number' ? parse(String(text)).set : EMPTY;
  });
  return first(subtract(range(0, total), unionOf(ended)));
}

/** A word of a command line, in quotes when a shell would take it apart. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9@%+=:,./_-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
