import { workError } from './failure.ts';

/** The failure of a line of a file of items. */
export function invalidLine(file: string, line: number, what: string, remedy: string): Error {
  return workError('terminal', 'ItemsFileInvalid', `${file}:${line}: ${what}`, remedy, { file, line });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text; refuses what is not UTF-8. */
export function textOf(file: string, line: number, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalidLine(file, line, 'this is not UTF-8 text', 'save the file as UTF-8');
  }
}

const BOM = [0xef, 0xbb, 0xbf];

/** The bytes without a byte order mark at their beginning. */
export async function* withoutBom(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const part of bytes) {
    if (start === undefined) {
      yield part;
      continue;
    }
    start = Buffer.concat([start, part]);
    if (start.length < BOM.length) continue;
    yield afterBom(start);
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield afterBom(start);
}

function afterBom(start: Buffer): Buffer {
  return BOM.every((byte, at) => start[at] === byte) ? start.subarray(BOM.length) : start;
}
