import type { Place } from '../core/finding.ts';

const BOM = '\ufeff';

/** The text of UTF-8 bytes with a byte order mark kept as its first character; undefined when they are not UTF-8. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes of a text. */
export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Whether a text starts with a byte order mark. */
export function hasBom(text: string): boolean {
  return text.startsWith(BOM);
}

/** Offset of the first character of the line that holds `offset`, the byte order mark not counted. */
export function lineStart(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && hasBom(text) ? 1 : start;
}

/** Offset just behind the line break that ends the line of `offset`; the text's end when there is none. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** The line break that a stretch of text uses first; `\n` when it has none. */
export function lineBreakOf(text: string, from: number, to: number): '\n' | '\r\n' {
  const first = text.indexOf('\n', from);
  const end = first === -1 || first >= to ? text.indexOf('\n') : first;
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n';
}

/** Finds line and column of an offset; built once per text, so that many findings cost little. */
export function places(file: string, text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const bounded = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle - 1;
    }
    const mark = low === 0 && hasBom(text) ? 1 : 0;
    return { file, line: low + 1, column: Math.max(1, bounded - (starts[low] ?? 0) - mark + 1) };
  };
}
