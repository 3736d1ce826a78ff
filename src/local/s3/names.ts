/**
 * How a key becomes a path below its bucket's folder, and back. This is the only place that knows.
 *
 * A key is cut at its slashes into segments; every segment but the last is a folder, the last one a file, all under
 * their own names, so that `cp` and `ls` do what people expect. A segment is escaped only if it cannot be a plain file or folder:
 *
 * - `%~` is the folder of an empty segment (`a//b` is `a/%~/b`);
 * - `%~d<segment>` is the folder of a segment that is `.`, `..`, or itself of a reserved form;
 * - `%~f<segment>` is the file of such a segment, of an empty one (the key `a/` is `a/%~f`), and of a segment whose plain name is
 *   taken by a folder (the key `a` beside the key `a/b`);
 * - `%~+<part>` is a folder that holds the rest of a segment too long for one file name (over 255 bytes); the rest stands in it
 *   as `%~+…` again, or ends as `%~d…` or `%~f…`.
 *
 * Names that start otherwise are never touched. Every escaped name but that of an empty folder costs at most three bytes more than its segment, so that
 * a key of 1,024 bytes fits a path of 4,096.
 */

/** What every reserved name starts with. */
export const reserved = '%~';
const folderMark = '%~d';
const fileMark = '%~f';
const partMark = '%~+';

/** Bytes that a file system takes as one name. */
const nameBytes = 255;
const partBytes = 200;

/** Keys may be at most so many bytes of UTF-8 (Amazon S3, "Naming objects"). */
export const maxKeyBytes = 1024;

/** What a name on the disk stands for: a segment that is a folder or a file, a part of a long one, or nothing of ours. */
export type Meaning =
  { readonly kind: 'folder' | 'file' | 'part'; readonly text: string } | { readonly kind: 'foreign' };

function isReserved(segment: string): boolean {
  return (
    segment === reserved ||
    segment.startsWith(folderMark) ||
    segment.startsWith(fileMark) ||
    segment.startsWith(partMark)
  );
}

/** Whether a segment can stand on the disk under its own name. */
function isPlain(segment: string): boolean {
  return (
    segment !== '' &&
    segment !== '.' &&
    segment !== '..' &&
    !isReserved(segment) &&
    (segment.length <= nameBytes / 3 || Buffer.byteLength(segment) <= nameBytes)
  );
}

function escaped(segment: string, mark: string): string[] {
  const names: string[] = [];
  let rest = segment;
  while (Buffer.byteLength(rest) + mark.length > nameBytes) {
    let part = '';
    let bytes = 0;
    for (const char of rest) {
      bytes += Buffer.byteLength(char);
      if (bytes > partBytes) break;
      part += char;
    }
    names.push(partMark + part);
    rest = rest.slice(part.length);
  }
  names.push(mark + rest);
  return names;
}

/** The names of the folders, outermost first, that stand for one segment of a key before its last slash. */
export function folderNames(segment: string): readonly string[] {
  if (segment === '') return [reserved];
  return isPlain(segment) ? [segment] : escaped(segment, folderMark);
}

/** The names that stand for a key's last segment as a file whose plain name is impossible or taken. */
export function escapedFileNames(segment: string): readonly string[] {
  return escaped(segment, fileMark);
}

/** The plain name of a key's last segment, or undefined if it has none. */
export function plainFileName(segment: string): string | undefined {
  return isPlain(segment) ? segment : undefined;
}

/**
 * What a name found in a folder stands for. `long` is the text of the `%~+` folders around it, empty outside of them.
 * Names that look reserved but that no key is ever stored under are foreign: they belong to no key.
 */
export function meaning(name: string, isFolder: boolean, long = ''): Meaning {
  const foreign: Meaning = { kind: 'foreign' };
  if (isFolder && name.startsWith(partMark))
    return { kind: 'part', text: long + name.slice(partMark.length) };
  if (isFolder && name.startsWith(folderMark)) {
    const text = long + name.slice(folderMark.length);
    return isPlain(text) ? foreign : { kind: 'folder', text };
  }
  if (!isFolder && name.startsWith(fileMark))
    return { kind: 'file', text: long + name.slice(fileMark.length) };
  if (long !== '') return foreign;
  if (isFolder && name === reserved) return { kind: 'folder', text: '' };
  if (isReserved(name)) return foreign;
  return { kind: isFolder ? 'folder' : 'file', text: name };
}
