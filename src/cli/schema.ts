import type { Command } from 'commander';
import { SCHEMA_KINDS, schemaText } from '../api/index.ts';
import { print, UsageError } from './text.ts';

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('Print the JSON Schema of a kind')
    .argument('<kind>', SCHEMA_KINDS.join(', '))
    .addHelpText('after', '\nExample:\n  arrayjob schema ArrayJob > arrayjob.v1.schema.json')
    .action((text: string) => {
      const kind = SCHEMA_KINDS.find((each) => each.toLowerCase() === text.toLowerCase());
      if (kind === undefined)
        throw new UsageError(`There is no kind ${text}; there are ${SCHEMA_KINDS.join(', ')}`);
      print(schemaText(kind).trimEnd());
    });
}
