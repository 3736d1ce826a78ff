import { MAX_FILE_BYTES } from '../../document/index.ts';
import { LocalError } from './failure.ts';
import { objectId, type ObjectType } from './loose.ts';
import type { ObjectId, Repository } from './repository.ts';

/** The content of blobs, or their size for those that are larger than a spec may be. */
export type Blobs = ReadonlyMap<ObjectId, Uint8Array | { readonly sizeBytes: number }>;

/** Reads an object, held against its id, so that nothing is believed of a damaged clone. Rejects with a LocalError. */
export async function readObject(
  repository: Repository,
  id: ObjectId,
  type: ObjectType,
): Promise<Uint8Array> {
  const found = await repository.object(id);
  if (found?.type !== type || objectId(type, found.bytes, id.length) !== id)
    throw new LocalError(`the private clone is damaged: ${type} ${id}`);
  return found.bytes;
}

/** Reads blobs of up to `maxBytes`. Rejects with a LocalError when one is not there. */
export async function readBlobs(
  repository: Repository,
  ids: readonly ObjectId[],
  maxBytes = MAX_FILE_BYTES,
): Promise<Blobs> {
  const read = async (
    id: ObjectId,
  ): Promise<readonly [ObjectId, Uint8Array | { readonly sizeBytes: number }]> => {
    const sizeBytes = await sizeOf(repository, id);
    return [id, sizeBytes > maxBytes ? { sizeBytes } : await readObject(repository, id, 'blob')];
  };
  return new Map(await Promise.all([...new Set(ids)].map(read)));
}

/** The size of a blob in bytes. */
export async function sizeOf(repository: Repository, id: ObjectId): Promise<number> {
  const head = await repository.head(id);
  if (head?.type !== 'blob') throw new LocalError(`the private clone lacks blob ${id}`);
  return head.size;
}
