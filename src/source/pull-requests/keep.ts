import { type Answer, type HostFailure } from './failure.ts';
import type { Comment, PullRequest, PullRequestHost } from './host.ts';

/** What was done to bring a pull request or comment to what it shall say. */
export interface Kept<T> {
  readonly did: 'opened' | 'rewritten' | 'nothing';
  /** Undefined when there is none, and none was needed. */
  readonly value: T | undefined;
}

/** Between these lines the body is ours; what a person writes before or behind them stays. */
export const BODY_BEGIN = '<!-- arrayjob:status -->';
export const BODY_END = '<!-- /arrayjob:status -->';

/** The body with our part replaced, or put in front where there is none. */
export function withOwnPart(body: string, part: string): string {
  // Somebody's words in it must not look like our marks.
  const plain = part.trim().replace(/<!--(?=\s*\/?arrayjob:)/g, '<!-');
  const own = `${BODY_BEGIN}\n${plain}\n${BODY_END}`;
  const text = unixLines(body);
  const begin = text.indexOf(BODY_BEGIN);
  const end = text.indexOf(BODY_END, begin);
  if (begin < 0) return text.trim() === '' ? own : `${own}\n\n${text}`;
  // A person has taken the end away: what stands behind the beginning was ours.
  const behind = end < 0 ? '' : text.slice(end + BODY_END.length);
  return text.slice(0, begin) + own + behind;
}

/** Whether two texts are the same to their readers: hosts and browsers change line ends and drop white space at the end. */
export function sameText(a: string, b: string): boolean {
  return unixLines(a).trimEnd() === unixLines(b).trimEnd();
}

function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/**
 * Keeps one open pull request of a branch: opens it when there is none and `news` says that it is worth one, and rewrites our
 * part of its body only when that would differ. Title, and what people wrote around our part, stay as they are. A pull request
 * that was merged or closed is left alone. May be called again after any failure.
 */
export async function keepPullRequest(options: {
  readonly host: PullRequestHost;
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  /** Our part of the body, in Markdown, of at most so many characters. */
  readonly body: (charactersMax: number) => string;
  /** Whether there is something to review, so that one is opened if there is none. */
  readonly news: boolean;
}): Promise<Answer<Kept<PullRequest>>> {
  const { host, branch, base, title, body, news } = options;
  // Somebody else may open one between the look and the call; then that one is kept.
  for (let attempt = 0; ; attempt++) {
    const found = await host.findOpen(branch, base);
    if (!found.ok) return found;
    if (found.value !== undefined) return rewrite(host, found.value, body);
    if (!news) return { ok: true, value: { did: 'nothing', value: undefined } };
    const opened = await host.open({ branch, base, title, body: bodyWith('', body, host.bodyMax) });
    if (opened.ok)
      return {
        ok: true,
        value: { did: opened.value === undefined ? 'nothing' : 'opened', value: opened.value },
      };
    if (opened.kind !== 'conflict' || attempt > 0) return opened;
  }
}

async function rewrite(
  host: PullRequestHost,
  found: PullRequest,
  part: (charactersMax: number) => string,
): Promise<Answer<Kept<PullRequest>>> {
  const wanted = bodyWith(found.body, part, host.bodyMax);
  if (sameText(found.body, wanted)) return { ok: true, value: { did: 'nothing', value: found } };
  const set = await host.setBody(found.number, wanted);
  return set.ok ? { ok: true, value: { did: 'rewritten', value: set.value } } : set;
}

/** Room that what people wrote around it leaves to our part at the least; with less, the body stays as it is. */
const ROOM_MIN = 1_000;

function bodyWith(body: string, part: (charactersMax: number) => string, max: number): string {
  const room = max - withOwnPart(body, '').length;
  return room < ROOM_MIN ? body : withOwnPart(body, part(room));
}

/**
 * Writes a comment, or rewrites the one that begins with the same marker if it would differ. When that one may not be edited
 * (another token wrote it), a new one is written.
 */
export async function keepComment(options: {
  readonly host: PullRequestHost;
  readonly number: number;
  /** A hidden line that tells the comment from all others. */
  readonly marker: string;
  /** Begins with the marker. */
  readonly body: string;
  /** Whether it is worth a comment where there is none. */
  readonly news: boolean;
}): Promise<Answer<Kept<Comment>>> {
  const { host, number, marker, body, news } = options;
  const found = await host.findComment(number, marker);
  if (!found.ok) return found;
  if (found.value !== undefined) {
    if (sameText(found.value.body, body)) return { ok: true, value: { did: 'nothing', value: found.value } };
    const set = await host.setComment(number, found.value.id, body);
    if (set.ok) return { ok: true, value: { did: 'rewritten', value: set.value } };
    if (!mayStartAnew(set)) return set;
  } else if (!news) {
    return { ok: true, value: { did: 'nothing', value: undefined } };
  }
  const written = await host.comment(number, body);
  return written.ok ? { ok: true, value: { did: 'opened', value: written.value } } : written;
}

function mayStartAnew(failure: HostFailure): boolean {
  return failure.kind === 'forbidden' || failure.kind === 'missing';
}
