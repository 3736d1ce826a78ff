import type { Condition, Grant, PolicyScope } from './grants.ts';

/** One statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/** An identity-based IAM policy. */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** Characters of a managed policy, white space not counted (IAM and STS quotas). */
export const MANAGED_POLICY_MAX = 6_144;

export function policyOf(grants: readonly Grant[]): Policy {
  return {
    Version: '2012-10-17',
    Statement: grants.map(({ id, actions, resources, condition }) => ({
      Sid: id,
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  };
}

/** How much of a policy's limit it takes. */
export function policyCharacters(policy: Policy): number {
  return JSON.stringify(policy).length;
}

/** Where a policy's resources are, from whatever is known: whose credentials they are, the region, and ARNs in specs. */
export function scopeOf(known: {
  readonly identity?: string | undefined;
  readonly region?: string | undefined;
  readonly arns?: readonly string[];
}): PolicyScope {
  const all = [...(known.identity === undefined ? [] : [known.identity]), ...(known.arns ?? [])].map((each) =>
    each.split(':'),
  );
  const member = (at: number): string | undefined =>
    all.map((each) => each[at]).find((each) => each !== undefined && each !== '');
  const region = known.region ?? member(3);
  return {
    partition: member(1) ?? partitionOf(region),
    region: region ?? '*',
    accountId: member(4) ?? '*',
  };
}

function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-') === true) return 'aws-cn';
  if (region?.startsWith('us-gov-') === true) return 'aws-us-gov';
  return 'aws';
}
