/** One condition of a status, as kstatus and Kubernetes' API conventions know them. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
  readonly observedRevision?: string;
}

export type Phase = 'Invalid' | 'Pending' | 'Blocked' | 'Running' | 'Suspended' | 'Succeeded' | 'Failed';

export const PHASES: readonly Phase[] = [
  'Invalid',
  'Pending',
  'Blocked',
  'Running',
  'Suspended',
  'Succeeded',
  'Failed',
];

/** Phases in which nothing more happens by itself. */
export const SETTLED_PHASES: readonly Phase[] = ['Invalid', 'Blocked', 'Suspended', 'Succeeded', 'Failed'];

/** A condition before it has a time. */
export type Fact = Omit<Condition, 'lastTransitionTime'>;

/** The longest message of a condition, as in Kubernetes. */
const MESSAGE_MAX = 2_048;

/** Gives facts their times: a condition keeps its time as long as its status does not change. */
export function stampConditions(
  facts: readonly Fact[],
  before: readonly Condition[],
  now: string,
): readonly Condition[] {
  return facts.map((fact) => {
    const old = before.find((each) => each.type === fact.type);
    const lastTransitionTime = old?.status === fact.status ? old.lastTransitionTime : now;
    const { observedRevision, ...rest } = fact;
    const message =
      fact.message.length > MESSAGE_MAX ? `${fact.message.slice(0, MESSAGE_MAX - 1)}…` : fact.message;
    return {
      ...rest,
      message,
      lastTransitionTime,
      ...(observedRevision === undefined ? {} : { observedRevision }),
    };
  });
}

/**
 * What is wrong with a set of conditions; empty when nothing is.
 * The rules are kstatus': Ready is always there, Reconciling and Stalled only when True and never both,
 * and Ready=True leaves room for neither.
 */
export function lintConditions(phase: Phase, conditions: readonly Condition[]): readonly string[] {
  const of = (type: string) => conditions.find((each) => each.type === type);
  const problems: string[] = [];
  if (new Set(conditions.map((each) => each.type)).size !== conditions.length)
    problems.push('a type stands twice');
  const ready = of('Ready');
  if (ready === undefined) problems.push('Ready is missing');
  for (const type of ['Reconciling', 'Stalled', 'Suspended']) {
    if (of(type) !== undefined && of(type)?.status !== 'True')
      problems.push(`${type} is present and not True`);
  }
  if (of('Reconciling') !== undefined && of('Stalled') !== undefined)
    problems.push('Reconciling and Stalled at once');
  if (ready?.status === 'True') {
    if (phase !== 'Succeeded') problems.push(`Ready in phase ${phase}`);
    if (of('Reconciling') !== undefined || of('Stalled') !== undefined)
      problems.push('Ready and not at rest');
  } else if (phase === 'Succeeded') problems.push('Succeeded and not Ready');
  if (phase === 'Invalid' && of('Stalled') === undefined) problems.push('Invalid and not Stalled');
  if ((phase === 'Suspended') !== (of('Suspended') !== undefined))
    problems.push('phase and Suspended disagree');
  for (const each of conditions) {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(each.reason)) problems.push(`${each.type} has no CamelCase reason`);
    if (each.message === '') problems.push(`${each.type} has no message`);
  }
  return problems;
}
