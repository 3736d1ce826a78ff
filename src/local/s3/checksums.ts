import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksum algorithms of Amazon S3, as their headers spell them after `x-amz-checksum-`. */
export const algorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;
export type Algorithm = (typeof algorithms)[number];

/** Checksums by algorithm, in base64. */
export type Checksums = Readonly<Partial<Record<Algorithm, string>>>;

/** Takes bytes and gives the digest of all of them, once. */
export interface Digester {
  readonly update: (bytes: Uint8Array) => void;
  readonly digest: () => Buffer;
}

/** Tables for eight bytes at a time (slicing-by-8) of a reflected polynomial of 32 bits. */
function tables32(polynomial: number): readonly Uint32Array[] {
  const first = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    first[byte] = value >>> 0;
  }
  const all = [first];
  for (let slice = 1; slice < 8; slice++) {
    const before = all[slice - 1]!;
    all.push(first.map((_, byte) => ((before[byte]! >>> 8) ^ first[before[byte]! & 0xff]!) >>> 0));
  }
  return all;
}

function crc32cDigester(): Digester {
  castagnoli ??= tables32(0x82f63b78);
  const [t0, t1, t2, t3, t4, t5, t6, t7] = castagnoli as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let crc = 0xffffffff;
  return {
    update: (bytes) => {
      let at = 0;
      for (const last = bytes.length - 8; at <= last; at += 8) {
        crc =
          t7[(crc ^ bytes[at]!) & 0xff]! ^
          t6[((crc >>> 8) ^ bytes[at + 1]!) & 0xff]! ^
          t5[((crc >>> 16) ^ bytes[at + 2]!) & 0xff]! ^
          t4[((crc >>> 24) ^ bytes[at + 3]!) & 0xff]! ^
          t3[bytes[at + 4]!]! ^
          t2[bytes[at + 5]!]! ^
          t1[bytes[at + 6]!]! ^
          t0[bytes[at + 7]!]!;
      }
      for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 0xff]!;
    },
    digest: () => bigEndian32((crc ^ 0xffffffff) >>> 0),
  };
}
let castagnoli: readonly Uint32Array[] | undefined;

/** CRC-64/NVME in halves of 32 bits: numbers of 64 bits would be BigInts, a hundred times slower. */
interface Tables64 {
  readonly high: readonly Uint32Array[];
  readonly low: readonly Uint32Array[];
}

function tables64(): Tables64 {
  const polynomialHigh = 0x9a6c9329;
  const polynomialLow = 0xac4bc9b5;
  const high = Array.from({ length: 8 }, () => new Uint32Array(256));
  const low = Array.from({ length: 8 }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let h = 0;
    let l = byte;
    for (let bit = 0; bit < 8; bit++) {
      const odd = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (odd) {
        h ^= polynomialHigh;
        l ^= polynomialLow;
      }
    }
    high[0]![byte] = h;
    low[0]![byte] = l;
  }
  for (let slice = 1; slice < 8; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const h = high[slice - 1]![byte]!;
      const l = low[slice - 1]![byte]!;
      high[slice]![byte] = (h >>> 8) ^ high[0]![l & 0xff]!;
      low[slice]![byte] = ((l >>> 8) | (h << 24)) ^ low[0]![l & 0xff]!;
    }
  }
  return { high, low };
}
let nvme: Tables64 | undefined;

function crc64Digester(): Digester {
  nvme ??= tables64();
  const [h0, h1, h2, h3, h4, h5, h6, h7] = nvme.high as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const [l0, l1, l2, l3, l4, l5, l6, l7] = nvme.low as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update: (bytes) => {
      let at = 0;
      for (const last = bytes.length - 8; at <= last; at += 8) {
        const a = (low ^ bytes[at]!) & 0xff;
        const b = ((low >>> 8) ^ bytes[at + 1]!) & 0xff;
        const c = ((low >>> 16) ^ bytes[at + 2]!) & 0xff;
        const d = ((low >>> 24) ^ bytes[at + 3]!) & 0xff;
        const e = (high ^ bytes[at + 4]!) & 0xff;
        const f = ((high >>> 8) ^ bytes[at + 5]!) & 0xff;
        const g = ((high >>> 16) ^ bytes[at + 6]!) & 0xff;
        const h = ((high >>> 24) ^ bytes[at + 7]!) & 0xff;
        high = h7[a]! ^ h6[b]! ^ h5[c]! ^ h4[d]! ^ h3[e]! ^ h2[f]! ^ h1[g]! ^ h0[h]!;
        low = l7[a]! ^ l6[b]! ^ l5[c]! ^ l4[d]! ^ l3[e]! ^ l2[f]! ^ l1[g]! ^ l0[h]!;
      }
      for (; at < bytes.length; at++) {
        const index = (low ^ bytes[at]!) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ l0[index]!;
        high = (high >>> 8) ^ h0[index]!;
      }
    },
    digest: () =>
      Buffer.concat([bigEndian32((high ^ 0xffffffff) >>> 0), bigEndian32((low ^ 0xffffffff) >>> 0)]),
  };
}

function bigEndian32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Starts a digest of one of S3's algorithms, or of MD5. */
export function createDigester(algorithm: Algorithm | 'md5'): Digester {
  if (algorithm === 'crc32c') return crc32cDigester();
  if (algorithm === 'crc64nvme') return crc64Digester();
  if (algorithm === 'crc32') {
    let crc = 0;
    return {
      update: (bytes) => {
        crc = crc32(bytes, crc);
      },
      digest: () => bigEndian32(crc),
    };
  }
  const hash = createHash(algorithm);
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    digest: () => hash.digest(),
  };
}

/** How many bytes a digest of each algorithm has. */
export const digestBytes: Readonly<Record<Algorithm, number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
};

/** Reads an algorithm's name in any case, or gives undefined. */
export function algorithmOf(name: string | undefined): Algorithm | undefined {
  const lower = name?.toLowerCase();
  return algorithms.find((each) => each === lower);
}
