import { type ChildResource, childRequest } from '../../core/child-request.ts';
import type { Desired } from '../../core/desired.ts';
import type { JsonPath } from '../../core/finding.ts';
import type { JsonObject } from '../../core/json.ts';
import { totalOf } from '../checks/totals.ts';
import type { Code } from '../codes.ts';
import type { ReadResult } from '../read.ts';
import { reportOn } from '../report.ts';
import { withFindings } from '../source.ts';
import { partsIn } from './parts.ts';
import { allows, type Policy } from './policy.ts';

/** What a policy does not allow. */
export interface Violation {
  readonly code: Extract<Code, `Policy${string}`>;
  /** In the document that says it. */
  readonly path: JsonPath;
  readonly message: string;
  readonly remedy: string;
}

/** A resource with what the policy has against it: invalid when that is anything. */
export function withPolicy(result: ReadResult, policy: Policy | undefined): ReadResult {
  if (policy === undefined || result.kind === 'foreign' || result.kind === 'invalid') return result;
  const report = reportOn(result.document);
  const violations =
    result.kind === 'ArrayJob'
      ? violationsOfJob(policy, result.desired)
      : violationsOfDefinition(policy, result.desired.body, result.name);
  for (const each of violations) report.error(each);
  return withFindings(result, report.findings);
}

function violationsOfJob(policy: Policy, desired: Desired): readonly Violation[] {
  const { jobQueue, jobDefinition, tags } = desired;
  const found: Violation[] = [];
  if (!allows(policy.queues, jobQueue)) {
    found.push(refused(policy, 'PolicyQueue', ['spec', 'jobQueue'], `the queue ${jobQueue}`, policy.queues));
  }
  if (!allowsDefinition(policy, jobDefinition)) {
    const path = ['spec', 'jobDefinition'];
    found.push(
      refused(policy, 'PolicyDefinition', path, `the job definition ${jobDefinition}`, policy.definitions),
    );
  }
  const { work, manifest } = desired;
  if (work.kind === 's3' && !allows(policy.buckets, work.bucket)) {
    const path = ['spec', 'work', 's3', 'bucket'];
    found.push(refused(policy, 'PolicyBucket', path, `the bucket ${work.bucket}`, policy.buckets));
  }
  if (manifest !== undefined && !allows(policy.buckets, manifest.bucket)) {
    const path = ['spec', 'manifest', 'bucket'];
    found.push(refused(policy, 'PolicyBucket', path, `the bucket ${manifest.bucket}`, policy.buckets));
  }
  found.push(...violationsOfParts(policy, desired.submit));
  const total = totalOf(desired.work, desired.itemsPerChild);
  if (total !== undefined) found.push(...violationsOfTotal(policy, total));
  // Alone, overrides tell less than together with the definition: what they leave open is judged with it.
  found.push(...violationsOfSize(policy, desired, {}, false));
  for (const [key, patterns] of Object.entries(policy.requiredTags)) {
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
    if (value !== undefined && allows(patterns, value)) continue;
    const said = value === undefined ? 'there is none' : `it is ${value}`;
    found.push({
      code: 'PolicyTag',
      path: value === undefined ? ['spec', 'tags'] : ['spec', 'tags', key],
      message: `The policy ${policy.name} wants the tag ${key}, and ${said}.`,
      remedy: `Give spec.tags the tag ${key} as ${listed(patterns)}.`,
    });
  }
  return found;
}

function violationsOfDefinition(policy: Policy, body: JsonObject, name: string): readonly Violation[] {
  const found: Violation[] = [];
  if (!allows(policy.definitions, name)) {
    const path = ['metadata', 'name'];
    found.push(refused(policy, 'PolicyDefinition', path, `the job definition ${name}`, policy.definitions));
  }
  return [...found, ...violationsOfParts(policy, body)];
}

/** What a policy has against an ArrayJob once its definition and its items are known; undefined when nothing. */
export function refusalOf(
  policy: Policy | undefined,
  desired: Desired,
  body: JsonObject | undefined,
  total: number | undefined,
): string | undefined {
  if (policy === undefined) return undefined;
  const found = [
    ...(body === undefined
      ? []
      : [...violationsOfParts(policy, body), ...violationsOfSize(policy, desired, body, true)]),
    ...(total === undefined ? [] : violationsOfTotal(policy, total)),
  ];
  return found.length === 0
    ? undefined
    : found.map(({ message, remedy }) => `${message} ${remedy}`).join(' ');
}

function allowsDefinition(policy: Policy, written: string): boolean {
  return allows(policy.definitions, written) || allows(policy.definitions, written.replace(/:\d+$/, ''));
}

