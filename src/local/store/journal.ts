import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf, lineOf, linesOf } from './records.ts';
import { reduceLines } from './restore.ts';
import type { Entity, World } from '../machine/model.ts';
import type { Kept } from './restore.ts';

/** The log is written anew when it has grown past this and to several times what it would be. */
const COMPACT_BYTES = 64 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/**
 * Keeps a world on disk: a log of what entities have become. Changes gather in memory, each entity once, and go to the
 * file together; what has been handed to the kernel survives `kill -9`.
 */
export interface Journal {
  readonly changed: (kind: Entity['kind'], value: Entity['value']) => void;
  readonly removed: (kind: Entity['kind'], value: Entity['value']) => void;
  /** Writes what has gathered. */
  readonly flush: () => void;
  readonly pending: () => boolean;
  /** Writes the world anew, without its history. */
  readonly compact: (world: World) => void;
  readonly close: () => void;
}

/** Reads what an earlier engine has left; a last line that was cut off is skipped. */
export function readJournal(folder: string): { kept: Kept; skipped: number } | undefined {
  const file = join(folder, 'state.jsonl');
  if (!existsSync(file)) return undefined;
  return reduceLines(readFileSync(file, 'utf8').split('\n'));
}

export function createJournal(folder: string): Journal {
  const file = join(folder, 'state.jsonl');
  const dirty = new Map<Entity['value'], Entity['kind']>();
  let gone: string[] = [];
  let out = openSync(file, 'a');
  let written = 0;
  let floor = 0;

  const write = (target: number, text: string): void => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) at += writeSync(target, bytes, at);
    written += bytes.length;
  };

  const flush = (): void => {
    if (dirty.size === 0 && gone.length === 0) return;
    const parts: string[] = [];
    let length = 0;
    for (const [value, kind] of dirty) {
      const text = JSON.stringify(lineOf(kind, value));
      parts.push(text);
      length += text.length;
      if (length > CHUNK) {
        write(out, `${parts.join('\n')}\n`);
        parts.length = 0;
        length = 0;
      }
    }
    parts.push(...gone);
    if (parts.length > 0) write(out, `${parts.join('\n')}\n`);
    dirty.clear();
    gone = [];
  };

  return {
    flush,
    pending: () => dirty.size > 0 || gone.length > 0 || written > Math.max(COMPACT_BYTES, 4 * floor),
    changed: (kind, value) => {
      dirty.set(value, kind);
    },
    removed: (kind, value) => {
      dirty.delete(value);
      gone.push(JSON.stringify({ k: 'gone', of: kind, id: keyOf(kind, value) }));
    },
    compact: (world) => {
      if (written <= Math.max(COMPACT_BYTES, 4 * floor) && floor > 0) return;
      const next = `${file}.next`;
      const target = openSync(next, 'w');
      written = 0;
      let parts: string[] = [];
      for (const line of linesOf(world)) {
        parts.push(JSON.stringify(line));
        if (parts.length === 1000) {
          write(target, `${parts.join('\n')}\n`);
          parts = [];
        }
      }
      if (parts.length > 0) write(target, `${parts.join('\n')}\n`);
      fsyncSync(target);
      closeSync(target);
      renameSync(next, file);
      closeSync(out);
      out = openSync(file, 'a');
      floor = Math.max(written, 1);
      written = 0;
      dirty.clear();
      gone = [];
    },
    close: () => {
      flush();
      closeSync(out);
    },
  };
}
