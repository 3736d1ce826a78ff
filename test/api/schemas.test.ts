import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { outputs } from '../../schemas/outputs.ts';
import type { Schema } from '../../schemas/schema.ts';
import { wrapCommand } from '../../src/core/prelude.ts';
import { PRELUDE_CHARACTERS } from '../../src/api/checks/overrides.ts';
import { CODES, KINDS, schemaText } from '../../src/api/index.ts';

const root = join(import.meta.dirname, '..', '..');
const schemas = KINDS.map((kind) => [kind, JSON.parse(schemaText(kind)) as Schema] as const);

/** Every member of every map of a schema, with the path that leads to it. */
function fieldsOf(schema: Schema, path: string): readonly (readonly [string, Schema])[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    [`${path}.${name}`, field] as const,
    ...fieldsOf(field, `${path}.${name}`),
  ]);
  const items = typeof schema.items === 'object' ? fieldsOf(schema.items, `${path}[]`) : [];
  const shared = Object.entries(schema.$defs ?? {}).flatMap(([name, each]) => fieldsOf(each, name));
  return [...own, ...items, ...shared];
}

test.each(Object.entries(outputs()))('%s is what `npm run schemas` makes', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

describe.each(schemas)('the schema of %s', (kind, schema) => {
  test('is a strict schema of draft 2020-12', () => {
    const ajv = new Ajv2020({ strict: true });

    expect(() => ajv.compile(schema)).not.toThrow();
  });

  test('has examples that it accepts', () => {
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

    for (const example of schema.examples ?? [])
      expect([validate(example), validate.errors]).toEqual([true, null]);
    expect(schema.examples).not.toHaveLength(0);
  });

  test('describes every field, without markup', () => {
    const fields = fieldsOf(schema, kind);

    expect(fields.filter(([, each]) => !each.description).map(([path]) => path)).toEqual([]);
    expect(fields.filter(([, each]) => /<\/?[a-z]+>|&[a-z]+;/.test(each.description ?? ''))).toEqual([]);
    expect(fields.length).toBeGreaterThan(100);
  });

  test('refuses unknown fields wherever a map has known ones', () => {
    const open = fieldsOf(schema, kind).filter(
      ([, each]) => each.properties !== undefined && each.additionalProperties === undefined,
    );

    expect(open.map(([path]) => path)).toEqual([]);
  });

  test('has every field in docs/reference.md', () => {
    const reference = readFileSync(join(root, 'docs/reference.md'), 'utf8');

    const names = fieldsOf(schema, kind).map(([path]) => path.split('.').pop()!);

    expect(names.filter((name) => !new RegExp(`[\`./]${name}\``).test(reference))).toEqual([]);
  });
});

test('docs/findings.md lists exactly the codes that there are', () => {
  const text = readFileSync(join(root, 'docs/findings.md'), 'utf8');

  const listed = [...text.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);

  expect(listed).toEqual(Object.keys(CODES));
});

test('every code is used, and every code has a test', () => {
  const textOf = (folder: string): string =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((each) => each.endsWith('.ts') && !each.endsWith('codes.ts'))
      .map((each) => readFileSync(join(root, folder, each), 'utf8'))
      .join('\n');
  const [source, tests] = [textOf('src/api'), textOf('test/api')];

  expect(Object.keys(CODES).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
  expect(Object.keys(CODES).filter((code) => !tests.includes(code))).toEqual([]);
});

test('the room that is kept for the prelude is enough', () => {
  const original = ['python', '', "it's"];

  const added = JSON.stringify(wrapCommand(original)).length - JSON.stringify(original).length;

  expect(added).toBeLessThanOrEqual(PRELUDE_CHARACTERS);
});