const PARTS = {
  image: { code: 'PolicyImage', member: 'images', words: 'the image' },
  role: { code: 'PolicyRole', member: 'roles', words: 'the role' },
  serviceAccount: { code: 'PolicyRole', member: 'serviceAccounts', words: 'the service account' },
  namespace: { code: 'PolicyRole', member: 'namespaces', words: 'the namespace' },
  secret: { code: 'PolicySecret', member: 'secrets', words: 'the secret' },
  fileSystem: { code: 'PolicyVolume', member: 'fileSystems', words: 'the file system' },
  hostVolume: { code: 'PolicyVolume', member: 'allowHostVolumes', words: "the host's path" },
  device: { code: 'PolicyPrivilege', member: 'allowDevices', words: "the host's device" },
} as const;

function violationsOfParts(policy: Policy, value: JsonObject): readonly Violation[] {
  return partsIn(value, ['spec']).flatMap(({ kind, text, path }) => {
    if (kind === 'privileged') return policy.allowPrivileged ? [] : [privileged(policy, path, text)];
    const { code, member, words } = PARTS[kind];
    const patterns = policy[member];
    if (allows(patterns, text)) return [];
    const violation = refused(policy, code, path, `${words} ${text}`, patterns);
    const silent = member.startsWith('allow') && patterns?.length === 0;
    const remedy = `It allows none: leave it out, or have ${member} set in the policy.`;
    return [silent ? { ...violation, remedy } : violation];
  });
}

function privileged(policy: Policy, path: JsonPath, text: string): Violation {
  const field = String(path.at(-1));
  const what =
    text === 'host'
      ? `${field}: host, which shows a container what else runs on its host`
      : 'a privileged container, which is as good as root on its host';
  return {
    code: 'PolicyPrivilege',
    path,
    message: `The policy ${policy.name} does not allow ${what}.`,
    remedy: `Leave ${field} out, or have allowPrivileged set in the policy.`,
  };
}

function violationsOfTotal(policy: Policy, total: number): readonly Violation[] {
  const { maxIndexes } = policy;
  if (maxIndexes === undefined || total <= maxIndexes) return [];
  return [
    {
      code: 'PolicySize',
      path: ['spec', 'work'],
      message: `There are ${total} indexes, and the policy ${policy.name} allows ${maxIndexes}.`,
      remedy: 'Give an index more items (itemsPerChild), or part the work into several ArrayJobs.',
    },
  ];
}

const SIZES: readonly {
  readonly member: keyof Policy['perChild'];
  readonly resource: ChildResource;
  readonly words: string;
}[] = [
  { member: 'vcpus', resource: 'VCPU', words: 'vCPUs' },
  { member: 'memoryMiB', resource: 'MEMORY', words: 'MiB of memory' },
  { member: 'gpus', resource: 'GPU', words: 'GPUs' },
];

/** `whole`: the definition is there, so that what nobody says is not said at all. */
function violationsOfSize(
  policy: Policy,
  desired: Desired,
  body: JsonObject,
  whole: boolean,
): readonly Violation[] {
  return SIZES.flatMap(({ member, resource, words }): readonly Violation[] => {
    const most = policy.perChild[member];
    if (most === undefined) return [];
    const asked = childRequest(desired.submit, body, resource);
    const unsaid = asked === undefined && whole && resource !== 'GPU';
    if (!unsaid && (asked ?? 0) <= most) return [];
    const said =
      asked === undefined ? `does not say how many ${words} it wants` : `asks for ${asked} ${words}`;
    return [
      {
        code: 'PolicySize',
        path: ['spec'],
        message: `A child ${said}, and the policy ${policy.name} allows ${most}.`,
        remedy: `Ask for at most ${most} in resourceRequirements.`,
      },
    ];
  });
}

function refused(
  policy: Policy,
  code: Violation['code'],
  path: JsonPath,
  what: string,
  patterns: readonly string[] = [],
): Violation {
  const allowed = patterns.length === 0 ? 'none' : listed(patterns);
  return {
    code,
    path,
    message: `The policy ${policy.name} does not allow ${what}.`,
    remedy:
      patterns.length === 0 ? 'It allows none: leave it out.' : `Use ${allowed}, or have the policy changed.`,
  };
}

/** The patterns of a list, as far as a line holds them. */
function listed(patterns: readonly string[]): string {
  const shown = patterns.slice(0, 5).join(' or ');
  return patterns.length > 5 ? `${shown} or one of ${patterns.length - 5} more patterns` : shown;
}
