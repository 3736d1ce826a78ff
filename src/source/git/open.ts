import { join } from 'node:path';
import { SourceError } from '../errors.ts';
import { credentialsFor } from './credentials.ts';
import { asSourceError } from './failure.ts';
import { createGitSource, type GitOptions, type GitSource } from './git-source.ts';
import { cloneFolder, defaultCacheDir, gitSourceId } from './home.ts';
import { createGit, type Git } from './process.ts';
import { openRepository } from './repository.ts';
import { isBranchName, parseGitAddress } from './url.ts';

/**
 * Opens the specs of a git repository. Everything is read from the objects of one commit of a private bare clone, which is shallow if
 * the remote allows it; there is no working tree, so neither links, filters, submodules nor LFS pointers do anything.
 * Rejects with a SourceError when the address is refused, or nothing can be read and nothing is known from before.
 */
export async function openGit(text: string, options: GitOptions = {}): Promise<GitSource> {
  const address = parseGitAddress(text);
  const { onNote = () => undefined, statusBranch } = options;
  if (statusBranch !== undefined && !isBranchName(statusBranch)) {
    const message = `--status-branch ${statusBranch} is no name of a branch as git allows it`;
    throw new SourceError('SourceUrlInvalid', 'terminal', message);
  }
  const credentials = credentialsFor(address, process.env);
  const git = createGit(address, credentials);
  const cacheDir = join(options.cacheDir ?? defaultCacheDir(), gitSourceId(address));
  const abandon = (): void => {
    git.abandon();
  };
  if (options.opening?.aborted === true) abandon();
  options.opening?.addEventListener('abort', abandon);
  try {
    await checkVersion(git);
    const folder = await cloneFolder(cacheDir, onNote);
    const repository = await openRepository(folder.path, git, address).catch(async (error: unknown) => {
      await folder.discard();
      throw asSourceError(error, address.url);
    });
    return await createGitSource(
      { address, repository, redact: credentials.redact, release: () => folder.release() },
      options,
    );
  } finally {
    options.opening?.removeEventListener('abort', abandon);
  }
}

/** Older ones take no settings from the environment, and would ignore what keeps them from running things. */
async function checkVersion(git: Git): Promise<void> {
  const result = await git.run(undefined, ['--version']);
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(result.stdout.toString()) ?? [];
  if (result.code === 0 && Number(major) * 100 + Number(minor) >= 231) return;
  const found = result.code === 0 ? `it is ${result.stdout.toString().trim()}` : 'it could not be started';
  const message = `specs from git need git 2.31 or newer in PATH, and ${found}: install it`;
  throw new SourceError('SourceUnreadable', 'terminal', message);
}
