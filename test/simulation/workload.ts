import type { Chance } from './chance.ts';

/** A spec as a person means it; its text is made anew for every save. */
export interface Spec {
  readonly name: string;
  /** Indexes. Objects that others depend on keep theirs. */
  readonly size: number;
  /** Items from a list with manifests, rather than a bare size. */
  readonly items: boolean;
  readonly command: number;
  readonly memory: number;
  readonly backoffLimit: number;
  readonly onChange: 'Replace' | 'Wait';
  readonly parallelism: number | undefined;
  readonly shardSize: number | undefined;
  readonly suspend: boolean;
  readonly rerun: string | undefined;
  readonly dependsOn: readonly Need[];
  readonly sequential: boolean;
}

export interface Need {
  readonly name: string;
  readonly kind: 'whole' | 'nToN';
  /** Only of whole ones: percent. */
  readonly share: number | undefined;
}

export const DEFINITION = `apiVersion: arrayjob.dev/v1
kind: JobDefinition
metadata: { name: d }
spec:
  type: container
  containerProperties:
    image: none
    command: ['true']
    resourceRequirements:
      - { type: VCPU, value: '1' }
      - { type: MEMORY, value: '64' }
`;

export function textOf(spec: Spec): string {
  const needs = [
    ...spec.dependsOn.map(({ name, kind, share }) =>
      kind === 'nToN'
        ? `{ name: ${name}, type: N_TO_N }`
        : `{ name: ${name}${share === undefined ? '' : `, minSucceeded: ${share}%`} }`,
    ),
    ...(spec.sequential ? ['{ type: SEQUENTIAL }'] : []),
  ];
  const numbers = Array.from({ length: spec.size }, (_, i) => `${spec.name}${i}`).join(', ');
  return `# kept as it is: ${spec.name}
apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata:
  name: ${spec.name}
${spec.rerun === undefined ? '' : `  annotations: { arrayjob.dev/rerun: '${spec.rerun}' }\n`}spec:
  jobQueue:   q # with a comment
  jobDefinition: d
  work: ${spec.items ? `{ items: [${numbers}] }\n  manifest: { bucket: data }` : `{ size: ${spec.size} }`}
  indexMapping: Environment
  containerOverrides:
    command: ['run', '${spec.command}']
    resourceRequirements: [{ type: MEMORY, value: '${spec.memory}' }]
  backoffLimitPerIndex: ${spec.backoffLimit}
  canary: 0
  onChange: ${spec.onChange}
  suspend: ${spec.suspend}
${spec.parallelism === undefined ? '' : `  parallelism: ${spec.parallelism}\n`}${
    spec.shardSize === undefined ? '' : `  shardSize: ${spec.shardSize}\n`
  }${needs.length === 0 ? '' : `  dependsOn: [${needs.join(', ')}]\n`}`;
}

/** Objects of a source; with `graph` many that depend on each other, otherwise few with a lot of turns. */
export function makeSpecs(chance: Chance, graph: boolean): readonly Spec[] {
  const count = graph ? chance.whole(4, 30) : chance.whole(1, 4);
  const specs: Spec[] = [];
  const shared = chance.whole(2, 4);
  for (let i = 0; i < count; i += 1) {
    const size = graph ? (chance.happens(0.8) ? shared : 1) : chance.whole(1, 6);
    const ups = graph || chance.happens(0.2) ? specs : [];
    const dependsOn: Need[] = [];
    for (const up of ups) {
      if (!chance.happens(Math.min(0.5, 2 / Math.max(1, ups.length)))) continue;
      const pair = up.size === size && chance.happens(0.5);
      dependsOn.push({
        name: up.name,
        kind: pair ? 'nToN' : 'whole',
        share: !pair && chance.happens(0.15) ? 50 : undefined,
      });
    }
    specs.push({
      name: `o${i}`,
      size,
      items: chance.happens(0.15),
      command: 0,
      memory: 64,
      backoffLimit: chance.whole(0, 2),
      onChange: chance.happens(0.8) ? 'Replace' : 'Wait',
      parallelism: chance.happens(0.15) ? chance.whole(1, 4) : undefined,
      shardSize: chance.happens(0.3) ? chance.whole(2, 4) : undefined,
      suspend: false,
      rerun: undefined,
      dependsOn,
      sequential: chance.happens(0.1),
    });
  }
  return specs;
}

/** What a person changes about an object, and whether results of before still stand then. */
export type Edit =
  'command' | 'back' | 'memory' | 'grow' | 'rerun' | 'rerunFailed' | 'suspend' | 'policy' | 'remove';

export function edited(spec: Spec, edit: Edit, serial: number, chance: Chance): Spec {
  switch (edit) {
    case 'command':
      return { ...spec, command: serial };
    case 'back':
      return { ...spec, command: 0 };
    case 'memory':
      return { ...spec, memory: spec.memory + 64 };
    case 'grow':
      return { ...spec, size: spec.size + chance.whole(1, 3) };
    case 'rerun':
      return { ...spec, rerun: `r${serial}` };
    case 'rerunFailed':
      return { ...spec, rerun: `failed@${serial}` };
    case 'suspend':
      return { ...spec, suspend: !spec.suspend };
    case 'policy':
      return { ...spec, backoffLimit: chance.whole(0, 2) };
    case 'remove':
      return spec;
  }
}
