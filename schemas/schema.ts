/** A JSON Schema as this folder writes it; a subset of draft 2020-12. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | true;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly string[] | undefined;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

/** The definitions that a schema refers to, directly or through others. */
export function reachable(
  schema: Schema,
  definitions: Readonly<Record<string, Schema>>,
): Readonly<Record<string, Schema>> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (key === '$ref' && typeof member === 'string') {
        const name = member.replace('#/$defs/', '');
        if (!found.has(name)) {
          found.add(name);
          visit(definitions[name]);
        }
      } else visit(member);
    }
  };
  visit(schema);
  return Object.fromEntries(
    [...found].sort().map((name) => {
      const definition = definitions[name];
      if (definition === undefined) throw new Error(`The schema refers to ${name}, which nothing defines`);
      return [name, definition];
    }),
  );
}
