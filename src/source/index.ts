export { openBase, openCommit } from './commit.ts';
export type { BaseCommit, CommitSource } from './commit.ts';
export { besidePath } from './beside.ts';
export { openDirectory } from './directory.ts';
export type { DirectoryOptions } from './directory.ts';
export { editSpecFile } from './directory-edit.ts';
export type { FileEdit, FileEdited } from './directory-edit.ts';
export { SourceError } from './errors.ts';
export type { SourceErrorCode } from './errors.ts';
export { defaultCacheDir, gitSourceId } from './git/home.ts';
export { openGit } from './git/open.ts';
export type { GitOptions, GitSource } from './git/git-source.ts';
export { parseIdentity } from './git/commit.ts';
export type { Identity } from './git/commit.ts';
export { probePush } from './git/push-probe.ts';
export type { PushProbe } from './git/push-probe.ts';
export { isAddress, parseGitAddress } from './git/url.ts';
export type { GitAddress } from './git/url.ts';
export type { StatusChange } from './git/commit-message.ts';
export { verifyPush } from './git/webhook.ts';
export type { WebhookHeaders, WebhookResult } from './git/webhook.ts';
export type { PushOutcome, StatusPush } from './git/write.ts';
export { openCi } from './pull-requests/ci.ts';
export type { CiOpened, CiPullRequest } from './pull-requests/ci.ts';
export { isTransient } from './pull-requests/failure.ts';
export type { Answer, HostFailure, HostFailureKind } from './pull-requests/failure.ts';
export type { Comment, PullRequest, PullRequestHost } from './pull-requests/host.ts';
export { keepComment, keepPullRequest } from './pull-requests/keep.ts';
export type { Kept } from './pull-requests/keep.ts';
export { openHost, repositoryOf } from './pull-requests/open.ts';
export type { HostChoice, Opened, RemoteRepository } from './pull-requests/open.ts';
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
