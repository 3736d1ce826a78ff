import { spawn, spawnSync } from 'node:child_process';
import { taskIdOf } from '../machine/identity.ts';
import { TASK_NOT_STARTED } from '../machine/retries.ts';
import type { Outcome, Run } from '../machine/model.ts';
import type { ContainerSpec } from './spec.ts';

/** Turns containers into command lines of a container runtime. */
export interface ContainerRuntime {
  readonly command: (
    spec: ContainerSpec,
    environment: Readonly<Record<string, string>>,
    run: Run,
  ) => readonly string[];
  readonly kill: (run: Run, spec: ContainerSpec) => void;
  readonly outcome: (
    code: number | null,
    signal: NodeJS.Signals | null,
    spec: ContainerSpec,
  ) => Outcome | undefined;
}

/** What belongs to this machine and not into an image. */
const HOST_ONLY = new Set(['PATH', 'HOME']);

/**
 * Docker or podman on this machine. Throws a sentence with what to do when it cannot be used. Containers share the
 * machine's network, so that the engine's endpoint is the same inside.
 */
export function createContainerRuntime(name: 'docker' | 'podman'): ContainerRuntime {
  const probe = spawnSync(name, ['info'], { stdio: ['ignore', 'ignore', 'pipe'], timeout: 10_000 });
  if (probe.error !== undefined || probe.status !== 0) {
    const said = probe.error?.message ?? probe.stderr.toString().trim().split('\n')[0] ?? '';
    throw new Error(
      `The runtime ${name} cannot be used: ${said}. Start it, or leave --runtime out to run commands directly.`,
    );
  }
  const label = (run: Run, spec: ContainerSpec): string =>
    `arrayjob-${taskIdOf(run.unit.job.id, run.unit.index, run.attempt)}-${spec.name}`;
  return {
    command: (spec, environment, run) => [
      name,
      'run',
      '--rm',
      '--init',
      '--network=host',
      `--name=${label(run, spec)}`,
      // By name only: values stay out of the process list.
      ...Object.keys(environment)
        .filter((each) => !HOST_ONLY.has(each))
        .map((each) => `--env=${each}`),
      ...(run.unit.job.memoryMiB > 0 ? [`--memory=${run.unit.job.memoryMiB}m`] : []),
      spec.image,
      ...spec.command,
    ],
    kill: (run, spec) => {
      spawn(name, ['kill', label(run, spec)], { stdio: 'ignore' }).on('error', () => undefined);
    },
    outcome: (code, _signal, spec) => {
      if (code === 125) {
        return {
          reason: `CannotPullContainerError: ${name} could not create a container of ${spec.image}`,
          statusReason: TASK_NOT_STARTED,
        };
      }
      return undefined;
    },
  };
}
