import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchClient } from '@aws-sdk/client-batch';
import { startEngine } from '../../src/local/index.ts';
import type { Engine, EngineOptions } from '../../src/local/index.ts';

/** An engine on a fresh folder, with a real SDK client for it. */
export interface Bench {
  readonly engine: Engine;
  readonly client: BatchClient;
  readonly dataDir: string;
  readonly close: () => Promise<void>;
}

/** A client that tries everything once and never looks for credentials. */
export function clientOf(url: string): BatchClient {
  return new BatchClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
}

export async function openBench(options: Partial<EngineOptions> = {}): Promise<Bench> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'arrayjob-engine-'));
  const engine = await startEngine({ vcpus: 8, ...options, dataDir });
  const client = clientOf(engine.url);
  return {
    engine,
    client,
    dataDir,
    close: async () => {
      client.destroy();
      await engine.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Asks until `good` says yes; throws with the last answer after `limitMs`. */
export async function until<T>(
  ask: () => Promise<T> | T,
  good: (value: T) => boolean,
  limitMs = 20_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (Date.now() > end) throw new Error(`Not within ${limitMs} ms: ${JSON.stringify(value)}`);
    await new Promise((done) => setTimeout(done, 15));
  }
}
