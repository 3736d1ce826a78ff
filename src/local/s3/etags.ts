import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Remembers the ETags of files as they are; at most {@link capacity} of them, the longest unused forgotten first. */
export interface Etags {
  readonly get: (identity: string) => string | undefined;
  readonly set: (identity: string, etag: string) => void;
}

const capacity = 100_000;
/** A file changed so recently may change again without its time changing. */
const settledMs = 50;

/** What a file is known by: device, inode, time of its last change, and size. It survives renaming, and no change to the content. */
export function identityOf(stat: BigIntStats): string {
  return `${stat.dev}-${stat.ino}-${stat.mtimeNs}-${stat.size}`;
}

/** Makes an empty memory. */
export function createEtags(): Etags {
  const known = new Map<string, string>();
  return {
    get: (identity) => {
      const etag = known.get(identity);
      if (etag !== undefined) {
        known.delete(identity);
        known.set(identity, etag);
      }
      return etag;
    },
    set: (identity, etag) => {
      known.set(identity, etag);
      if (known.size <= capacity) return;
      const oldest = known.keys().next();
      if (oldest.done !== true) known.delete(oldest.value);
    },
  };
}

/** Whether a file's identity can be trusted to change with its content, `nowMs` being the clock of the file system. */
export function isSettled(stat: BigIntStats, nowMs: number): boolean {
  return nowMs - Number(stat.mtimeMs) > settledMs;
}

/** A file of at most so many bytes is read at once: a listing asks a thousand times a page, and the thread pool costs more. */
const smallBytes = 16_384n;

const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The MD5 of a file's content in hex, read in pieces unless it is small; `size` is what it was last seen to have. */
export async function md5OfFile(path: string, size: bigint): Promise<string> {
  if (size <= smallBytes) {
    const descriptor = openSync(path, flags);
    try {
      return createHash('md5').update(readFileSync(descriptor)).digest('hex');
    } finally {
      closeSync(descriptor);
    }
  }
  const handle = await open(path, flags);
  try {
    const hash = createHash('md5');
    const buffer = Buffer.allocUnsafe(256 * 1024);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
