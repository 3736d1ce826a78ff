import { execFileSync } from 'node:child_process';

/** Compiles `src` to `dist` once before the first test, so that tests which start the real command run today's code. */
export function setup(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'src/tsconfig.json'], {
    stdio: 'inherit',
  });
}
