import { describe, expect, test } from 'vitest';
import { readPolicy, readResource, refusalOf, withPolicy } from '../../src/api/index.ts';
import { allows, policyOf, type PolicyResource } from '../../src/api/policy/policy.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';
import { DESIRED } from '../core/world.ts';

const at = (value: unknown) => ({
  value,
  file: 'a.yaml',
  locate: () => ({ file: 'a.yaml', line: 1, column: 1 }),
});
const policy = (spec: PolicyResource['spec']) => policyOf({ metadata: { name: 'p' }, spec });
const job = (spec: JsonObject = {}) =>
  readResource(
    at({
      apiVersion: 'arrayjob.dev/v1',
      kind: 'ArrayJob',
      metadata: { name: 'a' },
      spec: { jobQueue: 'q', jobDefinition: 'd', work: { size: 10 }, ...spec },
    }),
  );
const container: JsonObject = {
  image: 'ours/x:1',
  command: ['true'],
  jobRoleArn: 'arn:aws:iam::123456789012:role/ours',
  resourceRequirements: [
    { type: 'VCPU', value: '2' },
    { type: 'MEMORY', value: '2048' },
  ],
};
const body: JsonObject = { type: 'container', containerProperties: container };
const definition = (spec: JsonObject = body) =>
  readResource(at({ apiVersion: 'arrayjob.dev/v1', kind: 'JobDefinition', metadata: { name: 'd' }, spec }));

const ecs = (more: JsonObject): JsonObject => ({
  type: 'container',
  containerProperties: { ...container, ...more },
});
const hostFolder = (sourcePath: string): JsonObject =>
  ecs({ volumes: [{ name: 'v', host: { sourcePath } }] });
const eks: JsonObject = {
  eksPropertiesOverride: { podProperties: { containers: [{ image: 'theirs/y' }] } },
};

