import { DEPENDENCIES_MAX } from '../../core/limits.ts';
import type { Report } from '../report.ts';
import type { DependencyFields } from '../resources.ts';

/** What one ArrayJob's dependsOn can get wrong by itself; names are looked up when the whole source is known. */
export function checkDependencies(dependencies: readonly DependencyFields[], report: Report): void {
  const seen = new Set<string>();
  for (const [index, { name, type, minSucceeded }] of dependencies.entries()) {
    const path = ['spec', 'dependsOn', index];
    const what = type === 'SEQUENTIAL' ? 'type SEQUENTIAL' : (name ?? '');
    if (seen.has(what)) {
      report.error({
        code: 'DuplicateDependency',
        path,
        message: `dependsOn has ${what} twice.`,
        remedy:
          type === 'SEQUENTIAL'
            ? 'Remove one of them.'
            : 'Keep one of them; N_TO_N waits for less than the whole, so both together mean the whole.',
      });
    }
    seen.add(what);
    if (type === 'N_TO_N' && minSucceeded !== undefined) {
      report.error({
        code: 'MinSucceededNotWhole',
        path: [...path, 'minSucceeded'],
        at: 'key',
        message: 'minSucceeded stands on a dependency of type N_TO_N, which waits index by index.',
        remedy: 'Remove minSucceeded, or remove type: N_TO_N to wait for a part of the whole.',
      });
    }
  }
  if (dependencies.length > DEPENDENCIES_MAX) {
    report.warning({
      code: 'ManyDependencies',
      path: ['spec', 'dependsOn'],
      message: `There are ${dependencies.length} dependencies, but AWS Batch's own dependsOn takes ${DEPENDENCIES_MAX}: the controller holds the job back itself, so it goes on only while the controller runs.`,
      remedy: `Nothing needs to be done; with at most ${DEPENDENCIES_MAX} the chain would go on without the controller.`,
    });
  }
}
