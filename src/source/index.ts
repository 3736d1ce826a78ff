export { besidePath } from './beside.ts';
export { openDirectory } from './directory.ts';
export type { DirectoryOptions } from './directory.ts';
export { SourceError } from './errors.ts';
export type { SourceErrorCode } from './errors.ts';
export { defaultCacheDir, gitSourceId, openGit } from './git/open.ts';
export type { GitOptions, GitSource } from './git/open.ts';
export { parseIdentity } from './git/commit.ts';
export type { Identity } from './git/commit.ts';
export { probePush } from './git/push-probe.ts';
export type { PushProbe } from './git/push-probe.ts';
export { isAddress, parseGitAddress } from './git/url.ts';
export type { GitAddress } from './git/url.ts';
export type { StatusChange } from './git/commit-message.ts';
export type { StatusPush } from './git/write.ts';
export type {
  ReadResult,
  Snapshot,
  Source,
  SourceFile,
  SourceHealth,
  StatusEdit,
  Watch,
  WriteMessage,
  WriteOutcome,
  WriteResult,
} from './source.ts';
