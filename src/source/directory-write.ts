import type { BigIntStats } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { MAX_FILE_BYTES, parseFile, spliceStatus } from '../document/index.ts';
import type { ParsedFile, StatusSplice } from '../document/index.ts';
import { systemCode, systemWords } from './errors.ts';
import { replaceFile } from './replace-file.ts';
import { isSpecName } from './scan.ts';
import type { StatusEdit, WriteOutcome, WriteResult } from './source.ts';

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
  const parsed = parseFile(file, bytes);
  const splices: StatusSplice[] = [];
  const results = edits.map((edit): WriteResult => {
    const positions = positionsOf(parsed, edit);
    if ('outcome' in positions) return positions;
    // Each edit is tried by itself, so that one document that cannot be edited does not keep the others from their status.
    const own = positions.map((position) => ({ position, status: edit.status }));
    const alone = spliceStatus(bytes, own);
    if (!alone.ok) return { edit, outcome: 'refused', reason: `${file}: ${alone.reason}` };
    if (!alone.changed) return { edit, outcome: 'unchanged' };
    splices.push(...own.filter((each) => !splices.some((other) => other.position === each.position)));
    return { edit, outcome: 'written' };
  });
  if (splices.length === 0) return results;
  const spliced = spliceStatus(bytes, splices);
  if (!spliced.ok) {
    return results.map((each) =>
      each.outcome === 'written'
        ? { edit: each.edit, outcome: 'refused', reason: `${file}: ${spliced.reason}` }
        : each,
    );
  }
  const replaced = await replaceFile(path, spliced.bytes, stats, context.otherNames(file));
  if (!replaced) return undefined;
  context.wrote(file, bytes, spliced.bytes);
  return results;
}

/** The documents that an edit means, or why there is none. Equal copies of one object in a file all get its status. */
function positionsOf(parsed: ParsedFile, edit: StatusEdit): readonly number[] | WriteResult {
  const named = parsed.documents.filter((each) => each.kind === edit.kind && each.name === edit.name);
  const same = named.filter((each) => each.specDigest === edit.specDigest);
  if (same.length > 0) return same.map((each) => each.position);
  const what = `${edit.kind} ${edit.name}`;
  if (named.length > 0 || parsed.broken) {
    return {
      edit,
      outcome: 'conflict',
      reason: `${what} in ${edit.file} changed since it was planned; it is planned again`,
    };
  }
  return { edit, outcome: 'gone', reason: `${edit.file} no longer holds ${what}` };
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
