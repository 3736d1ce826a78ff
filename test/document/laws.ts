import type { JsonObject } from '../../src/core/json.ts';
import { parseFile, spliceStatus } from '../../src/document/index.ts';

/** The bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The text of bytes, a byte order mark kept. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** A splice that must not be refused. */
export function spliced(text: string, position: number, status: JsonObject | undefined): string {
  const result = spliceStatus(bytesOf(text), [{ position, status }]);
  if (!result.ok) throw new Error(`refused: ${result.reason}\n${text}`);
  return textOf(result.bytes);
}

/** The values of a file's documents without their status, by position. */
export function specsOf(text: string): Readonly<Record<number, unknown>> {
  const parsed = parseFile('x.yaml', bytesOf(text));
  return Object.fromEntries(
    parsed.documents.map((each) => {
      const { status: _, ...rest } = each.value;
      return [each.position, rest];
    }),
  );
}

/** The status of one document. */
export function statusOf(text: string, position: number): unknown {
  return parseFile('x.yaml', bytesOf(text)).documents.find((each) => each.position === position)?.value[
    'status'
  ];
}

/** The stretch of `before` that a splice replaced, and what with: common text at both ends cut away. */
export function changeOf(
  before: string,
  after: string,
): { readonly start: number; readonly gone: string; readonly come: string } {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end))
    end++;
  return {
    start,
    gone: before.slice(start, before.length - end),
    come: after.slice(start, after.length - end),
  };
}
