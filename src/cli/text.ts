/** Output for people. Errors go to stderr, one line each, with the remedy. */

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printError(text: string): void {
  process.stderr.write(`${text}\n`);
}

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text from elsewhere without what a terminal would obey. */
export function harmless(text: string): string {
  return text.replace(CONTROL, '�');
}

const HIDDEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** JSON that a terminal may show: what it would obey is written as an escape, which means the same. */
export function jsonText(value: unknown, indent?: number): string {
  return escapedJson(JSON.stringify(value, undefined, indent));
}

/** The same JSON without what a terminal would obey. */
export function escapedJson(json: string): string {
  return json.replace(HIDDEN, (hidden) => `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Text from elsewhere as one line: nothing in it can look like a line of ours. */
export function harmlessLine(text: string): string {
  return harmless(text).replaceAll('\n', ' ');
}

/** Columns as wide as their widest cell, two spaces between; the last one is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map((cell) => harmless(cell).replaceAll('\n', ' ')));
  const widths = (clean[0] ?? []).map((_, i) => Math.max(...clean.map((row) => (row[i] ?? '').length)));
  return clean
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Whether colours may be used on a stream: a terminal, and NO_COLOR (no-color.org) is not set. */
export function colourful(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';
}

/** A mistake in how the program was called, or in what it was given: said in one line, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
