import type { FlagModel, Values, VerbModel } from './model.ts';

/** A script for zsh. */
export function zshScript(verbs: readonly VerbModel[]): string {
  return `#compdef arrayjob
# zsh completion for arrayjob. Load it with:
#   source <(arrayjob completion zsh)
# or write it to a file _arrayjob in a folder of $fpath

_arrayjob_objects() {
  local source=. i
  for ((i = 1; i < CURRENT; i++)); do
    case "\${words[i]}" in
      -s | --source) source="\${words[i + 1]}" ;;
    esac
  done
  local -a names
  names=(\${(f)"$(arrayjob get --kind all -o name -s "$source" 2>/dev/null |
    LC_ALL=C grep -E -x '(arrayjob|jobdefinition)/[a-z0-9-]+' | sed 's#^arrayjob/##')"})
  compadd -a names
}

_arrayjob() {
  local -a verbs
  verbs=(
${verbs.map(({ name, description }) => `    ${single(`${name}:${description}`)}`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe verb verbs
    return
  fi
  shift words
  ((CURRENT--))
  case "\${words[1]}" in
${verbs.map(verbCase).join('\n')}
  esac
}

if [ "\${funcstack[1]}" = "_arrayjob" ]; then
  _arrayjob "$@"
else
  compdef _arrayjob arrayjob
fi
`;
}

function verbCase({ name, flags, argument }: VerbModel): string {
  const specs = [
    ...flags.map(flagSpec),
    ...(argument === undefined ? [] : [single(`*:${name}:${action(argument)}`)]),
  ];
  return `    ${name})\n      _arguments -s -S \\\n${specs.map((each) => `        ${each}`).join(' \\\n')}\n      ;;`;
}

function flagSpec({ names, description, values, variadic }: FlagModel): string {
  const told = `[${escaped(description)}]`;
  const value = values === undefined ? '' : `:value:${action(values)}`;
  const many = variadic ? '*' : '';
  if (names.length === 1) return single(`${many}${names[0] ?? ''}${told}${value}`);
  const group = variadic ? '' : single(`(${names.join(' ')})`);
  return `${group}{${names.map((name) => `${many === '' ? '' : `'*'`}${name}`).join(',')}}${single(`${told}${value}`)}`;
}

function action(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `(${values.words.join(' ')})`;
    case 'objects':
      return '_arrayjob_objects';
    case 'folders':
      return '_files -/';
    case 'files':
      return '_files';
    case 'unknown':
      return ' ';
  }
}

function escaped(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}

function single(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
