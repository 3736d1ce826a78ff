import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '../controller/house.ts';

/** A program that knows its manifest and the index that Batch gives it, and nothing of arrayjob beyond that. */
const READS_MANIFEST = `
const { AWS_ENDPOINT_URL, ARRAYJOB_MANIFEST_BUCKET, ARRAYJOB_MANIFEST_KEY, AWS_BATCH_JOB_ARRAY_INDEX } = process.env;
const bucket = AWS_ENDPOINT_URL + '/' + ARRAYJOB_MANIFEST_BUCKET + '/';
const manifest = await (await fetch(bucket + ARRAYJOB_MANIFEST_KEY)).json();
const item = manifest[AWS_BATCH_JOB_ARRAY_INDEX];
const key = Array.isArray(item) ? item.map((each) => each.id ?? each).join('+') : String(item.id ?? item.key);
const name = key.replaceAll('/', '_');
const before = await fetch(bucket + 'tries/' + name);
const tries = before.ok ? Number(await before.text()) + 1 : 1;
await fetch(bucket + 'tries/' + name, { method: 'PUT', body: String(tries) });
if (tries < (item.tries ?? 1)) process.exit(3);
await fetch(bucket + 'out/' + name, { method: 'PUT', body: JSON.stringify(item) });
`;

/** A program that leaves its arguments and what it was told about itself under the index that it read, one file per start. */
const TELLS = `
const { AWS_ENDPOINT_URL, ARRAYJOB_INDEXES, ARRAYJOB_ROUND, ARRAYJOB_RUN, CONTAINER, CODE } = process.env;
const index = process.env.AWS_BATCH_JOB_ARRAY_INDEX;
const told = { index, args: process.argv.slice(2), intervals: ARRAYJOB_INDEXES, container: CONTAINER };
const name = [ARRAYJOB_RUN, index, ...(CONTAINER === undefined ? [] : [CONTAINER])].join('-');
await fetch(AWS_ENDPOINT_URL + '/data/out/' + name, { method: 'PUT', body: JSON.stringify(told) });
if (process.env.WAITS_FOR_TERM !== undefined) {
  process.on('SIGTERM', async () => {
    await fetch(AWS_ENDPOINT_URL + '/data/out/term-' + name, { method: 'PUT', body: '{}' });
    process.exit(0);
  });
  await fetch(AWS_ENDPOINT_URL + '/data/out/up-' + name, { method: 'PUT', body: '{}' });
  setInterval(() => undefined, 1_000);
} else process.exitCode = Number(CODE ?? 0);
`;

/** A program that needs 128 MiB at three of its indexes, and is killed when its container has less. */
const NEEDS_MEMORY = `
const { AWS_ENDPOINT_URL, AWS_BATCH_JOB_ID } = process.env;
const answer = await fetch(AWS_ENDPOINT_URL + '/v1/describejobs', {
  method: 'POST',
  body: JSON.stringify({ jobs: [AWS_BATCH_JOB_ID] }),
});
const [job] = (await answer.json()).jobs;
const memory = job.container.resourceRequirements.find((each) => each.type === 'MEMORY').value;
if (Number(memory) < 128) process.kill(process.pid, 'SIGKILL');
`;

const PROGRAMS = { manifest: READS_MANIFEST, tells: TELLS, memory: NEEDS_MEMORY } as const;

/** Puts a program beside the specs and gives the command that runs it. */
export function program(house: House, which: keyof typeof PROGRAMS): readonly string[] {
  const path = join(house.dir, '..', `${which}.mjs`);
  writeFileSync(path, PROGRAMS[which]);
  return [process.execPath, path];
}

/** What children have left in the bucket below `out/`, by name. */
export function outputs(house: House): Readonly<Record<string, unknown>> {
  const dir = join(house.dir, '..', 'data/s3/data/out');
  if (!existsSync(dir)) return {};
  return Object.fromEntries(
    readdirSync(dir)
      .filter((name) => !name.startsWith('.'))
      .sort()
      .map((name) => [name, JSON.parse(readFileSync(join(dir, name), 'utf8')) as unknown]),
  );
}

/** Takes away what children have left so far. */
export function forget(house: House): void {
  rmSync(join(house.dir, '..', 'data/s3/data/out'), { recursive: true, force: true });
}

/** The indexes of every array that was submitted, oldest first; the identity is written out. */
export function submitted(
  jobs: readonly { readonly arraySize?: number; readonly environment: Readonly<Record<string, string>> }[],
): readonly string[] {
  return jobs.map(
    ({ arraySize, environment }) =>
      environment['ARRAYJOB_INDEXES'] ?? (arraySize === undefined ? '0' : `0-${arraySize - 1}`),
  );
}
