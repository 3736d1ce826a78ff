import type { Command } from 'commander';
import { print, printError, UsageError } from './text.ts';

interface LocalOptions {
  readonly listen: string;
  readonly data: string;
  readonly vcpus?: string;
  readonly queue?: readonly string[];
  readonly bucket?: readonly string[];
  readonly image?: readonly string[];
  readonly runtime: string;
  readonly events?: string;
  readonly fault?: readonly string[];
  readonly faultSeed?: string;
}

export function addLocal(program: Command): void {
  program
    .command('local')
    .description('Run the embedded engine alone: AWS Batch, S3 and log reading on one port')
    .option('--listen <host:port>', 'where to listen', '127.0.0.1:4580')
    .option('--data <dir>', 'where jobs, buckets and logs are kept', '.arrayjob/local')
    .option('--vcpus <n>', 'how many vCPUs children may use at a time (default: the cores of this machine)')
    .option('--queue <name...>', 'make these job queues')
    .option('--bucket <name...>', 'make these buckets')
    .option('--image <image=folder...>', 'children of this image start in this folder')
    .option('--runtime <runtime>', 'process, docker or podman', 'process')
    .option('--events <file>', 'append every Batch Job State Change as a JSON line')
    .option('--fault <rule...>', 'make calls fail: see docs/local-engine.md')
    .option('--fault-seed <n>', 'makes faults repeatable')
    .addHelpText(
      'after',
      `
Examples:
  arrayjob local --queue my-queue
  AWS_ENDPOINT_URL=http://127.0.0.1:4580 aws batch submit-job --job-name a --job-queue my-queue --job-definition d`,
    )
    .action(async (options: LocalOptions) => {
      await local(options);
    });
}

async function local(options: LocalOptions): Promise<void> {
  const { startEngine, parseFaultRule } = await import('../local/index.ts');
  const at = options.listen.lastIndexOf(':');
  const port = Number(options.listen.slice(at + 1));
  if (at < 1 || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--listen ${options.listen} is not HOST:PORT`);
  }
  const vcpus = options.vcpus === undefined ? undefined : Number(options.vcpus);
  if (vcpus !== undefined && !(Number.isInteger(vcpus) && vcpus > 0)) {
    throw new UsageError(`--vcpus ${options.vcpus ?? ''} is not a whole number above 0`);
  }
  const runtime = (['process', 'docker', 'podman'] as const).find((each) => each === options.runtime);
  if (runtime === undefined)
    throw new UsageError(`--runtime ${options.runtime} is none of process, docker, podman`);
  const images = Object.fromEntries(
    (options.image ?? []).map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new UsageError(`--image ${pair} is not image=folder`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  ) as Record<string, string>;
  const failed = (error: unknown): never => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  };
  const faults = (options.fault ?? []).map((rule) => {
    try {
      return parseFaultRule(rule);
    } catch (error) {
      return failed(error);
    }
  });
  const engine = await startEngine({
    dataDir: options.data,
    host: options.listen.slice(0, at),
    port,
    runtime,
    images,
    faults,
    ...(options.faultSeed === undefined ? {} : { faultSeed: Number(options.faultSeed) }),
    ...(vcpus === undefined ? {} : { vcpus }),
    ...(options.events === undefined ? {} : { eventsFile: options.events }),
    onNote: (text, fields) => {
      printError(`${text} ${JSON.stringify(fields)}`);
    },
  }).catch(failed);
  for (const name of options.queue ?? []) engine.declareQueue(name);
  for (const name of options.bucket ?? []) engine.declareBucket(name);
  print(`AWS Batch and S3 on ${engine.url}; data in ${options.data}`);
  print(`  export AWS_ENDPOINT_URL=${engine.url}`);
  await new Promise<void>((resolve) => {
    const stop = (): void => {
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  await engine.close();
}
