import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { MAX_FILE_BYTES } from '../../document/index.ts';
import { LocalError, type ObjectId, type Repository } from './repository.ts';

type ObjectType = 'blob' | 'tree' | 'commit';

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

/** The id that git gives a content. */
export function objectId(type: ObjectType, bytes: Uint8Array, digits: number): ObjectId {
  return createHash(digits === 64 ? 'sha256' : 'sha1')
    .update(`${type} ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}

/**
 * Writes an object as git itself does (gitformat-loose: zlib over a head and the content, in place by a rename), without starting
 * a process, and without waiting for others to take their turns: between fetch and push every millisecond is a chance to be overtaken.
 */
export function writeObject(folder: string, type: ObjectType, bytes: Uint8Array, digits: number): ObjectId {
  const id = objectId(type, bytes, digits);
  const place = join(folder, 'objects', id.slice(0, 2));
  const path = join(place, id.slice(2));
  const temporary = join(place, `tmp_obj_${process.pid}_${id.slice(0, 12)}`);
  try {
    if (existsSync(path)) return id;
    mkdirSync(place, { recursive: true });
    const head = Buffer.from(`${type} ${bytes.length}\0`);
    writeFileSync(temporary, deflateSync(Buffer.concat([head, bytes]), { level: 1 }), { mode: 0o444 });
    renameSync(temporary, path);
    return id;
  } catch (error) {
    rmSync(temporary, { force: true });
    const said = error instanceof Error ? error.message : String(error);
    throw new LocalError(`the private clone cannot be written: ${said}`);
  }
}
