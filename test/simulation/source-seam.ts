import type { ParsedFile } from '../../src/document/index.ts';
import type { Source, StatusEdit, WriteResult } from '../../src/source/index.ts';
import type { Gate } from './batch-seam.ts';
import type { Chance } from './chance.ts';
import { asWritten } from './formats.ts';
import type { Owner } from './scheduler.ts';
import type { Violation } from './trace.ts';
import type { Spec } from './workload.ts';

/** The files of all processes, and of the people who edit them. */
export interface Files {
  readonly contents: ReadonlyMap<string, string>;
  /** Somebody saves a file; undefined deletes it. A half-written one cannot be read as what it will be. */
  readonly save: (file: string, text: string | undefined, by: object | undefined) => void;
  /** Told of every save; `by` is the source that made it. */
  readonly watch: (callback: (by: object | undefined) => void) => () => void;
  readonly parsed: (file: string) => ParsedFile;
}

/** The process that a source is opened for, and the time it has. */
export interface Opener {
  readonly owner: Owner;
  readonly gate: Gate;
  readonly chance: Chance;
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Where the specs of a simulation stand. */
export interface Ground {
  /** The id of the source, and how people name it. */
  readonly id: string;
  /** Whether the source has this id by nature, as a repository has; a directory's is known only from its store and its statuses. */
  readonly isNatural: boolean;
  readonly url: string;
  /** What people see and save there. */
  readonly files: Files;
  /** The source as one process sees it; rejects when it cannot be opened. */
  readonly open: (opener: Opener) => Promise<Source>;
  /** Lets go wrong what can go wrong there, as `at` fixes it at the start; nothing more does after `calm`. */
  readonly unleash?: (at: Fix, reach: GroundReach) => void;
  readonly calm?: () => void;
  /** What must hold when everything has come to rest. */
  readonly atTheEnd?: () => Violation | undefined;
}

/** Fixes up to `most` events of a kind, each with a stream of chance of its own. */
export type Fix = (kind: string, most: number, act: (chance: Chance, serial: number) => void) => void;

/** What a ground may reach of the rest of the world. */
export interface GroundReach {
  readonly say: (text: string) => void;
  readonly after: (ms: number, run: () => void) => void;
  /** A person has put other texts in place of these by other ways than `Files.save`. */
  readonly saved: (file: string, text: string | undefined) => void;
  /** The specs as people mean them now, and setting them to what they were meant as before. */
  readonly meant: () => ReadonlyMap<string, Spec>;
  readonly mean: (name: string, spec: Spec) => void;
}

/** What a ground is made of. */
export interface GroundOptions {
  readonly initial: ReadonlyMap<string, string>;
  readonly chance: Chance;
  /** Sees every status before it stands where people see it. */
  readonly onWrite: (edit: StatusEdit, before: string, after: string) => void;
  readonly violate: (violation: Violation) => void;
  /** Counts a fault that is due; false when it is left out. */
  readonly inject: (kind: string) => boolean;
}

/** How one way of keeping files reads a text, and puts statuses into it. */
export interface Format {
  readonly parse: (file: string, text: string) => ParsedFile;
  /** What edits make of a file; without a text it stays as it is. */
  readonly edit: (
    file: string,
    text: string,
    edits: readonly StatusEdit[],
  ) => { readonly text: string | undefined; readonly results: readonly WriteResult[] };
}

/** A directory. */
export function createFolder({ initial, onWrite }: GroundOptions, format = asWritten): Ground {
  const files = createFiles(initial, format);
  return {
    id: 'abcdef01',
    isNatural: false,
    url: 'simulated:specs',
    files,
    open: async ({ gate }) => createSourceSeam(files, gate, onWrite, format),
  };
}

export function createFiles(initial: ReadonlyMap<string, string>, format = asWritten): Files {
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
      const known = parsed.get(file) ?? format.parse(file, contents.get(file) ?? '');
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
  format = asWritten,
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
        const edited = format.edit(file, before, own);
        if (edited.text !== undefined) {
          for (const { edit, outcome } of edited.results)
            if (outcome === 'written') onWrite(edit, before, edited.text);
          files.save(file, edited.text, source);
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
