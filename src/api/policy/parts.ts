import type { JsonPath } from '../../core/finding.ts';
import { isObject, type Json } from '../../core/json.ts';

/** A text of a definition or of overrides that a policy judges, and where it stands. */
export interface Part {
  readonly kind: 'image' | 'role' | 'serviceAccount';
  readonly text: string;
  readonly path: JsonPath;
}

const KINDS: Readonly<Record<string, Part['kind']>> = {
  image: 'image',
  jobRoleArn: 'role',
  executionRoleArn: 'role',
  taskRoleArn: 'role',
  serviceAccountName: 'serviceAccount',
};

/** Maps of the user's own words: their keys mean nothing to Batch. */
const FREE = new Set([
  'parameters',
  'environment',
  'env',
  'tags',
  'labels',
  'annotations',
  'options',
  'metadata',
]);

/** Images, roles and service accounts at any depth of a definition's body or of what an ArrayJob overrides. */
export function partsIn(value: Json | undefined, path: JsonPath = []): readonly Part[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((each, i) => partsIn(each, [...path, i]));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]): readonly Part[] => {
    if (FREE.has(key)) return [];
    const kind = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
    if (kind !== undefined && typeof each === 'string') return [{ kind, text: each, path: [...path, key] }];
    return partsIn(each, [...path, key]);
  });
}
