import { type Command, Option } from 'commander';
import { catalogOf, keyOf } from '../controller/catalog.ts';
import { type Graph, type GraphObject, graphOf, readGraphObject } from '../core/graph.ts';
import { mermaidText } from '../core/graph-mermaid.ts';
import { type Paint, treeLines } from '../core/graph-tree.ts';
import type { Snapshot } from '../source/index.ts';
import { openSource } from './common.ts';
import { colourful, harmless, harmlessLine, jsonText, print, printError } from './text.ts';

export function addGraph(program: Command): void {
  program
    .command('graph')
    .description('Show which ArrayJobs wait for which, as a tree or as a diagram for pull requests')
    .argument('[source]', 'a directory of YAML specs, or a git URL', '.')
    .addOption(new Option('-o, --output <format>', 'instead of a tree').choices(['mermaid', 'json']))
    .addHelpText(
      'after',
      `
Examples:
  arrayjob graph jobs/
  arrayjob graph jobs/ -o mermaid    a diagram for a fenced mermaid block in Markdown
  arrayjob graph jobs/ -o json | jq .cycles

Phases are those that stand in the files' status. What starts first stands at the left.
Exit status: 0, 2 error.`,
    )
    .action(async (source: string, options: { readonly output?: string }) => {
      process.exitCode = await graphVerb(source, options.output);
    });
}

async function graphVerb(where: string, output: string | undefined): Promise<number> {
  const source = await openSource(where, () => undefined);
  const snapshot = await source.load().finally(() => source.close());
  const graph = graphOfSnapshot(snapshot);
  for (const { place, message } of snapshot.findings.filter((each) => each.severity === 'error')) {
    printError(
      harmlessLine(`${place.file}:${place.line}:${place.column}: ${message}; arrayjob validate says more`),
    );
  }
  if (output === 'json') print(jsonText(graphValue(graph), 2));
  else if (output === 'mermaid') print(mermaidText(graph));
  else if (graph.objects.size === 0) print(`There is no ArrayJob in ${harmless(where)}`);
  else for (const line of treeLines(printable(graph), paint())) print(line);
  return 0;
}

/** The graph of everything that a snapshot declares, invalid objects among it. */
export function graphOfSnapshot(snapshot: Snapshot): Graph {
  const catalog = catalogOf(snapshot, new WeakMap());
  const objects = snapshot.files.flatMap(({ file, parsed }) =>
    parsed.documents
      .filter((each) => each.kind === 'ArrayJob' && each.apiVersion?.startsWith('arrayjob.dev/') === true)
      .flatMap((each): readonly GraphObject[] => {
        const declared = catalog.objects.get(keyOf('ArrayJob', each.name ?? ''));
        const object = readGraphObject(each.value, file, declared?.spec.kind !== 'ArrayJob');
        return object === undefined ? [] : [object];
      }),
  );
  return graphOf(objects);
}

/** What `-o json` prints: a contract for tools. */
function graphValue(graph: Graph): object {
  return { objects: [...graph.objects.values()], cycles: graph.cycles, unknown: graph.unknown };
}

/** The graph with names that a terminal would not obey. */
function printable(graph: Graph): Graph {
  const clean = (text: string): string => harmless(text).replace(/\s/g, ' ');
  const objects = [...graph.objects.values()]
    .filter((each) => each.file !== undefined)
    .map((each) => ({
      ...each,
      name: clean(each.name),
      ...(each.phase === undefined ? {} : { phase: clean(each.phase) }),
      dependsOn: each.dependsOn.map((edge) => ({
        ...edge,
        name: clean(edge.name),
        ...(edge.minSucceeded === undefined ? {} : { minSucceeded: clean(edge.minSucceeded) }),
      })),
    }));
  return graphOf(objects);
}

/** The codes of terminal colours, by phase. */
const COLOURS: Readonly<Record<string, number>> = {
  Succeeded: 32,
  Running: 36,
  Blocked: 33,
  Suspended: 90,
  Failed: 31,
  Invalid: 35,
};

function paint(): Paint {
  if (!colourful(process.stdout)) return (text) => text;
  return (text, phase) => {
    const code = phase !== undefined && Object.hasOwn(COLOURS, phase) ? COLOURS[phase] : undefined;
    return code === undefined ? text : `\u001b[${code}m${text}\u001b[39m`;
  };
}
