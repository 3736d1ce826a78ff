/**
 * `SourceMissing`, `SourceNotADirectory`, `SourceUnreadable`: nothing of the source can be read. `SourceReplaced`: another file
 * system now lies at its path. Of git: `SourceUrlInvalid`: the address is refused; `SourceUnauthorized`: the remote, or trust in it, is;
 * `SourceUnreachable`: it does not answer.
 */
export type SourceErrorCode =
  | 'SourceMissing'
  | 'SourceNotADirectory'
  | 'SourceUnreadable'
  | 'SourceReplaced'
  | 'SourceUrlInvalid'
  | 'SourceUnauthorized'
  | 'SourceUnreachable';

/** A source as a whole cannot be read; what it declares is unknown, not gone. The message says what to do. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;
  /** Only a source that was there before may come back by itself. */
  readonly outcome: 'terminal' | 'transient';

  constructor(
    code: SourceErrorCode,
    outcome: SourceError['outcome'],
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.code = code;
    this.outcome = outcome;
  }
}

/** The system's code of an error, such as ENOENT. */
export function systemCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'EUNKNOWN';
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it is not there',
  ENOTDIR: 'a part of its path is not a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would pass the size limit',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk reports an error',
  ELOOP: 'its links form a loop',
  ESTALE: 'the network file system has lost it',
  EISDIR: 'it is a folder',
};

/** What a system error means, in words. */
export function systemWords(error: unknown): string {
  const code = systemCode(error);
  return words[code] ?? `the system says ${code}`;
}
