import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { createProgram } from '../../../src/cli/program.ts';
import { parseListen } from '../../../src/controller/server/address.ts';
import { base, compose, DEPLOY, disk, everyStart, ROOT, task, unit, unitVariables, yaml } from './deployments.ts';

const scratch: string[] = [];
afterEach(() => {
  for (const each of scratch.splice(0)) rmSync(each, { recursive: true, force: true });
});

const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const sources = (dir: string): string =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((each) => each.endsWith('.ts'))
    .map((each) => readFileSync(join(dir, each), 'utf8'))
    .join('\n');
const code = sources(join(ROOT, 'src'));

describe('every deployment', () => {
  test.each(everyStart())('$where starts a verb with flags that exist', ({ args }) => {
    const command = createProgram().commands.find((each) => each.name() === args[0]);

    const { operands, unknown } = command!.parseOptions([...args.slice(1)]);

    expect(unknown).toEqual([]);
    expect(operands).toHaveLength(args[0] === 'run' ? 1 : 0);
  });

  test.each(everyStart().filter(({ args }) => args.includes('--listen')))(
    '$where listens where it can be reached, and on no more',
    ({ where, args }) => {
      const address = parseListen(args[args.indexOf('--listen') + 1] ?? '');

      expect(address).toEqual({
        host: where === 'systemd' ? '127.0.0.1' : '0.0.0.0',
        port: args[0] === 'local' ? 4580 : 9410,
      });
    },
  );

  test.each(everyStart())('$where sets variables that somebody reads', ({ environment }) => {
    const own = Object.keys(environment).filter((each) => each.startsWith('ARRAYJOB_'));
    const used = unit.map(([, , value]) => value).join(' ');

    expect(own.filter((each) => !code.includes(each) && !used.includes(`\${${each}}`))).toEqual([]);
    for (const each of Object.keys(environment)) expect(each).toMatch(/^(ARRAYJOB|AWS|XDG)_|^TMPDIR$/);
  });

  test('uses the image of this version', () => {
    const kustomization = yaml('kubernetes/base/kustomization.yaml') as { images: { newTag: string }[] };

    const images = [
      ...Object.values(compose.services).map((each) => each.image),
      `${base.spec.template.spec.containers[0]!.image}:${kustomization.images[0]!.newTag}`,
      ...task.containerDefinitions.map((each) => each.image.split('/').at(-1)),
    ];

    expect(new Set(images)).toEqual(new Set([`arrayjob:${version}`]));
  });

  test('asks for health where the server answers', () => {
    const container = base.spec.template.spec.containers[0]!;
    const { startupProbe, livenessProbe, readinessProbe } = container;
    const asked = [startupProbe, livenessProbe, readinessProbe].map((each) => each.httpGet);
    const served = [...code.matchAll(/get\('(\/[a-z]+)'/g)].map((each) => each[1]);

    expect(asked.map((each) => each.path)).toEqual(['/healthz', '/healthz', '/readyz']);
    expect(served).toEqual(expect.arrayContaining(['/healthz', '/readyz', '/metrics']));
    expect(container.ports).toEqual([{ name: 'http', containerPort: 9410 }]);
    expect(task.containerDefinitions[0]!.healthCheck.command.join(' ')).toContain('127.0.0.1:9410/healthz');
  });

  test('has a page that names each of its files', () => {
    const page = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8');

    const unnamed = readdirSync(DEPLOY).filter((each) => !page.includes(`manifests/deploy/${each}`));

    expect(unnamed).toEqual([]);
  });

  test('has a page whose commands and paths exist', () => {
    const page = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8');
    const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map((each) => each[1] ?? '');
    const lines = blocks.flatMap((each) => each.split('\n')).filter((each) => each.startsWith('arrayjob '));

    const wrong = lines.filter((line) => {
      const [verb, ...words] = line.replace(/ >.*$/, '').split(' ').slice(1);
      const command = createProgram().commands.find((each) => each.name() === verb);
      return command === undefined || command.parseOptions(words).unknown.length > 0;
    });
    const paths = [...page.matchAll(/manifests\/deploy\/[\w./-]+[\w]/g)].map((each) => each[0]);

    expect(lines.length).toBeGreaterThan(3);
    expect(wrong).toEqual([]);
    expect(paths.filter((each) => !existsSync(join(ROOT, each)))).toEqual([]);
  });
});

describe('the unit of systemd', () => {
  test('gets every variable that it uses from its file', () => {
    const used = unit.flatMap(([, , value]) => [...value.matchAll(/\$\{(\w+)\}/g)].map((each) => each[1] ?? ''));

    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((each) => unitVariables[each] === undefined)).toEqual([]);
  });

  test('allows more time to end than the controller takes', () => {
    const [, , timeout = ''] = unit.find(([, key]) => key === 'TimeoutStopSec') ?? [];

    expect(Number.parseInt(timeout, 10)).toBeGreaterThan(10);
  });

  test.skipIf(!has('systemd-analyze', '--version'))('is valid, and confined as systemd itself judges', () => {
    const dir = mkdtempSync(join(tmpdir(), 'arrayjob-unit-'));
    scratch.push(dir);
    const file = join(dir, 'arrayjob.service');
    const text = readFileSync(join(DEPLOY, 'systemd/arrayjob.service'), 'utf8');
    writeFileSync(file, text.replace('/usr/bin/arrayjob', '/bin/true'));

    const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    const judged = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=15', file], {
      encoding: 'utf8',
    });

    expect(verified.stderr + verified.stdout).toBe('');
    expect(verified.status).toBe(0);
    // Threshold 15 stands for an exposure of 1.5 out of 10.
    expect(judged.status, judged.stdout).toBe(0);
  });
});

