import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../src/cli/program.ts';
import { MAIN } from '../cli/arrayjob.ts';
import { definition, job } from '../controller/house.ts';
import { git } from '../source/git/hosting.ts';
import { type Forge, openForge } from '../source/pull-requests/forge.ts';

const read = (file: string): unknown =>
  parse(readFileSync(resolve(import.meta.dirname, '../../manifests/ci', file), 'utf8'));

interface Workflow {
  readonly on: object;
  readonly permissions: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: {
    readonly plan: {
      readonly steps: readonly {
        readonly name?: string;
        readonly uses?: string;
        readonly with?: Readonly<Record<string, unknown>>;
        readonly run?: string;
        readonly env?: Readonly<Record<string, string>>;
      }[];
    };
  };
}
interface Job {
  readonly rules: readonly { readonly if: string }[];
  readonly variables: Readonly<Record<string, string>>;
  readonly before_script: readonly string[];
  readonly script: readonly string[];
}

const workflow = read('github-actions.yaml') as Workflow;
const { steps } = workflow.jobs.plan;
const { arrayjob: gitlab } = read('gitlab-ci.yaml') as { readonly arrayjob: Job };
const scripts: Readonly<Record<string, string>> = {
  'github-actions.yaml': steps.map((each) => each.run ?? '').join('\n'),
  'gitlab-ci.yaml': [...gitlab.before_script, ...gitlab.script].join('\n'),
};

