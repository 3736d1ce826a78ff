import type { BigIntStats } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { MAX_FILE_BYTES } from '../document/index.ts';
import { systemCode, systemWords } from './errors.ts';
import { replaceFile } from './replace-file.ts';
import { isSpecName } from './scan.ts';
import type { StatusEdit, WriteOutcome, WriteResult } from './source.ts';
import { applyEdits } from './status-edits.ts';

/** How often a write is begun anew because the file changed between reading and renaming. */
const ATTEMPTS = 5;

/** What a write needs to know of the directory. */
export interface WriteContext {
  readonly root: string;
  readonly otherNames: (file: string) => readonly string[];
  /** Told after a file was replaced. */
  readonly wrote: (file: string, before: Uint8Array, after: Uint8Array) => void;
}

/** Writes the status edits of one file in one replacement of the file. Never rejects. */
export async function writeFileStatus(
  context: WriteContext,
  file: string,
  edits: readonly StatusEdit[],
): Promise<readonly WriteResult[]> {
  const all = (outcome: WriteOutcome, reason: string): readonly WriteResult[] =>
    edits.map((edit) => ({ edit, outcome, reason }));
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const results = await attemptWrite(context, file, edits);
      if (results) return results;
    }
    return all('conflict', `${file} keeps changing; it is planned again`);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return all('gone', `${file} is no longer there`);
    return all('failed', `${file} cannot be written: ${systemWords(error)}`);
  }
}

/** One attempt; undefined when the file changed under it. */
async function attemptWrite(
  context: WriteContext,
  file: string,
  edits: readonly StatusEdit[],
): Promise<readonly WriteResult[] | undefined> {
  const path = await realpath(join(context.root, file));
  const inside = path.startsWith(context.root.endsWith(sep) ? context.root : context.root + sep);
  if (!inside || !isSpecName(file.slice(file.lastIndexOf('/') + 1))) {
    return edits.map((edit) => ({
      edit,
      outcome: 'refused',
      reason: `${file} is no spec file of this source`,
    }));
  }
  const { stats, bytes } = await current(path);
  if (!bytes) {
    return edits.map((edit) => ({
      edit,
      outcome: 'conflict',
      reason: `${file} is no longer a file that is read`,
    }));
  }
  const edited = applyEdits(file, bytes, edits);
  if (edited.bytes === undefined) return edited.results;
  const replaced = await replaceFile(path, edited.bytes, stats, context.otherNames(file));
  if (!replaced) return undefined;
  context.wrote(file, bytes, edited.bytes);
  return edited.results;
}

async function current(
  path: string,
): Promise<{ readonly stats: BigIntStats; readonly bytes: Uint8Array | undefined }> {
  const stats = await lstat(path, { bigint: true });
  if (!stats.isFile() || stats.size > BigInt(MAX_FILE_BYTES)) return { stats, bytes: undefined };
  const handle = await open(path, 'r');
  try {
    return { stats, bytes: await handle.readFile() };
  } finally {
    await handle.close();
  }
}
