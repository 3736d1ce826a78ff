import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openDirectoryStore } from '../../src/state/directory.ts';
import { ownProcess } from '../../src/state/process.ts';

/** A process of its own that works on a directory store: `raise DIR TIMES`, `die DIR STEP` or `lock DIR`. */
const [, , verb, dir, argument] = process.argv;

if (verb === 'raise') {
  const store = await openDirectoryStore(dir!);
  for (let done = 0; done < Number(argument);) {
    const entry = await store.get('counter');
    const next = String(Number(entry?.text ?? 0) + 1);
    if ((await store.put('counter', next, entry?.etag ?? 'absent')).ok) done++;
  }
} else if (verb === 'die') {
  const store = await openDirectoryStore(dir!, {
    onStep: (step) => {
      if (step === argument) process.kill(process.pid, 'SIGKILL');
    },
  });
  await store.put('folder/a', 'new text', 'any');
} else if (verb === 'lock') {
  symlinkSync(`${ownProcess}.n1`, join(dir!, '.lock'));
  process.stdout.write('locked');
  setInterval(() => undefined, 1000);
}
