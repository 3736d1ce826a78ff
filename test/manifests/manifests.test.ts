import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSource } from '../../src/api/index.ts';
import { parseFile } from '../../src/document/index.ts';
import { documentsOf } from './stage.ts';

const root = resolve(import.meta.dirname, '../..');
const manifests = join(root, 'manifests');
const files = readdirSync(manifests, { recursive: true, encoding: 'utf8' })
  .filter((each) => /\.ya?ml$/.test(each) && !/^(deploy|ci)\b|^policy.policy\.yaml$/.test(each))
  .map((each) => join(manifests, each));
const parsed = files.map((file) => parseFile(file, readFileSync(file)));
const folders = [...new Set(files.map((file) => dirname(file)))];

describe('the manifests', () => {
  test('the tutorial has its definition and its three arrays', () => {
    const names = parsed
      .filter(({ file }) => dirname(file) === join(manifests, 'tutorial'))
      .flatMap(({ documents }) => documents.map(({ kind = '', name = '' }) => `${kind}/${name}`));

    expect(names.sort()).toEqual([
      'ArrayJob/count-files',
      'ArrayJob/simulate',
      'ArrayJob/summarize',
      'JobDefinition/tutorial',
    ]);
  });

  test.each(parsed)('$file can be read, without status', ({ findings, documents, broken }) => {
    expect(findings).toEqual([]);
    expect(broken).toBe(false);
    expect(documents.filter(({ value }) => 'status' in value)).toEqual([]);
  });

  test.each(folders)('the resources of %s are valid, together too, without a warning', (folder) => {
    const documents = parsed.filter(({ file }) => dirname(file) === folder).flatMap(documentsOf);

    const results = readSource(documents);

    expect(results.flatMap(({ findings }) => findings)).toEqual([]);
    expect(results.map(({ kind }) => kind)).not.toContain('invalid');
    expect(results.map(({ kind }) => kind)).not.toContain('foreign');
  });

  test.each(files)('the schema that %s names for editors is there', (file) => {
    const named = /^# yaml-language-server: \$schema=(.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
    const schema = JSON.parse(readFileSync(resolve(dirname(file), named ?? ''), 'utf8')) as { title: string };

    expect(readFileSync(file, 'utf8')).toContain(`kind: ${schema.title}\n`);
  });
});
