import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'arrayjob-tutorial-'));
const main = join(root, 'dist/cli/main.js');
const run = promisify(execFile);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The tutorial over a handful of the real files: the same path as the main job, in less time. */
async function tutorial(): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const input = join(folder, 'input');
  mkdirSync(input, { recursive: true });
  for (const name of ['cars.json', 'seattle-weather.csv', 'unemployment.tsv', 'ffox.png', 'stocks.csv']) {
    cpSync(join(root, 'node_modules/vega-datasets/data', name), join(input, name));
  }
  return run(process.execPath, [main, 'tutorial', join(folder, 'scratch'), '--input', input], {
    cwd: folder,
  });
}

test('the tutorial ends with every object succeeded, says where things lie, and submits nothing the second time', async () => {
  const first = await tutorial();
  const summary = JSON.parse(
    readFileSync(join(folder, 'scratch/data/s3/tutorial/results/summary.json'), 'utf8'),
  ) as unknown;
  const specs = ['count-files', 'simulate', 'summarize'].map((name) =>
    readFileSync(join(folder, `scratch/jobs/${name}.yaml`), 'utf8'),
  );
  const second = await tutorial();
  const table = await run(process.execPath, [main, 'get', '-s', join(folder, 'scratch/jobs')]);

  expect(first.stdout).toContain('The tutorial is settled.');
  expect(first.stdout).toMatch(/specs with their status {2}scratch\/jobs\n {2}results {18}scratch\/data\/s3/);
  expect(first.stderr.match(/"reason":"Submitted"/g)).toHaveLength(3);
  expect(summary).toBeTypeOf('object');
  for (const spec of specs) expect(spec).toMatch(/^status:\n {2}phase: Succeeded$/m);
  expect(specs[0]).toContain('indexes: { total: 5, succeeded: 5, failed: 0, running: 0, waiting: 0 }');
  expect(second.stderr).not.toContain('"reason":"Submitted"');
  expect(table.stdout).toMatch(/count-files {2}Succeeded {2}100% {6}5\/5/);
}, 180_000);
