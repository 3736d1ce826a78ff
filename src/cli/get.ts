import { type Command, Option } from 'commander';
import { catalogOf, type Declared } from '../controller/catalog.ts';
import { isObject, type Json } from '../core/json.ts';
import { openSource } from './common.ts';
import { print, printError, table } from './text.ts';

interface GetOptions {
  readonly source: string;
  readonly output?: string;
}

export function addGet(program: Command): void {
  program
    .command('get')
    .description('List objects with the status that stands in their files')
    .argument('[name]', 'one object; all when left out')
    .option('-s, --source <dir>', 'a directory of YAML specs, or a git URL', '.')
    .addOption(new Option('-o, --output <format>', 'instead of a table').choices(['wide', 'json', 'name']))
    .addHelpText(
      'after',
      `
Examples:
  arrayjob get -s jobs/
  arrayjob get process-daily-files -s jobs/ -o json

Exit status: 0, 1 not found.`,
    )
    .action(async (name: string | undefined, options: GetOptions) => {
      process.exitCode = await get(name, options);
    });
}

async function get(name: string | undefined, options: GetOptions): Promise<number> {
  const source = await openSource(options.source, () => undefined);
  const catalog = catalogOf(await source.load(), new WeakMap());
  await source.close();
  const chosen = [...catalog.objects.values()]
    .filter((each) => each.kind === 'ArrayJob')
    .filter((each) => name === undefined || each.name === name);
  if (name !== undefined && chosen.length === 0) {
    printError(
      `No ArrayJob is called ${name} in ${options.source}; list all with: arrayjob get -s ${options.source}`,
    );
    return 1;
  }
  if (options.output === 'json') {
    const values = chosen.map((each) => ({
      kind: each.kind,
      name: each.name,
      file: each.file,
      status: each.status ?? null,
    }));
    print(JSON.stringify(name === undefined ? values : values[0], undefined, 2));
  } else if (options.output === 'name') {
    for (const each of chosen) print(`arrayjob/${each.name}`);
  } else {
    const wide = options.output === 'wide';
    const header = ['NAME', 'PHASE', 'SUCCEEDED', 'FAILED', 'RUNNING', 'WAITING', 'RUN'];
    print(
      table([
        wide ? [...header, 'REVISION', 'FILE', 'MESSAGE'] : header,
        ...chosen.map((each) => row(each, wide)),
      ]),
    );
  }
  return 0;
}

function row(each: Declared, wide: boolean): readonly string[] {
  const status = isObject(each.status) ? each.status : {};
  const counts = isObject(status['indexes']) ? status['indexes'] : {};
  const text = (value: Json | undefined) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '-';
  const total = counts['total'];
  const cells = [
    each.name,
    each.spec.kind === 'invalid' ? 'Invalid' : text(status['phase']),
    total === undefined ? '-' : `${text(counts['succeeded'])}/${text(total)}`,
    text(counts['failed']),
    text(counts['running']),
    text(counts['waiting']),
    text(status['run']),
  ];
  if (!wide) return cells;
  const conditions = Array.isArray(status['conditions']) ? status['conditions'] : [];
  const first = (conditions as readonly Json[])[0];
  return [...cells, text(status['revision']), each.file, isObject(first) ? text(first['message']) : '-'];
}
