import { Argument, type Command } from 'commander';
import { bashScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { modelOf, type Shell, SHELLS, type VerbModel } from './completion/model.ts';
import { zshScript } from './completion/zsh.ts';

const SCRIPTS: Readonly<Record<Shell, (verbs: readonly VerbModel[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('Print a script that completes verbs, flags and names of objects in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  arrayjob completion bash > ~/.local/share/bash-completion/completions/arrayjob
  arrayjob completion zsh > ~/.zfunc/_arrayjob      with fpath+=~/.zfunc before compinit
  arrayjob completion fish > ~/.config/fish/completions/arrayjob.fish`,
    )
    .action((shell: Shell) => {
      process.stdout.write(SCRIPTS[shell](modelOf(program)));
    });
}
