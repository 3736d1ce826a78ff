import { expect, test } from 'vitest';
import { sentences } from '../../src/core/finding.ts';

test.each([
  ['there is no bucket b', 'create it', 'There is no bucket b. Create it.'],
  ['none.jsonl is not in the source', 'Put it there.', 'none.jsonl is not in the source. Put it there.'],
  ['jobQueue is missing.', '', 'jobQueue is missing.'],
])('%s and %s read as sentences', (message, remedy, text) => {
  expect(sentences(message, remedy)).toBe(text);
});
