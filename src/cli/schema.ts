import type { Command } from 'commander';
import { KINDS, schemaText } from '../api/index.ts';
import { print, UsageError } from './text.ts';

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('Print the JSON Schema of a kind')
    .argument('<kind>', KINDS.join(' or '))
    .addHelpText('after', '\nExample:\n  arrayjob schema ArrayJob > arrayjob.v1.schema.json')
    .action((text: string) => {
      const kind = KINDS.find((each) => each.toLowerCase() === text.toLowerCase());
      if (kind === undefined)
        throw new UsageError(`There is no kind ${text}; there are ${KINDS.join(' and ')}`);
      print(schemaText(kind).trimEnd());
    });
}
