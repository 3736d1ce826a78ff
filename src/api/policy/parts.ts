import type { JsonPath } from '../../core/finding.ts';
import { isObject, type Json } from '../../core/json.ts';

/** A part of a definition or of overrides that a policy judges by its text, and where it stands. */
export interface Part {
  readonly kind:
    | 'image'
    | 'role'
    | 'serviceAccount'
    | 'namespace'
    | 'secret'
    | 'fileSystem'
    | 'hostVolume'
    | 'device'
    | 'privileged';
  readonly text: string;
  readonly path: JsonPath;
}

/** By the field, or by the field above it and the field; the words are those of RegisterJobDefinition for ECS and EKS. */
const KINDS: Readonly<Record<string, Part['kind']>> = {
  image: 'image',
  jobRoleArn: 'role',
  executionRoleArn: 'role',
  taskRoleArn: 'role',
  serviceAccountName: 'serviceAccount',
  'metadata.namespace': 'namespace',
  valueFrom: 'secret',
  credentialsParameter: 'secret',
  secretName: 'secret',
  'imagePullSecrets.name': 'secret',
  fileSystemId: 'fileSystem',
  fileSystemArn: 'fileSystem',
  claimName: 'fileSystem',
  'host.sourcePath': 'hostVolume',
  'hostPath.path': 'hostVolume',
  'devices.hostPath': 'device',
};

/** With `host`, a container sees the processes of the host, other jobs' among them. */
const HOST_MODES = new Set(['pidMode', 'ipcMode']);

/** Maps of the user's own words: their keys mean nothing to Batch. */
const FREE = new Set(['parameters', 'environment', 'env', 'tags', 'labels', 'annotations', 'options']);

/** What a policy judges, at any depth of a definition's body or of what an ArrayJob overrides. */
export function partsIn(value: Json | undefined, path: JsonPath = []): readonly Part[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((each, i) => partsIn(each, [...path, i]));
  }
  if (!isObject(value)) return [];
  const above = path.findLast((each) => typeof each === 'string') ?? '';
  return Object.entries(value).flatMap(([key, each]): readonly Part[] => {
    if (FREE.has(key)) return [];
    const here = [...path, key];
    if (key === 'privileged' && each === true) return [{ kind: 'privileged', text: 'true', path: here }];
    if (HOST_MODES.has(key) && each === 'host') return [{ kind: 'privileged', text: each, path: here }];
    const kind = kindOf(`${above}.${key}`) ?? kindOf(key);
    if (kind !== undefined && typeof each === 'string') {
      const text = kind === 'hostVolume' || kind === 'device' ? straight(each) : each;
      return [{ kind, text, path: here }];
    }
    return partsIn(each, here);
  });
}

function kindOf(name: string): Part['kind'] | undefined {
  return Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
}

/** A path of the host as the host takes it, so that `/scratch/../etc` is no path below /scratch. */
function straight(path: string): string {
  const parts: string[] = [];
  for (const each of path.split('/')) {
    if (each === '..') parts.pop();
    else if (each !== '' && each !== '.') parts.push(each);
  }
  return `/${parts.join('/')}`;
}
