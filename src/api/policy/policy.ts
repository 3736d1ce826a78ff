/**
 * What specs may ask for; a member that is undefined restricts nothing, an empty list allows nothing. What leads out of a container,
 * and thereby around all else, is the other way round: `allow…` is not allowed unless it says so.
 */
export interface Policy {
  readonly name: string;
  readonly queues: readonly string[] | undefined;
  readonly definitions: readonly string[] | undefined;
  readonly buckets: readonly string[] | undefined;
  readonly images: readonly string[] | undefined;
  readonly roles: readonly string[] | undefined;
  readonly serviceAccounts: readonly string[] | undefined;
  readonly namespaces: readonly string[] | undefined;
  readonly secrets: readonly string[] | undefined;
  readonly fileSystems: readonly string[] | undefined;
  readonly allowPrivileged: boolean;
  readonly allowHostVolumes: readonly string[];
  readonly allowDevices: readonly string[];
  /** 1 or more. */
  readonly maxIndexes: number | undefined;
  readonly perChild: { readonly vcpus?: number; readonly memoryMiB?: number; readonly gpus?: number };
  /** By key of the tag, the patterns of its value. */
  readonly requiredTags: Readonly<Record<string, readonly string[]>>;
}

/** A valid policy document as it is written. */
export interface PolicyResource {
  readonly metadata: { readonly name: string };
  readonly spec: Partial<Omit<Policy, 'name'>>;
}

export function policyOf({ metadata, spec }: PolicyResource): Policy {
  const { queues, definitions, buckets, images, roles, serviceAccounts, namespaces, secrets, fileSystems } =
    spec;
  const { allowPrivileged = false, allowHostVolumes = [], allowDevices = [] } = spec;
  const { maxIndexes, perChild = {}, requiredTags = {} } = spec;
  return {
    name: metadata.name,
    queues,
    definitions,
    buckets,
    images,
    roles,
    serviceAccounts,
    namespaces,
    secrets,
    fileSystems,
    allowPrivileged,
    allowHostVolumes,
    allowDevices,
    maxIndexes,
    perChild,
    requiredTags,
  };
}

/** Whether a text is as one of the patterns says; undefined patterns allow everything. Linear in both lengths. */
export function allows(patterns: readonly string[] | undefined, text: string): boolean {
  return patterns === undefined || patterns.some((pattern) => matches(pattern, text));
}

/** `*` stands for any characters; everything else for itself. */
function matches(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return text === pattern;
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return false;
  let at = head.length;
  const end = text.length - tail.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
