import type { Plan, PlanInput } from './decision.ts';
import { size } from './intervals.ts';
import { isObject, type Json } from './json.ts';
import {
  ARRAY_SIZE_MAX,
  DEFINITION_BYTES_MAX,
  DEPENDENCIES_MAX,
  OVERRIDES_CHARACTERS_MAX,
  SUBMIT_BYTES_MAX,
  TAGS_MAX,
} from './limits.ts';

/** From this share of a limit on it is worth a word. */
const NEAR = 0.8;

/** Arrays of one object at a time that somebody should know of before they are submitted. */
const ARRAYS_MANY = 20;

/** The limits of Batch that a decision comes near to, in words that say how near. */
export function nearLimits(input: PlanInput, decided: Plan): readonly string[] {
  const found: string[] = [];
  const near = (value: number, max: number, what: string, hint: string): void => {
    if (value >= max * NEAR) found.push(`${what}: ${value} of at most ${max}${hint}`);
  };
  const requests = decided.actions.flatMap((each) => (each.kind === 'submit' ? [each] : []));
  const largest = (of: (request: (typeof requests)[number]['request']) => number): number =>
    Math.max(0, ...requests.map((each) => of(each.request)));
  near(largest(bytesOf), SUBMIT_BYTES_MAX, 'bytes of a submission', '; move what is large into the items');
  near(
    largest(({ containerOverrides: one, ecsPropertiesOverride: two, eksPropertiesOverride: three }) =>
      [one, two, three].reduce<number>((sum, each) => sum + textOf(each).length, 0),
    ),
    OVERRIDES_CHARACTERS_MAX,
    'characters of overrides',
    '; the definition, or the items, have more room',
  );
  near(
    largest(({ dependsOn }) => (Array.isArray(dependsOn) ? dependsOn.length : 0)),
    DEPENDENCIES_MAX,
    'dependencies that Batch takes',
    '; more are held back by the controller',
  );
  near(
    largest(({ tags }) => (isObject(tags) ? Object.keys(tags).length : 0)),
    TAGS_MAX,
    'tags of a job, our own counted',
    '',
  );
  if (input.declared.kind === 'valid') {
    const { definition, desired, work } = input.declared;
    if (definition.kind === 'ready')
      near(bytesOf(definition.body), DEFINITION_BYTES_MAX, 'bytes of the job definition', '');
    const live = work.kind === 'resolved' ? size(work.live) : 0;
    const arrays = Math.ceil(live / Math.min(desired.shardSize, ARRAY_SIZE_MAX));
    if (arrays > ARRAYS_MANY && desired.parallelism === undefined)
      found.push(
        `${live} indexes are ${arrays} arrays at a time: without spec.parallelism they all wait in the queue together`,
      );
  }
  return found;
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : JSON.stringify(value);
}

function bytesOf(value: Json): number {
  let bytes = 0;
  for (const letter of textOf(value)) {
    const point = letter.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
