import { createHash } from 'node:crypto';
import type { Etag } from './store.ts';

/** The etag of a content: 32 hex digits of its sha256. */
export function etagOf(content: string | Uint8Array): Etag {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}
