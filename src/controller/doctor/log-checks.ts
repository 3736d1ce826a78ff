import type { LogGroups } from '../../batch/log-groups.ts';
import { failed, fine, skipped, type Check } from './check.ts';
import type { DefinitionParts } from './definition-parts.ts';
import type { Needs } from './needs.ts';

/** The log groups of definitions. */
export async function checkLogs(
  groups: LogGroups,
  needs: Needs,
  parts: ReadonlyMap<string, DefinitionParts>,
): Promise<readonly Check[]> {
  const wanted = new Map<
    string,
    { group: string; region: string | undefined; made: boolean; affects: string[] }
  >();
  for (const job of needs.jobs) {
    for (const { group, region, made } of parts.get(job.jobDefinition)?.logs ?? []) {
      const key = `${region ?? ''} ${group}`;
      const known = wanted.get(key) ?? { group, region, made: true, affects: [] };
      wanted.set(key, {
        ...known,
        made: known.made && made,
        affects: [...new Set([...known.affects, `ArrayJob/${job.name}`])],
      });
    }
  }
  const checks: Check[] = [];
  for (const { group, region, made, affects } of wanted.values()) {
    const told = { check: 'logs', subject: group, affects } as const;
    const found = await groups.has(group, region);
    if (found.kind !== 'ok') {
      checks.push(
        skipped({
          ...told,
          message: `cannot be looked for: ${found.message}`,
          remedy: 'allow logs:DescribeLogGroups to have it checked',
        }),
      );
    } else if (found.value) checks.push(fine({ ...told, message: 'exists' }));
    else if (made)
      checks.push(fine({ ...told, message: 'does not exist yet: it is made with the first job' }));
    else {
      checks.push(
        failed({
          ...told,
          message: 'does not exist: children would not start (ResourceInitializationError)',
          remedy: `create it (aws logs create-log-group --log-group-name ${group}), or set awslogs-create-group: "true"`,
        }),
      );
    }
  }
  return checks;
}
