import type { Json } from '../core/json.ts';
import { readCsv } from './csv.ts';
import { failureOf, workError } from './failure.ts';
import { readJsonArray, readJsonLines } from './json-files.ts';
import { ITEMS_FILE_BYTES_MAX } from './limits.ts';
import type { ReadBeside } from './ports.ts';

type Reader = (file: string, bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<readonly Json[]>;

const readers: Readonly<Record<string, Reader>> = { json: readJsonArray, jsonl: readJsonLines, csv: readCsv };

/** A file of items that is there and can be read. */
export interface ItemsFile {
  /** Names the content. */
  readonly version: string;
  /** The items, streamed; throws a terminal ItemsFileInvalid with the line. */
  readonly pages: () => AsyncGenerator<readonly Json[]>;
}

/** Opens `.json` (an array), `.jsonl` or `.csv` (a header row; an item is a record of texts). */
export async function openItemsFile(path: string, readBeside: ReadBeside): Promise<ItemsFile> {
  const reader = readers[/\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
  if (reader === undefined) {
    throw workError(
      'terminal',
      'ItemsFileInvalid',
      `${path} is none of .json, .jsonl and .csv`,
      'give spec.work.file one of these endings',
    );
  }
  const file = await readBeside(path);
  if (!file.ok) {
    throw workError(
      'terminal',
      file.code === 'Missing' ? 'ItemsFileMissing' : 'ItemsFileRefused',
      file.message,
      'put the file into the source, or correct spec.work.file (a path relative to the spec)',
    );
  }
  if (file.sizeBytes > ITEMS_FILE_BYTES_MAX) throw fileTooLarge(file.file);
  return {
    version: file.etag,
    pages: () => transient(file.file, reader(file.file, bounded(file.file, file.open()))),
  };
}

/** A file can grow while it is read. */
async function* bounded(path: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > ITEMS_FILE_BYTES_MAX) throw fileTooLarge(path);
    yield part;
  }
}

/** What is wrong with the content is terminal; a failing disk may pass. */
async function* transient<T>(path: string, pages: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (error) {
    if (failureOf(error) !== undefined || (error as { code?: unknown }).code === undefined) throw error;
    throw workError(
      'transient',
      'ItemsFileUnreadable',
      `${path} could not be read to its end: ${(error as Error).message}`,
      'it is tried again by itself',
      undefined,
      error,
    );
  }
}

function fileTooLarge(path: string): Error {
  return workError(
    'terminal',
    'ItemsFileTooLarge',
    `${path} has more than ${ITEMS_FILE_BYTES_MAX / 1024 ** 3} GiB`,
    'split it over several ArrayJobs, or let items name their data instead of holding it',
  );
}
