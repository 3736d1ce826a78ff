import type { JsonPath } from '../core/finding.ts';
import type { Problem } from './report.ts';

type Hint = Pick<Problem, 'code' | 'message' | 'remedy'>;

const ours = (message: string, remedy: string): Hint => ({ code: 'ControllerField', message, remedy });

const stray = (name: string, home: string): Hint => ({
  code: 'UnknownField',
  message: `Unknown field ${name} in spec.`,
  remedy: `Write it as ${home}.`,
});

/** Members of SubmitJob that people know and that mean something else here, and fields often written a level too high. */
const IN_SPEC: Readonly<Record<string, Hint>> = {
  jobName: ours(
    'jobName is set by the controller: it is how a submission is recognised.',
    'Remove it; the names of the jobs begin with metadata.name.',
  ),
  arrayProperties: ours(
    'arrayProperties is set by the controller, for each array anew.',
    'Remove it and write work: {size: …} for the number of indexes; shardSize bounds one array.',
  ),
  nodeOverrides: ours(
    'nodeOverrides belongs to multi-node parallel jobs, which cannot be arrays.',
    'Remove it; use containerOverrides, ecsPropertiesOverride or eksPropertiesOverride.',
  ),
  jobDefinitionName: ours(
    'jobDefinitionName is set by the controller.',
    'Remove it; a JobDefinition is registered under its metadata.name.',
  ),
  size: stray('size', 'work: {size: …}'),
  items: stray('items', 'work: {items: […]}'),
  matrix: stray('matrix', 'work: {matrix: {…}}'),
  s3: stray('s3', 'work: {s3: {…}}'),
  file: stray('file', 'work: {file: …}'),
  name: stray('name', 'metadata.name'),
  labels: stray('labels', 'metadata.labels'),
  minSucceeded: stray('minSucceeded', 'successPolicy: {minSucceeded: …}'),
  attempts: stray('attempts', 'retryStrategy: {attempts: …}'),
  attemptDurationSeconds: stray('attemptDurationSeconds', 'timeout: {attemptDurationSeconds: …}'),
  image: stray('image', 'containerProperties.image of the JobDefinition'),
  command: stray('command', 'containerOverrides: {command: […]} (containerProperties in a JobDefinition)'),
  environment: stray(
    'environment',
    'containerOverrides: {environment: […]} (containerProperties in a JobDefinition)',
  ),
};

/** What to say of an unknown field that is not simply misspelt. */
export function fieldHint(path: JsonPath, name: string): Hint | undefined {
  if (path.length === 1 && path[0] === 'spec')
    return Object.hasOwn(IN_SPEC, name) ? IN_SPEC[name] : undefined;
  if (path[0] === 'spec' && path[1] === 'dependsOn' && name === 'jobId') {
    return ours(
      'dependsOn names ArrayJobs of the source, not jobs of AWS Batch: the controller knows their ids.',
      'Write name: and the metadata.name of the ArrayJob that is waited for.',
    );
  }
  return undefined;
}
