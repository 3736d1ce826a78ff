import { expect, test } from 'vitest';
import { arrayJob, brief, jobDefinition, readAll } from './reading.ts';

/** What became of each resource, and its findings. */
function summary(...texts: readonly string[]): readonly (readonly string[])[] {
  return readAll(texts.join('---\n')).map(({ kind, findings }) => [kind, ...findings.map(brief)]);
}

const depends = (name: string, on: string, work = 'size: 4'): string =>
  arrayJob(`dependsOn: [ ${on} ]`, work, name);

test('sound resources that use each other have no findings', () => {
  const texts = [
    jobDefinition('containerProperties: { image: x }'),
    arrayJob(),
    depends('b', '{ name: demo }'),
  ];

  expect(summary(...texts)).toEqual([['JobDefinition'], ['ArrayJob'], ['ArrayJob']]);
});

test('of two copies none is used, and each names the place of the other', () => {
  const results = readAll([arrayJob(), arrayJob(), arrayJob('', 'size: 4', 'other')].join('---\n'));

  expect(results.map(({ kind }) => kind)).toEqual(['invalid', 'invalid', 'ArrayJob']);
  expect(results[0]?.findings.map(brief)).toEqual(['DuplicateName 3:19 metadata.name']);
  expect(results[0]?.findings[0]?.message).toContain('also at jobs/spec.yaml:11');
  expect(results[1]?.findings[0]?.message).toContain('also at jobs/spec.yaml:3');
});

test('an invalid copy counts as a copy', () => {
  expect(summary(arrayJob(), arrayJob('zebra: 1')).map(([kind]) => kind)).toEqual(['invalid', 'invalid']);
});

test('an ArrayJob and a JobDefinition may share a name', () => {
  expect(summary(jobDefinition('containerProperties: { image: x }', 'demo'), arrayJob())).toEqual([
    ['JobDefinition'],
    ['ArrayJob'],
  ]);
});

test('a dependency on an unknown name is found, one on an invalid ArrayJob is not', () => {
  expect(
    summary(
      depends('a', '{ name: demmo }, { name: broken }'),
      arrayJob(),
      arrayJob('zebra: 1', 'size: 1', 'broken'),
    ),
  ).toEqual([
    ['invalid', 'UnknownDependency 8:24 spec.dependsOn[0].name'],
    ['ArrayJob'],
    ['invalid', 'UnknownField 25:3 spec.zebra'],
  ]);
});

test('every member of a circle is told the circle, its neighbours nothing', () => {
  const results = readAll(
    [
      depends('before', '{ name: a }'),
      depends('a', '{ name: after }, { name: b }'),
      depends('b', '{ name: c }'),
      depends('c', '{ name: a }'),
      arrayJob('', 'size: 4', 'after'),
    ].join('---\n'),
  );

  expect(results.map(({ kind }) => kind)).toEqual(['ArrayJob', 'invalid', 'invalid', 'invalid', 'ArrayJob']);
  expect(results.slice(1, 4).map(({ findings }) => findings[0]?.message)).toEqual([
    'These ArrayJobs wait for each other: a → b → c → a.',
    'These ArrayJobs wait for each other: b → c → a → b.',
    'These ArrayJobs wait for each other: c → a → b → c.',
  ]);
});

test('what lies between two circles is in neither', () => {
  const between = [
    depends('a', '{ name: a }'),
    depends('middle', '{ name: a }'),
    depends('z', '{ name: z }, { name: middle }'),
  ];

  expect(summary(...between)).toEqual([
    ['invalid', 'DependencyCycle 8:24 spec.dependsOn[0].name'],
    ['ArrayJob'],
    ['invalid', 'DependencyCycle 26:24 spec.dependsOn[0].name'],
  ]);
});

