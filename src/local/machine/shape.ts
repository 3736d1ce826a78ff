import { plainClientException, serializationException } from './answer.ts';
import type { Refusal } from './answer.ts';

/** What a member of a request may be. `needs` names the members that must be there. */
export type Shape =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'object'
  | { readonly oneOf: readonly string[] }
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly needs?: readonly string[] };

/**
 * Compares a request with its shape. Members that the shape does not know are let through, as AWS does, so that newer
 * SDKs go on working; null counts as absent.
 */
export function checkShape(shape: Shape, value: unknown, path: string): Refusal | undefined {
  if (typeof shape === 'string') return checkScalar(shape, value, path);
  if ('oneOf' in shape) {
    if (typeof value !== 'string') return wrongType(path, 'a string');
    if (shape.oneOf.includes(value)) return undefined;
    return plainClientException(
      `1 validation error detected: Value '${value.slice(0, 200)}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${shape.oneOf.join(', ')}]`,
    );
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return wrongType(path, 'a list');
    for (const [at, element] of value.entries()) {
      const refusal = checkShape(shape.list, element, `${path}.${at + 1}.member`);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrongType(path, 'an object');
  const members = value as Readonly<Record<string, unknown>>;
  if ('map' in shape) {
    for (const key of Object.keys(members)) {
      const refusal = checkShape(shape.map, members[key], `${path}.${key}`);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }
  for (const name of shape.needs ?? []) {
    if (members[name] === undefined || members[name] === null) {
      const at = path === '' ? name : `${path}.${name}`;
      return plainClientException(
        `1 validation error detected: Value null at '${at}' failed to satisfy constraint: Member must not be null`,
      );
    }
  }
  for (const name of Object.keys(members)) {
    const expected = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    const member = members[name];
    if (expected === undefined || member === undefined || member === null) continue;
    const refusal = checkShape(expected, member, path === '' ? name : `${path}.${name}`);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function checkScalar(
  shape: 'string' | 'integer' | 'number' | 'boolean' | 'object',
  value: unknown,
  path: string,
): Refusal | undefined {
  if (shape === 'integer') {
    return Number.isSafeInteger(value) ? undefined : wrongType(path, 'a whole number');
  }
  if (shape === 'object') {
    const fits = typeof value === 'object' && value !== null && !Array.isArray(value);
    return fits ? undefined : wrongType(path, 'an object');
  }
  return typeof value === shape ? undefined : wrongType(path, `a ${shape}`);
}

function wrongType(path: string, expected: string): Refusal {
  return serializationException(`${path === '' ? 'The request' : path} must be ${expected}.`);
}
