import { describe, expect, test } from 'vitest';
import { arrayJob, brief, readOne } from './reading.ts';

const items = 'items: [1, 2, 3]';
const many = (count: number, each: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => each(index)).join(', ');

const form: Record<string, readonly [text: string, ...findings: string[]]> = {
  'a sound spec has no findings': [arrayJob()],
  'a misspelt field is found at its key, and not said to be missing as well': [
    arrayJob().replace('jobQueue', 'jobqueue'),
    'UnknownField 5:3 spec.jobqueue',
  ],
  'an unknown field that resembles nothing is found': [arrayJob('zebra: 1'), 'UnknownField 8:3 spec.zebra'],
  'a required field that is absent is found at the map that lacks it': [
    arrayJob().replace('  jobQueue: queue\n', ''),
    'MissingField 5:3 spec.jobQueue',
  ],
  'text in place of a number is found': [arrayJob('parallelism: many'), 'WrongType 8:16 spec.parallelism'],
  'a number in place of text is found': [
    arrayJob('parameters: { threshold: 0.5 }'),
    'WrongType 8:28 spec.parameters.threshold',
  ],
  'a fraction in place of a whole number is found': [
    arrayJob('shardSize: 2.5'),
    'WrongType 8:14 spec.shardSize',
  ],
  'a field without a value is found once': [arrayJob('onChange:'), 'WrongType 8:12 spec.onChange'],
  'a word outside an enumeration is found': [arrayJob('onChange: replace'), 'WrongValue 8:13 spec.onChange'],
  'a shardSize of 1 is found': [arrayJob('shardSize: 1'), 'OutOfRange 8:14 spec.shardSize'],
  'a shardSize over 10,000 is found': [arrayJob('shardSize: 10001'), 'OutOfRange 8:14 spec.shardSize'],
  'a parallelism of 0 is found': [arrayJob('parallelism: 0'), 'OutOfRange 8:16 spec.parallelism'],
  'a percentage over 100 is one finding': [
    arrayJob('maxFailedIndexes: 101%'),
    'WrongForm 8:21 spec.maxFailedIndexes',
  ],
  'a negative amount is one finding': [arrayJob('canary: -1'), 'OutOfRange 8:11 spec.canary'],
  'an amount that is a list is one finding': [arrayJob('canary: [1]'), 'WrongType 8:11 spec.canary'],
  'a label that is no text is found': [
    arrayJob().replace('name: demo', 'name: demo, labels: { n: 5 }'),
    'WrongType 3:38 metadata.labels.n',
  ],
  'a name with capitals is found': [arrayJob('', 'size: 1', 'Demo'), 'WrongForm 3:19 metadata.name'],
  'a name of 64 characters is found': [
    arrayJob('', 'size: 1', 'a'.repeat(64)),
    'OutOfRange 3:19 metadata.name',
  ],
  'a queue that is an ARN of something else is found': [
    arrayJob().replace(': queue', ': arn:aws:sqs:eu-west-1:123456789012:queue'),
    'WrongForm 5:13 spec.jobQueue',
  ],
  'a queue given by its ARN is sound': [
    arrayJob().replace(': queue', ': arn:aws:batch:eu-west-1:123456789012:job-queue/q'),
  ],
  'a definition with revision 0 is found': [
    arrayJob().replace(': worker', ': worker:0'),
    'WrongForm 6:18 spec.jobDefinition',
  ],
  'fields that the controller sets are found': [
    arrayJob('jobName: x\narrayProperties: { size: 3 }\nnodeOverrides: {}'),
    'ControllerField 8:3 spec.jobName',
    'ControllerField 9:3 spec.arrayProperties',
    'ControllerField 10:3 spec.nodeOverrides',
  ],
  "SubmitJob's own form of dependsOn is found": [
    arrayJob('dependsOn: [ { jobId: abc, name: a } ]'),
    'ControllerField 8:18 spec.dependsOn[0].jobId',
  ],
  'status may hold anything': [`${arrayJob()}status: [nonsense, 5]\n`],
};

