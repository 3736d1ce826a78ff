import { acquireLease, openDirectoryStore } from '../../src/state/index.ts';

/** Contends for the lease of a directory store and appends `<name> <epoch>` to stdout whenever it may act. */
const [, , dir, name] = process.argv;
const store = await openDirectoryStore(dir!);
const lease = await acquireLease(store, { holder: name!, ttlMs: 1_000, renewMs: 250, marginMs: 250 });
process.stdout.write(`${name!} ready\n`);
setInterval(() => {
  if (lease.check()) process.stdout.write(`${name!} ${lease.epoch} ${Date.now()}\n`);
}, 10);
process.on('SIGTERM', () => void lease.release().then(() => process.exit(0)));
