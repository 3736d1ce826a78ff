import { UsageError } from './text.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether an object's labels are selected. */
export type Selector = (labels: Labels) => boolean;

const KEY = '(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
const VALUE = '(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?';
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);
const EQUALS = new RegExp(`^(${KEY})\\s*(=|==|!=)\\s*(${VALUE})$`);
const AMONG = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const ONE = new RegExp(`^${VALUE}$`);

/**
 * Reads a label selector in the words of Kubernetes (labels.Parse): requirements joined by commas, all of which must hold:
 * `k=v`, `k==v`, `k!=v`, `k in (a,b)`, `k notin (a,b)`, `k`, `!k`. As there, `!=` and `notin` also select objects
 * without the label. Throws a UsageError for anything else.
 */
export function parseSelector(text: string): Selector {
  const requirements = split(text).map((part) => requirement(part.trim(), text));
  return (labels) => requirements.every((each) => each(labels));
}

/** Cuts at the commas that stand outside of parentheses. */
function split(text: string): readonly string[] {
  return text.split(/,(?![^(]*\))/);
}

function requirement(part: string, whole: string): Selector {
  const exists = EXISTS.exec(part);
  if (exists) return (labels) => has(labels, exists[2]!) !== (exists[1] === '!');
  const equals = EQUALS.exec(part);
  if (equals) {
    const [, key = '', operator, value] = equals;
    return (labels) => (valueOf(labels, key) === value) === (operator !== '!=');
  }
  const among = AMONG.exec(part);
  const values = among?.[3]?.split(',').map((each) => each.trim()) ?? [];
  if (among && values.every((each) => ONE.test(each))) {
    const [, key = '', operator] = among;
    return (labels) => {
      const value = valueOf(labels, key);
      return (value !== undefined && values.includes(value)) === (operator === 'in');
    };
  }
  throw new UsageError(
    `-l ${whole}: ${part === '' ? 'an empty part' : `"${part}"`} is no requirement: write team=ingest, env!=prod, tier in (a,b), tier notin (a,b), team or !team, with commas between`,
  );
}

function has(labels: Labels, key: string): boolean {
  return Object.hasOwn(labels, key);
}

function valueOf(labels: Labels, key: string): string | undefined {
  return has(labels, key) ? labels[key] : undefined;
}
