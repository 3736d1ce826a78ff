import { createReadStream } from 'node:fs';
import { access, constants, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, posix, sep } from 'node:path';
import { systemCode, systemWords } from './errors.ts';
import { statKey } from './replace-file.ts';
import type { ReadResult } from './source.ts';

/**
 * Where a path that a spec gives lies in its source, as a path relative to the source; undefined when it leaves the source
 * or goes through a name that starts with a dot.
 */
export function besidePath(file: string, relativePath: string): string | undefined {
  if (relativePath === '' || isAbsolute(relativePath) || /[\0\\]/.test(relativePath)) return undefined;
  const path = posix.normalize(posix.join(posix.dirname(file), relativePath));
  const hidden = path.split('/').some((part) => part.startsWith('.'));
  return hidden || path.endsWith('/') ? undefined : path;
}

/** Looks a file up beside a spec of a directory (a real path). */
export async function readBeside(root: string, file: string, relativePath: string): Promise<ReadResult> {
  const outside: ReadResult = {
    ok: false,
    code: 'Outside',
    message: `${relativePath} leaves the source: name a file in it by a path relative to the spec, without folders that start with a dot`,
  };
  const path = besidePath(file, relativePath);
  if (path === undefined) return outside;
  try {
    const real = await realpath(join(root, path));
    if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) return outside;
    const stats = await stat(real, { bigint: true });
    if (!stats.isFile()) return { ok: false, code: 'NotAFile', message: `${path} is not a regular file` };
    await access(real, constants.R_OK);
    return {
      ok: true,
      file: path,
      sizeBytes: Number(stats.size),
      etag: statKey(stats),
      open: () => createReadStream(real) as AsyncIterable<Uint8Array>,
    };
  } catch (error) {
    const missing = ['ENOENT', 'ENOTDIR'].includes(systemCode(error));
    return missing
      ? { ok: false, code: 'Missing', message: `${path} is not in the source` }
      : { ok: false, code: 'Unreadable', message: `${path} cannot be read: ${systemWords(error)}` };
  }
}
