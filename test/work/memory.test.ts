import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const dist = resolve(import.meta.dirname, '../../dist');

/** `WORK_ITEMS=1000000` is the long form; it takes half a minute and the same memory. */
const ITEMS = Number(process.env['WORK_ITEMS'] ?? 200_000);

/** Items of about a hundred bytes: all of them at once would need far more than the heap that is given. */
const HEAP_MB = 20;

/** Resolves a file twice, the second time with one item more, and gives what was found. */
const PROGRAM = `
import { openStore } from '${dist}/state/index.js';
import { resolveWork, createMemoryS3 } from '${dist}/work/index.js';
import { size } from '${dist}/core/intervals.js';

const [dir, count] = [process.argv[1], Number(process.argv[2])];
const store = await openStore(dir);
const look = (items, ledger) => resolveWork({
  desired: { name: 'a', work: { kind: 'file', path: 'a.jsonl' }, itemsPerChild: 1, manifest: { bucket: 'b', key: 'k' } },
  ledger,
  store,
  keyPrefix: 'x',
  lister: createMemoryS3({ buckets: [] }),
  readBeside: async () => ({
    ok: true,
    file: 'a.jsonl',
    sizeBytes: 100 * items,
    etag: String(items),
    open: async function* () {
      let text = '';
      for (let i = 0; i < items; i++) {
        text += JSON.stringify({ id: i, path: 'input/2026/11/24/part-' + String(i).padStart(8, '0') + '.csv', threshold: i % 10 }) + '\\n';
        if (text.length > 65_536) { yield Buffer.from(text); text = ''; }
      }
      yield Buffer.from(text);
    },
  }),
  now: 0,
  signal: new AbortController().signal,
  again: false,
});
const first = await look(count);
const second = await look(count + 1, first.ledger);
console.log(JSON.stringify({ first: size(first.live), second: size(second.live), added: [...second.added] }));
await store.close();
`;

test('a file of many items is given indexes in a memory that could not hold them', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'arrayjob-memory-'));
  onTestFinished(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${HEAP_MB}`,
    '--input-type=module',
    '-e',
    PROGRAM,
    dir,
    String(ITEMS),
  ]);

  expect(JSON.parse(stdout)).toEqual({ first: ITEMS, second: ITEMS + 1, added: [ITEMS, ITEMS + 1] });
}, 300_000);
