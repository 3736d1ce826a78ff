import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { plainText } from './prose.ts';
import { PATCHES } from './patches.ts';
import type { Schema } from './schema.ts';

/** The shapes of the Batch SDK as JSON Schemas, by the name of their TypeScript interface or enum. */
export function sdkDefinitions(): Readonly<Record<string, Schema>> {
  const entry = createRequire(import.meta.url).resolve('@aws-sdk/client-batch/package.json');
  const models = join(dirname(entry), 'dist-types', 'models');
  const enums = enumsOf(parse(join(models, 'enums.d.ts')));
  const used = new Set<string>();
  const shapes = interfacesOf(parse(join(models, 'models_0.d.ts')), enums, used);
  const stale = Object.keys(PATCHES).filter((path) => !used.has(path));
  // Only fields of shapes that exist are patched: a field that the SDK renamed must not lose its bound in silence.
  if (stale.length > 0) throw new Error(`The SDK has no such fields any more: ${stale.join(', ')}`);
  return { ...enums, ...shapes };
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
}

function enumsOf(source: ts.SourceFile): Readonly<Record<string, Schema>> {
  const result: Record<string, Schema> = {};
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      if (!declaration.type || !ts.isTypeLiteralNode(declaration.type)) continue;
      const values = declaration.type.members.flatMap((member) =>
        ts.isPropertySignature(member) &&
        member.type &&
        ts.isLiteralTypeNode(member.type) &&
        ts.isStringLiteral(member.type.literal)
          ? [member.type.literal.text]
          : [],
      );
      result[declaration.name.getText(source)] = { type: 'string', enum: values };
    }
  }
  return result;
}

function interfacesOf(
  source: ts.SourceFile,
  enums: Readonly<Record<string, Schema>>,
  used: Set<string>,
): Readonly<Record<string, Schema>> {
  const result: Record<string, Schema> = {};
  for (const statement of source.statements) {
    if (!ts.isInterfaceDeclaration(statement)) continue;
    const name = statement.name.text;
    const members = statement.members.filter(ts.isPropertySignature);
    const required = members.filter((member) => !member.questionToken).map((member) => nameOf(member));
    result[name] = {
      description: commentOf(statement) ?? `${name} of the AWS Batch API.`,
      type: 'object',
      properties: Object.fromEntries(
        members.map((member) => {
          const path = `${name}.${nameOf(member)}`;
          const patch = PATCHES[path];
          used.add(path);
          const schema: Schema = {
            description: commentOf(member) ?? `${nameOf(member)} of ${name} in the AWS Batch API.`,
            ...(ts.getJSDocDeprecatedTag(member) ? { deprecated: true } : {}),
            ...typeOf(member.type, enums),
            ...patch,
          };
          return [nameOf(member), schema];
        }),
      ),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    };
  }
  return result;
}

function nameOf(member: ts.PropertySignature): string {
  return (member.name as ts.Identifier).text;
}

function commentOf(node: ts.Node): string | undefined {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment;
  const text = plainText(ts.getTextOfJSDocComment(comment) ?? '');
  return text === '' ? undefined : text;
}

function typeOf(node: ts.TypeNode | undefined, enums: Readonly<Record<string, Schema>>): Schema {
  if (!node) throw new Error('A member without a type');
  if (ts.isUnionTypeNode(node)) {
    const rest = node.types.filter((each) => each.kind !== ts.SyntaxKind.UndefinedKeyword);
    if (rest.length !== 1) throw new Error(`A union that is not understood: ${node.getText()}`);
    return typeOf(rest[0], enums);
  }
  if (ts.isArrayTypeNode(node)) return { type: 'array', items: typeOf(node.elementType, enums) };
  if (node.kind === ts.SyntaxKind.StringKeyword) return { type: 'string' };
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return { type: 'boolean' };
  // Every number of SubmitJob and RegisterJobDefinition is an Integer or a Long in Batch's model.
  if (node.kind === ts.SyntaxKind.NumberKeyword) return { type: 'integer' };
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    if (name === 'Record')
      return { type: 'object', additionalProperties: typeOf(node.typeArguments?.[1], enums) };
    if (name === 'Date') return { type: 'string' };
    return enums[name] ?? { $ref: `#/$defs/${name}` };
  }
  throw new Error(`A type that is not understood: ${node.getText()}`);
}
