import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsFor } from './credentials.ts';
import { failureOf } from './failure.ts';
import { createGit } from './process.ts';
import { parseGitAddress } from './url.ts';

/** What a remote says to somebody who would push; `message` has the remedy in it. */
export type PushProbe = { readonly ok: true } | { readonly ok: false; readonly message: string };

const PATIENCE_MS = 60_000;

/**
 * Asks a remote whether it would take a push, by `git push --dry-run` of a commit that exists nowhere: the connection for
 * pushing is made and authorized, and nothing is sent. What a host decides about single branches (protection, hooks) it
 * decides later, and is not seen. Throws a SourceError when the address is refused.
 */
export async function probePush(text: string): Promise<PushProbe> {
  const address = parseGitAddress(text);
  const git = createGit(address, credentialsFor(address, process.env));
  const folder = await mkdtemp(join(tmpdir(), 'arrayjob-push-'));
  try {
    const begun = await git.run(undefined, ['init', '--quiet', '--bare', folder]);
    if (begun.code !== 0) return { ok: false, message: failureOf(begun, 'make a repository').message };
    const tree = await git.run(folder, ['hash-object', '-w', '-t', 'tree', '--stdin'], {
      input: new Uint8Array(),
    });
    const who = {
      GIT_AUTHOR_NAME: 'arrayjob',
      GIT_AUTHOR_EMAIL: 'arrayjob@localhost',
      GIT_COMMITTER_NAME: 'arrayjob',
      GIT_COMMITTER_EMAIL: 'arrayjob@localhost',
    };
    const commit = await git.run(folder, ['commit-tree', '-m', 'probe', tree.stdout.toString().trim()], {
      env: who,
    });
    if (commit.code !== 0) return { ok: false, message: failureOf(commit, 'make a commit').message };
    const branch = `refs/heads/arrayjob-doctor-${randomBytes(6).toString('hex')}`;
    const pushed = await git.run(
      folder,
      [
        'push',
        '--dry-run',
        '--porcelain',
        '--no-verify',
        '--',
        address.remote,
        `${commit.stdout.toString().trim()}:${branch}`,
      ],
      { timeoutMs: PATIENCE_MS },
    );
    return pushed.code === 0 ? { ok: true } : { ok: false, message: failureOf(pushed, 'push').message };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
