import type { Logger } from 'pino';
import { type GitOptions, isAddress, parseIdentity } from '../../source/index.ts';
import { UsageError } from '../text.ts';

/** The flags of `run` for specs from git. */
export interface GitFlags {
  readonly gitInterval?: number;
  readonly statusBranch?: string;
  readonly gitAuthor?: string;
  readonly commitSuffix?: string;
}

const FLAGS: Readonly<Record<keyof GitFlags, string>> = {
  gitInterval: '--git-interval',
  statusBranch: '--status-branch',
  gitAuthor: '--git-author',
  commitSuffix: '--commit-suffix',
};

/** The least time between two looks at a remote. */
const INTERVAL_MIN_MS = 1_000;

/** What the flags say to a git source. `told` is called for every push of statuses. Throws a UsageError. */
export function gitOptions(
  where: string,
  flags: GitFlags,
  log: Logger,
  told: Pick<GitOptions, 'onPushed' | 'onPush'> = {},
): GitOptions {
  if (!isAddress(where)) {
    const given = (Object.keys(FLAGS) as (keyof GitFlags)[]).find((each) => flags[each] !== undefined);
    if (given !== undefined) {
      throw new UsageError(`${FLAGS[given]} goes with specs from git, and ${where} is a directory`);
    }
    return {};
  }
  const author = flags.gitAuthor === undefined ? undefined : parseIdentity(flags.gitAuthor);
  if (flags.gitAuthor !== undefined && author === undefined) {
    throw new UsageError(`--git-author ${flags.gitAuthor} is not "Name <mail>"`);
  }
  if (flags.gitInterval !== undefined && flags.gitInterval < INTERVAL_MIN_MS) {
    throw new UsageError('--git-interval is at least 1s; a webhook is told of a push at once');
  }
  return {
    ...(flags.gitInterval === undefined ? {} : { intervalMs: flags.gitInterval }),
    ...told,
    statusBranch: flags.statusBranch,
    author,
    suffix: flags.commitSuffix,
    onHealth({ ok, reason, message }) {
      if (ok) log.info({ reason }, message);
      else log.error({ reason }, message);
    },
  };
}
