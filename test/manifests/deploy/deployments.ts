import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const DEPLOY = join(ROOT, 'manifests/deploy');

export const read = (path: string): string => readFileSync(join(DEPLOY, path), 'utf8');
export const yaml = (path: string): unknown => parse(read(path), { merge: true });
export const json = (path: string): unknown => JSON.parse(read(path));

/** A way in which a deployment starts arrayjob. */
export interface Started {
  readonly where: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface ComposeService {
  readonly image: string;
  readonly command: readonly string[];
  readonly profiles: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly user: string;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

export interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
}

export interface Deployment {
  readonly spec: {
    readonly replicas: number;
    readonly strategy: { readonly type: string; readonly rollingUpdate?: unknown };
    readonly template: {
      readonly spec: {
        readonly containers: readonly Container[];
        readonly terminationGracePeriodSeconds: number;
        readonly automountServiceAccountToken: boolean;
        readonly securityContext: Readonly<Record<string, unknown>>;
      };
    };
  };
}

export interface EcsContainer {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string }[];
  readonly healthCheck: { readonly command: readonly string[] };
  readonly readonlyRootFilesystem: boolean;
}

export const compose = yaml('compose/compose.yaml') as Compose;
export const base = yaml('kubernetes/base/deployment.yaml') as Deployment;
export const disk = yaml('kubernetes/disk/deployment.yaml') as Deployment;
export const task = json('ecs/task-definition.json') as {
  readonly cpu: string;
  readonly memory: string;
  readonly containerDefinitions: readonly EcsContainer[];
};

/** `[section, key, value]` of a unit, in order; a key may come several times. */
export const unit: readonly (readonly [string, string, string])[] = (() => {
  let section = '';
  return read('systemd/arrayjob.service')
    .split('\n')
    .flatMap((line): (readonly [string, string, string])[] => {
      section = /^\[(.+)\]$/.exec(line)?.[1] ?? section;
      const [, key, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[section, key, value]];
    });
})();

/** The file of variables for the unit, with those that stand in it as comments. */
export const unitVariables: Readonly<Record<string, string>> = Object.fromEntries(
  [...read('systemd/arrayjob.env').matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map((each) => [
    each[1] ?? '',
    each[2] ?? '',
  ]),
);

/** Every way in which a deployment starts arrayjob. */
export function everyStart(): readonly Started[] {
  const [, , exec = ''] = unit.find(([, key]) => key === 'ExecStart') ?? [];
  const words = exec
    .split(' ')
    .slice(1)
    .map((each) => each.replace(/^\$\{(\w+)\}$/, (_, name: string) => unitVariables[name] ?? `?${name}`));
  const container = base.spec.template.spec.containers[0]!;
  const inDisk = disk.spec.template.spec.containers[0]!;
  const ecs = task.containerDefinitions[0]!;
  const env = (list: readonly { readonly name: string; readonly value?: string }[]) =>
    Object.fromEntries(list.map(({ name, value = '' }) => [name, value]));
  return [
    { where: 'systemd', args: words, environment: unitVariables },
    ...Object.entries(compose.services).map(([name, service]) => ({
      where: `compose ${name}`,
      args: service.command,
      environment: service.environment ?? {},
    })),
    { where: 'kubernetes', args: container.args, environment: env(container.env) },
    { where: 'kubernetes with a disk', args: inDisk.args, environment: env(container.env) },
    { where: 'ecs', args: ecs.command, environment: env([...ecs.environment, ...ecs.secrets]) },
  ];
}
