import { stateError } from './errors.ts';

/** Names at the top of a store that are the store's own: never keys, never listed. */
export const reservedNames: readonly string[] = ['VERSION', 'README.md'];

/** S3 allows 1,024 bytes for prefix and key together, file systems 255 a segment; this leaves room for both. */
const longestKey = 512;
const longestSegment = 200;
const segmentPattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const prefixPattern = /^[A-Za-z0-9._/-]*$/;

/** Whether a text is a key of a store. */
export function isKey(key: string): boolean {
  if (key.length > longestKey || reservedNames.includes(key.split('/')[0] ?? '')) return false;
  return key.split('/').every((each) => each.length <= longestSegment && segmentPattern.test(each));
}

/** Gives the key back, or throws a terminal StateError: a key is made by the program, so this is never a user's doing. */
export function requireKey(key: string): string {
  if (isKey(key)) return key;
  throw stateError(
    'InvalidKey',
    'terminal',
    `${JSON.stringify(key)} is no key of a state store: use segments of A-Z a-z 0-9 . _ - joined by "/", not beginning with a dot`,
  );
}

/** Throws a terminal StateError unless the text can begin a key. */
export function requirePrefix(prefix: string): void {
  if (prefixPattern.test(prefix) && !prefix.startsWith('/') && !prefix.split('/').includes('..')) return;
  throw stateError('InvalidKey', 'terminal', `${JSON.stringify(prefix)} cannot begin a key of a state store`);
}
