/** transient: trying again later may help by itself. terminal: a person must do what the message says. */
export type StateErrorClass = 'transient' | 'terminal';

/** A failure of the state store that is not a conflict. The message is one sentence and its remedy. */
export interface StateError extends Error {
  readonly name: 'StateError';
  /** Stable code: the operating system's (`ENOSPC`), S3's (`AccessDenied`), or one of this folder's own. */
  readonly code: string;
  readonly class: StateErrorClass;
}

/** Makes a StateError; `cause` keeps the original for the log. */
export function stateError(
  code: string,
  errorClass: StateErrorClass,
  message: string,
  cause?: unknown,
): StateError {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { name: 'StateError' as const, code, class: errorClass });
}

/** Whether something caught is a StateError. */
export function isStateError(error: unknown): error is StateError {
  return error instanceof Error && error.name === 'StateError';
}

/** The `code` of a Node.js system error, or an empty string. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}

const terminalRemedies: Readonly<Record<string, string>> = {
  EACCES: 'give the user that runs arrayjob read and write permission on it, or choose another --state',
  EPERM: 'give the user that runs arrayjob ownership of it, or choose another --state',
  EROFS: 'the file system is mounted read-only; remount it or choose another --state',
  ENOTDIR: 'something on the way is a file where a folder is needed; move it or choose another --state',
  EISDIR: 'a folder stands where a file of the store belongs; move it away',
  ELOOP: 'a symbolic link stands where a file of the store belongs; remove it',
  ENAMETOOLONG: 'the path is too long for the file system; choose a shorter --state',
  ENOTSUP: 'the file system lacks something the store needs; put --state on a local disk or use s3://',
  ENOSYS: 'the file system lacks something the store needs; put --state on a local disk or use s3://',
};

const transientRemedies: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space, it is tried again by itself',
  EDQUOT: 'the disk quota is used up; free some space, it is tried again by itself',
  EFBIG: 'the file size limit of the process is reached; raise it (ulimit -f), it is tried again by itself',
  EMFILE: 'too many files are open; raise the limit (ulimit -n), it is tried again by itself',
  ENFILE: 'too many files are open on this machine; it is tried again by itself',
};

/** Turns an error of the file system into a StateError: refusals are terminal, everything else may pass. */
export function fromSystemError(error: unknown, doing: string, path: string): StateError {
  if (isStateError(error)) return error;
  const code = systemCode(error);
  const remedy = terminalRemedies[code];
  const said = error instanceof Error ? error.message : String(error);
  if (remedy !== undefined) {
    return stateError(code, 'terminal', `cannot ${doing} ${path} (${code}): ${remedy}`, error);
  }
  const hope = transientRemedies[code] ?? `${said}; it is tried again by itself`;
  return stateError(code || 'Unexpected', 'transient', `cannot ${doing} ${path} (${code}): ${hope}`, error);
}
