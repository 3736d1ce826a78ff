import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_LISTEN } from '../src/cli/run/server.ts';

const root = resolve(import.meta.dirname, '..');

interface Step {
  readonly word: string;
  readonly text: string;
}

interface Stage {
  readonly name: string;
  readonly image: string;
  readonly steps: readonly Step[];
}

/** The stages of a Dockerfile: comments left out, continued lines joined. */
function stagesOf(text: string): readonly Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const stages: { name: string; image: string; steps: Step[] }[] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') {
      const [image = '', , name = 'final'] = rest.split(/\s+/);
      stages.push({ name, image, steps: [] });
    } else {
      stages.at(-1)?.steps.push({ word, text: rest.replace(/\s+/g, ' ') });
    }
  }
  return stages;
}

const stages = stagesOf(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const build = stages.find(({ name }) => name === 'build')!;
const final = stages.find(({ name }) => name === 'final')!;
const textsOf = (stage: Stage, word: string): readonly string[] =>
  stage.steps.filter((each) => each.word === word).map(({ text }) => text);
const listOf = (text: string): readonly string[] => JSON.parse(text) as string[];

/** Carries out WORKDIR, COPY and, as a shell would, RUN, below a folder that stands for the image's root. */
function carryOut(stage: Stage, image: string, others: Readonly<Record<string, string>>, run: boolean): void {
  let workdir = '/';
  for (const { word, text } of stage.steps) {
    if (word === 'WORKDIR') {
      workdir = text;
      mkdirSync(join(image, workdir), { recursive: true });
    } else if (word === 'COPY') {
      const words = text.split(' ');
      const from = words.find((each) => each.startsWith('--from='))?.slice('--from='.length);
      const paths = words.filter((each) => !each.startsWith('--'));
      const to = join(image, resolve(workdir, paths.at(-1)!));
      for (const path of paths.slice(0, -1)) {
        const source = join(from === undefined ? root : others[from]!, path);
        const directory = statSync(source).isDirectory();
        const target = !directory && text.endsWith('/') ? join(to, basename(path)) : to;
        cpSync(source, target, { recursive: true, verbatimSymlinks: true });
      }
    } else if (word === 'RUN' && run) {
      execFileSync('sh', ['-euc', text], {
        cwd: join(image, workdir),
        env: npmEnvironment(),
        stdio: 'pipe',
        maxBuffer: 2 ** 28,
      });
    }
  }
}

/** What an image has, and npm's cache first, as the packages were installed a moment ago. */
function npmEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME'].map((name) => [name, process.env[name] ?? '']);
  const given = Object.entries(process.env).filter(([name]) =>
    /^(npm_config_(cache|registry|userconfig)|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i.test(name),
  );
  return {
    ...(Object.fromEntries([...kept, ...given]) as Record<string, string>),
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}

describe('the Dockerfile', () => {
  let scratch: string;
  let image: string;
  let written: string;

  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'arrayjob-image-'));
    image = join(scratch, 'final');
    carryOut(build, join(scratch, 'build'), {}, true);
    // The final stage's own commands need root and Debian's archive; what they do is looked at below.
    carryOut(final, image, { build: join(scratch, 'build') }, false);
    rmSync(join(scratch, 'build'), { recursive: true });
    written = writtenIn(image);
  }, 120_000);

  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true });
  }, 60_000);

  const inImage = (command: readonly string[], cwd = scratch): string =>
    execFileSync(
      process.execPath,
      command.slice(1).map((each) => (each.startsWith('/app/') ? join(image, each) : each)),
      { cwd, env: { PATH: '/usr/bin:/bin', NODE_ENV: 'production' }, encoding: 'utf8' },
    );

  test('gives a tree in which the program starts, without anything of this checkout', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

    const printed = inImage(['node', '/app/dist/cli/main.js', 'version']);

    expect(printed).toContain(version);
  });

  test('gives a tree that can read and judge specs', () => {
    const printed = inImage([
      'node',
      '/app/dist/cli/main.js',
      'validate',
      join(image, 'app/manifests/tutorial'),
    ]);

    expect(printed).not.toMatch(/error/i);
  });

  test('has a health check that passes while the daemon lives, and fails when it does not', async () => {
    const [text = ''] = textsOf(final, 'HEALTHCHECK');
    const command = listOf(text.slice(text.indexOf('CMD ') + 4));
    const specs = join(scratch, 'healthy');
    mkdirSync(specs);
    const daemon = spawn(
      process.execPath,
      [join(image, 'app/dist/cli/main.js'), 'run', specs, '--local', '--listen', '127.0.0.1:0'],
      { cwd: scratch, env: { PATH: '/usr/bin:/bin', NODE_ENV: 'production' } },
    );
    const port = await new Promise<string>((found, failed) => {
      let said = '';
      daemon.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const served = /"url":"http:\/\/127\.0\.0\.1:(\d+)".*Serving health/.exec(said)?.[1];
        if (served !== undefined) found(served);
      });
      daemon.once('close', () => {
        failed(new Error(said));
      });
    });
    const check = (): number | null =>
      spawnSync(
        process.execPath,
        command.slice(1).map((each) => each.replace(DEFAULT_LISTEN, `127.0.0.1:${port}`)),
        { cwd: scratch },
      ).status;

    const alive = check();
    daemon.kill('SIGTERM');
    await new Promise((closed) => daemon.once('close', closed));
    const gone = check();

    expect(command[0]).toBe('node');
    expect(command.join(' ')).toContain(DEFAULT_LISTEN);
    expect([alive, gone]).toEqual([0, 1]);
  });

  test('takes specs to their end and writes nothing into that tree, which may be read-only', () => {
    const specs = join(scratch, 'specs');
    mkdirSync(specs);
    mkdirSync(join(scratch, 'data/s3/tutorial'), { recursive: true });
    for (const file of ['definition.yaml', 'simulate.yaml']) {
      cpSync(join(image, 'app/manifests/tutorial', file), join(specs, file));
    }
    const places = ['--state', join(scratch, 'state'), '--data', join(scratch, 'data')];
    const programs = `arrayjob-tutorial=${join(image, 'app/manifests/tutorial')}`;
    const settled = ['--local', '--local-image', programs, '--until-settled', '--log-level', 'error'];

    inImage(['node', '/app/dist/cli/main.js', 'run', specs, ...places, ...settled]);

    expect(readFileSync(join(specs, 'simulate.yaml'), 'utf8')).toContain('phase: Succeeded');
    expect(writtenIn(image)).toBe(written);
  });

  test('leaves development packages and sources out', () => {
    const { devDependencies, dependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Record<'devDependencies' | 'dependencies', Record<string, string>>;
    const installed = (name: string): boolean => existsSync(join(image, 'app/node_modules', name));

    expect(Object.keys(dependencies).filter((name) => !installed(name))).toEqual([]);
    expect(Object.keys(devDependencies).filter(installed)).toEqual([]);
    expect(readdirSync(join(image, 'app')).sort()).toEqual([
      'LICENSE',
      'dist',
      'manifests',
      'node_modules',
      'package.json',
      'schemas',
    ]);
  });

  test('takes from the checkout only what is not ignored, and ignores all else', () => {
    const ignore = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
    const allowed = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = stages
      .flatMap((stage) => textsOf(stage, 'COPY'))
      .filter((text) => !text.startsWith('--from='))
      .flatMap((text) => text.split(' ').slice(0, -1));

    expect(ignore).toContain('*');
    expect([...new Set(copied)].sort()).toEqual(allowed.sort());
  });

  test('needs nothing but Node on Debian, npm and the tools of every Debian', () => {
    const programs = stages
      .flatMap((stage) => textsOf(stage, 'RUN'))
      .flatMap((text) => text.split(/&&|;|\|/))
      .map((command) => command.trim().split(' ')[0]);
    const plain = ['apt-get', 'chmod', 'chown', 'ln', 'mkdir', 'npm', 'rm'];

    expect(stages.map((stage) => stage.image)).toEqual(['node:24-slim', 'node:24-slim']);
    expect(programs.filter((each) => !plain.includes(each ?? ''))).toEqual([]);
  });

  test('installs git, ssh and the certificates, and runs as node below tini with what is written in volumes', () => {
    const runs = textsOf(final, 'RUN').join('\n');
    const volumes = listOf(textsOf(final, 'VOLUME')[0] ?? '[]');

    expect(runs).toMatch(/apt-get install .*\bca-certificates git openssh-client tini\b/);
    expect(textsOf(final, 'USER')).toEqual(['node']);
    expect(volumes).toEqual(['/source', '/state', '/data']);
    for (const volume of volumes) expect(runs).toMatch(new RegExp(`chown node:node .*${volume}\\b`));
    expect(textsOf(final, 'ENTRYPOINT').map(listOf)).toEqual([['tini', '--', 'arrayjob']]);
  });

  test('says the version of the package in its labels', () => {
    const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;

    expect(textsOf(final, 'ARG')).toEqual([`VERSION=${version ?? ''}`]);
    expect(textsOf(final, 'LABEL')[0]).toContain(`org.opencontainers.image.licenses="${license ?? ''}"`);
  });
});

/** Every file and folder below a folder with when it was last written. */
function writtenIn(folder: string): string {
  return execFileSync('find', [folder, '-printf', '%P %T@\\n'], { encoding: 'utf8', maxBuffer: 1 << 26 });
}
