import { readFile, stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { sentences } from '../core/finding.ts';
import { catalogOf } from '../controller/catalog.ts';
import { MAX_FILE_BYTES, parseFile } from '../document/index.ts';
import { isAddress, openDirectory, type Snapshot, type Source } from '../source/index.ts';
import { openSource } from './common.ts';
import { POLICY_FLAG, policyIn } from './policy-file.ts';
import { harmlessLine, jsonText, print, printError, UsageError } from './text.ts';

interface ValidateOptions {
  readonly output?: string;
  readonly policy?: string;
}

export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('Check specs against their schemas and everything else that can be known offline')
    .argument('[path...]', 'directories, files or git URLs', ['.'])
    .option(...POLICY_FLAG)
    .addOption(new Option('-o, --output <format>', 'instead of text').choices(['json']))
    .addHelpText(
      'after',
      `
Examples:
  arrayjob validate jobs/
  arrayjob validate jobs/daily.yaml -o json
  arrayjob validate jobs/ --policy policy.yaml

Exit status: 0 no findings, 1 findings, 2 error.`,
    )
    .action(async (paths: readonly string[], options: ValidateOptions) => {
      process.exitCode = await validate(paths, options);
    });
}

async function snapshotOf(path: string): Promise<Snapshot> {
  if (isAddress(path)) return loadOnce(await openSource(path, () => undefined));
  const stats = await stat(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UsageError(`${path} is not there: check the path`);
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (stats.isDirectory()) return loadOnce(await openDirectory(path));
  const bytes = stats.size > MAX_FILE_BYTES ? Buffer.alloc(MAX_FILE_BYTES + 1) : await readFile(path);
  const parsed = parseFile(path, bytes);
  return { files: [{ file: path, parsed }], findings: parsed.findings, complete: true, version: '' };
}

async function loadOnce(source: Source): Promise<Snapshot> {
  try {
    return await source.load();
  } finally {
    await source.close();
  }
}

async function validate(paths: readonly string[], options: ValidateOptions): Promise<number> {
  const { output } = options;
  const policy = await policyIn(options.policy);
  const all = [];
  const foreign = [];
  let objects = 0;
  for (const path of paths) {
    const catalog = catalogOf(await snapshotOf(path), new WeakMap(), policy);
    const place = (file: string) =>
      file === path || path === '.' || isAddress(path) ? file : `${path.replace(/\/$/, '')}/${file}`;
    all.push(
      ...catalog.findings.map((each) => ({
        ...each,
        place: { ...each.place, file: place(each.place.file) },
      })),
    );
    foreign.push(...catalog.foreign.map((each) => ({ ...each, file: place(each.file) })));
    objects += catalog.objects.size;
  }
  if (output === 'json') {
    print(jsonText({ objects, findings: all, ignored: foreign }, 2));
    return all.length > 0 ? 1 : 0;
  }
  for (const { place, code, severity, message, remedy } of all) {
    printError(
      harmlessLine(
        `${place.file}:${place.line}:${place.column}: ${severity} ${code}: ${sentences(message, remedy)}`,
      ),
    );
  }
  for (const each of foreign) {
    print(
      harmlessLine(`${each.file}: ignored: ${each.apiVersion ?? 'no apiVersion'} ${each.kind ?? 'no kind'}`),
    );
  }
  print(`${objects} objects, ${all.length} findings`);
  return all.length > 0 ? 1 : 0;
}
