import { parseFile, spliceStatus } from '../document/index.ts';
import type { ParsedFile, StatusSplice } from '../document/index.ts';
import type { StatusEdit, WriteResult } from './source.ts';

/** What edits make of one file. */
export interface EditedFile {
  /** In the order of the edits. `written` means: if the new content is kept. */
  readonly results: readonly WriteResult[];
  /** The new content; undefined when nothing changes. */
  readonly bytes: Uint8Array | undefined;
}

/** Puts statuses into the content of a file; writes nothing. */
export function applyEdits(file: string, bytes: Uint8Array, edits: readonly StatusEdit[]): EditedFile {
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
  if (splices.length === 0) return { results, bytes: undefined };
  const spliced = spliceStatus(bytes, splices);
  if (spliced.ok) return { results, bytes: spliced.bytes };
  const reason = `${file}: ${spliced.reason}`;
  return {
    bytes: undefined,
    results: results.map((each) =>
      each.outcome === 'written' ? { edit: each.edit, outcome: 'refused', reason } : each,
    ),
  };
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
