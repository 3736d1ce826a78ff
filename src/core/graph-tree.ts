import { edgeWords, type Graph, type GraphObject, namesBefore, standingWords } from './graph.ts';

/** Branches deeper than this go on at the left margin, so that a long chain stays readable and short. */
const DEPTH_MAX = 24;

/** Puts colour or emphasis on a piece of text, by the phase that it tells of. */
export type Paint = (text: string, phase: string | undefined) => string;

interface Entry {
  readonly object: GraphObject;
  /** Whom it hangs under; undefined at the left margin. */
  readonly parent: string | undefined;
  /** What is drawn before the line of the entry, and before those below it. */
  readonly lead: string;
  readonly indent: string;
  readonly depth: number;
}

/**
 * The dependencies as lines of a tree: what starts first stands at the left, and what waits for it hangs below it.
 * An object that waits for several is drawn below the first of them and referred to below the others. Circles come first.
 */
export function treeLines(graph: Graph, paint: Paint = (text) => text): readonly string[] {
  const lines = graph.cycles.map((circle) => `cycle, each waits for the next: ${circleText(circle)}`);
  const drawn = new Set<string>();
  const inCycles = new Set(graph.cycles.flat());
  const all = [...graph.objects.values()];
  const first = all.filter((each) => each.dependsOn.length === 0);
  // What nothing leads to from outside is a circle, or hangs below one.
  for (const start of [...first, ...all.filter((each) => inCycles.has(each.name)), ...all]) {
    if (drawn.has(start.name)) continue;
    const roots = [start];
    for (const root of roots) drawFrom(root, roots);
  }
  return lines;

  function drawFrom(root: GraphObject, roots: GraphObject[]): void {
    const stack: Entry[] = [{ object: root, parent: undefined, lead: '', indent: '', depth: 0 }];
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      const { object, parent, lead, indent, depth } = entry;
      const known = drawn.has(object.name) && depth > 0;
      const below = known ? [] : (graph.dependents.get(object.name) ?? []);
      const cut = depth === DEPTH_MAX && below.length > 0;
      lines.push(lead + lineOf(object, parent, known ? 'above' : cut ? 'below' : undefined, paint));
      drawn.add(object.name);
      if (cut) roots.push(object);
      else
        stack.push(...below.map((each, i) => under(entry, each, i === below.length - 1, indent)).reverse());
    }
  }
}

function under(parent: Entry, object: GraphObject, last: boolean, indent: string): Entry {
  return {
    object,
    parent: parent.object.name,
    lead: `${indent}${last ? '└── ' : '├── '}`,
    indent: `${indent}${last ? '    ' : '│   '}`,
    depth: parent.depth + 1,
  };
}

function lineOf(
  object: GraphObject,
  parent: string | undefined,
  elsewhere: 'above' | 'below' | undefined,
  paint: Paint,
): string {
  const edge = parent === undefined ? '' : edgeWords(object, parent);
  const marks = [edge, object.sequential ? 'SEQUENTIAL' : ''].filter((each) => each !== '').join(', ');
  const head = `${object.name}${marks === '' ? '' : ` [${marks}]`}`;
  if (elsewhere === 'above') return `${head}  (shown above)`;
  const others = namesBefore(object).filter((each) => each !== parent);
  const waits = parent === undefined || others.length === 0 ? '' : `  (also after ${list(others)})`;
  const where = object.file === undefined ? undefined : object.phase;
  const more = elsewhere === 'below' ? '  (goes on below)' : '';
  return `${head}  ${paint(standingWords(object), where)}${waits}${more}`;
}

function list(names: readonly string[]): string {
  return names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** A circle as a path; the middle of a long one is left out. */
export function circleText(circle: readonly string[]): string {
  if (circle.length <= 12) return circle.join(' → ');
  return [...circle.slice(0, 6), `… (${circle.length - 11} more)`, ...circle.slice(-5)].join(' → ');
}
