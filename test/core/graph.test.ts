import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GraphObject, graphOf, readGraphObject } from '../../src/core/graph.ts';
import { MERMAID_CHARACTERS_MAX, MERMAID_EDGES_MAX, mermaidText } from '../../src/core/graph-mermaid.ts';
import { treeLines } from '../../src/core/graph-tree.ts';
import type { Json } from '../../src/core/json.ts';

function object(
  name: string,
  ...before: readonly (string | GraphObject['dependsOn'][number])[]
): GraphObject {
  return {
    name,
    file: 'a.yaml',
    phase: 'Pending',
    sequential: false,
    dependsOn: before.map((each) => (typeof each === 'string' ? { name: each } : each)),
  };
}

const tree = (...objects: readonly GraphObject[]) => treeLines(graphOf(objects)).join('\n');

describe('the tree', () => {
  test('puts what waits below what it waits for, with phase, counts and kind', () => {
    const lines = tree(
      { ...object('split'), phase: 'Succeeded', succeeded: 10, total: 10 },
      { ...object('process', { name: 'split', type: 'N_TO_N' }), sequential: true, phase: 'Running' },
      object('report', { name: 'process', minSucceeded: '95%' }),
    );

    expect(lines).toBe(
      [
        'split  Succeeded 10/10',
        '└── process [N_TO_N, SEQUENTIAL]  Running',
        '    └── report [at least 95%]  Pending',
      ].join('\n'),
    );
  });

  test('draws a shared object once and refers to it afterwards', () => {
    const lines = tree(
      object('a'),
      object('b', 'a'),
      object('c', 'a'),
      object('d', 'b', 'c'),
      object('e', 'd'),
    );

    expect(lines).toBe(
      [
        'a  Pending',
        '├── b  Pending',
        '│   └── d  Pending  (also after c)',
        '│       └── e  Pending',
        '└── c  Pending',
        '    └── d  (shown above)',
      ].join('\n'),
    );
  });

  test('prints circles as paths first, and still shows everything around them', () => {
    const lines = tree(
      object('a', 'c'),
      object('b', 'a'),
      object('c', 'b'),
      object('tail', 'b'),
      object('own', 'own'),
      object('sound'),
    );

    expect(lines.split('\n').slice(0, 2)).toEqual([
      'cycle, each waits for the next: a → c → b → a',
      'cycle, each waits for the next: own → own',
    ]);
    for (const name of ['a', 'b', 'c', 'tail', 'own', 'sound']) {
      expect(lines).toMatch(new RegExp(`^[│├└─ ]*${name} {2}Pending`, 'm'));
    }
  });

  test('names what nothing declares', () => {
    const graph = graphOf([object('a', 'nowhere')]);

    expect(graph.unknown).toEqual(['nowhere']);
    expect(treeLines(graph)).toEqual(['nowhere  not in the source', '└── a  Pending']);
  });

  test('keeps a chain of 3,000 short', () => {
    const chain = Array.from({ length: 3_000 }, (_, i) => object(`n${i}`, ...(i === 0 ? [] : [`n${i - 1}`])));

    const lines = treeLines(graphOf(chain));

    expect(lines.filter((each) => !each.includes('goes on below')).length).toBeGreaterThan(2_800);
    expect(Math.max(...lines.map((each) => each.length))).toBeLessThan(200);
  });

  test('shows every object exactly once, whatever the graph', () => {
    const anyGraph = fc
      .integer({ min: 1, max: 12 })
      .chain((count) =>
        fc.array(fc.uniqueArray(fc.integer({ min: 0, max: count }), { maxLength: 4 }), {
          minLength: count,
          maxLength: count,
        }),
      )
      .map((lists) => lists.map((list, i) => object(`o${i}`, ...list.map((each) => `o${each}`))));

    fc.assert(
      fc.property(anyGraph, (objects) => {
        const graph = graphOf(objects);
        const lines = treeLines(graph);
        for (const name of graph.objects.keys()) {
          const own = lines.filter((each) => new RegExp(`^[│├└─ ]*${name} `).test(each));
          expect(own.filter((each) => !each.endsWith('(shown above)'))).toHaveLength(1);
        }
        for (const circle of graph.cycles) {
          for (const [i, name] of circle.slice(0, -1).entries()) {
            expect(graph.objects.get(name)!.dependsOn.map((each) => each.name)).toContain(circle[i + 1]);
          }
          expect(circle.at(-1)).toBe(circle[0]);
        }
      }),
    );
  });
});

