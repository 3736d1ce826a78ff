import { TASK_NOT_STARTED } from '../machine/retries.ts';
import type { Outcome } from '../machine/model.ts';

/**
 * An image that cannot be pulled, where images are not run: the last part of its name begins with `cannot-pull`.
 * AWS words such failures so.
 */
export function unpullable(image: string): Outcome | undefined {
  const last = image.split('/').at(-1) ?? '';
  if (!last.startsWith('cannot-pull')) return undefined;
  return {
    reason: `CannotPullContainerError: Error response from daemon: pull access denied for ${image}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    statusReason: TASK_NOT_STARTED,
  };
}

/** A command that cannot be executed, as the container runtime says it. */
export function unstartable(command: string, code: string | undefined): Outcome {
  const why =
    code === 'EACCES'
      ? 'permission denied'
      : code === 'E2BIG'
        ? 'argument list too long'
        : 'executable file not found in $PATH';
  return {
    reason: `CannotStartContainerError: Error response from daemon: failed to create task for container: OCI runtime create failed: unable to start container process: exec: "${command}": ${why}: unknown`,
    statusReason: TASK_NOT_STARTED,
  };
}
