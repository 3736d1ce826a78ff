import type { Schema } from './schema.ts';

const INTRODUCTION = `# Reference

Every field of both kinds of resources, and of a policy. This page is made from the JSON Schemas in \`schemas/\` by \`npm run schemas\`; a test keeps it in step.
An editor shows the same text when the first line of a spec names the schema:

\`\`\`yaml
# yaml-language-server: $schema=../schemas/arrayjob.v1.schema.json
\`\`\`

- A *duration* is one whole number and one unit: \`500ms\`, \`10s\`, \`5m\`, \`24h\`. Sums such as \`1h30m\` are refused; write \`90m\`.
- An *amount* is a whole number of indexes, or a percentage of the total from \`0%\` to \`100%\`, rounded up.
- Indexes, rounds and shards count from 0, runs from 1.
- A field that is left out has its default; a field without a value (\`canary:\`) is refused.
- What is refused beyond types and bounds is listed in [findings.md](findings.md).

Fields marked *required* must be present wherever the map that holds them is. The rows of \`metadata\` are the same in all kinds.
`;

/** docs/reference.md: a table for each kind, and one for each shape that several fields share. */
export function reference(kinds: readonly Schema[]): string {
  const shared = new Map(kinds.flatMap((each) => Object.entries(each.$defs ?? {})));
  const sections = kinds.map((each) => section(`## ${String(each.title)}`, each));
  const shapes = [...shared]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) =>
      each.properties ? section(`### ${name}`, each) : `### ${name}\n\n${each.description ?? ''}\n`,
    );
  const heading =
    '## Shared shapes\n\nThose of `SubmitJob` and `RegisterJobDefinition` are described in the words of the AWS SDK.\n';
  return [INTRODUCTION, ...sections, heading, ...shapes].join('\n');
}

function section(heading: string, schema: Schema): string {
  const rows = rowsOf(schema, '');
  return `${heading}\n\n${cell(schema.description ?? '')}\n\n| Field | Type | Meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

function rowsOf(schema: Schema, prefix: string): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const required = schema.required?.includes(name) ? ', *required*' : '';
    const row = `| \`${path}\` | ${typeOf(field)}${required} | ${cell(meaning(field))} |`;
    const items = typeof field.items === 'object' ? field.items : undefined;
    return [row, ...rowsOf(field, `${path}.`), ...(items ? rowsOf(items, `${path}[].`) : [])];
  });
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/$defs/', '');
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.type === 'array') {
    return `list of ${typeof schema.items === 'object' ? typeOf(schema.items) : 'anything'}`;
  }
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return `map of ${typeOf(schema.additionalProperties)}`;
  }
  return schema.type ?? 'anything';
}

function meaning(schema: Schema): string {
  const notes = [
    schema['deprecated'] === true ? 'Deprecated.' : undefined,
    schema.enum && `One of ${schema.enum.map((each) => `\`${each}\``).join(', ')}.`,
    bounds(schema),
    schema.default === undefined ? undefined : `Default: \`${JSON.stringify(schema.default)}\`.`,
    schema.examples && `Example: ${schema.examples.map((each) => `\`${JSON.stringify(each)}\``).join(', ')}.`,
  ];
  return [schema.description, ...notes.filter((each) => each !== undefined)].join(' ');
}

function bounds(schema: Schema): string | undefined {
  const pairs = [
    ['minimum', 'maximum', ''],
    ['minLength', 'maxLength', ' characters'],
    ['minItems', 'maxItems', ' entries'],
  ] as const;
  for (const [low, high, unit] of pairs) {
    const from = schema[low] as number | undefined;
    const to = schema[high] as number | undefined;
    if (from !== undefined && to !== undefined) return `From ${from} to ${to}${unit}.`;
    if (to !== undefined) return `At most ${to}${unit}.`;
    if (from !== undefined) return `At least ${from}${unit}.`;
  }
  return undefined;
}

/** Text for a cell of a table; what stands between backquotes is left alone but for the cell's own bar. */
function cell(text: string): string {
  return text
    .split('`')
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/</g, '&lt;').replace(/\*(?!required\*)/g, '\\*'),
    )
    .join('`')
    .replace(/\|/g, '\\|')
    .replace(/\n/g, '<br>');
}
