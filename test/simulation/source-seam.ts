import { parseFile, type ParsedFile } from '../../src/document/index.ts';
import type { Source, StatusEdit } from '../../src/source/index.ts';
import { applyEdits } from '../../src/source/status-edits.ts';
import type { Gate } from './batch-seam.ts';

/** The files of all processes, and of the people who edit them. */
export interface Files {
  readonly contents: ReadonlyMap<string, string>;
  /** Somebody saves a file; undefined deletes it. A half-written one cannot be read as what it will be. */
  readonly save: (file: string, text: string | undefined, by: object | undefined) => void;
  /** Told of every save; `by` is the source that made it. */
  readonly watch: (callback: (by: object | undefined) => void) => () => void;
  readonly parsed: (file: string) => ParsedFile;
}

export function createFiles(initial: ReadonlyMap<string, string>): Files {
  const contents = new Map(initial);
  const parsed = new Map<string, ParsedFile>();
  const watchers = new Set<(by: object | undefined) => void>();
  return {
    contents,
    save(file, text, by) {
      parsed.delete(file);
      if (text === undefined) contents.delete(file);
      else contents.set(file, text);
      for (const each of [...watchers]) each(by);
    },
    watch(callback) {
      watchers.add(callback);
      return () => watchers.delete(callback);
    },
    parsed(file) {
      const known = parsed.get(file) ?? parseFile(file, new TextEncoder().encode(contents.get(file) ?? ''));
      parsed.set(file, known);
      return known;
    },
  };
}

/** The source as one process sees it. `onWrite` sees every status before it stands in the file. */
export function createSourceSeam(
  files: Files,
  gate: Gate,
  onWrite: (edit: StatusEdit, before: string, after: string) => void,
): Source {
  const source: Source = {
    kind: 'directory',
    url: 'simulated:specs',
    async load() {
      await gate('load');
      const all = [...files.contents.keys()].sort().map((file) => ({ file, parsed: files.parsed(file) }));
      return {
        files: all,
        findings: all.flatMap((each) => each.parsed.findings),
        complete: true,
        version: '',
      };
    },
    async writeStatus(edits) {
      const results = [];
      for (const file of new Set(edits.map((each) => each.file))) {
        await gate(`write ${file}`);
        const own = edits.filter((each) => each.file === file);
        const before = files.contents.get(file);
        if (before === undefined) {
          results.push(...own.map((edit) => ({ edit, outcome: 'gone' as const, reason: 'no such file' })));
          continue;
        }
        const edited = applyEdits(file, new TextEncoder().encode(before), own);
        if (edited.bytes !== undefined) {
          const after = new TextDecoder().decode(edited.bytes);
          for (const { edit, outcome } of edited.results)
            if (outcome === 'written') onWrite(edit, before, after);
          files.save(file, after, source);
        }
        results.push(...edited.results);
        await gate(`wrote ${file}`);
      }
      return results;
    },
    watch: async (callback) => {
      const off = files.watch((by) => {
        if (by !== source) callback();
      });
      return {
        close: async () => {
          off();
        },
      };
    },
    readBeside: async () => ({ ok: false, code: 'Missing', message: 'there are no files beside specs here' }),
    close: async () => undefined,
  };
  return source;
}