test('a long chain is no circle and takes no time', () => {
  const texts = Array.from({ length: 1500 }, (_, index) => depends(`n${index}`, `{ name: n${index + 1} }`));

  const results = readAll([...texts, arrayJob('', 'size: 4', 'n1500')].join('---\n'));

  expect(results.filter(({ kind }) => kind === 'invalid')).toEqual([]);
});

test('N_TO_N over different totals is found, over equal ones or unknown ones it is not', () => {
  const listed = arrayJob('manifest: { bucket: data }', 's3: { bucket: data }', 'listed');

  expect(
    summary(
      arrayJob(),
      depends('same', '{ name: demo, type: N_TO_N }'),
      depends('less', '{ name: demo, type: N_TO_N }', 'size: 3'),
      listed,
      depends('unknown', '{ name: listed, type: N_TO_N }'),
    ).map(([, ...findings]) => findings),
  ).toEqual([[], [], ['UnequalTotals 25:16 spec.dependsOn[0]'], [], []]);
});

test('N_TO_N counts the combinations of a matrix and the children, not the items', () => {
  const matrix = arrayJob(
    'manifest: { bucket: data }\ndependsOn: [ { name: demo, type: N_TO_N } ]',
    'matrix: { a: [1, 2], b: [1, 2] }',
    'matrix',
  );
  const grouped = matrix.replace('name: matrix', 'name: grouped').concat('  itemsPerChild: 2\n');

  expect(summary(arrayJob(), matrix, grouped).map(([kind]) => kind)).toEqual([
    'ArrayJob',
    'ArrayJob',
    'invalid',
  ]);
});

test('a definition that is nearly one of the source is a warning; one of another name is not', () => {
  const definition = jobDefinition('containerProperties: { image: x }', 'file-processor');
  const near = arrayJob().replace(': worker', ': file-procesor');
  const other = arrayJob('', 'size: 4', 'other');

  expect(summary(definition, near, other)).toEqual([
    ['JobDefinition'],
    ['ArrayJob', 'warning NearDefinition 13:18 spec.jobDefinition'],
    ['ArrayJob'],
  ]);
});

test('a multi-node definition and overrides of another kind are found at the ArrayJob', () => {
  const node = '{ mainNode: 0, numNodes: 1, nodeRangeProperties: [ { targetNodes: "0:" } ] }';
  const multinode = jobDefinition(`nodeProperties: ${node}`, 'nodes').replace(
    'type: container',
    'type: multinode',
  );
  const eks = jobDefinition('eksProperties: {}');
  const onNodes = arrayJob().replace(': worker', ': nodes');
  const onEks = arrayJob('containerOverrides: {}', 'size: 4', 'eks');

  expect(summary(multinode, eks, onNodes, onEks)).toEqual([
    ['JobDefinition'],
    ['JobDefinition'],
    ['invalid', 'MultinodeArray 20:18 spec.jobDefinition'],
    ['invalid', 'OverrideMismatch 30:3 spec.containerOverrides'],
  ]);
});

test('tags that are propagated count together with those of the definition', () => {
  const tags = (from: number): string =>
    `{ ${Array.from({ length: 25 }, (_, index) => `t${from + index}: x`).join(', ')} }`;
  const definition = jobDefinition(`containerProperties: { image: x }\ntags: ${tags(0)}`);
  const job = arrayJob(`propagateTags: true\ntags: ${tags(100)}`);

  expect(summary(definition, job)).toEqual([['JobDefinition'], ['invalid', 'TooManyTags 17:9 spec.tags']]);
});

test('two ArrayJobs that write the same manifests are found', () => {
  const fields = "manifest: { bucket: data, key: 'm/{round}-{shard}' }";

  expect(summary(arrayJob(fields, 'items: [1]', 'a'), arrayJob(fields, 'items: [2]', 'b'))).toEqual([
    ['invalid', 'SharedManifestKey 8:34 spec.manifest.key'],
    ['invalid', 'SharedManifestKey 17:34 spec.manifest.key'],
  ]);
});
