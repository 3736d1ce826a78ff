import { ask, clientConfig, type AskOptions } from './ask.ts';
import type { Outcome } from './outcome.ts';

/** A role, as far as a job definition cares. */
export interface RoleDetail {
  readonly arn: string;
  /** The services that may take it, such as `ecs-tasks.amazonaws.com`; empty when its trust policy cannot be read. */
  readonly trusted: readonly string[];
}

/** What a principal is asked about. */
export interface SimulationRequest {
  /** The ARN of a user, group or role. */
  readonly principal: string;
  readonly actions: readonly string[];
  /** Whole ARNs, or `*` for actions that know no resources. */
  readonly resources: readonly string[];
  /** Condition keys with the values that a real call would have. */
  readonly context: Readonly<Record<string, string>>;
}

/** One answer. */
export interface Simulated {
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
  /** `implicitDeny`: nothing allows it. `explicitDeny`: something forbids it. */
  readonly decision: string;
}

/** IAM, as far as reading it goes: nothing here changes anything. */
export interface Iam {
  /** A role by its name; undefined when there is none. */
  role(name: string): Promise<Outcome<RoleDetail | undefined>>;
  /** What the policies of a principal would say to calls, without making them (iam:SimulatePrincipalPolicy). */
  simulate(request: SimulationRequest): Promise<Outcome<readonly Simulated[]>>;
  close(): void;
}

export function createIam(options: AskOptions = {}): Iam {
  const open = async () => {
    const sdk = await import('@aws-sdk/client-iam');
    return { sdk, client: new sdk.IAMClient(clientConfig(options)) };
  };
  let loading: ReturnType<typeof open> | undefined;
  const iam = () => (loading ??= open());

  return {
    role: (name) =>
      ask('iam:GetRole', async () => {
        const { sdk, client } = await iam();
        try {
          const { Role: role } = await client.send(new sdk.GetRoleCommand({ RoleName: name }));
          return { arn: role?.Arn ?? '', trusted: trustedBy(role?.AssumeRolePolicyDocument) };
        } catch (error) {
          if ((error as { name?: unknown }).name === 'NoSuchEntityException') return undefined;
          if ((error as { name?: unknown }).name === 'NoSuchEntity') return undefined;
          throw error;
        }
      }),

    simulate: ({ principal, actions, resources, context }) =>
      ask('iam:SimulatePrincipalPolicy', async () => {
        const { sdk, client } = await iam();
        const answers: Simulated[] = [];
        let marker: string | undefined;
        do {
          const page = await client.send(
            new sdk.SimulatePrincipalPolicyCommand({
              PolicySourceArn: principal,
              ActionNames: [...actions],
              ResourceArns: [...resources],
              ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
                ContextKeyName,
                ContextKeyValues: [value],
                ContextKeyType: 'string',
              })),
              Marker: marker,
            }),
          );
          for (const result of page.EvaluationResults ?? []) answers.push(...answersOf(result));
          marker = page.IsTruncated === true ? page.Marker : undefined;
        } while (marker !== undefined);
        return answers;
      }),

    close() {
      void loading?.then(
        ({ client }) => client.destroy(),
        () => undefined,
      );
    },
  };
}

interface Evaluated {
  readonly EvalActionName?: string | undefined;
  readonly EvalResourceName?: string | undefined;
  readonly EvalDecision?: string | undefined;
  readonly ResourceSpecificResults?:
    | readonly {
        readonly EvalResourceName?: string | undefined;
        readonly EvalResourceDecision?: string | undefined;
      }[]
    | undefined;
}

/** With several resources each has an answer of its own; with one, only the whole has. */
function answersOf(result: Evaluated): readonly Simulated[] {
  const answer = (resource: string | undefined, decision = 'implicitDeny'): Simulated => ({
    action: result.EvalActionName ?? '',
    resource: resource ?? '*',
    allowed: decision === 'allowed',
    decision,
  });
  const each = result.ResourceSpecificResults ?? [];
  if (each.length === 0) return [answer(result.EvalResourceName, result.EvalDecision)];
  return each.map((one) => answer(one.EvalResourceName, one.EvalResourceDecision));
}

/** The services in a trust policy, which IAM hands out with its URL encoding. */
function trustedBy(document: string | undefined): readonly string[] {
  try {
    const policy = JSON.parse(decodeURIComponent(document ?? '')) as { Statement?: unknown };
    return listOf(policy.Statement).flatMap((each) => {
      const { Effect: effect, Principal: principal } = each as { Effect?: unknown; Principal?: unknown };
      if (effect !== 'Allow' || typeof principal !== 'object' || principal === null) return [];
      return listOf((principal as { Service?: unknown }).Service).filter((one) => typeof one === 'string');
    });
  } catch {
    return [];
  }
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
