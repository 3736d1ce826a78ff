import { plain, runSeeds } from './census.ts';
import type { Mistakes } from './process.ts';

/** What the parent asks a worker for. */
export interface Task {
  readonly from: number;
  readonly count: number;
  readonly graph: boolean | undefined;
  readonly without: readonly string[];
  readonly mistakes: Mistakes;
  /** Gives up at so many violations. */
  readonly enough: number;
}

process.on('message', (task: Task) => {
  const { from, count, graph, without, mistakes, enough } = task;
  void runSeeds(
    from,
    count,
    { graph, without: new Set(without), mistakes },
    ({ violations }) => violations.length >= enough,
  ).then((census) => process.send?.(plain(census)));
});
