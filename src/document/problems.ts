import type { Finding, JsonPath, Place } from '../core/finding.ts';
import type { Complaint } from './stream.ts';

/** What is wrong in plain words, and what to do about it, by the parser's code. */
const problems: Readonly<Record<string, readonly [message: string | undefined, remedy: string]>> = {
  ALIAS_PROPS: [
    'An alias cannot have an anchor or tag of its own',
    'Remove the anchor or tag before the alias.',
  ],
  BAD_ALIAS: [
    undefined,
    'Define the anchor (&name) above the alias (*name), or quote a text that starts with *.',
  ],
  ALIAS_LOOP: [undefined, 'Write the value out: an alias cannot contain itself.'],
  ALIAS_BOMB: [undefined, 'Write the values out, or use fewer and smaller aliases.'],
  BAD_COLLECTION_TYPE: [undefined, 'Remove the tag, or make the value what the tag says.'],
  BAD_DIRECTIVE: [undefined, 'Remove the line, or start the document with `---` behind it.'],
  BAD_DQ_ESCAPE: [undefined, 'Write \\\\ for a backslash, or use single quotes.'],
  BAD_INDENT: [undefined, 'Indent the lines of one map or list alike.'],
  BAD_MERGE: [undefined, 'Let << refer to a map, as in `<<: *defaults`.'],
  BAD_PROP_ORDER: [undefined, 'Write anchor and tag before the value, on its line.'],
  BAD_SCALAR_START: [undefined, 'Put the text in quotes: it starts with a character that YAML reserves.'],
  BIG_INTEGER: [undefined, 'Put it in quotes so that it is kept as text.'],
  BLOCK_AS_IMPLICIT_KEY: [
    'A key cannot hold a map',
    'Check for a second `: ` on the line; quote a text that contains one.',
  ],
  BLOCK_IN_FLOW: [
    'Indented lines cannot stand inside of [ ] or { }',
    'Close the bracket, or write the value inside it with [ ] or { }.',
  ],
  DUPLICATE_KEY: [undefined, 'Remove one of the two, or give it another name.'],
  IMPOSSIBLE: [undefined, 'Simplify the document; please report it if it is right.'],
  KEY_OVER_1024_CHARS: [
    'A key is longer than 1024 characters',
    'Shorten the key, or quote the text that was taken for one.',
  ],
  MISSING_CHAR: [undefined, 'Add what is missing.'],
  MULTILINE_IMPLICIT_KEY: [
    'A key spans several lines',
    'Check for a missing `:` on the line before, and quote texts of several lines.',
  ],
  MULTIPLE_ANCHORS: ['A value has two anchors', 'Keep one.'],
  MULTIPLE_DOCS: ['Another document starts here', 'Separate documents with a line `---`.'],
  MULTIPLE_TAGS: ['A value has two tags', 'Keep one.'],
  NON_STRING_KEY: [undefined, 'Give every key a plain text.'],
  NOT_JSON: [undefined, 'Put it in quotes, or use a value that JSON has.'],
  RESOURCE_EXHAUSTION: [undefined, 'Simplify the document.'],
  TAB_AS_INDENT: ['Tabs cannot indent YAML', 'Replace the tabs at the start of the line with spaces.'],
  TAG_RESOLVE_FAILED: [undefined, 'Remove the tag; only the tags of plain YAML are understood.'],
  TOO_LONG: [undefined, 'Split the file, or keep long lists of items in a work.file.'],
  TOO_DEEP: [undefined, 'Use fewer levels of maps and lists.'],
  UNEXPECTED_TOKEN: [undefined, 'Check quotes, brackets and indentation at this place and just before it.'],
};

/** `DUPLICATE_KEY` becomes `DuplicateKey`: the form in which findings and conditions name their reasons. */
function codeOf(code: string): string {
  const words = code.toLowerCase().split('_');
  return `Yaml${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}

/** A path as people write it: `spec.work.items[3]`. */
export function pathText(path: JsonPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** Makes a finding of a parser's complaint. */
export function findingOf(
  complaint: Complaint & { readonly path?: JsonPath },
  severity: Finding['severity'],
  placeOf: (offset: number) => Place,
): Finding {
  const [message, remedy] = problems[complaint.code] ?? [undefined, 'Check the YAML at this place.'];
  return {
    code: codeOf(complaint.code),
    severity,
    place: placeOf(complaint.offset),
    path: pathText(complaint.path ?? []),
    message: message ?? complaint.message.replace(/\.$/, ''),
    remedy,
  };
}
