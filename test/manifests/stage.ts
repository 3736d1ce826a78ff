import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DescribeJobsCommand, RegisterJobDefinitionCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { readSource } from '../../src/api/index.ts';
import { range, size as sizeOf } from '../../src/core/intervals.ts';
import { buildSubmission } from '../../src/core/submission.ts';
import { parseFile } from '../../src/document/index.ts';
import { createS3Port } from '../../src/work/index.ts';
import { listItems } from '../../src/work/listing.ts';
import { openBench, until } from '../local/engines.ts';
import type { JobDetail, RegisterJobDefinitionRequest, SubmitJobRequest } from '@aws-sdk/client-batch';
import type { ReadArrayJob, ReadJobDefinition, ResourceDocument } from '../../src/api/index.ts';
import type { Json } from '../../src/core/json.ts';
import type { ParsedFile } from '../../src/document/index.ts';
import type { Bench } from '../local/engines.ts';

const root = resolve(import.meta.dirname, '../..');
const tutorial = join(root, 'manifests/tutorial');

/** The data files that the tutorial counts, as they come in their package. */
export const data = join(root, 'node_modules/vega-datasets/data');

/** A file's documents as resources are read from. */
export function documentsOf({ file, documents }: ParsedFile): readonly ResourceDocument[] {
  return documents.map(({ value, locate }) => ({ value, file, locate }));
}

/** The tutorial on an embedded engine: its definition registered, its bucket filled, its arrays submitted by hand. */
export interface Stage {
  readonly bench: Bench;
  /** What the listing that a spec declares finds in the bucket now. */
  readonly listed: (name: string) => Promise<readonly Json[]>;
  /** Submits one array (a plain job, when there is one index) of a spec and waits for its end. */
  readonly run: (name: string, items?: readonly Json[]) => Promise<JobDetail>;
  readonly put: (key: string, text: string) => void;
  /** An object's JSON. */
  readonly json: (key: string) => Record<string, unknown>;
  readonly text: (key: string) => string;
  readonly keys: (prefix: string) => readonly string[];
}

export async function openStage(): Promise<Stage> {
  const bench = await openBench({ images: { 'arrayjob-tutorial': tutorial }, vcpus: 4 });
  bench.engine.declareQueue('tutorial');
  bench.engine.declareBucket('tutorial');
  const bucket = join(bench.dataDir, 's3/tutorial');
  cpSync(data, join(bucket, 'input'), { recursive: true });

  const files = readdirSync(tutorial).filter((each) => each.endsWith('.yaml'));
  const resources = readSource(
    files.flatMap((each) => documentsOf(parseFile(each, readFileSync(join(tutorial, each))))),
  );
  const definition = resources.find((each): each is ReadJobDefinition => each.kind === 'JobDefinition')!;
  const desiredOf = (name: string) =>
    resources.find((each): each is ReadArrayJob => each.kind === 'ArrayJob' && each.name === name)!.desired;
  await bench.client.send(
    new RegisterJobDefinitionCommand({
      ...(definition.desired.body as unknown as Omit<RegisterJobDefinitionRequest, 'jobDefinitionName'>),
      jobDefinitionName: definition.name,
    }),
  );

  const put = (key: string, text: string): void => {
    mkdirSync(dirname(join(bucket, key)), { recursive: true });
    writeFileSync(join(bucket, key), text);
  };
  const text = (key: string): string => readFileSync(join(bucket, key), 'utf8');
  const port = createS3Port({
    endpoint: bench.engine.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
  });

  let runs = 0;
  return {
    bench: {
      ...bench,
      close: async () => {
        port.close();
        await bench.close();
      },
    },
    put,
    text,
    json: (key) => JSON.parse(text(key)) as Record<string, unknown>,
    keys: (prefix) =>
      readdirSync(join(bucket, prefix), { recursive: true, encoding: 'utf8' })
        .filter((each) => statSync(join(bucket, prefix, each)).isFile())
        .sort(),
    listed: async (name) => {
      const { work, manifest } = desiredOf(name);
      if (work.kind !== 's3') throw new Error(`${name} lists no bucket`);
      const context = { lister: port, manifest, name, signal: new AbortController().signal };
      const items: Json[] = [];
      for await (const page of listItems(work, context)) items.push(...page);
      return items;
    },
    run: async (name, items) => {
      runs += 1;
      const desired = desiredOf(name);
      const total = items?.length ?? (desired.work.kind === 'size' ? desired.work.size : 0);
      const indexes = range(0, total);
      const key = `manifests/${name}/${runs}.json`;
      if (items !== undefined) put(key, JSON.stringify(items));
      const built = buildSubmission({
        desired,
        definition: { reference: definition.name, body: definition.desired.body },
        id: { name, sourceId: '00000000', revision: '000000000000', run: runs, round: 0, shard: 0 },
        indexes,
        total: sizeOf(indexes),
        ...(items === undefined ? {} : { manifest: { bucket: 'tutorial', key } }),
        dependsOn: [],
      });
      if (!built.ok) throw new Error(built.message);
      const { jobId = '' } = await bench.client.send(
        new SubmitJobCommand(built.request as unknown as SubmitJobRequest),
      );
      const job = await until(
        async () => (await bench.client.send(new DescribeJobsCommand({ jobs: [jobId] }))).jobs?.[0],
        (each) => each?.status === 'SUCCEEDED' || each?.status === 'FAILED',
        50_000,
      );
      return job!;
    },
  };
}
