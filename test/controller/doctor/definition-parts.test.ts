import { describe, expect, test } from 'vitest';
import { overriddenVcpus, partsOf } from '../../../src/controller/doctor/definition-parts.ts';
import type { JsonObject } from '../../../src/core/json.ts';

describe('what a definition asks of its surroundings', () => {
  test.each<[string, JsonObject, object]>([
    [
      'a container, in the old spelling',
      { containerProperties: { vcpus: 2, memory: 64, jobRoleArn: 'j', executionRoleArn: 'e' } },
      {
        vcpus: 2,
        jobRoles: ['j'],
        executionRoles: ['e'],
        logs: [{ group: '/aws/batch/job', region: undefined, made: true }],
      },
    ],
    [
      'several containers of one task, which need what all of them need',
      {
        ecsProperties: {
          taskProperties: [
            {
              taskRoleArn: 'j',
              containers: [
                { resourceRequirements: [{ type: 'VCPU', value: '1' }] },
                {
                  resourceRequirements: [{ type: 'VCPU', value: '0.5' }],
                  logConfiguration: { logDriver: 'none' },
                },
              ],
            },
          ],
        },
      },
      { vcpus: 1.5, jobRoles: ['j'] },
    ],
    [
      'a pod, in thousandths of a vCPU',
      { eksProperties: { podProperties: { containers: [{ resources: { limits: { cpu: '500m' } } }] } } },
      { vcpus: 0.5, eks: true, logs: [] },
    ],
    [
      'logs elsewhere',
      {
        containerProperties: {
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': '/mine', 'awslogs-region': 'eu-west-1' },
          },
        },
      },
      { logs: [{ group: '/mine', region: 'eu-west-1', made: false }] },
    ],
    [
      'Fargate',
      { platformCapabilities: ['FARGATE'], containerProperties: {} },
      { fargate: true, vcpus: undefined },
    ],
    [
      'what makes no sense',
      { containerProperties: { vcpus: 'many', jobRoleArn: 7 }, ecsProperties: 'none', eksProperties: null },
      { vcpus: undefined, jobRoles: [], eks: false },
    ],
  ])('%s', (_, body, expected) => {
    expect(partsOf(body)).toMatchObject(expected);
  });

  test('overrides ask for something else only when they say so', () => {
    expect(overriddenVcpus({})).toBeUndefined();
    expect(overriddenVcpus({ containerOverrides: { command: ['x'] } })).toBeUndefined();
    expect(
      overriddenVcpus({ containerOverrides: { resourceRequirements: [{ type: 'VCPU', value: '4' }] } }),
    ).toBe(4);
  });
});
