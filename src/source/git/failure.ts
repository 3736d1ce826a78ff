import { SourceError } from '../errors.ts';
import type { GitResult } from './process.ts';
import { withoutSecrets } from './url.ts';

/**
 * Why a call to the remote did not succeed. `unreachable` passes by itself; `unauthorized`, `missing` and `untrusted` need a person;
 * `refused`: the remote does not take a push; `stale`: someone has pushed meanwhile; `local`: the private clone or git itself.
 */
export type FailureKind =
  'unreachable' | 'unauthorized' | 'missing' | 'untrusted' | 'refused' | 'stale' | 'local';

/** A failed call, in one sentence with what to do. */
export interface Failure {
  readonly ok: false;
  readonly kind: FailureKind;
  readonly message: string;
}

/** The first that matches counts; the words are those of git, ssh, curl and the large hosts. */
const KINDS: readonly (readonly [RegExp, FailureKind])[] = [
  [
    /host key verification failed|certificate (?:verif|problem)|SSL certificate|dubious ownership/i,
    'untrusted',
  ],
  [
    /authentication failed|could not read (?:username|password)|permission denied \((?:publickey|password|keyboard)|terminal prompts disabled|returned error: 40[13]|access denied|invalid credentials|HTTP basic/i,
    'unauthorized',
  ],
  [
    /protected branch|hook declined|pre-receive|GH0\d\d|GL-HOOK|not allowed to push|deny updating|remote rejected|read-only|push (?:declined|to .* denied)/i,
    'refused',
  ],
  [
    /could not resolve|connection (?:refused|reset|closed|timed out)|timed out|failed to connect|couldn't connect|returned error: (?:5\d\d|408|429)|early EOF|hung up|unexpected disconnect|network is unreachable|no route to host|RPC failed|transfer closed|empty reply|too slow|temporary failure|kex_exchange/i,
    'unreachable',
  ],
  [
    /couldn't find remote ref|repository .*not found|returned error: 404|not found|does not exist|does not appear to be a git repository|no such file/i,
    'missing',
  ],
];

const REMEDIES: Readonly<Record<FailureKind, string>> = {
  unreachable: 'it is tried again by itself',
  unauthorized:
    'set ARRAYJOB_GIT_TOKEN, or give git a credential helper or an ssh key that may read and push there',
  missing: 'check the address; some hosts say this to those who may not look',
  untrusted:
    'add the host to known_hosts, its certificate to the trusted ones, or the folder to safe.directory',
  refused: 'allow this user to push to the branch, or use --status-branch',
  stale: 'it is tried again by itself',
  local: 'look at the message of git',
};

/** Makes a failure of what git said. */
export function failureOf(result: GitResult, doing: string): Failure {
  const kind = kindOf(result);
  const said = result.code === -1 ? 'it took too long and was stopped' : firstWords(result.stderr);
  if (result.code === -2) {
    const message = `git could not be started (${said}): install git 2.31 or newer, and see that it is in PATH`;
    return { ok: false, kind: 'local', message };
  }
  return { ok: false, kind, message: `cannot ${doing}: ${said}; ${REMEDIES[kind]}` };
}

function kindOf({ code, stderr }: GitResult): FailureKind {
  if (code === -1) return 'unreachable';
  if (code === -2) return 'local';
  const found = KINDS.find(([pattern]) => pattern.test(stderr))?.[1];
  if (found !== undefined) return found;
  return /unable to access|could not read from remote/i.test(stderr) ? 'unreachable' : 'local';
}

/** What git itself calls the cause, without its hints and its progress. */
function firstWords(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:hint|warning):/.test(line));
  const telling = lines.filter((line) =>
    /^(?:fatal|error|remote: (?:error|fatal)|ssh):|denied|failed|!/i.test(line),
  );
  const text = (telling.length > 0 ? telling : lines).slice(0, 3).join(' / ');
  return withoutSecrets(text === '' ? 'git gave no reason' : text.slice(0, 500));
}

/** The error of a source that could not be opened: nothing is tried again by itself. */
export function atStart(error: SourceError): SourceError {
  const message = error.message.replace(
    REMEDIES.unreachable,
    'check the address and the network, and start it again',
  );
  return new SourceError(error.code, 'terminal', message, { cause: error });
}

/** A failure to read, as the error of a source. */
export function sourceErrorOf(failure: Failure, url: string): SourceError {
  const outcome = failure.kind === 'unreachable' || failure.kind === 'stale' ? 'transient' : 'terminal';
  const code =
    failure.kind === 'missing'
      ? 'SourceMissing'
      : failure.kind === 'unauthorized' || failure.kind === 'untrusted'
        ? 'SourceUnauthorized'
        : failure.kind === 'unreachable'
          ? 'SourceUnreachable'
          : 'SourceUnreadable';
  return new SourceError(code, outcome, `${url}: ${failure.message}`);
}

/** The private clone does not do what it should: it is damaged, or the disk is full. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
}

/** Whatever went wrong, as the error of a source. */
export function asSourceError(error: unknown, url: string): SourceError {
  if (error instanceof SourceError) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new SourceError('SourceUnreadable', 'transient', `${url}: ${said}`, { cause: error });
}
