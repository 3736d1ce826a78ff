// Compiles the simulation with the sources into a folder of its own, where it runs several times as fast as through a
// transpiler, and starts it there. Run: npm run simulate -- --help
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'node_modules/.cache/simulation');
mkdirSync(built, { recursive: true });
for (const name of ['schemas', 'package.json']) {
  if (!existsSync(join(built, name))) symlinkSync(join(root, name), join(built, name));
}
const node = (args) => {
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
};
const compiled = node(['node_modules/typescript/bin/tsc', '-p', 'test/simulation/tsconfig.json']);
process.exit(compiled || node([join(built, 'test/simulation/run.js'), ...process.argv.slice(2)]));
