import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GitOptions, type GitSource, openGit } from '../../../src/source/index.ts';

/** People's git: nothing of the machine's configuration, a name, and a branch called main. */
export const PERSON = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'init.defaultBranch',
  GIT_CONFIG_VALUE_0: 'main',
  GIT_CONFIG_KEY_1: 'protocol.file.allow',
  GIT_CONFIG_VALUE_1: 'always',
};

/** Runs git as a person does; gives what it printed. */
export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, env: PERSON, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A bare repository, a person's clone of it, and sources that are closed with it. */
export interface Hosting {
  readonly root: string;
  readonly bare: string;
  readonly clone: string;
  readonly url: string;
  /** Writes files into the person's clone (undefined: removes one), commits and pushes. */
  push(files: Readonly<Record<string, string | Uint8Array | undefined>>, message?: string): string;
  /** Brings the person's clone to what the remote has. */
  pull(): void;
  /** A file as it stands on the remote; undefined when there is none. */
  remote(file: string, branch?: string): string | undefined;
  /** The ids of a branch's commits, newest first. */
  log(branch?: string): readonly string[];
  open(options?: GitOptions & { readonly url?: string }): Promise<GitSource>;
  close(): Promise<void>;
}

export function openHosting(files: Readonly<Record<string, string | Uint8Array | undefined>> = {}): Hosting {
  const root = mkdtempSync(join(tmpdir(), 'arrayjob-git-test-'));
  const bare = join(root, 'repo.git');
  const clone = join(root, 'person');
  git(root, 'init', '--quiet', '--bare', bare);
  git(root, 'clone', '--quiet', bare, clone);
  const sources = new Set<GitSource>();

  const hosting: Hosting = {
    root,
    bare,
    clone,
    url: `git+file://${bare}`,
    push(changes, message = 'A change by a person') {
      for (const [file, content] of Object.entries(changes)) {
        mkdirSync(dirname(join(clone, file)), { recursive: true });
        if (content === undefined) rmSync(join(clone, file));
        else writeFileSync(join(clone, file), content);
      }
      git(clone, 'add', '--all');
      git(clone, 'commit', '--quiet', '--allow-empty', '-m', message);
      git(clone, 'push', '--quiet', 'origin', 'HEAD');
      return git(clone, 'rev-parse', 'HEAD').trim();
    },
    pull: () => void git(clone, 'pull', '--quiet', '--rebase'),
    remote(file, branch = 'main') {
      try {
        return git(bare, 'cat-file', 'blob', `${branch}:${file}`);
      } catch {
        return undefined;
      }
    },
    log: (branch = 'main') => git(bare, 'log', '--format=%H', branch).trim().split('\n'),
    async open({ url = hosting.url, ...options } = {}) {
      const source = await openGit(url, { cacheDir: join(root, 'cache'), intervalMs: 50, ...options });
      sources.add(source);
      return source;
    },
    async close() {
      for (const each of sources) await each.close();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  if (Object.keys(files).length > 0) hosting.push(files);
  return hosting;
}

/** The content of a file of the person's clone. */
export function local(hosting: Hosting, file: string): string {
  return readFileSync(join(hosting.clone, file), 'utf8');
}
