import { hash } from 'node:crypto';

/** Bytes of an item's digest: half a SHA-256, beyond the reach of chance and of anyone who looks for collisions. */
export const DIGEST_BYTES = 16;
const WORDS = DIGEST_BYTES / 4;

/** The digest of a text, DIGEST_BYTES long. */
export function digestBytes(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, DIGEST_BYTES);
}

/** Digests by slot, in typed arrays: about 40 bytes an item, whatever the items hold. Slots count from 0. */
export interface DigestTable {
  readonly count: number;
  /** The slot of a digest, or -1. */
  find(digest: Buffer): number;
  /** Gives the digest the next slot, which is returned. The caller has made sure that it is not there. */
  add(digest: Buffer): number;
  /** The digests of the slots from `from` to `to`, `to` exclusive, one after the other. */
  bytes(from: number, to: number): Buffer;
}

/** An empty table with room for `expected` digests; it grows as needed. */
export function createDigestTable(expected = 1024): DigestTable {
  let capacity = Math.max(16, expected);
  let words = new Uint32Array(capacity * WORDS);
  let buckets = bucketsFor(capacity);
  let count = 0;

  const isAt = (slot: number, digest: Buffer): boolean => {
    for (let word = 0; word < WORDS; word++) {
      if (words[slot * WORDS + word] !== digest.readUInt32LE(word * 4)) return false;
    }
    return true;
  };

  const insert = (slot: number): void => {
    const mask = buckets.length - 1;
    let at = words[slot * WORDS]! & mask;
    while (buckets[at] !== 0) at = (at + 1) & mask;
    buckets[at] = slot + 1;
  };

  const grow = (): void => {
    capacity *= 2;
    const larger = new Uint32Array(capacity * WORDS);
    larger.set(words);
    words = larger;
    buckets = bucketsFor(capacity);
    for (let slot = 0; slot < count; slot++) insert(slot);
  };

  return {
    get count(): number {
      return count;
    },

    find(digest: Buffer): number {
      const mask = buckets.length - 1;
      for (let at = digest.readUInt32LE(0) & mask; ; at = (at + 1) & mask) {
        const held = buckets[at]!;
        if (held === 0) return -1;
        if (isAt(held - 1, digest)) return held - 1;
      }
    },

    add(digest: Buffer): number {
      if (count === capacity) grow();
      for (let word = 0; word < WORDS; word++) words[count * WORDS + word] = digest.readUInt32LE(word * 4);
      insert(count);
      return count++;
    },

    bytes(from: number, to: number): Buffer {
      const result = Buffer.allocUnsafe((to - from) * DIGEST_BYTES);
      for (let at = 0; at < (to - from) * WORDS; at++)
        result.writeUInt32LE(words[from * WORDS + at]!, at * 4);
      return result;
    },
  };
}

/** Open addressing at most half full; 0 is an empty bucket, anything else a slot and one. */
function bucketsFor(capacity: number): Uint32Array {
  return new Uint32Array(2 ** Math.ceil(Math.log2(capacity * 2)));
}
