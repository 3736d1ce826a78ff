import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { DescribeJobsCommand, ListJobsCommand } from '@aws-sdk/client-batch';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { data, openStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** The specs leave out files above this; at the time of writing two. */
const LARGEST_BYTES = 5_000_000;

const files = readdirSync(data).filter((each) => statSync(join(data, each)).size <= LARGEST_BYTES);

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.bench.close();
});

describe('count-files', () => {
  beforeAll(async () => {
    const job = await stage.run('count-files', await stage.listed('count-files'));

    expect(job.arrayProperties?.statusSummary).toMatchObject({ SUCCEEDED: files.length, FAILED: 0 });
  });

  test('has an item for every file of up to 5 MB, and none for its own results and manifests', async () => {
    const items = await stage.listed('count-files');

    expect(items).toEqual(
      files.map((each) => ({ bucket: 'tutorial', key: `input/${each}` })).sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
  });

  test('writes one result for each file', () => {
    expect(stage.keys('results/count-files')).toEqual(files.map((each) => `${each}.json`).sort());
  });

  test.each([
    ['cars.json', { type: 'json', rows: 406, columns: 9 }],
    ['seattle-weather.csv', { type: 'csv', rows: 1461, columns: 6 }],
    ['unemployment.tsv', { type: 'tsv', rows: 3218, columns: 2 }],
    ['volcano.json', { type: 'json', rows: 1, columns: 3 }],
  ])('counts %s as it is known to be', (file, expected) => {
    expect(stage.json(`results/count-files/${file}.json`)).toEqual({
      key: `input/${file}`,
      bytes: statSync(join(data, file)).size,
      ...expected,
    });
  });

  test.each(files.filter((each) => /\.[ct]sv$/.test(each)))(
    'finds in %s what another parser finds',
    (file) => {
      const records = parse(readFileSync(join(data, file)), {
        bom: true,
        delimiter: extname(file) === '.tsv' ? '\t' : ',',
        relax_column_count: true,
        skip_empty_lines: true,
      });

      expect(stage.json(`results/count-files/${file}.json`)).toMatchObject({
        rows: records.length - 1,
        columns: records[0]?.length,
      });
    },
  );

  test('finds in tables of JSON the columns that the package itself describes', () => {
    const described = JSON.parse(readFileSync(join(data, '../datapackage.json'), 'utf8')) as {
      resources: { path: string; format: string; schema?: { fields: { name: string }[] } }[];
    };
    // The description goes by the first row, so it holds for tables whose rows all have the same members.
    const uniform = (path: string): boolean => {
      const rows = JSON.parse(readFileSync(join(data, path), 'utf8')) as object[];
      return new Set(rows.map((row) => Object.keys(row).sort().join())).size === 1;
    };
    const tables = described.resources.filter(
      ({ path, format, schema }) =>
        format === 'json' && schema !== undefined && files.includes(path) && uniform(path),
    );

    const found = tables.map(({ path }) => [path, stage.json(`results/count-files/${path}.json`)['columns']]);

    expect(found.length).toBeGreaterThan(20);
    expect(found).toEqual(tables.map(({ path, schema }) => [path, schema!.fields.length]));
  });

  test('digests what is no table', () => {
    const bytes = readFileSync(join(data, '7zip.png'));

    expect(stage.json('results/count-files/7zip.png.json')).toEqual({
      key: 'input/7zip.png',
      bytes: bytes.length,
      type: 'other',
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  test('works as a plain job, which has no array index', async () => {
    stage.put('input/late.csv', 'a,b\n1,"two,\nand ""three"""\n\n');

    const job = await stage.run('count-files', [{ bucket: 'tutorial', key: 'input/late.csv' }]);

    expect(job.arrayProperties?.size).toBeUndefined();
    expect(job.status).toBe('SUCCEEDED');
    expect(stage.json('results/count-files/late.csv.json')).toMatchObject({ rows: 1, columns: 2 });
  });

  test.each([
    ['broken.json', '{"a": '],
    ['broken.csv', 'a,b\n1,"never closed\n'],
  ])('fails the child of %s alone, with an exit code of its own', async (file, text) => {
    stage.put(`input/${file}`, text);
    stage.put('input/sound.json', '[1, 2]');

    const job = await stage.run('count-files', [
      { bucket: 'tutorial', key: `input/${file}` },
      { bucket: 'tutorial', key: 'input/sound.json' },
    ]);
    const broken = await stage.bench.client.send(new DescribeJobsCommand({ jobs: [`${job.jobId ?? ''}:0`] }));

    expect(job.arrayProperties?.statusSummary).toMatchObject({ SUCCEEDED: 1, FAILED: 1 });
    expect(broken.jobs?.[0]?.container?.exitCode).toBe(65);
    expect(stage.keys('results/count-files')).not.toContain(`${file}.json`);
  });
});

describe('simulate', () => {
  test('has one child that fails on its first attempt and is tried again', async () => {
    const job = await stage.run('simulate');
    const { jobSummaryList = [] } = await stage.bench.client.send(
      new ListJobsCommand({ arrayJobId: job.jobId, jobStatus: 'SUCCEEDED' }),
    );
    const { jobs = [] } = await stage.bench.client.send(
      new DescribeJobsCommand({ jobs: jobSummaryList.map((each) => each.jobId ?? '') }),
    );

    const attempts = jobs.map(({ arrayProperties, attempts: made }) => [
      arrayProperties?.index,
      made?.map(({ container }) => container?.exitCode),
    ]);

    expect(attempts.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(
      Array.from({ length: 12 }, (_, index) => [index, index === 5 ? [1, 0] : [0]]),
    );
  });

  test('writes an estimate of pi for each index, each from throws of its own', () => {
    const results = stage.keys('results/simulate').map((each) => stage.json(`results/simulate/${each}`));

    expect(results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(results.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1]);
    expect(new Set(results.map(({ inside }) => inside)).size).toBe(12);
    for (const { estimate } of results) expect(Math.abs(Number(estimate) - Math.PI)).toBeLessThan(0.01);
  });
});

describe('summarize', () => {
  test('adds up what the others have written, for programs and for people', async () => {
    const results = stage
      .keys('results/count-files')
      .map((each) => stage.json(`results/count-files/${each}`));
    const rows = results.reduce((sum, each) => sum + Number(each['rows'] ?? 0), 0);

    const job = await stage.run('summarize');
    const summary = stage.json('results/summary.json');
    const text = stage.text('results/summary.md');

    expect(job.status).toBe('SUCCEEDED');
    expect(summary).toMatchObject({
      files: results.length,
      rows,
      pi: { children: 12, retried: 1, throws: 12_000_000 },
    });
    expect((summary['largest'] as unknown[])[0]).toEqual({ key: 'input/zipcodes.csv', rows: 42_049, columns: 6 });
    expect(text).toContain(`${results.length} files, ${rows} rows`);
    expect(text).toContain('| input/zipcodes.csv | 42049 | 6 |');
    expect(text).toContain('of 12 children, of which 1 had to try again');
  });
});
