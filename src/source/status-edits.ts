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

/** Puts statuses into the content of a file; writes nothing. `parsed`: what the content was read as, where that is known. */
export function applyEdits(
  file: string,
  bytes: Uint8Array,
  edits: readonly StatusEdit[],
  parsed = parseFile(file, bytes),
): EditedFile {
  const splices: StatusSplice[] = [];
  const places = edits.map((edit) => {
    const positions = positionsOf(parsed, edit);
    if ('outcome' in positions) return positions;
    for (const position of positions) {
      if (!splices.some((each) => each.position === position))
        splices.push({ position, status: edit.status });
    }
    return { edit, positions };
  });
  const spliced = spliceStatus(bytes, splices);
  if (!spliced.ok && edits.length > 1) return applyOneByOne(file, bytes, edits);
  const results = places.map((place): WriteResult => {
    if ('outcome' in place) return place;
    const { edit, positions } = place;
    if (!spliced.ok) return { edit, outcome: 'refused', reason: `${file}: ${spliced.reason}` };
    const changed = positions.some((each) => spliced.positions.includes(each));
    return { edit, outcome: changed ? 'written' : 'unchanged' };
  });
  return { results, bytes: spliced.ok && spliced.changed ? spliced.bytes : undefined };
}

/** One document that cannot be edited does not keep the others from their status. */
function applyOneByOne(file: string, bytes: Uint8Array, edits: readonly StatusEdit[]): EditedFile {
  let current = bytes;
  const results = edits.map((edit): WriteResult => {
    const alone = applyEdits(file, current, [edit]);
    current = alone.bytes ?? current;
    return alone.results[0]!;
  });
  return { results, bytes: current === bytes ? undefined : current };
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
