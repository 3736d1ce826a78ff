import * as batch from '@aws-sdk/client-batch';

/** The SDK's runtime schemas are nested arrays: [kind, namespace, name, traits, members, types, required count]. */
type Schema = unknown;

/**
 * AWS's own examples leave `startedAt` out of jobs that have not started, and `computeEnvironmentOrder` is never
 * missing; so the first is the one exemption.
 */
const EXEMPT = new Set(['JobDetail.startedAt']);

/** How an operation's output differs from the SDK's model: missing required members, wrong types, unknown members. */
export function modelFaults(operation: string, output: object): string[] {
  const schemas = batch as unknown as Record<string, Schema>;
  const found = schemas[`${operation}$`] as readonly unknown[] | undefined;
  if (found === undefined) return [`no schema for ${operation}`];
  const faults: string[] = [];
  compare(deref(found[5]), output, operation, faults);
  return faults;
}

function deref(schema: Schema): Schema {
  return typeof schema === 'function' ? deref((schema as () => Schema)()) : schema;
}

function compare(raw: Schema, value: unknown, path: string, faults: string[]): void {
  const schema = deref(raw);
  if (value === undefined) return;
  if (typeof schema === 'number') {
    compareSimple(schema, value, path, faults);
    return;
  }
  if (!Array.isArray(schema)) return;
  const [kind, , name, , fourth, fifth, required] = schema as [
    number,
    string,
    string,
    unknown,
    unknown,
    unknown,
    number?,
  ];
  if (kind === 0) {
    compare(fourth, value, path, faults);
  } else if (kind === 1) {
    if (!Array.isArray(value)) faults.push(`${path} is no list`);
    else value.forEach((each, at) => compare(fourth, each, `${path}[${at}]`, faults));
  } else if (kind === 2) {
    for (const [key, each] of Object.entries(value as object)) compare(fifth, each, `${path}.${key}`, faults);
  } else if (kind === 3) {
    const names = fourth as string[];
    const types = fifth as Schema[];
    if (typeof value !== 'object' || value === null) {
      faults.push(`${path} is no structure`);
      return;
    }
    const members = value as Record<string, unknown>;
    names.forEach((member, at) => {
      if (at < (required ?? 0) && members[member] === undefined && !EXEMPT.has(`${name}.${member}`)) {
        faults.push(`${path}.${member} is missing`);
      }
      compare(types[at], members[member], `${path}.${member}`, faults);
      checkEnum(name, member, members[member], path, faults);
    });
    for (const member of Object.keys(members)) {
      if (!names.includes(member)) faults.push(`${path}.${member} is not in the model`);
    }
  }
}

/** Simple types by number; 64 and 128 add "list of" and "map of". */
function compareSimple(schema: number, value: unknown, path: string, faults: string[]): void {
  if ((schema & 64) !== 0) {
    if (!Array.isArray(value)) faults.push(`${path} is no list`);
    else value.forEach((each, at) => compareSimple(schema & ~64, each, `${path}[${at}]`, faults));
    return;
  }
  if ((schema & 128) !== 0) {
    for (const [key, each] of Object.entries(value as object)) {
      compareSimple(schema & ~128, each, `${path}.${key}`, faults);
    }
    return;
  }
  const expected = schema === 0 ? 'string' : schema === 1 ? 'number' : schema === 2 ? 'boolean' : undefined;
  if (expected !== undefined && typeof value !== expected) faults.push(`${path} is no ${expected}`);
}

const ENUMS: Readonly<Record<string, object>> = {
  'JobDetail.status': batch.JobStatus,
  'JobSummary.status': batch.JobStatus,
  'JobQueueDetail.state': batch.JQState,
  'JobQueueDetail.status': batch.JQStatus,
  'JobQueueDetail.jobQueueType': batch.JobQueueType,
  'ComputeEnvironmentDetail.state': batch.CEState,
  'ComputeEnvironmentDetail.status': batch.CEStatus,
  'ComputeEnvironmentDetail.type': batch.CEType,
  'ComputeEnvironmentDetail.containerOrchestrationType': batch.OrchestrationType,
  'JobDefinition.containerOrchestrationType': batch.OrchestrationType,
  'ComputeResource.type': batch.CRType,
  'ResourceRequirement.type': batch.ResourceType,
};

function checkEnum(name: string, member: string, value: unknown, path: string, faults: string[]): void {
  const allowed = ENUMS[`${name}.${member}`];
  if (allowed === undefined || value === undefined) return;
  if (!(Object.values(allowed) as unknown[]).includes(value)) {
    faults.push(`${path}.${member} has the unknown value ${JSON.stringify(value)}`);
  }
}
