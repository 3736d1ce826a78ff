import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** A folder may import itself and folders of a lower rank; folders of one rank do not know each other. */
const rank: Record<string, number> = {
  core: 0,
  api: 1,
  document: 1,
  batch: 2,
  source: 2,
  state: 2,
  work: 2,
  local: 2,
  controller: 3,
  cli: 4,
};

/** Packages that only the named folders may import. */
const confined: Record<string, readonly string[]> = {
  '@aws-sdk/client-batch': ['batch'],
  '@aws-sdk/client-s3': ['work', 'state'],
  yaml: ['document'],
  chokidar: ['source'],
  ajv: ['api'],
  'prom-client': ['controller'],
  '@aws-sdk/client-sqs': ['controller'],
  '@aws-sdk/client-cloudwatch-logs': ['batch'],
  '@aws-sdk/client-iam': ['batch'],
  '@aws-sdk/client-sts': ['batch'],
};

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return sources(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

function imports(): Import[] {
  return sources(src).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const folder = relative(src, file).split('/')[0] ?? '';
    const pattern =
      /^\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]/gm;
    return [...text.matchAll(pattern)].map((match) => ({
      file: relative(root, file),
      folder,
      specifier: match[2] ?? match[3] ?? match[4] ?? '',
      typeOnly: match[1] !== undefined,
    }));
  });
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

describe('the house rules of src/', () => {
  const all = imports();
  const relativeImports = all.filter((each) => each.specifier.startsWith('.'));

  test('every folder has a rank', () => {
    const folders = readdirSync(src, { withFileTypes: true })
      .filter((each) => each.isDirectory())
      .map((each) => each.name);

    expect(folders.filter((each) => rank[each] === undefined)).toEqual([]);
  });

  test('folders import downwards only', () => {
    const upwards = relativeImports.filter((each) => {
      const target = relative(src, resolve(root, each.file, '..', each.specifier)).split('/')[0] ?? '';
      if (target === each.folder) return false;
      return (rank[target] ?? 99) >= (rank[each.folder] ?? -1);
    });

    expect(upwards.map((each) => `${each.file} imports ${each.specifier}`)).toEqual([]);
  });

  test('a folder with an index is entered through its index only', () => {
    const behind = relativeImports.filter((each) => {
      const target = relative(src, resolve(root, each.file, '..', each.specifier)).split('/');
      const inside = target[0] === each.folder;
      const indexed = ['state', 'source', 'local', 'document'].includes(target[0] ?? '');
      return !inside && indexed && target[1] !== 'index.ts';
    });

    expect(behind.map((each) => `${each.file} imports ${each.specifier}`)).toEqual([]);
  });

  test('core imports nothing but core and pure packages', () => {
    const pure = ['@noble/hashes'];
    const foreign = all.filter(
      (each) =>
        each.folder === 'core' &&
        !each.specifier.startsWith('.') &&
        !pure.includes(packageOf(each.specifier)),
    );

    expect(foreign.map((each) => `${each.file} imports ${each.specifier}`)).toEqual([]);
  });

  test('core reads no clock, no chance and no process', () => {
    const impure = sources(join(src, 'core')).filter((file) =>
      /\bDate\.now\b|new Date\(\)|\bMath\.random\b|\bprocess\.|\bsetTimeout\b|\bperformance\./.test(
        readFileSync(file, 'utf8'),
      ),
    );

    expect(impure.map((file) => relative(root, file))).toEqual([]);
  });

  test('packages with one home are imported at home only', () => {
    const strays = all.filter((each) => {
      const homes = confined[packageOf(each.specifier)];
      return homes !== undefined && !homes.includes(each.folder);
    });

    expect(strays.map((each) => `${each.file} imports ${each.specifier}`)).toEqual([]);
  });

  test('the top level holds only what belongs there', () => {
    const allowed = [
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'src',
      'schemas',
      'manifests',
      'test',
      'Dockerfile',
      'README.md',
      'LICENSE',
      'SECURITY.md',
      'docs',
      'node_modules',
      'dist',
      'coverage',
    ];
    const strangers = readdirSync(root).filter((each) => !each.startsWith('.') && !allowed.includes(each));

    expect(strangers).toEqual([]);
  });
});
