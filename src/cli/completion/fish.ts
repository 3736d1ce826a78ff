import type { FlagModel, Values, VerbModel } from './model.ts';

/** A script for fish 3 and later. */
export function fishScript(verbs: readonly VerbModel[]): string {
  const lines = verbs.flatMap(({ name, description, flags, argument }) => [
    `complete -c arrayjob -n __fish_use_subcommand -a ${name} -d ${single(description)}`,
    ...flags.map((flag) => `complete -c arrayjob -n ${seen(name)} ${flagText(flag)}`),
    ...(argument === undefined ? [] : [`complete -c arrayjob -n ${seen(name)} ${valueText(argument)}`]),
  ]);
  return `# fish completion for arrayjob. Load it with:
#   arrayjob completion fish | source
# or write it to ~/.config/fish/completions/arrayjob.fish

function __arrayjob_objects
    set -l words (commandline -opc)
    set -l where .
    for i in (seq (count $words))
        if contains -- $words[$i] -s --source
            set where $words[(math $i + 1)]
        end
    end
    arrayjob get --kind all -o name -s "$where" 2>/dev/null | string match -r '^(?:arrayjob|jobdefinition)/[a-z0-9-]+$' | string replace -r '^arrayjob/' ''
end

complete -c arrayjob -f
complete -c arrayjob -n __fish_use_subcommand -s h -l help -d 'display help for command'
complete -c arrayjob -n __fish_use_subcommand -s V -l version -d 'output the version number'
${lines.join('\n')}
`;
}

function seen(verb: string): string {
  return single(`__fish_seen_subcommand_from ${verb}`);
}

function flagText({ names, description, values }: FlagModel): string {
  const spelled = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  const value = values === undefined ? '' : ` -r ${valueText(values)}`;
  return `${spelled.join(' ')}${value} -d ${single(description)}`;
}

function valueText(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `-f -a ${single(values.words.join(' '))}`;
    case 'objects':
      return "-f -a '(__arrayjob_objects)'";
    case 'folders':
      return "-f -a '(__fish_complete_directories)'";
    case 'files':
      return '-F';
    case 'unknown':
      return '-f';
  }
}

function single(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