describe.each(Object.entries(scripts))('%s', (_file, script) => {
  const calls = [...script.matchAll(/^\s*arrayjob (\S+)(.*)$/gm)].map(([, verb = '', rest = '']) => ({
    verb,
    flags: [...rest.matchAll(/(?<![\w"])(--?[a-z][a-z-]*)/g)].map((each) => each[1]),
  }));

  test('validates and plans', () => {
    expect(calls.map((each) => each.verb)).toEqual(['validate', 'plan']);
    expect(calls[1]?.flags).toEqual(expect.arrayContaining(['--base', '-o']));
  });

  test('uses verbs and flags that there are', () => {
    for (const { verb, flags } of calls) {
      const command = createProgram().commands.find((each) => each.name() === verb);
      const known = command?.options.flatMap((each) => [each.short, each.long]);
      expect(known).toEqual(expect.arrayContaining(flags));
    }
  });

  test('installs this version', () => {
    const { version, name } = JSON.parse(
      readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'),
    ) as { readonly version: string; readonly name: string };

    expect(script).toContain(`npm install --global ${name}@${version.split('.').slice(0, 2).join('.')}`);
  });
});

test('the workflow asks for no more than it needs, and puts nothing of a pull request into a shell', () => {
  expect(workflow.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
  expect(workflow.on).toHaveProperty('pull_request');
  expect(workflow.on).not.toHaveProperty('pull_request_target');
  for (const { run = '' } of steps) expect(run).not.toContain('${{');
  expect(steps.find((each) => each.uses?.startsWith('actions/checkout') === true)?.with).toMatchObject({
    'fetch-depth': 0,
  });
});

test('the job runs for merge requests, with the history that it needs', () => {
  expect(gitlab.rules[0]?.if).toBe('$CI_PIPELINE_SOURCE == "merge_request_event"');
  expect(gitlab.variables['GIT_DEPTH']).toBe('0');
});

describe('run as they are', () => {
  let root: string;
  let forge: Forge;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'arrayjob-ci-'));
    mkdirSync(join(root, 'bin'));
    writeFileSync(join(root, 'bin/arrayjob'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
    // What is installed is this very program.
    writeFileSync(join(root, 'bin/npm'), '#!/bin/sh\n');
    for (const each of ['arrayjob', 'npm']) chmodSync(join(root, 'bin', each), 0o755);
    mkdirSync(join(root, 'repo/jobs'), { recursive: true });
    const repo = join(root, 'repo');
    git(repo, 'init', '--quiet', '-b', 'main');
    writeFileSync(join(repo, 'jobs/d.yaml'), definition());
    writeFileSync(join(repo, 'jobs/a.yaml'), job('a', '{ size: 4 }'));
    git(repo, 'add', '-A');
    git(repo, 'commit', '--quiet', '-m', 'base');
    git(repo, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  });
  afterEach(async () => {
    await forge.close();
    rmSync(root, { recursive: true, force: true });
    expect(forge.violations).toEqual([]);
  });

  function shell(
    script: string,
    env: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number | null; readonly out: string }> {
    return new Promise((done) => {
      const child = spawn('bash', ['-e', '-c', script], {
        cwd: join(root, 'repo'),
        env: { PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: root, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      child.stdout.on('data', (data: Buffer) => (out += data.toString()));
      child.stderr.on('data', (data: Buffer) => (out += data.toString()));
      child.on('close', (code) => {
        done({ code, out });
      });
    });
  }

  const change = (text: string) => {
    writeFileSync(join(root, 'repo/jobs/a.yaml'), text);
    git(join(root, 'repo'), 'commit', '--quiet', '-a', '-m', 'change');
  };

  async function github(comment: string): Promise<readonly { readonly code: number | null; readonly out: string }[]> {
    const env = {
      ...workflow.env,
      RUNNER_TEMP: root,
      GITHUB_STEP_SUMMARY: join(root, 'summary.md'),
      GITHUB_REPOSITORY: forge.repository,
      GITHUB_API_URL: forge.baseUrl,
      GITHUB_REF: 'refs/pull/1/merge',
      GITHUB_TOKEN: forge.token,
      BASE: 'origin/main',
      COMMENT: comment,
    };
    const results = [];
    for (const name of ['Validate', 'Plan'])
      results.push(await shell(steps.find((each) => each.name === name)?.run ?? 'false', env));
    return results;
  }

  test('the workflow comments on a sound change, and ends well', async () => {
    forge = await openForge('github');
    change(job('a', '{ size: 5 }'));

    const results = await github('--comment');

    expect(results.map((each) => each.code)).toEqual([0, 0]);
    expect(forge.notes.map((each) => each.body)).toEqual([expect.stringContaining('`work.size`')]);
    expect(readFileSync(join(root, 'summary.md'), 'utf8')).toContain('arrayjob plan');
  });

  test('the workflow fails for what is invalid, and says it in the comment', async () => {
    forge = await openForge('github');
    change(job('a', '{ size: -5 }'));

    const results = await github('--comment');

    expect(results.map((each) => each.code)).toEqual([1, 0]);
    expect(forge.notes[0]?.body).toMatch(/1 error[^]*❌/);
  });

  test('the workflow of a fork writes its summary only', async () => {
    forge = await openForge('github');
    change(job('a', '{ size: 5 }'));

    const results = await github('');

    expect(results.map((each) => each.code)).toEqual([0, 0]);
    expect(forge.seen).toEqual([]);
  });

  test.each([
    ['a sound change', '{ size: 5 }', 0],
    ['what is invalid', '{ size: -5 }', 1],
  ])('the job of GitLab comments on %s', async (_what, work, code) => {
    forge = await openForge('gitlab');
    const base = git(join(root, 'repo'), 'rev-parse', 'HEAD').trim();
    change(job('a', work));

    const result = await shell(scripts['gitlab-ci.yaml']!, {
      ...gitlab.variables,
      CI_API_V4_URL: forge.baseUrl,
      CI_PROJECT_ID: forge.repository,
      CI_MERGE_REQUEST_IID: '1',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
      GITLAB_TOKEN: forge.token,
    });

    expect(result.code, result.out).toBe(code);
    expect(forge.notes).toHaveLength(1);
    expect(readFileSync(join(root, 'repo/plan.md'), 'utf8').trim()).toBe(forge.notes[0]?.body.trim());
    expect(result.out).not.toContain(forge.token);
  });

  test('the job of GitLab plans without a token, too', async () => {
    forge = await openForge('gitlab');
    const base = git(join(root, 'repo'), 'rev-parse', 'HEAD').trim();
    change(job('a', '{ size: 5 }'));

    const env = { ...gitlab.variables, CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
    const result = await shell(scripts['gitlab-ci.yaml']!, env);

    expect(result.code, result.out).toBe(0);
    expect(result.out).toContain('arrayjob plan: 1 object');
  });
});
