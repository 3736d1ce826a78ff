/** Who owns the resources; part of every ARN. */
export interface Account {
  readonly accountId: string;
  readonly region: string;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** `bytes` random bytes as lower-case hex. */
export function randomHex(random: () => number, bytes: number): string {
  let text = '';
  for (let i = 0; i < bytes; i += 1) text += HEX[Math.floor(random() * 256)]!;
  return text;
}

/** A version 4 UUID from the given source of chance, as Batch uses them for job ids. */
export function randomUuid(random: () => number): string {
  const hex = randomHex(random, 16);
  const variant = '89ab'[Math.floor(random() * 4)]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The kinds of Batch resource that have an ARN. */
export type ArnKind =
  | 'job'
  | 'job-queue'
  | 'job-definition'
  | 'compute-environment'
  | 'scheduling-policy'
  | 'consumable-resource';

/** `arn:aws:batch:<region>:<account>:<kind>/<name>`. */
export function arnOf(account: Account, kind: ArnKind, name: string): string {
  return `arn:aws:batch:${account.region}:${account.accountId}:${kind}/${name}`;
}

/** The part of a Batch ARN after `kind/`, or undefined when the text is no such ARN. */
export function nameInArn(text: string, kind: ArnKind): string | undefined {
  const match = /^arn:[^:]+:batch:[^:]*:[^:]*:([a-z-]+)\/(.+)$/.exec(text);
  return match?.[1] === kind ? match[2] : undefined;
}

/**
 * The ECS task id of one attempt: 32 hex digits made from the job's id, the index and the attempt, so that it need
 * not be stored. Unique because indexes stay below 16^5 and attempts below 16^3.
 */
export function taskIdOf(jobId: string, index: number, attempt: number): string {
  const stem = jobId.replaceAll('-', '').slice(0, 24);
  const place = (index < 0 ? 0xfffff : index).toString(16).padStart(5, '0');
  return `${stem}${place}${attempt.toString(16).padStart(3, '0')}`;
}

/** A page token: opaque to callers, bound to the question it continues. */
export function pageToken(question: string, position: number): string {
  let hash = 5381;
  for (let i = 0; i < question.length; i += 1) hash = ((hash * 33) ^ question.charCodeAt(i)) >>> 0;
  return `aj1.${hash.toString(36)}.${position.toString(36)}`;
}

/** The position in a token, or undefined when the token was not given out for this question. */
export function positionInToken(question: string, token: string): number | undefined {
  const match = /^aj1\.[0-9a-z]+\.([0-9a-z]+)$/.exec(token);
  if (match?.[1] === undefined) return undefined;
  const position = Number.parseInt(match[1], 36);
  return pageToken(question, position) === token ? position : undefined;
}
