import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are the same; takes as long whatever is different, and whatever their lengths. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The token of an `Authorization: Bearer` header; undefined when there is none. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +([^\s]{1,1024})$/i.exec(header ?? '')?.[1];
}
