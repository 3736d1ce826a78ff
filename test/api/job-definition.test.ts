import { expect, test } from 'vitest';
import { brief, jobDefinition, readOne } from './reading.ts';

const image = 'containerProperties: { image: x }';

const cases: Record<string, readonly [text: string, ...findings: string[]]> = {
  'a sound definition has no findings': [jobDefinition(image)],
  'nothing to run is found': [jobDefinition('parameters: {}'), 'DefinitionShape 5:3 spec.type'],
  'no image is found': [
    jobDefinition('containerProperties: { command: [a] }'),
    'DefinitionShape 6:24 spec.containerProperties.image',
  ],
  'two kinds of properties are found': [
    jobDefinition(`${image}\neksProperties: {}`),
    'DefinitionShape 7:3 spec.eksProperties',
  ],
  'multinode without nodes is found': [
    jobDefinition(image).replace('type: container', 'type: multinode'),
    'DefinitionShape 5:3 spec.type',
  ],
  'EKS with propagateTags is found': [
    jobDefinition('eksProperties: {}\npropagateTags: true'),
    'DefinitionShape 7:3 spec.propagateTags',
  ],
  'managed instances with containerProperties are found': [
    jobDefinition(`${image}\nplatformCapabilities: [MANAGED_INSTANCES]`),
    'DefinitionShape 6:3 spec.containerProperties',
  ],
  'a platform that there is not is found': [
    jobDefinition(`${image}\nplatformCapabilities: [FARGAT]`),
    'WrongValue 7:26 spec.platformCapabilities[0]',
  ],
  'a reserved variable from a secret is found': [
    jobDefinition('containerProperties: { image: x, secrets: [ { name: AWS_BATCH_X, valueFrom: y } ] }'),
    'ReservedVariable 6:55 spec.containerProperties.secrets[0].name',
  ],
  'an unknown field deep down is found': [
    jobDefinition('containerProperties: { image: x, linuxParameters: { swapiness: 5 } }'),
    'UnknownField 6:55 spec.containerProperties.linuxParameters.swapiness',
  ],
  'a missing member of a nested list is found': [
    jobDefinition('containerProperties: { image: x, resourceRequirements: [ { type: GPU } ] }'),
    'MissingField 6:60 spec.containerProperties.resourceRequirements[0].value',
  ],
  'a definition over 24 KiB is found': [
    jobDefinition(`containerProperties: { image: x, command: [ ${'x'.repeat(25_000)} ] }`),
    'DefinitionTooLarge 4:1 spec',
  ],
  'a name of its own is found': [
    jobDefinition(`${image}\njobDefinitionName: y`),
    'ControllerField 7:3 spec.jobDefinitionName',
  ],
};

test.each(Object.entries(cases))('%s', (_, [text, ...expected]) => {
  const { findings, kind } = readOne(text);

  expect(findings.map(brief)).toEqual(expected);
  expect(kind).toBe(expected.length === 0 ? 'JobDefinition' : 'invalid');
});

test.each([
  ['containerProperties: { image: x, linuxParameters: { swapiness: 5 } }', 'did you mean swappiness?'],
  [
    'ecsProperties: { taskProperties: [ { containers: [ { image: x, zebra: 1 } ] } ] }',
    'command, dependsOn,',
  ],
  [
    'eksProperties: { podProperties: { containers: [ { image: x, securityContext: { zebra: 1 } } ] } }',
    'runAsUser,',
  ],
])('what there is instead of an unknown field is told of its own place: %s', (spec, expected) => {
  const { findings } = readOne(jobDefinition(spec));

  const said = findings
    .filter((each) => each.code === 'UnknownField')
    .map((each) => `${each.message} ${each.remedy}`);
  expect(said).toEqual([expect.stringContaining(expected)]);
});

test('the body is RegisterJobDefinition as written', () => {
  const result = readOne(jobDefinition(image));

  expect(result).toMatchObject({
    kind: 'JobDefinition',
    desired: { name: 'worker', labels: {}, body: { type: 'container', containerProperties: { image: 'x' } } },
  });
});
