import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { LocalError } from './failure.ts';
import type { ObjectId } from './repository.ts';

export type ObjectType = 'blob' | 'tree' | 'commit';

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
