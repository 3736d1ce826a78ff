import { type Graph, type GraphEdge, type GraphObject, standingWords } from './graph.ts';

/**
 * What Mermaid draws by default and no page's author can raise: 500 edges and 50,000 characters
 * (its settings maxEdges and maxTextSize are among those that a diagram may not set).
 */
export const MERMAID_EDGES_MAX = 500;
export const MERMAID_CHARACTERS_MAX = 50_000;

/** Bounds of one diagram. */
export interface MermaidLimits {
  readonly edges?: number;
  readonly characters?: number;
}

/** Fill, border and text of each phase; readable on a light and on a dark page. */
const COLOURS: Readonly<Record<string, string>> = {
  Succeeded: 'fill:#dafbe1,stroke:#1a7f37,color:#0b3d18',
  Running: 'fill:#ddf4ff,stroke:#0969da,color:#0a3069',
  Pending: 'fill:#f6f8fa,stroke:#818b98,color:#25292e',
  Blocked: 'fill:#fff1e5,stroke:#bc4c00,color:#5c2100',
  Suspended: 'fill:#eceef0,stroke:#59636e,color:#25292e,stroke-dasharray:4 3',
  Failed: 'fill:#ffebe9,stroke:#cf222e,color:#6e1017',
  Invalid: 'fill:#fbefff,stroke:#8250df,color:#3e1f79,stroke-dasharray:4 3',
  Unknown: 'fill:#ffffff,stroke:#cf222e,color:#6e1017,stroke-dasharray:2 4',
};

/** Several objects drawn as one, because they wait for the same and the same waits for them. */
interface Group {
  readonly members: readonly GraphObject[];
  readonly first: GraphObject;
}

interface Drawing {
  readonly groups: readonly Group[];
  readonly groupOf: ReadonlyMap<string, number>;
}

/**
 * The graph as a Mermaid flowchart, as GitHub and GitLab draw it in Markdown (without the fence). When it would pass the
 * limits, objects that stand alike are drawn as one; when that is not enough, the rest is counted in one last node.
 */
export function mermaidText(graph: Graph, limits: MermaidLimits = {}): string {
  const edges = limits.edges ?? MERMAID_EDGES_MAX;
  const characters = limits.characters ?? MERMAID_CHARACTERS_MAX;
  const objects = [...graph.objects.values()];
  const fits = (drawn: Drawn): boolean => drawn.edges <= edges && drawn.text.length <= characters;
  const whole = draw(graph, drawingOf(objects.map((each) => ({ members: [each], first: each }))), 0);
  if (fits(whole)) return whole.text;
  const groups = alike(graph);
  let [low, high] = [0, groups.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(drawFirst(graph, groups, middle))) low = middle;
    else high = middle - 1;
  }
  return drawFirst(graph, groups, low).text;
}

function drawFirst(graph: Graph, groups: readonly Group[], count: number): Drawn {
  const rest = groups.slice(count).reduce((sum, each) => sum + each.members.length, 0);
  return draw(graph, drawingOf(groups.slice(0, count)), rest);
}

function drawingOf(groups: readonly Group[]): Drawing {
  return {
    groups,
    groupOf: new Map(groups.flatMap((group, i) => group.members.map((each) => [each.name, i] as const))),
  };
}

/** Objects with the same phase, the same dependencies and the same dependents, together. */
function alike(graph: Graph): readonly Group[] {
  const byLook = new Map<string, GraphObject[]>();
  for (const each of graph.objects.values()) {
    const before = each.dependsOn.map((edge) => JSON.stringify(edge)).sort();
    const behind = (graph.dependents.get(each.name) ?? []).map((other) =>
      JSON.stringify([
        other.name,
        other.dependsOn.filter((edge) => edge.name === each.name).map(({ name: _name, ...kind }) => kind),
      ]),
    );
    const look = JSON.stringify([classOf(each), each.sequential, before, behind]);
    const group = byLook.get(look);
    if (group === undefined) byLook.set(look, [each]);
    else group.push(each);
  }
  return [...byLook.values()].map((members) => ({ members, first: members[0]! }));
}

interface Drawn {
  readonly text: string;
  readonly edges: number;
}

function draw(graph: Graph, drawing: Drawing, rest: number): Drawn {
  const { groups, groupOf } = drawing;
  const lines = groups.map((group, i) => `  n${i}["${labelOf(group)}"]:::${classOf(group.first)}`);
  const edges = new Set<string>();
  groups.forEach((group, i) => {
    for (const edge of group.first.dependsOn) {
      const from = groupOf.get(edge.name);
      if (from !== undefined) edges.add(`  n${from} ${arrowOf(edge)} n${i}`);
    }
  });
  const used = [...new Set(groups.map((group) => classOf(group.first)))].sort();
  const more =
    rest === 0 ? [] : [`  more["and ${rest} more ${rest === 1 ? 'ArrayJob' : 'ArrayJobs'}"]:::Pending`];
  const styles = (more.length > 0 && !used.includes('Pending') ? [...used, 'Pending'] : used).map(
    (name) => `  classDef ${name} ${COLOURS[name] ?? ''}`,
  );
  // A circle is drawn as it is; it is said in words as well, because it is easily overlooked.
  const circles = graph.cycles.length === 0 ? [] : ['  %% these wait for each other; see arrayjob graph'];
  const text = ['flowchart LR', ...circles, ...lines, ...more, ...edges, ...styles].join('\n');
  return { text, edges: edges.size };
}

function classOf(object: GraphObject): string {
  if (object.file === undefined) return 'Unknown';
  const { phase = 'Pending' } = object;
  return Object.hasOwn(COLOURS, phase) ? phase : 'Pending';
}

function arrowOf(edge: GraphEdge): string {
  if (edge.minSucceeded !== undefined) {
    const kind = edge.type === undefined ? '' : `${edge.type}, `;
    return `-.->|"${escaped(`${kind}at least ${edge.minSucceeded}`)}"|`;
  }
  return edge.type === undefined ? '-->' : `==>|"${edge.type}"|`;
}

function labelOf({ members, first }: Group): string {
  const marks = first.sequential ? ' · SEQUENTIAL' : '';
  if (members.length === 1)
    return `${escaped(first.name)}<br/>${escaped(standingWords(first))}${escaped(marks)}`;
  const last = members.at(-1)!;
  const standing =
    first.file === undefined ? 'not in the source' : `${first.phase ?? 'no status yet'}${marks}`;
  const range = members.length === 2 ? `${first.name}, ${last.name}` : `${first.name} … ${last.name}`;
  return `${members.length} × ${escaped(range)}<br/>${escaped(standing)}`;
}

/** Longest text of a name in a label. */
const LABEL_MAX = 80;

/**
 * Text for a quoted label: everything with a meaning in Mermaid, Markdown or HTML becomes one of Mermaid's entity codes
 * (`#35;` for `#`), and what would end the line is taken out.
 */
function escaped(text: string): string {
  const plain = text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    ' ',
  );
  const letters = Array.from(plain);
  const cut = letters.length > LABEL_MAX ? [...letters.slice(0, LABEL_MAX - 1), '…'] : letters;
  return cut
    .map((each) => (/[\p{L}\p{N} .,:/…·()-]/u.test(each) ? each : `#${each.codePointAt(0)!};`))
    .join('');
}
