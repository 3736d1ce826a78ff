import { readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { PLAN_MARKER } from '../../core/change-markdown.ts';
import { type CiPullRequest, isTransient, keepComment, openCi } from '../../source/index.ts';
import { printError, UsageError } from '../text.ts';

const TRIES = 4;

/** A CI job waits no longer for a host that wants to be left alone. */
const WAIT_MAX_MS = 60_000;

/** The event of a job is read up to this size. Bytes. */
const EVENT_MAX = 8 * 1024 * 1024;

/** The pull request that this CI job runs for. Throws a UsageError that says what is missing. */
export async function commentTarget(options: {
  readonly apiUrl?: string;
  readonly tokenEnv?: string;
}): Promise<CiPullRequest> {
  const path = process.env['GITHUB_EVENT_PATH'] ?? '';
  const readable = path !== '' && ((await stat(path).catch(() => undefined))?.size ?? Infinity) <= EVENT_MAX;
  const event = readable ? await readFile(path, 'utf8').catch(() => undefined) : undefined;
  const opened = openCi(options, process.env, event);
  if (!opened.ok) throw new UsageError(opened.message);
  return opened.value;
}

/** Writes or rewrites the comment; one that would only say that nothing changes is not begun. Throws a UsageError when it cannot. */
export async function postComment(target: CiPullRequest, body: string, news: boolean): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const kept = await keepComment({ ...target, marker: PLAN_MARKER, body, news });
    if (kept.ok) return;
    if (!isTransient(kept) || attempt === TRIES)
      throw new UsageError(`The comment is not written: ${kept.message}`);
    const waitMs = Math.min(WAIT_MAX_MS, kept.retryAfterMs ?? 1_000 * 2 ** attempt);
    printError(`${kept.message} (in ${Math.ceil(waitMs / 1000)} s)`);
    await delay(waitMs);
  }
}
