import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AddressInfo } from 'node:net';
import { createLogReader } from './http/log-reader.ts';
import { sendJson } from './http/body.ts';
import { createEngineServer } from './http/server.ts';
import { createFaults } from './machine/faults.ts';
import { createMachine, defaultConfig } from './machine/machine.ts';
import { seededRandom } from './machine/random.ts';
import { isHeld } from './store/lock.ts';
import { readJournal } from './store/journal.ts';
import { restoreWorld } from './store/restore.ts';

/** The file in which a living engine says where it listens. */
export const ADDRESS_FILE = 'url';

/** An address that answers for an engine's data. */
export interface View {
  readonly url: string;
  /** An engine is at work on the data; otherwise nothing will change any more. */
  readonly live: boolean;
  close(): Promise<void>;
}

/**
 * Looks at the data of an engine without becoming one: where an engine is at work, its own address; otherwise a server that
 * answers from the records and starts, stops and writes nothing. Throws a sentence when there is no such data.
 */
export async function viewEngine(folder: string): Promise<View> {
  const dataDir = resolve(folder);
  const stateDir = join(dataDir, 'state');
  if (!existsSync(join(stateDir, 'state.jsonl'))) {
    throw new Error(`${dataDir} holds no data of an embedded engine: name the folder with --data`);
  }
  if (isHeld(stateDir)) {
    const url = addressIn(stateDir);
    if (url !== undefined) return { url, live: true, close: async () => undefined };
  }
  const machine = createMachine({
    now: Date.now,
    random: seededRandom(1),
    executor: { start: () => undefined, stop: () => undefined },
    config: { region: defaultConfig.region },
    hooks: { changed: () => undefined, removed: () => undefined },
  });
  const earlier = readJournal(stateDir);
  if (earlier !== undefined) restoreWorld(machine.world, earlier.kept, 'i-viewer');
  const server = createEngineServer({
    machine,
    faults: createFaults(seededRandom(1)),
    commit: () => undefined,
    logs: { reader: createLogReader(join(dataDir, 'logs')) },
    s3: async (_req, res) => {
      sendJson(res, 503, { message: 'No engine is at work on these data.' });
    },
    stats: () => ({}),
    hosts: (host) => /^127\.0\.0\.1(:|$)/.test(host),
    failed: () => undefined,
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    live: false,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function addressIn(stateDir: string): string | undefined {
  try {
    const text = readFileSync(join(stateDir, ADDRESS_FILE), 'utf8').trim();
    return /^http:\/\/\S+$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
