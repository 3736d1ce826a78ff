import type { Command } from 'commander';
import { emptyProgram } from './empty-program.ts';

type Add = (program: Command) => void;

/** The verbs that people wait for, or that run in a loop of a script or an editor. */
const QUICK: Readonly<Record<string, () => Promise<Add>>> = {
  describe: async () => (await import('./describe.ts')).addDescribe,
  events: async () => (await import('./events.ts')).addEvents,
  get: async () => (await import('./get.ts')).addGet,
  graph: async () => (await import('./graph.ts')).addGraph,
  schema: async () => (await import('./schema.ts')).addSchema,
  validate: async () => (await import('./validate.ts')).addValidate,
};

/**
 * The program with no other verb than the one that the command line begins with, so that the code of all others is not
 * loaded; undefined when it takes the whole program, as for `--help`.
 */
export async function oneVerb(args: readonly string[]): Promise<Command | undefined> {
  const verb = args[0];
  if (verb === undefined || !Object.hasOwn(QUICK, verb)) return undefined;
  const add = await QUICK[verb]!();
  const program = emptyProgram();
  add(program);
  for (const each of program.commands) each.exitOverride();
  return program;
}
