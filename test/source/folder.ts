import { mkdtempSync, rmSync, utimesSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../src/core/json.ts';
import type { Snapshot, StatusEdit } from '../../src/source/index.ts';

/** A folder that is removed after its test, with files given by path. */
export function folder(files: Readonly<Record<string, string>> = {}): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), 'arrayjob-source-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The text of a small spec. */
export function spec(name: string, more = ''): string {
  return `apiVersion: arrayjob.dev/v1\nkind: ArrayJob\nmetadata:\n  name: ${name}\nspec:\n  work: { size: 3 }\n${more}`;
}

/** The names of all objects in a snapshot. */
export function namesOf(snapshot: Snapshot): readonly string[] {
  return snapshot.files.flatMap((each) => each.parsed.documents.map((one) => one.name ?? '?'));
}

/** An edit for the named object as a snapshot shows it. */
export function editFor(snapshot: Snapshot, name: string, status: JsonObject): StatusEdit {
  for (const { file, parsed } of snapshot.files) {
    const document = parsed.documents.find((each) => each.name === name);
    if (document) return { file, kind: document.kind ?? '', name, specDigest: document.specDigest, status };
  }
  throw new Error(`no ${name} in the snapshot`);
}

/** Waits until a condition holds; fails after ten seconds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Sets a file's times back, as if it had been written long ago. */
export function age(path: string): void {
  utimesSync(path, 1_600_000_000, 1_600_000_000);
}
