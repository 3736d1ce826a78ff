import type { Argument, Command, Option } from 'commander';
import { SCHEMA_KINDS } from '../../api/index.ts';

/** What may be completed in a place: fixed words, names of objects, folders, files, or nothing that is known. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'objects' | 'folders' | 'files' | 'unknown' };

export interface FlagModel {
  /** `-o` and `--output`, as far as it has both. */
  readonly names: readonly string[];
  readonly description: string;
  /** Undefined for a flag that takes no value. */
  readonly values: Values | undefined;
  /** It may be given several times or with several values. */
  readonly variadic: boolean;
}

export interface VerbModel {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly FlagModel[];
  /** Of all positions: the verbs of this program take one thing, or several of a kind. */
  readonly argument: Values | undefined;
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

const HELP: FlagModel = {
  names: ['-h', '--help'],
  description: 'display help for command',
  values: undefined,
  variadic: false,
};

/** What there is to complete, read off the program itself. */
export function modelOf(program: Command): readonly VerbModel[] {
  const verbs = program.commands.map((command): VerbModel => {
    const [first] = command.registeredArguments;
    return {
      name: command.name(),
      description: command.description(),
      flags: [...command.options.map(flagOf), HELP],
      argument: first && valuesOfArgument(first),
    };
  });
  const words = verbs.map(({ name }) => name);
  const help: VerbModel = {
    name: 'help',
    description: 'display help for command',
    flags: [],
    argument: { kind: 'words', words },
  };
  return [...verbs, help];
}

function flagOf(option: Option): FlagModel {
  const names = [option.short, option.long].filter((each) => each !== undefined);
  return {
    names,
    description: option.description,
    values: option.required || option.optional ? valuesOfFlag(option) : undefined,
    variadic: option.variadic,
  };
}

function valuesOfFlag(option: Option): Values {
  if (option.argChoices !== undefined) return { kind: 'words', words: option.argChoices };
  const placeholder = /<([a-z:=-]+)/.exec(option.flags)?.[1] ?? '';
  if (['dir', 'place', 'folder'].includes(placeholder)) return { kind: 'folders' };
  return { kind: placeholder === 'file' ? 'files' : 'unknown' };
}

function valuesOfArgument(argument: Argument): Values {
  if (argument.argChoices !== undefined) return { kind: 'words', words: argument.argChoices };
  switch (argument.name()) {
    case 'name':
      return { kind: 'objects' };
    case 'source':
    case 'folder':
      return { kind: 'folders' };
    case 'path':
      return { kind: 'files' };
    case 'kind':
      return { kind: 'words', words: SCHEMA_KINDS };
    default:
      return { kind: 'unknown' };
  }
}
