import type { Command } from 'commander';
import { readEvents } from '../controller/event-log.ts';
import { openSource, statePlace, storeForLooking } from './common.ts';
import { pageText } from './describe/page.ts';
import { sectionsOf } from './describe/sections.ts';
import { recordOf } from './object-record.ts';
import { choose, readListing } from './objects.ts';
import { print, printError } from './text.ts';

interface DescribeOptions {
  readonly source: string;
  readonly state?: string;
}

export function addDescribe(program: Command): void {
  program
    .command('describe')
    .description('Show everything about an object on one page, with what to do next')
    .argument('<name...>', 'NAME or KIND/NAME')
    .option('-s, --source <dir>', 'a directory of YAML specs, or a git URL', '.')
    .option(
      '--state <place>',
      'where state is kept: a directory or s3://bucket/prefix (default: SOURCE/.arrayjob; for git in ~/.local/state/arrayjob)',
    )
    .addHelpText(
      'after',
      `
Examples:
  arrayjob describe process-daily-files -s jobs/
  arrayjob describe jobdefinition/file-processor

Most of it stands in the file; jobs that Batch itself holds back and events come from the state store, where there is one.
Exit status: 0, 1 not found.`,
    )
    .action(async (names: readonly string[], options: DescribeOptions) => {
      process.exitCode = await describe(names, options);
    });
}

/** Characters of a line where nothing says how wide the output is. */
const WIDTH = 100;
const WIDTH_MAX = 140;

async function describe(names: readonly string[], options: DescribeOptions): Promise<number> {
  const source = await openSource(options.source, () => undefined);
  try {
    const listing = await readListing(source);
    const { chosen, missing } = choose(listing, { names, kinds: ['ArrayJob'], where: options.source });
    for (const each of missing.length > 0 ? [...listing.unread, ...missing] : []) printError(each);
    if (missing.length > 0) return 1;
    const others = new Map(listing.objects.map((each) => [each.key, each]));
    const store = await storeForLooking(statePlace(options.state, source), undefined);
    try {
      const events = await readEvents(store);
      const pages: string[] = [];
      for (const object of chosen) {
        const sections = sectionsOf({
          object,
          others,
          record:
            object.declared.kind === 'ArrayJob' ? await recordOf(store, object.declared.name) : undefined,
          events: events.filter((each) => each.object === object.key),
          where: options.source,
          nowMs: Date.now(),
          width: Math.min(WIDTH_MAX, process.stdout.columns || WIDTH),
        });
        pages.push(pageText(sections));
      }
      print(pages.join(`\n\n${'-'.repeat(40)}\n\n`));
      return 0;
    } finally {
      await store.close();
    }
  } finally {
    await source.close();
  }
}
