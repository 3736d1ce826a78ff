import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { catalogOf } from '../../../src/controller/catalog.ts';
import { CHECKS } from '../../../src/controller/doctor/check.ts';
import { grantsOf } from '../../../src/controller/doctor/grants.ts';
import { needsOf } from '../../../src/controller/doctor/needs.ts';
import { parseFile } from '../../../src/document/index.ts';
import { definition, job } from '../house.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/doctor.md'), 'utf8');
const section = (title: string): string => page.split(/^## /m).find((each) => each.startsWith(title)) ?? '';
const firstCells = (text: string): readonly string[] =>
  [...text.matchAll(/^\| ((?:`[A-Za-z-]+…?`(?:, )?)+) \|/gm)].flatMap((row) =>
    [...(row[1] ?? '').matchAll(/`([A-Za-z-]+)…?`/g)].map((each) => each[1] ?? ''),
  );

test('docs/doctor.md has every check, in the order in which they are told', () => {
  expect(firstCells(section('What is looked at'))).toEqual(CHECKS);
});

test('docs/doctor.md has every statement of the policy', () => {
  const role = 'arn:aws:iam::123456789012:role/r';
  const texts = [
    definition()
      .replace('  type: container', `  type: container\n  tags: { a: b }`)
      .replace('    image: none', `    image: none\n    jobRoleArn: ${role}`),
    job('a', '{ s3: { bucket: data } }', ['manifest: { bucket: data }']),
  ];
  const files = texts.map((text, i) => ({
    file: `${i}.yaml`,
    parsed: parseFile(`${i}.yaml`, Buffer.from(text)),
  }));
  const catalog = catalogOf({ files, findings: [], complete: true, version: '' }, new WeakMap());

  const ids = grantsOf(needsOf(catalog, { state: 's3://keep/here', events: 'sqs://e' }), {
    partition: 'aws',
    region: '*',
    accountId: '*',
  }).map((each) => each.id);

  expect([...firstCells(section('The policy'))].sort()).toEqual([...ids].sort());
});
