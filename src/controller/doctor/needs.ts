import type { Desired } from '../../core/desired.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Catalog } from '../catalog.ts';
import { keyOf } from '../catalog.ts';
import { partsOf } from './definition-parts.ts';

/** A place in S3 that the controller reads or writes. */
export interface BucketNeed {
  readonly bucket: string;
  /** What the keys begin with. */
  readonly prefix: string;
  /** What the keys of all objects with the same template begin with. */
  readonly stem: string;
  /** `list`: items are listed. `manifest`: manifests are written. `state`: the state store is kept. */
  readonly use: 'list' | 'manifest' | 'state';
  readonly users: readonly string[];
}

/** A definition that an ArrayJob names and the source does not declare. */
export interface ForeignDefinition {
  /** As written: a name, `name:revision` or ARN. */
  readonly written: string;
  readonly users: readonly string[];
}

export interface OwnDefinition {
  readonly name: string;
  readonly body: JsonObject;
  readonly users: readonly string[];
}

/** Everything outside of this machine that the objects of a source are going to use. */
export interface Needs {
  readonly jobs: readonly Desired[];
  /** Job queues as written, with who uses them. */
  readonly queues: ReadonlyMap<string, readonly string[]>;
  readonly own: readonly OwnDefinition[];
  readonly foreign: readonly ForeignDefinition[];
  readonly buckets: readonly BucketNeed[];
  /** Roles that declared definitions hand to jobs, with the objects that name them: iam:PassRole. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** Where the state is, when it is in S3: `s3://bucket/prefix`. */
  readonly state: string | undefined;
  /** The queue of Batch's events, when there is one: `sqs://…` or its URL, as --events takes it. */
  readonly events: string | undefined;
}

/** What valid objects of a source need; invalid ones need nothing, as nothing is done for them. */
export function needsOf(
  catalog: Catalog,
  places: { readonly state?: string | undefined; readonly events?: string | undefined } = {},
): Needs {
  const declared = [...catalog.objects.values()];
  const jobs = declared.flatMap((each) => (each.spec.kind === 'ArrayJob' ? [each.spec.desired] : []));
  const definitions = declared.flatMap((each) =>
    each.spec.kind === 'JobDefinition' ? [each.spec.desired] : [],
  );
  const names = new Set(declared.flatMap((each) => (each.kind === 'JobDefinition' ? [each.name] : [])));
  const queues = new Map<string, string[]>();
  const used = new Map<string, string[]>();
  for (const job of jobs) {
    add(queues, job.jobQueue, keyOf('ArrayJob', job.name));
    add(used, job.jobDefinition, keyOf('ArrayJob', job.name));
  }
  const usersOf = (written: string): readonly string[] => used.get(written) ?? [];
  const roles = new Map<string, string[]>();
  for (const { name, body } of definitions) {
    const { jobRoles, executionRoles } = partsOf(body);
    for (const role of new Set([...jobRoles, ...executionRoles]))
      add(roles, role, keyOf('JobDefinition', name));
  }
  const foreign = [...used.keys()].filter((each) => !names.has(each));
  return {
    jobs,
    queues,
    own: definitions.map(({ name, body }) => ({ name, body, users: usersOf(name) })),
    foreign: foreign.map((written) => ({ written, users: usersOf(written) })),
    buckets: [...bucketsOf(jobs), ...stateBucket(places.state)],
    roles,
    state: places.state?.startsWith('s3://') === true ? places.state : undefined,
    events: places.events,
  };
}

function add(to: Map<string, string[]>, key: string, user: string): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, [user]);
  else known.push(user);
}

/** One need for each place, however many use it. */
function bucketsOf(jobs: readonly Desired[]): readonly BucketNeed[] {
  const needs = new Map<string, BucketNeed & { readonly users: string[] }>();
  const need = (
    use: BucketNeed['use'],
    { bucket, prefix, stem = prefix }: { bucket: string; prefix: string; stem?: string },
    user: string,
  ): void => {
    const key = `${use} ${bucket} ${prefix}`;
    const known = needs.get(key);
    if (known === undefined) needs.set(key, { bucket, prefix, stem, use, users: [user] });
    else known.users.push(user);
  };
  for (const { name, work, manifest } of jobs) {
    const user = keyOf('ArrayJob', name);
    if (work.kind === 's3') need('list', work, user);
    if (manifest === undefined) continue;
    const { bucket, key } = manifest;
    need(
      'manifest',
      { bucket, prefix: staticPart(key.replaceAll('{name}', name)), stem: staticPart(key) },
      user,
    );
  }
  return [...needs.values()];
}

/** What all keys that a template gives begin with. */
function staticPart(template: string): string {
  return template.replace(/\{.*$/s, '');
}

function stateBucket(state: string | undefined): readonly BucketNeed[] {
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(state ?? '') ?? [];
  if (bucket === undefined) return [];
  const prefix = path
    .split('/')
    .filter((each) => each !== '')
    .map((each) => `${each}/`)
    .join('');
  return [{ bucket, prefix, stem: prefix, use: 'state', users: [] }];
}
