import type { FlagModel, Values, VerbModel } from './model.ts';

/** A script for bash 3.2 and later. */
export function bashScript(verbs: readonly VerbModel[]): string {
  return `# bash completion for arrayjob. Load it with:
#   source <(arrayjob completion bash)
# or write it to ~/.local/share/bash-completion/completions/arrayjob

# Names of objects of the source on the command line. Only what a name may be is let through: compgen would run the rest.
_arrayjob_objects() {
  local i source=.
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -s | --source)
        source="\${COMP_WORDS[i + 1]}"
        [[ $source == = ]] && source="\${COMP_WORDS[i + 2]}"
        ;;
    esac
  done
  arrayjob get --kind all -o name -s "$source" 2>/dev/null |
    LC_ALL=C grep -E -x '(arrayjob|jobdefinition)/[a-z0-9-]+' | sed 's#^arrayjob/##'
}

_arrayjob_reply() {
  local line
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$@" -- "$cur")
}

_arrayjob_paths() {
  compopt -o filenames 2>/dev/null
  _arrayjob_reply "$@"
}

_arrayjob() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" verb="" i
  COMPREPLY=()
  # --flag=value comes as three words.
  if [[ $cur == = ]]; then
    cur=""
  elif [[ $prev == = ]]; then
    prev="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -*) ;;
      *)
        verb="\${COMP_WORDS[i]}"
        break
        ;;
    esac
  done
  if [[ -z $verb ]]; then
    _arrayjob_reply -W ${words([...verbs.map(({ name }) => name), '--help', '--version'])}
    return
  fi
  case "$verb $prev" in
${verbs.flatMap((verb) => verb.flags.flatMap((flag) => valueCase(verb.name, flag))).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case "$verb" in
${verbs
  .filter(({ flags }) => flags.length > 0)
  .map(
    ({ name, flags }) => `      ${name}) _arrayjob_reply -W ${words(flags.flatMap(({ names }) => names))} ;;`,
  )
  .join('\n')}
    esac
    return
  fi
  case "$verb" in
${verbs
  .flatMap(({ name, argument }) => (argument === undefined ? [] : [`    ${name}) ${reply(argument)} ;;`]))
  .join('\n')}
  esac
}

complete -F _arrayjob arrayjob
`;
}

function valueCase(verb: string, flag: FlagModel): readonly string[] {
  if (flag.values === undefined) return [];
  const patterns = flag.names.map((name) => `"${verb} ${name}"`).join(' | ');
  return [`    ${patterns}) ${reply(flag.values)}; return ;;`];
}

function reply(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `_arrayjob_reply -W ${words(values.words)}`;
    case 'objects':
      return '_arrayjob_reply -W "$(_arrayjob_objects)"';
    case 'folders':
      return '_arrayjob_paths -d';
    case 'files':
      return '_arrayjob_paths -f';
    case 'unknown':
      return ':';
  }
}

/** Words with line breaks between; they are our own and hold nothing that a shell would expand. */
function words(all: readonly string[]): string {
  return `$'${all.join('\\n')}'`;
}