const work: Record<string, readonly [text: string, ...findings: string[]]> = {
  'two places of items are one finding': [arrayJob('', 'size: 5, items: [1]'), 'WorkKinds 7:9 spec.work'],
  'no place of items is found': [arrayJob('', ''), 'WorkKinds 7:9 spec.work'],
  'a misspelt place of items is found as such': [arrayJob('', 'sise: 5'), 'UnknownField 7:11 spec.work.sise'],
  'a negative size is found': [arrayJob('', 'size: -1'), 'OutOfRange 7:17 spec.work.size'],
  'a size past the bound of indexes is found': [
    arrayJob('', 'size: 2147483648'),
    'OutOfRange 7:17 spec.work.size',
  ],
  'a size of 0 is sound': [arrayJob('', 'size: 0')],
  'items without a manifest are found': [arrayJob('', items), 'NoManifest 5:3 spec.manifest'],
  'items with a manifest are sound': [arrayJob('manifest: { bucket: data }', items)],
  'itemsPerChild with a size is found': [arrayJob('itemsPerChild: 2'), 'NoItems 8:18 spec.itemsPerChild'],
  'an axis without values is found': [
    arrayJob('manifest: { bucket: data }', 'matrix: { a: [] }'),
    'OutOfRange 7:24 spec.work.matrix.a',
  ],
  'an axis that is no list is found': [
    arrayJob('manifest: { bucket: data }', 'matrix: { a: 3 }'),
    'WrongType 7:24 spec.work.matrix.a',
  ],
  'an exclude over an axis that there is not is found': [
    arrayJob('manifest: { bucket: data }', 'matrix: { model: [1], exclude: [ { modle: 1 } ] }'),
    'UnknownAxis 7:46 spec.work.matrix.exclude[0].modle',
  ],
  'a matrix of too many combinations is found': [
    arrayJob(
      'manifest: { bucket: data }',
      `matrix: { ${many(5, (axis) => `x${axis}: [${many(100, String)}]`)} }`,
    ),
    'TooManyItems 7:19 spec.work.matrix',
  ],
  'an absolute path is found': [
    arrayJob('manifest: { bucket: data }', 'file: /etc/items.json'),
    'WrongPath 7:17 spec.work.file',
  ],
  'a path that leaves the source is found': [
    arrayJob('manifest: { bucket: data }', 'file: ../../items.json'),
    'WrongPath 7:17 spec.work.file',
  ],
  'a path to a sibling folder is sound': [arrayJob('manifest: { bucket: data }', 'file: ../data/items.json')],
  'a file of another type is found': [
    arrayJob('manifest: { bucket: data }', 'file: items.xlsx'),
    'WrongPath 7:17 spec.work.file',
  ],
  'a bucket written as a URI is found': [
    arrayJob('manifest: { bucket: data }', "s3: { bucket: 's3://data' }"),
    'WrongForm 7:25 spec.work.s3.bucket',
  ],
  'an interval of two units is found': [
    arrayJob('manifest: { bucket: data }', 's3: { bucket: data, refreshInterval: 1h30m }'),
    'WrongForm 7:48 spec.work.s3.refreshInterval',
  ],
  'an interval under a second is found': [
    arrayJob('manifest: { bucket: data }', 's3: { bucket: data, refreshInterval: 10ms }'),
    'OutOfRange 7:48 spec.work.s3.refreshInterval',
  ],
  'an unknown placeholder is found': [
    arrayJob("manifest: { bucket: data, key: '{nane}/{round}-{shard}' }", items),
    'UnknownPlaceholder 8:34 spec.manifest.key',
  ],
  'an open brace is found': [
    arrayJob("manifest: { bucket: data, key: '{name/{round}-{shard}' }", items),
    'UnknownPlaceholder 8:34 spec.manifest.key',
  ],
  'a fixed key is sound when one array takes everything': [
    arrayJob('manifest: { bucket: data, key: manifest.json }', items),
  ],
  'a fixed key with more children than an array takes is found': [
    arrayJob('manifest: { bucket: data, key: manifest.json }\nshardSize: 2', items),
    'FixedManifestKey 8:34 spec.manifest.key',
  ],
  'a fixed key with several items to a child counts children': [
    arrayJob('manifest: { bucket: data, key: manifest.json }\nshardSize: 2\nitemsPerChild: 2', items),
  ],
  'a fixed key with retries in new arrays is found': [
    arrayJob('manifest: { bucket: data, key: manifest.json }\nbackoffLimitPerIndex: 1', items),
    'FixedManifestKey 8:34 spec.manifest.key',
  ],
  'a fixed key over a listing of unknown length is a warning': [
    arrayJob('manifest: { bucket: data, key: manifest.json }', 's3: { bucket: data }'),
    'warning FixedManifestKey 8:34 spec.manifest.key',
  ],
};

