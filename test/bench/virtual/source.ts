import { parseFile, type ParsedFile } from '../../../src/document/index.ts';
import type { Source } from '../../../src/source/index.ts';
import { applyEdits } from '../../../src/source/status-edits.ts';

/** A source in memory, and how much was written into it. */
export interface VirtualSource extends Source {
  readonly files: ReadonlyMap<string, string>;
  readonly writes: { files: number; bytes: number; flushes: number };
  /** A person's save; undefined deletes the file. */
  readonly save: (file: string, text: string | undefined) => void;
}

/** Parses a file once a change, as a directory does; calls back at every save. */
export function createVirtualSource(files: Readonly<Record<string, string>>): VirtualSource {
  const contents = new Map(Object.entries(files));
  const parsed = new Map<string, ParsedFile>();
  const writes = { files: 0, bytes: 0, flushes: 0 };
  let onChange = (): void => undefined;

  const put = (file: string, text: string): void => {
    contents.set(file, text);
    parsed.delete(file);
  };
  const read = (file: string, text: string): ParsedFile => {
    const known = parsed.get(file) ?? parseFile(file, new TextEncoder().encode(text));
    parsed.set(file, known);
    return known;
  };

  return {
    kind: 'directory',
    url: 'memory:specs',
    files: contents,
    writes,
    save(file, text) {
      if (text === undefined) {
        contents.delete(file);
        parsed.delete(file);
      } else put(file, text);
      onChange();
    },
    async load() {
      const all = [...contents].map(([file, text]) => ({ file, parsed: read(file, text) }));
      all.sort((a, b) => (a.file < b.file ? -1 : 1));
      return {
        files: all,
        findings: all.flatMap((each) => each.parsed.findings),
        complete: true,
        version: '',
      };
    },
    async writeStatus(edits) {
      writes.flushes += 1;
      return [...new Set(edits.map((each) => each.file))].flatMap((file) => {
        const own = edits.filter((each) => each.file === file);
        const text = contents.get(file);
        if (text === undefined) return own.map((edit) => ({ edit, outcome: 'gone' as const }));
        const edited = applyEdits(file, new TextEncoder().encode(text), own);
        if (edited.bytes !== undefined) {
          writes.files += 1;
          writes.bytes += edited.bytes.length;
          put(file, new TextDecoder().decode(edited.bytes));
        }
        return edited.results;
      });
    },
    async watch(callback) {
      onChange = callback;
      return { close: async () => undefined };
    },
    readBeside: async () => ({ ok: false, code: 'Missing', message: 'there are no files beside specs here' }),
    close: async () => undefined,
  };
}
