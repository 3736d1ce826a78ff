import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseFile, spliceStatus } from '../../src/document/index.ts';
import { specsOf, spliced, statusOf, textOf } from './laws.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const expectedFolder = join(fixtures, 'expected');
const names = readdirSync(fixtures).filter((each) => each.endsWith('.yaml'));
const status = {
  phase: 'Running',
  indexes: { total: 3, failed: 0 },
  failedIndexes: '7,812',
  message: 'a: b',
};

/** What became of a file: its new text, or the reason for which nothing is written. */
function outcomeOf(bytes: Uint8Array): { readonly text: string; readonly refused: boolean } {
  const edits = parseFile('x.yaml', bytes).documents.map(({ position }) => ({ position, status }));
  const result = spliceStatus(bytes, edits);
  return result.ok ? { text: textOf(result.bytes), refused: false } : { text: result.reason, refused: true };
}

/** `UPDATE_FIXTURES=1` writes the expected files anew, to be read in the diff before they are committed. */
function expectedOf(name: string, actual: string): string {
  const path = join(expectedFolder, name);
  if (process.env['UPDATE_FIXTURES'] !== undefined) {
    mkdirSync(expectedFolder, { recursive: true });
    writeFileSync(path, actual);
  }
  return readFileSync(path, 'utf8');
}

describe('a corpus of awkward files', () => {
  test('is large enough to mean something', () => {
    expect(names.length).toBeGreaterThan(60);
  });

  test.each(names)('%s is spliced as it should be', (name) => {
    const bytes = readFileSync(join(fixtures, name));
    const before = textOf(bytes);

    const outcome = outcomeOf(bytes);

    expect(outcome.text).toBe(expectedOf(outcome.refused ? `${name}.refused` : name, outcome.text));
    if (outcome.refused) return;
    expect(specsOf(outcome.text)).toEqual(specsOf(before));
    expect(outcomeOf(new TextEncoder().encode(outcome.text)).text).toBe(outcome.text);
    for (const { position, value } of parseFile('x.yaml', bytes).documents) {
      expect(statusOf(outcome.text, position)).toEqual(status);
      // A file that had no status gets its own bytes back when the status is taken away again.
      const appended = spliced(before, position, status);
      const flowComment = before.trimStart().startsWith('{') && /#|,\s*}\s*$/.test(before);
      if (!('status' in value) && !flowComment) expect(spliced(appended, position, undefined)).toBe(before);
    }
  });
});