const policies: Record<string, readonly [text: string, ...findings: string[]]> = {
  'eleven attempts are found': [
    arrayJob('retryStrategy: { attempts: 11 }'),
    'OutOfRange 8:30 spec.retryStrategy.attempts',
  ],
  'evaluateOnExit without attempts is found': [
    arrayJob('retryStrategy: { evaluateOnExit: [ { action: retry } ] }'),
    'AttemptsMissing 8:18 spec.retryStrategy.attempts',
  ],
  'six entries of evaluateOnExit are found': [
    arrayJob(`retryStrategy: { attempts: 2, evaluateOnExit: [ ${many(6, () => '{ action: EXIT }')} ] }`),
    'OutOfRange 8:49 spec.retryStrategy.evaluateOnExit',
  ],
  'an asterisk inside a pattern is found': [
    arrayJob("retryStrategy: { attempts: 2, evaluateOnExit: [ { action: EXIT, onReason: 'a*b' } ] }"),
    'WrongForm 8:77 spec.retryStrategy.evaluateOnExit[0].onReason',
  ],
  'a pattern of 513 characters is found': [
    arrayJob(
      `retryStrategy: { attempts: 2, evaluateOnExit: [ { action: EXIT, onReason: ${'a'.repeat(513)} } ] }`,
    ),
    'OutOfRange 8:77 spec.retryStrategy.evaluateOnExit[0].onReason',
  ],
  'letters in an exit code are found': [
    arrayJob("retryStrategy: { attempts: 2, evaluateOnExit: [ { action: EXIT, onExitCode: '1x' } ] }"),
    'WrongForm 8:79 spec.retryStrategy.evaluateOnExit[0].onExitCode',
  ],
  'a timeout under a minute is found': [
    arrayJob('timeout: { attemptDurationSeconds: 59 }'),
    'OutOfRange 8:38 spec.timeout.attemptDurationSeconds',
  ],
  'a rule without a condition is found': [
    arrayJob('failurePolicy: { rules: [ { action: FailJob } ] }'),
    'NoCondition 8:29 spec.failurePolicy.rules[0]',
  ],
  'a rule for exit code 0 is found': [
    arrayJob(
      'failurePolicy: { rules: [ { action: Ignore, onExitCodes: { operator: In, values: [1, 0] } } ] }',
    ),
    'ZeroExitCode 8:88 spec.failurePolicy.rules[0].onExitCodes.values[1]',
  ],
  'SEQUENTIAL twice is found': [
    arrayJob('dependsOn: [ { type: SEQUENTIAL }, { type: SEQUENTIAL } ]'),
    'DuplicateDependency 8:38 spec.dependsOn[1]',
  ],
  'SEQUENTIAL with a name is one finding': [
    arrayJob('dependsOn: [ { type: SEQUENTIAL, name: a } ]'),
    'WrongValue 8:36 spec.dependsOn[0].name',
  ],
  'a dependency without a name is one finding': [
    arrayJob('dependsOn: [ { type: N_TO_N } ]'),
    'MissingField 8:16 spec.dependsOn[0].name',
  ],
  'the same dependency twice is found': [
    arrayJob('dependsOn: [ { name: a }, { name: a, type: N_TO_N } ]'),
    'DuplicateDependency 8:29 spec.dependsOn[1]',
  ],
  'minSucceeded with N_TO_N is found': [
    arrayJob('dependsOn: [ { name: a, type: N_TO_N, minSucceeded: 5% } ]'),
    'MinSucceededNotWhole 8:41 spec.dependsOn[0].minSucceeded',
  ],
  'more than 20 dependencies are a warning': [
    arrayJob(`dependsOn: [ ${many(21, (index) => `{ name: a${index} }`)} ]`),
    'warning ManyDependencies 8:14 spec.dependsOn',
  ],
  'a rerun limited to something unknown is found': [
    arrayJob().replace('name: demo', 'name: demo, annotations: { arrayjob.dev/rerun: faild@x }'),
    'WrongRerun 3:60 metadata.annotations["arrayjob.dev/rerun"]',
  ],
  ...Object.fromEntries(
    ['failed@2026-11-23', '3,17-19@again', 'anything'].map((value) => [
      `a rerun of ${value} is sound`,
      [arrayJob().replace('name: demo', `name: demo, annotations: { arrayjob.dev/rerun: '${value}' }`)],
    ]),
  ),
};

