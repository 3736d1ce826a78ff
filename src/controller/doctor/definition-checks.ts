import type { BatchApi, DefinitionDetail } from '../../batch/api.ts';
import type { Iam } from '../../batch/iam.ts';
import type { Outcome } from '../../batch/outcome.ts';
import { sameDefinition } from '../../core/definition.ts';
import { failed, fine, skipped, warned, type Check } from './check.ts';
import { partsOf, type DefinitionParts } from './definition-parts.ts';
import type { Needs } from './needs.ts';

/** The definitions by the text that specs name them with, as far as they could be found. */
export interface DefinitionsSeen {
  readonly checks: readonly Check[];
  readonly parts: ReadonlyMap<string, DefinitionParts>;
}

/** Declared definitions, and those that Batch must know. */
export async function checkDefinitions(api: BatchApi, needs: Needs): Promise<DefinitionsSeen> {
  const checks: Check[] = [];
  const parts = new Map<string, DefinitionParts>();
  // All at once: the budget of calls sees to it that they go out one after the other.
  const [own, foreign] = await Promise.all([
    Promise.all(needs.own.map(async (each) => ({ ...each, found: await find(api, each.name) }))),
    Promise.all(needs.foreign.map(async (each) => ({ ...each, found: await find(api, each.written) }))),
  ]);
  for (const { name, body, users, found } of own) {
    parts.set(name, partsOf(body));
    const told = { check: 'definition', subject: name, affects: users } as const;
    if (found.kind !== 'ok') {
      checks.push(
        failed({ ...told, message: `cannot be looked up: ${found.message}`, remedy: 'mend that first' }),
      );
      continue;
    }
    const latest = latestOf(found.value);
    const message =
      latest === undefined
        ? 'is declared here and not registered yet: `run` registers it'
        : sameDefinition(body, latest.body)
          ? `is registered as ${latest.reference}`
          : `differs from ${latest.reference}: \`run\` registers another revision`;
    checks.push(fine({ ...told, message }));
  }
  for (const { written, users, found } of foreign) {
    const told = { check: 'definition', subject: written, affects: users } as const;
    if (found.kind !== 'ok') {
      checks.push(
        failed({ ...told, message: `cannot be looked up: ${found.message}`, remedy: 'mend that first' }),
      );
      continue;
    }
    const latest = latestOf(found.value);
    if (latest === undefined) {
      const inactive = found.value.length > 0;
      checks.push(
        failed({
          ...told,
          message: `${inactive ? 'is not active any more' : 'is known neither to this source nor to Batch here'}: nothing is submitted with it`,
          remedy: inactive
            ? 'name an active revision'
            : 'add a JobDefinition, or correct spec.jobDefinition or the region',
        }),
      );
      continue;
    }
    parts.set(written, partsOf(latest.body));
    checks.push(fine({ ...told, message: `is ${latest.reference} in Batch` }));
  }
  return { checks, parts };
}

function find(api: BatchApi, written: string): Promise<Outcome<readonly DefinitionDetail[]>> {
  const exact = written.startsWith('arn:') || /:\d+$/.test(written);
  return api.describeJobDefinitions(exact ? { references: [written] } : { name: written });
}

function latestOf(all: readonly DefinitionDetail[]): DefinitionDetail | undefined {
  return [...all].filter((each) => each.active).sort((a, b) => b.revision - a.revision)[0];
}

/** ECS takes job and execution roles. */
const ROLE_SERVICE = 'ecs-tasks.amazonaws.com';

/** The roles of definitions: whether they are there and may be taken, and whether one is missing. */
export async function checkRoles(
  iam: Iam | undefined,
  needs: Needs,
  parts: ReadonlyMap<string, DefinitionParts>,
  where: { readonly accountId: string | undefined; readonly endpoint: string | undefined },
): Promise<readonly Check[]> {
  const users = new Map<string, readonly string[]>(needs.roles);
  for (const { written, users: jobs } of needs.foreign) {
    const { jobRoles = [], executionRoles = [] } = parts.get(written) ?? {};
    for (const role of [...jobRoles, ...executionRoles])
      users.set(role, [...(users.get(role) ?? []), ...jobs]);
  }
  const checks: Check[] = [];
  for (const [role, affects] of users) checks.push(await checkRole(iam, role, affects, where.accountId));
  // What children may do elsewhere than in AWS is not for roles to say.
  for (const job of where.endpoint === undefined ? needs.jobs : []) {
    const definition = parts.get(job.jobDefinition);
    if (definition === undefined || definition.eks || definition.jobRoles.length > 0) continue;
    if (job.manifest === undefined) continue;
    const affects = [`ArrayJob/${job.name}`];
    const told = { check: 'role', subject: job.jobDefinition, affects } as const;
    const message = `has no jobRoleArn, and children read their items from s3://${job.manifest.bucket}`;
    const remedy = 'name a role that may s3:GetObject there as jobRoleArn';
    checks.push(
      definition.fargate
        ? failed({ ...told, message: `${message}: on Fargate they have no credentials`, remedy })
        : warned({ ...told, message: `${message}: they can only if the instance's role may`, remedy }),
    );
  }
  return checks;
}

async function checkRole(
  iam: Iam | undefined,
  role: string,
  affects: readonly string[],
  accountId: string | undefined,
): Promise<Check> {
  const told = { check: 'role', subject: role, affects } as const;
  const [, owner, path] = /^arn:[a-z-]+:iam::(\d{12}):role\/(.+)$/.exec(role) ?? [];
  if (role.startsWith('arn:') && path === undefined) {
    return failed({
      ...told,
      message: 'is not the ARN of a role: Batch refuses the definition',
      remedy: 'write arn:aws:iam::ACCOUNT:role/NAME',
    });
  }
  if (owner !== undefined && accountId !== undefined && owner !== accountId) {
    return failed({
      ...told,
      message: `is a role of account ${owner}, and jobs run in ${accountId}: they cannot take it`,
      remedy: 'use a role of the same account, and let it assume the other one',
    });
  }
  const name = (path ?? role).split('/').at(-1) ?? role;
  const found = await iam?.role(name);
  if (found === undefined) return skipped({ ...told, message: 'IAM cannot be asked here' });
  if (found.kind !== 'ok') {
    return skipped({
      ...told,
      message: `cannot be looked at: ${found.message}`,
      remedy: 'allow iam:GetRole to have it checked',
    });
  }
  if (found.value === undefined) {
    return failed({
      ...told,
      message: 'does not exist: children would not start',
      remedy: 'create it, or correct the definition',
    });
  }
  if (!found.value.trusted.includes(ROLE_SERVICE)) {
    return failed({
      ...told,
      message: `does not trust ${ROLE_SERVICE}: children would not start`,
      remedy: `allow sts:AssumeRole to ${ROLE_SERVICE} in its trust policy`,
    });
  }
  return fine({ ...told, message: `exists and trusts ${ROLE_SERVICE}` });
}
