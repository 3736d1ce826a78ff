import type { Shape } from './shape.ts';

const strings: Shape = { list: 'string' };
const stringMap: Shape = { map: 'string' };
const keyValue: Shape = { fields: { name: 'string', value: 'string' } };
const requirement: Shape = {
  fields: { type: { oneOf: ['GPU', 'VCPU', 'MEMORY'] }, value: 'string' },
  needs: ['type', 'value'],
};
const retryStrategy: Shape = {
  fields: {
    attempts: 'integer',
    evaluateOnExit: {
      list: {
        fields: { onStatusReason: 'string', onReason: 'string', onExitCode: 'string', action: 'string' },
        needs: ['action'],
      },
    },
  },
};
const timeout: Shape = { fields: { attemptDurationSeconds: 'integer' } };
const secrets: Shape = {
  list: { fields: { name: 'string', valueFrom: 'string' }, needs: ['name', 'valueFrom'] },
};
const consumables: Shape = {
  fields: {
    consumableResourceList: { list: { fields: { consumableResource: 'string', quantity: 'integer' } } },
  },
};
const containerFields: Readonly<Record<string, Shape>> = {
  image: 'string',
  vcpus: 'integer',
  memory: 'integer',
  command: strings,
  jobRoleArn: 'string',
  executionRoleArn: 'string',
  volumes: { list: 'object' },
  environment: { list: keyValue },
  mountPoints: { list: 'object' },
  readonlyRootFilesystem: 'boolean',
  privileged: 'boolean',
  ulimits: {
    list: {
      fields: { hardLimit: 'integer', name: 'string', softLimit: 'integer' },
      needs: ['hardLimit', 'name', 'softLimit'],
    },
  },
  user: 'string',
  instanceType: 'string',
  resourceRequirements: { list: requirement },
  linuxParameters: 'object',
  logConfiguration: {
    fields: {
      logDriver: {
        oneOf: ['awsfirelens', 'awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'splunk', 'syslog'],
      },
      options: stringMap,
      secretOptions: secrets,
    },
    needs: ['logDriver'],
  },
  secrets,
  networkConfiguration: { fields: { assignPublicIp: { oneOf: ['ENABLED', 'DISABLED'] } } },
  fargatePlatformConfiguration: { fields: { platformVersion: 'string' } },
  enableExecuteCommand: 'boolean',
  ephemeralStorage: { fields: { sizeInGiB: 'integer' }, needs: ['sizeInGiB'] },
  runtimePlatform: 'object',
  repositoryCredentials: 'object',
};
const overrides: Shape = {
  fields: {
    vcpus: 'integer',
    memory: 'integer',
    command: strings,
    instanceType: 'string',
    environment: { list: keyValue },
    resourceRequirements: { list: requirement },
  },
};
const taskContainer: Shape = {
  fields: {
    ...containerFields,
    name: 'string',
    essential: 'boolean',
    dependsOn: { list: { fields: { containerName: 'string', condition: 'string' } } },
    firelensConfiguration: 'object',
  },
  needs: ['image'],
};
const ecsProperties: Shape = {
  fields: {
    taskProperties: {
      list: { fields: { containers: { list: taskContainer } }, needs: ['containers'] },
    },
  },
  needs: ['taskProperties'],
};
const ecsOverride: Shape = {
  fields: {
    taskProperties: {
      list: {
        fields: {
          containers: {
            list: {
              fields: {
                name: 'string',
                command: strings,
                environment: { list: keyValue },
                resourceRequirements: { list: requirement },
              },
            },
          },
        },
      },
    },
  },
};
function eksContainer(needs: readonly string[]): Shape {
  return {
    fields: {
      name: 'string',
      image: 'string',
      command: strings,
      args: strings,
      env: { list: { fields: { name: 'string', value: 'string' }, needs: ['name'] } },
      resources: { fields: { limits: stringMap, requests: stringMap } },
    },
    needs,
  };
}
function eks(needs: readonly string[]): Shape {
  return {
    fields: {
      podProperties: {
        fields: {
          containers: { list: eksContainer(needs) },
          initContainers: { list: eksContainer(needs) },
          metadata: { fields: { labels: stringMap, annotations: stringMap, namespace: 'string' } },
        },
      },
    },
  };
}
const pages: Readonly<Record<string, Shape>> = { maxResults: 'integer', nextToken: 'string' };
const filters: Shape = { list: { fields: { name: 'string', values: strings } } };
const enabled: Shape = { oneOf: ['ENABLED', 'DISABLED'] };
const environmentOrder: Shape = {
  list: {
    fields: { order: 'integer', computeEnvironment: 'string' },
    needs: ['order', 'computeEnvironment'],
  },
};
const timeLimits: Shape = {
  list: {
    fields: {
      reason: 'string',
      state: { oneOf: ['RUNNABLE'] },
      maxTimeSeconds: 'integer',
      action: { oneOf: ['CANCEL', 'TERMINATE'] },
    },
    needs: ['reason', 'state', 'maxTimeSeconds', 'action'],
  },
};
const fairshare: Shape = {
  fields: {
    shareDecaySeconds: 'integer',
    computeReservation: 'integer',
    shareDistribution: {
      list: { fields: { shareIdentifier: 'string', weightFactor: 'number' }, needs: ['shareIdentifier'] },
    },
  },
};
const computeResources: Readonly<Record<string, Shape>> = {
  type: { oneOf: ['EC2', 'SPOT', 'FARGATE', 'FARGATE_SPOT'] },
  allocationStrategy: 'string',
  minvCpus: 'integer',
  maxvCpus: 'integer',
  desiredvCpus: 'integer',
  instanceTypes: strings,
  subnets: strings,
  securityGroupIds: strings,
  instanceRole: 'string',
  tags: stringMap,
};

function one(name: string, more: Readonly<Record<string, Shape>> = {}, needs: readonly string[] = []): Shape {
  return { fields: { [name]: 'string', ...more }, needs: [name, ...needs] };
}

/** The request of every operation that the engine serves, by the operation's name; members as in the service's model. */
export const inputShapes: Readonly<Record<string, Shape>> = {
  SubmitJob: {
    fields: {
      jobName: 'string',
      jobQueue: 'string',
      jobDefinition: 'string',
      shareIdentifier: 'string',
      schedulingPriorityOverride: 'integer',
      arrayProperties: { fields: { size: 'integer' } },
      dependsOn: { list: { fields: { jobId: 'string', type: { oneOf: ['N_TO_N', 'SEQUENTIAL'] } } } },
      parameters: stringMap,
      containerOverrides: overrides,
      nodeOverrides: 'object',
      retryStrategy,
      propagateTags: 'boolean',
      timeout,
      tags: stringMap,
      eksPropertiesOverride: eks([]),
      ecsPropertiesOverride: ecsOverride,
      consumableResourcePropertiesOverride: consumables,
    },
    needs: ['jobName', 'jobQueue', 'jobDefinition'],
  },
  DescribeJobs: { fields: { jobs: strings }, needs: ['jobs'] },
  ListJobs: {
    fields: {
      jobQueue: 'string',
      arrayJobId: 'string',
      multiNodeJobId: 'string',
      jobStatus: {
        oneOf: ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'],
      },
      filters,
      ...pages,
    },
  },
  CancelJob: one('jobId', { reason: 'string' }, ['reason']),
  TerminateJob: one('jobId', { reason: 'string' }, ['reason']),
  CancelJobs: { fields: { jobs: strings, reason: 'string' }, needs: ['jobs', 'reason'] },
  TerminateJobs: { fields: { jobs: strings, reason: 'string' }, needs: ['jobs', 'reason'] },
  RegisterJobDefinition: {
    fields: {
      jobDefinitionName: 'string',
      type: { oneOf: ['container', 'multinode'] },
      parameters: stringMap,
      schedulingPriority: 'integer',
      containerProperties: { fields: containerFields },
      nodeProperties: 'object',
      retryStrategy,
      propagateTags: 'boolean',
      timeout,
      tags: stringMap,
      platformCapabilities: { list: { oneOf: ['EC2', 'FARGATE', 'MANAGED_INSTANCES'] } },
      eksProperties: eks(['image']),
      ecsProperties,
      consumableResourceProperties: consumables,
    },
    needs: ['jobDefinitionName', 'type'],
  },
  DeregisterJobDefinition: one('jobDefinition'),
  DescribeJobDefinitions: {
    fields: { jobDefinitions: strings, jobDefinitionName: 'string', status: 'string', ...pages },
  },
  CreateComputeEnvironment: one(
    'computeEnvironmentName',
    {
      type: { oneOf: ['MANAGED', 'UNMANAGED'] },
      state: enabled,
      unmanagedvCpus: 'integer',
      computeResources: { fields: computeResources, needs: ['type', 'maxvCpus', 'subnets'] },
      serviceRole: 'string',
      tags: stringMap,
      eksConfiguration: 'object',
      context: 'string',
    },
    ['type'],
  ),
  UpdateComputeEnvironment: one('computeEnvironment', {
    state: enabled,
    unmanagedvCpus: 'integer',
    computeResources: { fields: computeResources },
    serviceRole: 'string',
    updatePolicy: { fields: { terminateJobsOnUpdate: 'boolean', jobExecutionTimeoutMinutes: 'integer' } },
    context: 'string',
  }),
  DeleteComputeEnvironment: one('computeEnvironment'),
  DescribeComputeEnvironments: { fields: { computeEnvironments: strings, ...pages } },
  CreateJobQueue: one(
    'jobQueueName',
    {
      state: enabled,
      schedulingPolicyArn: 'string',
      priority: 'integer',
      computeEnvironmentOrder: environmentOrder,
      serviceEnvironmentOrder: { list: 'object' },
      jobQueueType: 'string',
      tags: stringMap,
      jobStateTimeLimitActions: timeLimits,
    },
    ['priority'],
  ),
  UpdateJobQueue: one('jobQueue', {
    state: enabled,
    schedulingPolicyArn: 'string',
    priority: 'integer',
    computeEnvironmentOrder: environmentOrder,
    serviceEnvironmentOrder: { list: 'object' },
    jobStateTimeLimitActions: timeLimits,
  }),
  DeleteJobQueue: one('jobQueue'),
  DescribeJobQueues: { fields: { jobQueues: strings, ...pages } },
  GetJobQueueSnapshot: one('jobQueue'),
  CreateSchedulingPolicy: one('name', {
    fairsharePolicy: fairshare,
    quotaSharePolicy: 'object',
    tags: stringMap,
  }),
  UpdateSchedulingPolicy: one('arn', { fairsharePolicy: fairshare, quotaSharePolicy: 'object' }),
  DeleteSchedulingPolicy: one('arn'),
  DescribeSchedulingPolicies: { fields: { arns: strings }, needs: ['arns'] },
  ListSchedulingPolicies: { fields: pages },
  CreateConsumableResource: one('consumableResourceName', {
    totalQuantity: 'integer',
    resourceType: 'string',
    tags: stringMap,
  }),
  UpdateConsumableResource: one('consumableResource', {
    operation: 'string',
    quantity: 'integer',
    clientToken: 'string',
  }),
  DeleteConsumableResource: one('consumableResource'),
  DescribeConsumableResource: one('consumableResource'),
  ListConsumableResources: { fields: { filters, ...pages } },
  ListJobsByConsumableResource: one('consumableResource', { filters, ...pages }),
  ListTagsForResource: one('resourceArn'),
  TagResource: one('resourceArn', { tags: stringMap }, ['tags']),
  UntagResource: one('resourceArn', { tagKeys: strings }, ['tagKeys']),
};
