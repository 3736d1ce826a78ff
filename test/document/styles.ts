import fc from 'fast-check';

/** A generated file: its text and the positions of the documents that are maps. */
export interface Styled {
  readonly text: string;
  readonly positions: readonly number[];
}

/** How a generated file is written. */
interface Style {
  readonly step: number;
  readonly base: number;
  readonly comments: boolean;
  readonly lineBreak: '\n' | '\r\n';
  readonly bom: boolean;
  readonly finalBreak: boolean;
}

const word = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/);
const plain = fc.oneof(
  word,
  fc.constantFrom(
    '1',
    '0.5',
    'true',
    'null',
    '~',
    '"a: b # c"',
    "'it''s'",
    '"\\u00e9\\n"',
    'é ü 漢字',
    '0-6,8',
    '!!str 7',
    '"😀"',
  ),
);

type Tree =
  | { readonly t: 'scalar'; readonly text: string }
  | {
      readonly t: 'block';
      readonly header: string;
      readonly lines: readonly string[];
      readonly blank: number;
    }
  | { readonly t: 'folded'; readonly lines: readonly string[] }
  | { readonly t: 'flow'; readonly text: string }
  | { readonly t: 'map'; readonly pairs: readonly (readonly [string, Tree])[] }
  | { readonly t: 'seq'; readonly items: readonly Tree[]; readonly compact: boolean };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({ t: fc.constant('scalar' as const), text: plain }),
    fc.record({
      t: fc.constant('block' as const),
      header: fc.constantFrom('|', '>', '|-', '|+', '>+', '>-', '|2', '| # why'),
      lines: fc.array(
        fc.constantFrom('text', 'a: b', '# not a comment', '- x', '"', '  deeper', 'status: no', ''),
        { minLength: 1, maxLength: 4 },
      ),
      blank: fc.nat(2),
    }),
    fc.record({ t: fc.constant('folded' as const), lines: fc.array(word, { minLength: 2, maxLength: 3 }) }),
    fc.record({
      t: fc.constant('flow' as const),
      text: fc.constantFrom(
        '{ a: 1, b: [x, "y"] }',
        '[]',
        '{}',
        '[ 1, 2, ]',
        '{ status: inner }',
        '[{a: b}, c]',
      ),
    }),
    fc.record({
      t: fc.constant('map' as const),
      pairs: fc.uniqueArray(
        fc.tuple(fc.oneof(word, fc.constantFrom('status', '"quoted key"', 'a-b')), tie('tree')),
        {
          selector: ([key]) => key,
          minLength: 1,
          maxLength: 3,
        },
      ),
    }),
    fc.record({
      t: fc.constant('seq' as const),
      items: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      compact: fc.boolean(),
    }),
  ),
}));

/** Lines of a value behind `prefix` (a key or a dash), written at `indent`. */
function lines(prefix: string, value: Tree, indent: number, style: Style): readonly string[] {
  const pad = ' '.repeat(indent);
  const inner = indent + style.step;
  switch (value.t) {
    case 'scalar':
    case 'flow':
      return [`${pad}${prefix} ${value.text}${style.comments ? '  # said' : ''}`];
    case 'folded':
      return [
        `${pad}${prefix} ${value.lines[0] ?? ''}`,
        ...value.lines.slice(1).map((line) => `${' '.repeat(inner)}${line}`),
      ];
    case 'block': {
      const at = value.header.includes('2') ? ' '.repeat(indent + 2) : ' '.repeat(inner);
      const first = value.lines[0]?.trim() === '' ? 'x' : (value.lines[0] ?? 'x').trimStart();
      const body = [first, ...value.lines.slice(1)].map((line) => (line === '' ? '' : at + line));
      return [`${pad}${prefix} ${value.header}`, ...body, ...Array.from({ length: value.blank }, () => '')];
    }
    case 'map':
      return [
        `${pad}${prefix}`,
        ...(style.comments ? [`${' '.repeat(inner)}# inside`] : []),
        ...value.pairs.flatMap(([key, each]) => lines(`${key}:`, each, inner, style)),
      ];
    case 'seq': {
      const at = value.compact && prefix.endsWith(':') ? indent : inner;
      return [`${pad}${prefix}`, ...value.items.flatMap((each) => lines('-', each, at, style))];
    }
  }
}

const oldStatus: fc.Arbitrary<readonly string[] | undefined> = fc.constantFrom<
  (readonly string[] | undefined)[]