describe('what a policy has against a spec', () => {
  test.each<[string, ReturnType<typeof job>, PolicyResource['spec'], readonly string[]]>([
    ['nothing, when it restricts nothing', job(), {}, []],
    ['a queue that is not allowed', job(), { queues: ['other', 'q-*'] }, ['PolicyQueue spec.jobQueue']],
    ['no queue that is', job(), { queues: ['q*'] }, []],
    ['every queue, when none is allowed', job(), { queues: [] }, ['PolicyQueue spec.jobQueue']],
    [
      'a queue whose ARN nobody allowed',
      job({ jobQueue: 'arn:aws:batch:eu-west-1:999999999999:job-queue/q' }),
      { queues: ['q'] },
      ['PolicyQueue spec.jobQueue'],
    ],
    ['a definition', job(), { definitions: ['ours-*'] }, ['PolicyDefinition spec.jobDefinition']],
    ['no definition with a revision', job({ jobDefinition: 'ours:7' }), { definitions: ['ours'] }, []],
    [
      'a name to register under',
      definition(),
      { definitions: ['ours-*'] },
      ['PolicyDefinition metadata.name'],
    ],
    [
      'buckets to list and to write into with the rights of the controller',
      job({ work: { s3: { bucket: 'theirs', prefix: 'a/' } }, manifest: { bucket: 'theirs' } }),
      { buckets: ['ours-*'] },
      ['PolicyBucket spec.work.s3.bucket', 'PolicyBucket spec.manifest.bucket'],
    ],
    [
      'no bucket that is allowed',
      job({ work: { items: [1] }, manifest: { bucket: 'ours-1' } }),
      { buckets: ['ours-*'] },
      [],
    ],
    ['an image', definition(), { images: ['theirs/*'] }, ['PolicyImage spec.containerProperties.image']],
    ['no image that is allowed', definition(), { images: ['ours/*'] }, []],
    [
      'an image in the overrides of a pod',
      job(eks),
      { images: ['ours/*'] },
      ['PolicyImage spec.eksPropertiesOverride.podProperties.containers[0].image'],
    ],
    [
      'nothing that is only called so',
      job({ parameters: { image: 'theirs/y' } }),
      { images: ['ours/*'] },
      [],
    ],
    [
      'a role',
      definition(),
      { roles: ['arn:*:role/other'] },
      ['PolicyRole spec.containerProperties.jobRoleArn'],
    ],
    [
      'a container that is privileged, though the policy speaks of something else',
      definition(ecs({ privileged: true })),
      { queues: ['q'] },
      ['PolicyPrivilege spec.containerProperties.privileged'],
    ],
    [
      'no such container where it is allowed, or that says that it is none',
      definition(ecs({ privileged: true })),
      { allowPrivileged: true },
      [],
    ],
    [
      "the host's processes",
      definition({
        type: 'container',
        ecsProperties: {
          taskProperties: [{ pidMode: 'host', ipcMode: 'task', containers: [{ image: 'x' }] }],
        },
      }),
      {},
      ['PolicyPrivilege spec.ecsProperties.taskProperties[0].pidMode'],
    ],
    ['no container that says that it is none', definition(ecs({ privileged: false })), {}, []],
    [
      "the host's folders, the devices and the privileges of tasks",
      definition({
        type: 'container',
        ecsProperties: {
          taskProperties: [
            {
              volumes: [{ name: 'v', host: { sourcePath: '/var/run' } }],
              containers: [
                {
                  image: 'ours/x:1',
                  resourceRequirements: container['resourceRequirements']!,
                  privileged: true,
                  linuxParameters: { devices: [{ hostPath: '/dev/kvm' }] },
                },
              ],
            },
          ],
        },
      }),
      {},
      [
        'PolicyVolume spec.ecsProperties.taskProperties[0].volumes[0].host.sourcePath',
        'PolicyPrivilege spec.ecsProperties.taskProperties[0].containers[0].privileged',
        'PolicyPrivilege spec.ecsProperties.taskProperties[0].containers[0].linuxParameters.devices[0].hostPath',
      ],
    ],
    [
      "the host's folders, the namespace, the secrets, claims and privileges of pods",
      definition({
        type: 'container',
        eksProperties: {
          podProperties: {
            metadata: { namespace: 'kube-system', labels: { namespace: 'mine' } },
            imagePullSecrets: [{ name: 'theirs' }],
            volumes: [
              { name: 'h', hostPath: { path: '/' } },
              { name: 's', secret: { secretName: 'theirs' } },
              { name: 'p', persistentVolumeClaim: { claimName: 'theirs' } },
              { name: 'e', emptyDir: {} },
            ],
            containers: [
              {
                image: 'ours/x:1',
                resources: { limits: { cpu: '1', memory: '1024Mi' } },
                securityContext: { privileged: true },
              },
            ],
          },
        },
      }),
      { namespaces: ['ours'], secrets: ['ours'], fileSystems: ['ours'] },
      [
        'PolicyRole spec.eksProperties.podProperties.metadata.namespace',
        'PolicySecret spec.eksProperties.podProperties.imagePullSecrets[0].name',
        'PolicyVolume spec.eksProperties.podProperties.volumes[0].hostPath.path',
        'PolicySecret spec.eksProperties.podProperties.volumes[1].secret.secretName',
        'PolicyVolume spec.eksProperties.podProperties.volumes[2].persistentVolumeClaim.claimName',
        'PolicyPrivilege spec.eksProperties.podProperties.containers[0].securityContext.privileged',
      ],
    ],
    [
      "no folder of the host's that is allowed",
      definition(hostFolder('/scratch/a')),
      { allowHostVolumes: ['/scratch/*'] },
      [],
    ],
    [
      "a folder of the host's that only looks like one that is allowed",
      definition(hostFolder('/scratch/../etc')),
      { allowHostVolumes: ['/scratch/*'] },
      ['PolicyVolume spec.containerProperties.volumes[0].host.sourcePath'],
    ],
    [
      'no volume that the host makes up itself',
      definition(ecs({ volumes: [{ name: 'v', host: {} }] })),
      {},
      [],
    ],
    [
      'a file system, and secrets of a container, its log and its registry',
      definition(
        ecs({
          volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
          secrets: [{ name: 'A', valueFrom: 'arn:theirs' }],
          logConfiguration: {
            logDriver: 'splunk',
            secretOptions: [{ name: 'splunk-token', valueFrom: 'theirs' }],
          },
          repositoryCredentials: { credentialsParameter: 'arn:theirs:3' },
        }),
      ),
      { secrets: [], fileSystems: ['fs-2'] },
      [
        'PolicyVolume spec.containerProperties.volumes[0].efsVolumeConfiguration.fileSystemId',
        'PolicySecret spec.containerProperties.secrets[0].valueFrom',
        'PolicySecret spec.containerProperties.logConfiguration.secretOptions[0].valueFrom',
        'PolicySecret spec.containerProperties.repositoryCredentials.credentialsParameter',
      ],
    ],
    [
      'a namespace in the overrides of a pod',
      job({ eksPropertiesOverride: { podProperties: { metadata: { namespace: 'theirs' } } } }),
      { namespaces: ['ours'] },
      ['PolicyRole spec.eksPropertiesOverride.podProperties.metadata.namespace'],
    ],
    ['too many indexes', job(), { maxIndexes: 9 }, ['PolicySize spec.work']],
    ['no more than enough indexes', job({ work: { size: 10 } }), { maxIndexes: 10 }, []],
    [
      'overrides that ask for too much',
      job({ containerOverrides: { resourceRequirements: [{ type: 'GPU', value: '1' }] } }),
      { perChild: { gpus: 0 } },
      ['PolicySize spec'],
    ],
    ['a tag that is not there', job(), { requiredTags: { team: ['*'] } }, ['PolicyTag spec.tags']],
    [
      'a tag with another value',
      job({ tags: { team: 'x' } }),
      { requiredTags: { team: ['media'] } },
      ['PolicyTag spec.tags.team'],
    ],
    ['no tag as it is wanted', job({ tags: { team: 'media' } }), { requiredTags: { team: ['med*'] } }, []],
    [
      'a tag that only every map has',
      job(),
      { requiredTags: { constructor: ['*'] } },
      ['PolicyTag spec.tags'],
    ],
  ])('%s', (_, result, spec, expected) => {
    expect(result.findings).toEqual([]);

    const judged = withPolicy(result, policy(spec));

    expect(judged.findings.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
    expect(judged.kind === 'invalid').toBe(expected.length > 0);
    for (const each of judged.findings) expect([each.message, each.remedy]).not.toContain('');
  });
});

describe('what a policy has against what a pass has found', () => {
  const sized = (value: string): Json => ({ resourceRequirements: [{ type: 'VCPU', value }] });
  const two: JsonObject = {
    ecsProperties: {
      taskProperties: [
        {
          containers: [
            { name: 'a', ...(sized('8') as JsonObject) },
            { name: 'b', ...(sized('8') as JsonObject) },
          ],
        },
      ],
    },
  };
  const over: JsonObject = {
    ecsPropertiesOverride: {
      taskProperties: [{ containers: [{ name: 'a', ...(sized('12') as JsonObject) }] }],
    },
  };

  test.each<[string, PolicyResource['spec'], JsonObject, JsonObject, number, RegExp | undefined]>([
    ['nothing', { images: ['ours/*'], perChild: { vcpus: 2 }, maxIndexes: 10 }, {}, body, 10, undefined],
    ['an image in Batch', { images: ['other'] }, {}, body, 10, /the image ours\/x:1/],
    ['privileges in Batch', {}, {}, ecs({ privileged: true }), 10, /privileged.*have allowPrivileged set/],
    ["a host's folder in Batch", {}, {}, hostFolder('/'), 10, /the host's path \/\. .*allowHostVolumes/],
    ['items that were listed', { maxIndexes: 10 }, {}, body, 11, /11 indexes/],
    ['memory', { perChild: { memoryMiB: 1024 } }, {}, body, 10, /2048 MiB of memory/],
    ['memory that nobody says', { perChild: { memoryMiB: 1024 } }, {}, two, 10, /does not say/],
    ['all containers together', { perChild: { vcpus: 16 } }, {}, two, 10, undefined],
    ['overrides and definition together', { perChild: { vcpus: 16 } }, over, two, 10, /20 vCPUs/],
  ])('%s', (_, spec, submit, definitionBody, total, expected) => {
    const refusal = refusalOf(policy(spec), { ...DESIRED, submit }, definitionBody, total);

    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatch(expected);
  });
});

describe('patterns', () => {
  test.each<[string, string, boolean]>([
    ['a', 'a', true],
    ['a', 'ab', false],
    ['*', '', true],
    ['a*', 'a', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a/b/b/c', true],
    ['a*bc*c', 'abc', false],
    ['*x*', 'axb', true],
    ['a.c', 'abc', false],
    ['**', 'anything', true],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(allows([pattern], text)).toBe(expected);
  });

  test('of many stars against a long text take no time', () => {
    expect(allows(['*a'.repeat(200) + 'b'], 'a'.repeat(100_000))).toBe(false);
  });
});

describe('a policy document', () => {
  const valid = {
    apiVersion: 'arrayjob.dev/v1',
    kind: 'Policy',
    metadata: { name: 'p' },
    spec: { queues: ['q'] },
  };

  test('is read', () => {
    expect(readPolicy(at(valid))).toMatchObject({ ok: true, policy: { name: 'p', queues: ['q'] } });
  });

  test.each<[string, unknown, string]>([
    ['a restriction that is misspelt', { ...valid, spec: { queue: ['q'] } }, 'UnknownField'],
    ['a text in the place of a list', { ...valid, spec: { queues: 'q' } }, 'WrongType'],
    ['a word in the place of a truth', { ...valid, spec: { allowPrivileged: 'no' } }, 'WrongType'],
    ['a field without a value', { ...valid, spec: { queues: null } }, 'WrongType'],
    ['no restriction at all', { ...valid, spec: {} }, 'OutOfRange'],
    ['another kind', { ...valid, kind: 'ArrayJob' }, 'WrongValue'],
    ['a text', 'queues', 'WrongType'],
  ])('with %s is refused', (_, value, code) => {
    const read = readPolicy(at(value));

    expect(read.ok ? [] : read.findings.map((each) => each.code)).toContain(code);
  });
});
