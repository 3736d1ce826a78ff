import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
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

/** The MD5 of a file's content in hex, read in pieces. */
export async function md5OfFile(path: string): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
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