>(
  undefined,
  undefined,
  ['status:'],
  ['status: {}'],
  ['status: null # none yet'],
  ['status: ~'],
  ['"status": { phase: Old, jobs: [ { id: 1 } ] }'],
  ['status: # ours', '  phase: Old', '  # people wrote this', '  list:', '  - a', '  - b'],
  ['status:', '- a', '- b'],
  ['status: |', '  text', '  more', ''],
  ['status: two', '  lines # and more'],
  ['? status', ': phase: Old'],
  ["'status' : {", '  a: 1,', '  b: 2 }'],
);

const blockDocument = fc
  .record({
    pairs: fc.uniqueArray(
      fc.tuple(
        word.filter((each) => each !== 'status'),
        tree,
      ),
      { selector: ([key]) => key, minLength: 1, maxLength: 4 },
    ),
    status: oldStatus,
    at: fc.nat(4),
    tail: fc.constantFrom<(readonly string[])[]>(
      [],
      ['# the end'],
      ['', '', '# far'],
      ['  # of the last key'],
      ['', ''],
      ['   '],
    ),
  })
  .map(({ pairs, status, at, tail }) => (style: Style): readonly string[] => {
    const own = pairs.map(([key, each]) => lines(`${key}:`, each, style.base, style));
    const pad = ' '.repeat(style.base);
    if (status)
      own.splice(
        Math.min(at, own.length),
        0,
        status.map((line) => (line === '' ? line : pad + line)),
      );
    return [...(style.comments ? ['# a document'] : []), ...own.flat(), ...tail];
  });

const jsonDocument = fc
  .record({
    value: fc.dictionary(
      word.filter((each) => each !== 'status'),
      fc.jsonValue({ maxDepth: 2 }),
      { maxKeys: 4, noNullPrototype: true },
    ),
    status: fc.option(fc.constantFrom<unknown[]>({}, null, { phase: 'Old' }, 'x'), { nil: undefined }),
    indent: fc.constantFrom(0, 2, 4, '\t'),
  })
  .map(
    ({ value, status, indent }) =>
      (): readonly string[] =>
        JSON.stringify(status === undefined ? value : { ...value, status }, null, indent).split('\n'),
  );

const style: fc.Arbitrary<Style> = fc.record({
  step: fc.constantFrom(2, 2, 3, 4, 1),
  base: fc.constantFrom(0, 0, 0, 2),
  comments: fc.boolean(),
  lineBreak: fc.constantFrom('\n' as const, '\r\n' as const),
  bom: fc.boolean(),
  finalBreak: fc.boolean(),
});

/** Files of one to three documents in many styles. */
export const styled: fc.Arbitrary<Styled> = fc
  .record({
    documents: fc.array(
      fc.oneof({ weight: 4, arbitrary: blockDocument }, { weight: 1, arbitrary: jsonDocument }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    style,
    head: fc.constantFrom<(readonly string[])[]>(
      [],
      ['---'],
      ['%YAML 1.2', '---'],
      ['# first', '', '--- # begins'],
    ),
    between: fc.constantFrom<(readonly string[])[]>(
      ['---'],
      ['...', '---'],
      ['--- # next'],
      ['...', '# between', '---'],
    ),
    foot: fc.constantFrom<(readonly string[])[]>([], ['...'], ['...', '# over']),
  })
  .map(({ documents, style: chosen, head, between, foot }) => {
    const body = documents.flatMap((write, index) => [...(index === 0 ? head : between), ...write(chosen)]);
    const text = [...body, ...foot].join(chosen.lineBreak) + (chosen.finalBreak ? chosen.lineBreak : '');
    return { text: (chosen.bom ? '\ufeff' : '') + text, positions: documents.map((_, index) => index) };
  });

const statusText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    '7,812',
    '0-6',
    'yes',
    'null',
    '12:30:00',
    '0x1f',
    ' lead',
    'a: b',
    '# c',
    '- d',
    '',
    'line\nbreak\n\n',
    '\t',
    '---',
    '...',
    '*x',
    '&y',
    '\ud800',
    '\u0085',
    '\ufeff',
    '0o7',
    '1_000',
  ),
);

/** Statuses, ours and stranger ones. */
export const status = fc.dictionary(
  fc.oneof(word, statusText),
  fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      statusText,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (Object.is(each, -0) ? 0 : each)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(word, statusText), tie('json'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).json,
  { maxKeys: 5, noNullPrototype: true },
);
