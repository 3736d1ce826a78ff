import { besidePath } from '../beside.ts';
import type { ReadResult } from '../source.ts';
import { type Commit, isPointer } from './files.ts';
import { readBlobs, sizeOf } from './objects.ts';
import type { Repository } from './repository.ts';
import { OUTSIDE, resolvePath } from './tree.ts';

/** Looks a file up beside a spec of a commit. */
export async function readBesideIn(
  repository: Repository,
  commit: Commit,
  file: string,
  relativePath: string,
): Promise<ReadResult> {
  const outside: ReadResult = {
    ok: false,
    code: 'Outside',
    message: `${relativePath} leaves the source: name a file in it by a path relative to the spec, without folders that start with a dot`,
  };
  const path = besidePath(file, relativePath);
  const real = path === undefined ? OUTSIDE : resolvePath(commit.tree, path);
  if (path === undefined || real === OUTSIDE) return outside;
  const entry = real === undefined ? undefined : commit.tree.entries.get(real);
  if (entry === undefined) return { ok: false, code: 'Missing', message: `${path} is not in the source` };
  if (!entry.mode.startsWith('100'))
    return { ok: false, code: 'NotAFile', message: `${path} is not a regular file` };
  const sizeBytes = await sizeOf(repository, entry.id);
  const small = (await readBlobs(repository, [entry.id], 1024)).get(entry.id);
  if (small instanceof Uint8Array && isPointer(small)) {
    const message = `${path} is a Git LFS pointer, and what it points to is not fetched: keep the file in git itself, or put the items into S3`;
    return { ok: false, code: 'Unreadable', message };
  }
  return { ok: true, file: path, sizeBytes, etag: entry.id, open: () => repository.blob(entry.id) };
}
