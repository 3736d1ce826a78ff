import { spawn } from 'node:child_process';
import { type CatFile, createCatFile } from './cat-file.ts';
import type { Credentials } from './credentials.ts';
import type { GitAddress } from './url.ts';

/** What a run of git gave. `stderr` holds no secrets. */
export interface GitResult {
  /** The exit status; -1 when it was stopped for taking too long, -2 when it could not be started. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitCall {
  readonly input?: Uint8Array;
  /** 120,000 unless told. */
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The system's git, for one repository. */
export interface Git {
  /** Runs git in a private clone; never rejects. */
  run(folder: string | undefined, args: readonly string[], call?: GitCall): Promise<GitResult>;
  /** Starts a `git cat-file` that answers until it is closed. */
  catFile(folder: string, withContents: boolean): CatFile;
  /** The content of an object as a stream, which fails when it cannot be read. */
  blob(folder: string, id: string): AsyncIterable<Uint8Array>;
  /** Ends the runs under way, and makes every later one end at once: nobody wants their answers any more. */
  abandon(): void;
}

const TIMEOUT_MS = 120_000;

/** More of what git says than this is dropped. Characters. */
const STDERR_MAX = 16_384;

/** Settings that hold for every run, whatever a person has configured: nothing of a repository is ever executed or followed. */
const ALWAYS: readonly (readonly [string, string])[] = [
  ['protocol.ext.allow', 'never'],
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.autocrlf', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['push.followTags', 'false'],
  ['push.useForceIfIncludes', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['transfer.bundleURI', 'false'],
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '30'],
  ['advice.pushUpdateRejected', 'false'],
];

/** Variables that would turn git to another repository, or make it print what it sends. */
const STRANGE =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|SHALLOW_FILE|CURL_VERBOSE|REDIRECT_.*|TRACE.*|TRACE2.*|CONFIG|CONFIG_GLOBAL_ONLY|EXTERNAL_DIFF|TEMPLATE_DIR|DEFAULT_HASH|REPLACE_REF_BASE|GRAFT_FILE|CEILING_DIRECTORIES|LITERAL_PATHSPECS|GLOB_PATHSPECS|NOGLOB_PATHSPECS|ICASE_PATHSPECS|AUTHOR_DATE|COMMITTER_DATE|PUSH_OPTION.*|QUARANTINE_PATH|PROTOCOL_FROM_USER|ALLOW_PROTOCOL)$/;

/** Runs the system's git with credentials for one repository, without a shell and without ever asking on a terminal. */
export function createGit(address: GitAddress, credentials: Credentials): Git {
  const base = environment(address, credentials);
  const running = new Set<number | undefined>();
  let abandoned = false;
  const argsOf = (folder: string | undefined, args: readonly string[]): readonly string[] =>
    folder === undefined ? args : [`--git-dir=${folder}`, ...args];

  const start = (folder: string | undefined, args: readonly string[], env?: GitCall['env']) =>
    spawn('git', argsOf(folder, args), {
      env: { ...base, ...env },
      // A group of its own: Ctrl-C is for us, and what git has started ends with it.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(folder === undefined ? {} : { cwd: folder }),
    });

  return {
    run: (folder, args, call = {}) =>
      new Promise((resolve) => {
        if (abandoned) {
          resolve({ code: -1, stdout: Buffer.alloc(0), stderr: '' });
          return;
        }
        const child = start(folder, args, call.env);
        running.add(child.pid);
        const out: Buffer[] = [];
        let err = '';
        let late = false;
        const timer = setTimeout(() => {
          late = true;
          stopGroup(child.pid);
        }, call.timeoutMs ?? TIMEOUT_MS);
        child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
        child.stderr.on('data', (chunk: Buffer) => {
          if (err.length < STDERR_MAX) err += chunk.toString('utf8');
        });
        child.stdin.on('error', () => undefined);
        child.on('error', (error) => {
          clearTimeout(timer);
          running.delete(child.pid);
          resolve({ code: -2, stdout: Buffer.alloc(0), stderr: credentials.redact(error.message) });
        });
        child.on('close', (code) => {
          clearTimeout(timer);
          running.delete(child.pid);
          const stderr = credentials.redact(err.slice(0, STDERR_MAX));
          resolve({ code: late ? -1 : (code ?? -1), stdout: Buffer.concat(out), stderr });
        });
        child.stdin.end(call.input);
      }),
    catFile: (folder, withContents) =>
      createCatFile(
        () => start(folder, ['cat-file', withContents ? '--batch' : '--batch-check']),
        withContents,
      ),
    async *blob(folder, id) {
      const child = start(folder, ['cat-file', 'blob', id]);
      child.stdin.on('error', () => undefined);
      child.stdin.end();
      child.stderr.resume();
      const closed = new Promise<number>((resolve) => {
        child.on('error', () => {
          resolve(-2);
        });
        child.on('close', (code) => {
          resolve(code ?? -1);
        });
      });
      try {
        yield* child.stdout as AsyncIterable<Uint8Array>;
        if ((await closed) !== 0) throw new Error(`the object ${id} cannot be read; it is fetched again`);
      } finally {
        stopGroup(child.pid);
      }
    },
    abandon() {
      abandoned = true;
      for (const pid of running) stopGroup(pid);
    },
  };
}

function stopGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function environment(address: GitAddress, credentials: Credentials): Record<string, string | undefined> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !STRANGE.test(name)));
  const given = Number(own['GIT_CONFIG_COUNT'] ?? '0') || 0;
  const settings = [...ALWAYS, ...credentials.config];
  const config = settings.flatMap(([key, value], i): readonly (readonly [string, string])[] => [
    [`GIT_CONFIG_KEY_${given + i}`, key],
    [`GIT_CONFIG_VALUE_${given + i}`, value],
  ]);
  return {
    ...own,
    ...Object.fromEntries(config),
    GIT_CONFIG_COUNT: String(given + settings.length),
    GIT_TERMINAL_PROMPT: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    // People may have their git rewrite https to ssh or the other way round; anything else only if it was named.
    GIT_ALLOW_PROTOCOL: [...new Set(['https', 'ssh', address.protocol])].join(':'),
    LC_ALL: 'C',
    LANGUAGE: 'C',
    ...credentials.env,
  };
}
