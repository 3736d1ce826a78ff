import { CONTROLLER_TAGS, TAG_PREFIX } from '../names.ts';
import { TAGS_MAX } from '../../core/limits.ts';
import { shown } from '../paths.ts';
import type { Report } from '../report.ts';

/** Characters of tags: letters, spaces, numbers and some signs (AWS General Reference, "Tagging AWS resources"). */
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const KEY_MAX = 128;
const VALUE_MAX = 256;

/** Checks the tags of an array (to which the controller adds its own) or of a job definition. */
export function checkTags(tags: Readonly<Record<string, string>>, ofArray: boolean, report: Report): void {
  const limit = ofArray ? TAGS_MAX - CONTROLLER_TAGS : TAGS_MAX;
  const count = Object.keys(tags).length;
  if (count > limit) {
    report.error({
      code: 'TooManyTags',
      path: ['spec', 'tags'],
      message: `There are ${count} tags, but at most ${limit} fit${ofArray ? `: AWS takes ${TAGS_MAX}, and the controller adds ${CONTROLLER_TAGS}` : ''}.`,
      remedy: `Remove ${count - limit} of them.`,
    });
  }
  for (const [key, value] of Object.entries(tags)) {
    const path = ['spec', 'tags', key];
    const owner = /^aws:/i.test(key) ? 'AWS' : key.startsWith(TAG_PREFIX) ? 'the controller' : undefined;
    if (owner !== undefined) {
      report.error({
        code: 'ReservedTag',
        path,
        at: 'key',
        message: `The tag ${shown(key)} has a prefix that belongs to ${owner}.`,
        remedy: 'Choose a key with another beginning.',
      });
    }
    if (key.length === 0 || key.length > KEY_MAX || !CHARACTERS.test(key)) {
      report.error({
        code: 'WrongTag',
        path,
        at: 'key',
        message: `The tag key ${shown(key)} must have 1 to ${KEY_MAX} letters, digits, spaces and _ . : / = + - @.`,
        remedy: 'Correct the key.',
      });
    }
    if (value.length > VALUE_MAX || !CHARACTERS.test(value)) {
      report.error({
        code: 'WrongTag',
        path,
        message: `The value of the tag ${key} is ${shown(value)}, but must have at most ${VALUE_MAX} letters, digits, spaces and _ . : / = + - @.`,
        remedy: 'Correct the value.',
      });
    }
  }
}
