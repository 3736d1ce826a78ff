import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { Schema } from './schema.ts';

/**
 * A schema as the code of a CommonJS module that checks a value and leaves what is wrong in `errors`.
 * Compiling at start-up would take ten times as long as loading this, and most of the time that `validate` may take.
 */
export function validatorOf(schema: Schema): string {
  const ajv = new Ajv2020({ strict: true, allErrors: true, code: { source: true, lines: true } });
  const toCode = standaloneCode as unknown as { readonly default: typeof standaloneCode.default };
  return `// Made by \`npm run schemas\` from the schema beside it.\n${toCode.default(ajv, ajv.compile(schema))}\n`;
}

/** A schema without what explains it: the code needs none of that. */
export function withoutProse(schema: Schema): Schema {
  const strip = (value: unknown, named: boolean): unknown => {
    if (Array.isArray(value)) return value.map((each) => strip(each, false));
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).filter(([key]) => named || !PROSE.includes(key));
    return Object.fromEntries(
      members.map(([key, each]) => [key, strip(each, !named && ['properties', '$defs'].includes(key))]),
    );
  };
  return strip(schema, false) as Schema;
}

const PROSE = ['title', 'description', 'examples', 'default', 'deprecated'];
