// Compiles the sources into a folder of their own (a benchmark must neither measure a transpiler nor replace dist/ under
// somebody's feet) and starts a program of them there, such as run.js. Run: npm run bench -- --help
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'node_modules/.cache/bench');
mkdirSync(built, { recursive: true });
for (const name of ['schemas', 'package.json']) {
  if (!existsSync(join(built, name))) symlinkSync(join(root, name), join(built, name));
}
const node = (args) => {
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
};
const compiled = node(['node_modules/typescript/bin/tsc', '-p', 'test/bench/tsconfig.json']);
if (compiled !== 0 && process.env['BENCH_ANYWAY'] === undefined) process.exit(compiled);
const [program, ...args] = process.argv.slice(2);
process.exit(node(['--expose-gc', join(built, 'test/bench', program), ...args]));
