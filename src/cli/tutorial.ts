import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { run } from './run/daemon.ts';
import { print, UsageError } from './text.ts';

/** Files above this size are left out of the tutorial's input: it is to end within a minute. */
const LARGE = new Set(['flights-200k.json', 'flights-200k.arrow', 'flights-3m.parquet']);

const QUEUE_BUCKET = 'tutorial';

export function addTutorial(program: Command): void {
  program
    .command('tutorial')
    .description(
      'Copy the tutorial to a scratch folder and run it with the embedded engine until it is settled',
    )
    .argument('[folder]', 'the scratch folder; run again to resume', '.work/tutorial')
    .option('--input <dir>', 'files to be counted (default: those of the npm package vega-datasets)')
    .addHelpText('after', '\nExample:\n  arrayjob tutorial /tmp/tutorial')
    .action(async (folder: string, options: { readonly input?: string }) => {
      process.exitCode = await tutorial(resolve(folder), options.input);
    });
}

async function tutorial(folder: string, input: string | undefined): Promise<number> {
  const manifests = fileURLToPath(new URL('../../manifests/tutorial', import.meta.url));
  const jobs = join(folder, 'jobs');
  const data = join(folder, 'data');
  const bucket = join(data, 's3', QUEUE_BUCKET);
  copySpecs(manifests, jobs);
  copyInput(input ?? datasets(), join(bucket, 'input'));

  const status = await run(jobs, {
    local: true,
    data,
    untilSettled: true,
    localImage: [`arrayjob-tutorial=${manifests}`],
    pollInterval: 500,
    statusInterval: 1_000,
    settleTime: 30_000,
    logLevel: 'info',
  });

  const here = (path: string) => relative(process.cwd(), path) || '.';
  const results = join(bucket, 'results');
  print('');
  print(status === 0 ? 'The tutorial is settled.' : 'The tutorial has ended, and not everything succeeded.');
  print(`  specs with their status  ${here(jobs)}`);
  print(`  results                  ${here(results)}`);
  print(`  what children printed    ${here(join(data, 'logs'))}`);
  print(`Look at them with: npx arrayjob get -s ${here(jobs)}. Edit a spec, or drop a file into`);
  print(`${here(join(bucket, 'input'))}, and run this again: only what is missing runs.`);
  return status;
}

/** Specs that are there already may have been edited, and hold the status: they stay. */
function copySpecs(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.endsWith('.yaml') && !existsSync(join(to, name))) cpSync(join(from, name), join(to, name));
  }
}

function copyInput(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const target = join(to, entry.name);
    if (entry.isFile() && !LARGE.has(entry.name) && !existsSync(target))
      cpSync(join(from, entry.name), target);
  }
}

/** The data files of vega-datasets, which is installed beside the project for the tutorial. */
function datasets(): string {
  try {
    const require = createRequire(import.meta.url);
    return join(dirname(dirname(require.resolve('vega-datasets'))), 'data');
  } catch {
    throw new UsageError(
      'The data of the tutorial is not installed: run npm ci in a clone of the project, or give --input DIR',
    );
  }
}
