import type { JsonPath } from '../core/finding.ts';

/** A path as people write it: `spec.dependsOn[0].name`; keys that are not plain words stand in brackets and quotes. */
export function pathText(path: JsonPath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

/** The path of a JSON pointer into a value: parts that lie in a list become numbers. */
export function pathOfPointer(pointer: string, root: unknown): JsonPath {
  let value: unknown = root;
  return pointer
    .split('/')
    .slice(1)
    .map((raw) => {
      const part = raw.replace(/~1/g, '/').replace(/~0/g, '~');
      if (Array.isArray(value)) {
        value = value[Number(part)];
        return Number(part);
      }
      value =
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
      return part;
    });
}

/** A value as a message shows it: JSON, cut when it is long. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `a map of ${Object.keys(value).length}`;
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
}