describe('reading', () => {
  const value = (spec: Json, status: Json = null): Json => ({ metadata: { name: 'a' }, spec, status });

  test.each<[string, Json, Json]>([
    ['no spec', { metadata: { name: 'a' } }, []],
    ['a list for a spec', value([]), []],
    ['dependsOn that is text', value({ dependsOn: 'b' }), []],
    ['entries that are nothing', value({ dependsOn: [null, 1, [], {}, { name: 3 }] }), []],
    [
      'the same entry twice',
      value({ dependsOn: [{ name: 'b' }, { name: 'b' }, { name: 'b', type: 'N_TO_N' }] }),
      [{ name: 'b' }, { name: 'b', type: 'N_TO_N' }],
    ],
  ])('%s does no harm', (_what, given, edges) => {
    expect(readGraphObject(given, 'a.yaml', false)?.dependsOn).toEqual(edges);
  });

  test('the status of another object says nothing', () => {
    const status = { phase: 'Succeeded', object: 'ArrayJob/b@01234567' };

    expect(readGraphObject(value({}, status), 'a.yaml', false)?.phase).toBeUndefined();
    expect(
      readGraphObject(value({}, { ...status, object: 'ArrayJob/a@01234567' }), 'a.yaml', false)?.phase,
    ).toBe('Succeeded');
  });
});

describe('the diagram', () => {
  test('has a node with its phase and an arrow of its kind for everything', () => {
    const text = mermaidText(
      graphOf([
        { ...object('a'), phase: 'Failed', succeeded: 1, total: 2 },
        object('b', 'a'),
        object('c', { name: 'a', type: 'N_TO_N' }, { name: 'b', minSucceeded: '95%' }),
      ]),
    );

    expect(text.split('\n').slice(0, 7)).toEqual([
      'flowchart LR',
      '  n0["a<br/>Failed 1/2"]:::Failed',
      '  n1["b<br/>Pending"]:::Pending',
      '  n2["c<br/>Pending"]:::Pending',
      '  n0 --> n1',
      '  n0 ==>|"N_TO_N"| n2',
      '  n1 -.->|"at least 95#37;"| n2',
    ]);
    expect(text).toMatch(/^ {2}classDef Failed fill:#\w{6},stroke:#\w{6},color:#\w{6}$/m);
  });

  test.each([
    ['"];click n0 "javascript:alert(1)"', ['javascript:alert(1)"', '"];']],
    ['<script>x</script>', ['<script']],
    ['`**bold**`', ['`', '**']],
    ['%%{init}%%', ['%%', '{']],
    ['a\nb\n```\nout of the fence', ['\nb', '```']],
    ['#35;&amp;|{}[]', ['&', '|', '{', '[]']],
  ])('escapes %j', (name, harmful) => {
    const node = mermaidText(graphOf([object(name)]))
      .split('\n')
      .slice(1, -1)
      .join('\n');

    expect(node).toMatch(/^ {2}n0\["[^"\n`<>]*<br\/>Pending"\]:::Pending$/);
    for (const each of harmful) expect(node.replace('n0["', '').replace('"]:::', '')).not.toContain(each);
  });

  test('a phase that is none of ours does not become a class', () => {
    expect(mermaidText(graphOf([{ ...object('a'), phase: 'constructor' }]))).toContain('"]:::Pending');
  });

  test.each<[string, readonly GraphObject[], RegExp]>([
    [
      'a fan of 900',
      [object('a'), ...Array.from({ length: 900 }, (_, i) => object(`w${i}`, 'a')), object('z', 'a')],
      /901 × w0 … z/,
    ],
    [
      'a fan-out and fan-in of 400',
      [
        object('a'),
        ...Array.from({ length: 400 }, (_, i) => object(`w${i}`, 'a')),
        object('z', ...Array.from({ length: 400 }, (_, i) => `w${i}`)),
      ],
      /400 × w0 … w399/,
    ],
    [
      'a tangle of 300',
      Array.from({ length: 300 }, (_, i) =>
        object(`n${i}`, ...[1, 2, 3, 7, 31].flatMap((step) => (i >= step ? [`n${i - step}`] : []))),
      ),
      /and \d+ more ArrayJobs/,
    ],
  ])('%s stays within what Mermaid draws', (_what, objects, shown) => {
    const text = mermaidText(graphOf(objects));

    expect(text).toMatch(shown);
    expect(text.match(/-->|==>|\.->/g)?.length ?? 0).toBeLessThanOrEqual(MERMAID_EDGES_MAX);
    expect(text.length).toBeLessThanOrEqual(MERMAID_CHARACTERS_MAX);
  });

  test('400 objects in a row are drawn one by one', () => {
    const chain = Array.from({ length: 400 }, (_, i) => object(`n${i}`, ...(i === 0 ? [] : [`n${i - 1}`])));

    expect(mermaidText(graphOf(chain)).match(/:::Pending/g)).toHaveLength(400);
  });
});