const requests: Record<string, readonly [text: string, ...findings: string[]]> = {
  'variables of AWS Batch and of the controller are found': [
    arrayJob(
      'containerOverrides: { environment: [ { name: AWS_BATCH_X }, { name: ARRAYJOB_X }, { name: A }, { name: A }, { value: b } ] }',
    ),
    'ReservedVariable 8:48 spec.containerOverrides.environment[0].name',
    'ReservedVariable 8:71 spec.containerOverrides.environment[1].name',
    'DuplicateVariable 8:106 spec.containerOverrides.environment[3].name',
    'UnnamedVariable 8:111 spec.containerOverrides.environment[4]',
  ],
  'variables of EKS containers are found too': [
    arrayJob(
      'eksPropertiesOverride: { podProperties: { containers: [ { env: [ { name: AWS_BATCH_X } ] } ] } }',
    ),
    'ReservedVariable 8:76 spec.eksPropertiesOverride.podProperties.containers[0].env[0].name',
  ],
  'memory with a unit is found': [
    arrayJob('containerOverrides: { resourceRequirements: [ { type: MEMORY, value: 4Gi } ] }'),
    'WrongResource 8:72 spec.containerOverrides.resourceRequirements[0].value',
  ],
  'two kinds of overrides are found': [
    arrayJob('containerOverrides: {}\neksPropertiesOverride: {}'),
    'OneOverride 9:3 spec.eksPropertiesOverride',
  ],
  'overrides over 8,192 characters are found': [
    arrayJob(`containerOverrides: { command: [ ${'x'.repeat(8192)} ] }`),
    'OverridesTooLong 8:3 spec.containerOverrides',
  ],
  "overrides that pass 8,192 characters only with the controller's are found": [
    arrayJob(`containerOverrides: { command: [ ${'x'.repeat(8000)} ] }`),
    'OverridesTooLong 8:3 spec.containerOverrides',
  ],
  'a request over 30 KiB is found': [
    arrayJob(`parameters: { text: ${'x'.repeat(30_000)} }`),
    'RequestTooLarge 4:1 spec',
  ],
  'tags of AWS and of the controller are found': [
    arrayJob("tags: { 'aws:x': a, arrayjob.dev/name: b }"),
    'ReservedTag 8:11 spec.tags["aws:x"]',
    'ReservedTag 8:23 spec.tags["arrayjob.dev/name"]',
  ],
  '44 tags are sound, as the controller adds 6': [
    arrayJob(`tags: { ${many(44, (index) => `t${index}: x`)} }`),
  ],
  '45 tags are found': [
    arrayJob(`tags: { ${many(45, (index) => `t${index}: x`)} }`),
    'TooManyTags 8:9 spec.tags',
  ],
  'a tag with a sign that AWS does not take is found': [
    arrayJob("tags: { a: 'b*' }"),
    'WrongTag 8:14 spec.tags.a',
  ],
  'a priority over 9999 is found': [
    arrayJob('schedulingPriorityOverride: 10000'),
    'OutOfRange 8:31 spec.schedulingPriorityOverride',
  ],
  'a share identifier with a hyphen is found': [
    arrayJob('shareIdentifier: a-b'),
    'WrongForm 8:20 spec.shareIdentifier',
  ],
};

describe.each([
  ['the form of an ArrayJob', form],
  ['work', work],
  ['policies', policies],
  ['requests', requests],
])('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', (_sentence, [text, ...expected]) => {
    const { findings, kind } = readOne(text);

    expect(findings.map(brief)).toEqual(expected);
    expect(kind).toBe(expected.every((each) => each.startsWith('warning')) ? 'ArrayJob' : 'invalid');
    for (const { message, remedy } of findings) {
      expect(message).toMatch(/\.$|\?$/);
      expect(remedy).not.toBe('');
    }
  });
});

describe('what findings say', () => {
  test('what is wrong in a part of the schema that others share is said in full', () => {
    const { findings } = readOne(arrayJob('dependsOn: [{ name: A B }]'));

    expect(findings.map(brief)).toEqual(['WrongForm 8:23 spec.dependsOn[0].name']);
    expect(findings.map((each) => `${each.message} ${each.remedy}`).join()).not.toContain('undefined');
  });

  test.each([
    [arrayJob().replace('jobQueue', 'jobqueue'), 'Unknown field jobqueue, did you mean jobQueue?'],
    [
      arrayJob('', 'size: 5, items: [1]'),
      'work has both size and items, but the items can come from one place only.',
    ],
    [arrayJob('parameters: { t: 0.5 }'), 'Put it in quotes: "0.5".'],
    [arrayJob("parallelism: '5'"), 'Write 5 without quotes.'],
    [arrayJob("suspend: 'yes'"), 'Write true without quotes.'],
    [
      arrayJob('canary: lots'),
      'canary is "lots", but must be a whole number from 0 or a percentage such as 5%.',
    ],
    [arrayJob('onChange: replace'), 'Write Replace.'],
    [
      arrayJob('command: [a]'),
      'Write it as containerOverrides: {command: […]} (containerProperties in a JobDefinition).',
    ],
  ])('a message names the wrong value, a remedy the right one %#', (text, expected) => {
    const { findings } = readOne(text);

    expect(findings.flatMap(({ message, remedy }) => [message, remedy])).toContain(expected);
  });
});