describe('docker compose', () => {
  test('gives no service more than it needs', () => {
    for (const service of Object.values(compose.services)) {
      expect(service.user).toBe('1000:1000');
      expect(service.cap_drop).toEqual(['ALL']);
      expect(service.security_opt).toContain('no-new-privileges:true');
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  test('publishes the engine nowhere', () => {
    const { engine } = compose.services;

    expect(engine?.ports).toBeUndefined();
    expect(engine?.networks?.map((each) => compose.networks[each]?.internal)).toEqual([true]);
  });

  test('declares every volume and network that it uses', () => {
    const services = Object.values(compose.services);
    const volumes = services.flatMap((each) => each.volumes).map((each) => each.split(':')[0] ?? '');

    expect(volumes.filter((each) => !each.startsWith('.') && !(each in compose.volumes))).toEqual([]);
    expect(services.flatMap((each) => each.networks ?? []).filter((each) => !(each in compose.networks))).toEqual([]);
  });
});

describe('Kubernetes', () => {
  const pod = base.spec.template.spec;

  test('runs as nobody, without a token of the cluster, as the restricted profile wants it', () => {
    const [container] = pod.containers;

    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(Object.keys(container?.resources.limits ?? {})).toEqual(expect.arrayContaining(['cpu', 'memory']));
  });

  test('allows more time to end than the controller takes', () => {
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(10);
  });

  test('has at most one controller on a disk, and hands the lease over with S3', () => {
    expect(disk.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(base.spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
    const stateOf = (args: readonly string[]): string => args[args.indexOf('--state') + 1] ?? '';
    expect(stateOf(base.spec.template.spec.containers[0]!.args)).toMatch(/^s3:/);
    expect(stateOf(disk.spec.template.spec.containers[0]!.args)).toMatch(/^\/state\//);
  });

  test('keeps the two variants alike but for the state', () => {
    const without = (args: readonly string[]): readonly string[] =>
      args.filter((each, i) => each !== '--state' && args[i - 1] !== '--state');

    expect(without(disk.spec.template.spec.containers[0]!.args)).toEqual(
      without(base.spec.template.spec.containers[0]!.args),
    );
  });

  test('lets in the port that is scraped, and out https, ssh and names, not the metadata of the node', () => {
    const policy = yaml('kubernetes/base/networkpolicy.yaml') as {
      spec: Record<'ingress' | 'egress', { ports: { port: number | string }[]; to?: { ipBlock?: { except: string[] } }[] }[]>;
    };
    const portsOf = (rules: readonly { ports: { port: number | string }[] }[]) =>
      rules.flatMap((each) => each.ports.map(({ port }) => port));

    expect(portsOf(policy.spec.ingress)).toEqual(['http']);
    expect(new Set(portsOf(policy.spec.egress))).toEqual(new Set([53, 443, 22]));
    expect(policy.spec.egress.flatMap((each) => each.to ?? []).find((each) => each.ipBlock)?.ipBlock?.except).toEqual([
      '169.254.169.254/32',
    ]);
  });

  test.skipIf(!has('kubectl', 'version', '--client'))('is put together by kustomize, with a volume or without', () => {
    const built = (variant: string) =>
      parseAllDocuments(execFileSync('kubectl', ['kustomize', join(DEPLOY, 'kubernetes', variant)], { encoding: 'utf8' })).map(
        (each) => each.toJS() as { kind: string; metadata: { namespace?: string }; spec?: Record<string, unknown> },
      );
    const [plain, withDisk] = [built('base'), built('disk')];

    const kinds = ['Namespace', 'ServiceAccount', 'Service', 'Deployment', 'NetworkPolicy'];
    expect(plain.map((each) => each.kind).sort()).toEqual([...kinds].sort());
    expect(withDisk.map((each) => each.kind).sort()).toEqual([...kinds, 'PersistentVolumeClaim'].sort());
    for (const each of [...plain, ...withDisk]) {
      if (each.kind !== 'Namespace') expect(each.metadata.namespace).toBe('arrayjob');
    }
    // Kubernetes refuses parameters of the one strategy beside the name of the other.
    expect(withDisk.find((each) => each.kind === 'Deployment')?.spec?.['strategy']).toEqual({ type: 'Recreate' });
    const [container] = (withDisk.find((each) => each.kind === 'Deployment') as unknown as typeof base).spec.template.spec
      .containers;
    expect(container?.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
  });
});

describe('ECS', () => {
  test('asks for a size that Fargate has', () => {
    const sizes: Record<string, readonly string[]> = { '256': ['512', '1024', '2048'], '512': ['1024', '2048', '3072', '4096'] };

    expect(sizes[task.cpu]).toContain(task.memory);
    expect(task.containerDefinitions[0]?.readonlyRootFilesystem).toBe(true);
  });

  test.skipIf(!has('aws', '--version')).each([
    ['register-task-definition', 'task-definition.json'],
    ['create-service', 'service.json'],
  ])('aws ecs %s takes %s', (verb, file) => {
    const dir = mkdtempSync(join(tmpdir(), 'arrayjob-ecs-'));
    scratch.push(dir);
    cpSync(join(DEPLOY, 'ecs', file), join(dir, file));

    // Nobody answers there; the input is checked before.
    const { stderr } = spawnSync(
      'aws',
      ['ecs', verb, '--cli-input-json', `file://${join(dir, file)}`, '--endpoint-url', 'http://127.0.0.1:1', '--region', 'us-east-1'],
      { encoding: 'utf8', env: { ...process.env, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_MAX_ATTEMPTS: '1' } },
    );

    expect(stderr).toContain('Could not connect');
  });
});
