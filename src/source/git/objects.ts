import { createHash } from 'node:crypto';
import { MAX_FILE_BYTES } from '../../document/index.ts';
import { LocalError, type ObjectId, type Repository } from './repository.ts';

/** The content of blobs, or their size for those that are larger than a spec may be. */
export type Blobs = ReadonlyMap<ObjectId, Uint8Array | { readonly sizeBytes: number }>;

/** Reads blobs, a few calls for all. Each is held against its id, so that nothing is believed of a damaged clone. */
export async function readBlobs(
  repository: Repository,
  ids: readonly ObjectId[],
  maxBytes = MAX_FILE_BYTES,
): Promise<Blobs> {
  const wanted = [...new Set(ids)];
  const blobs = new Map<ObjectId, Uint8Array | { readonly sizeBytes: number }>();
  if (wanted.length === 0) return blobs;
  const sizes = await sizesOf(repository, wanted);
  const small = wanted.filter((id) => sizes.get(id)! <= maxBytes);
  for (const id of wanted) blobs.set(id, { sizeBytes: sizes.get(id)! });
  if (small.length === 0) return blobs;
  const out = await repository.local(['cat-file', '--batch'], {
    input: Buffer.from(`${small.join('\n')}\n`),
  });
  let at = 0;
  for (const id of small) {
    const end = out.indexOf(10, at);
    const [found, type, size] = out.subarray(at, end).toString('latin1').split(' ');
    const length = Number(size);
    const bytes = out.subarray(end + 1, end + 1 + length);
    if (found !== id || type !== 'blob' || blobId(bytes, id.length) !== id)
      throw new LocalError(`the private clone is damaged: object ${id}`);
    blobs.set(id, bytes);
    at = end + 1 + length + 1;
  }
  return blobs;
}

/** The sizes of blobs in bytes. */
export async function sizesOf(
  repository: Repository,
  ids: readonly ObjectId[],
): Promise<ReadonlyMap<ObjectId, number>> {
  const input = Buffer.from(`${ids.join('\n')}\n`);
  const out = await repository.local(['cat-file', '--batch-check'], { input });
  const sizes = new Map<ObjectId, number>();
  for (const line of out.toString('latin1').split('\n')) {
    const [id = '', type, size] = line.split(' ');
    if (type === 'blob') sizes.set(id, Number(size));
  }
  const missing = ids.find((id) => !sizes.has(id));
  if (missing !== undefined) throw new LocalError(`the private clone lacks object ${missing}`);
  return sizes;
}

function blobId(bytes: Uint8Array, digits: number): ObjectId {
  return createHash(digits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
