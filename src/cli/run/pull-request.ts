import type { Logger } from 'pino';
import { reviewBody } from '../../core/review.ts';
import { isObject } from '../../core/json.ts';
import {
  isTransient,
  keepPullRequest,
  openHost,
  parseGitAddress,
  type PullRequestHost,
  repositoryOf,
  type Snapshot,
  type Source,
  type StatusPush,
} from '../../source/index.ts';
import { graphOfSnapshot } from '../graph.ts';
import { UsageError } from '../text.ts';

/** The flags of `run` for pull requests. */
export interface PullRequestFlags {
  readonly pullRequest?: boolean;
  readonly apiUrl?: string;
  readonly tokenEnv?: string;
}

/** Keeps the pull request of a status branch in step with what is pushed, beside everything else. */
export interface PullRequestKeeper {
  /** Returns at once: a host that does not answer must not hold up a push. */
  pushed(push: StatusPush): void;
  /** Begins, with the pull request that may be open already. */
  attach(source: Pick<Source, 'load'> & { readonly branch?: string }): void;
  /** Does what is still to be done, once. */
  close(): Promise<void>;
}

/** The least time between two changes of a pull request: hosts bound what is written in a minute and in an hour. */
const GAP_MS = 10_000;

/** A host that does not answer holds up the end for so long at the most. */
const CLOSE_MS = 10_000;

/** After a failure it is tried again so soon, then at growing distances. */
const RETRY_MIN_MS = 30_000;
const RETRY_MAX_MS = 15 * 60_000;

/** What the flags ask for; undefined without --pull-request. Throws a UsageError when something is missing for it. */
export function pullRequestKeeper(
  where: string,
  flags: PullRequestFlags & { readonly statusBranch?: string },
  log: Logger,
): PullRequestKeeper | undefined {
  if (flags.pullRequest !== true) {
    if (flags.apiUrl !== undefined) throw new UsageError('--api-url goes with --pull-request');
    if (flags.tokenEnv !== undefined) throw new UsageError('--token-env goes with --pull-request');
    return undefined;
  }
  if (flags.statusBranch === undefined) {
    throw new UsageError(
      '--pull-request goes with --status-branch: name the branch that the pull request is made of',
    );
  }
  const { remote } = parseGitAddress(where);
  const repository = repositoryOf(remote);
  if (repository === undefined) {
    throw new UsageError(
      `--pull-request needs a repository on GitHub or GitLab, and ${remote} is none; leave it out`,
    );
  }
  const opened = openHost(repository, flags, process.env);
  if (!opened.ok) throw new UsageError(opened.message);
  return createKeeper({ host: opened.host, branch: flags.statusBranch, log });
}

export function createKeeper(options: {
  readonly host: PullRequestHost;
  readonly branch: string;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly gapMs?: number;
  readonly retryMs?: number;
}): PullRequestKeeper {
  const { host, branch, log, gapMs = GAP_MS, retryMs = RETRY_MIN_MS } = options;
  let source: Pick<Source, 'load'> | undefined;
  let base: string | undefined;
  let wanted = false;
  let news = false;
  let closing = false;
  let failures = 0;
  let told = '';
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;

  /** Brings the pull request up to date; gives the time until the next try, if one is needed. */
  async function once(): Promise<number | undefined> {
    if (source === undefined || base === undefined) return undefined;
    const onto = base;
    const hadNews = news;
    wanted = false;
    news = false;
    const failed = (message: string, transient: boolean, waitMs?: number): number | undefined => {
      news ||= hadNews;
      if (message !== told) {
        if (transient) log.warn({ branch }, `The pull request waits: ${message}`);
        else log.error({ branch }, `The pull request cannot be kept: ${message}`);
      }
      told = message;
      // What a person must mend is looked at again with the next push.
      if (!transient) return undefined;
      wanted = true;
      return waitMs ?? Math.min(RETRY_MAX_MS, retryMs * 2 ** Math.min(failures++, 10));
    };
    try {
      const snapshot = await source.load();
      const kept = await keepPullRequest({
        host,
        branch,
        base: onto,
        title: `Status of ${branch}`,
        body: (max) => reviewBody({ ...reviewed(snapshot), base: onto }, max),
        news: hadNews,
      });
      if (!kept.ok) return failed(kept.message, isTransient(kept), kept.retryAfterMs);
      failures = 0;
      told = '';
      const { did, value } = kept.value;
      if (did === 'opened') log.info({ branch, url: value?.url }, 'A pull request was opened');
      return gapMs;
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error), true);
    }
  }

  function start(): void {
    if (underWay !== undefined || timer !== undefined || source === undefined || closing) return;
    underWay = once()
      .then((waitMs) => {
        if (waitMs === undefined || closing) return;
        timer = setTimeout(() => {
          timer = undefined;
          if (wanted) start();
        }, waitMs);
        timer.unref();
      })
      .finally(() => {
        underWay = undefined;
        // What was pushed meanwhile waits for the timer, if there is one.
        if (wanted) start();
      });
  }

  return {
    pushed(push) {
      base = push.base.branch;
      wanted = true;
      news ||= push.changes.length > 0;
      start();
    },
    attach(opened) {
      source = opened;
      base ??= opened.branch;
      wanted = true;
      start();
    },
    async close() {
      closing = true;
      clearTimeout(timer);
      let late: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        late = setTimeout(resolve, CLOSE_MS);
      });
      const last = async (): Promise<void> => {
        await underWay;
        if (wanted) await once();
      };
      await Promise.race([last(), patience]);
      clearTimeout(late);
    },
  };
}

/** The jobs of a source with the status that stands in their files, and how they depend on each other. */
function reviewed(snapshot: Snapshot): Omit<Parameters<typeof reviewBody>[0], 'base'> {
  const graph = graphOfSnapshot(snapshot);
  const seen = new Set<string>();
  const jobs = snapshot.files.flatMap(({ parsed }) =>
    parsed.documents.flatMap(({ kind, name, value }) => {
      if (kind !== 'ArrayJob' || name === undefined || !graph.objects.has(name) || seen.has(name)) return [];
      seen.add(name);
      return [{ name, status: isObject(value['status']) ? value['status'] : undefined }];
    }),
  );
  return { graph, jobs };
}
