import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { parentDetail, unitDetail } from './machine/describe.ts';
import type { Job, Unit, World } from './machine/model.ts';
import type { JsonObject } from './machine/wire.ts';

/** A `Batch Job State Change` as EventBridge delivers it; its detail resembles what DescribeJobs gives. */
export function eventOf(world: World, value: Job | Unit, at: number): JsonObject {
  const detail = 'job' in value ? unitDetail(world, value) : parentDetail(world, value);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Batch Job State Change',
    source: 'aws.batch',
    account: world.config.accountId,
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region: world.config.region,
    resources: [detail['jobArn'] ?? ''],
    detail: {
      ...detail,
      tags: { resourceArn: detail['jobArn'] as string, ...(detail['tags'] as JsonObject) },
    },
  };
}

/** Appends events as JSON lines, gathered and written together. */
export function createEventFile(file: string): {
  readonly add: (event: JsonObject) => void;
  readonly flush: () => void;
  readonly close: () => void;
} {
  const out = openSync(file, 'a');
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length === 0) return;
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    lines = [];
    for (let at = 0; at < bytes.length;) at += writeSync(out, bytes, at);
  };
  return {
    add: (event) => {
      lines.push(JSON.stringify(event));
    },
    flush,
    close: () => {
      flush();
      closeSync(out);
    },
  };
}
