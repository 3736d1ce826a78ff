import { plain, runSeeds } from './census.ts';
import { gitGround, type GitGroundOptions } from './git-ground.ts';
import type { Mistakes } from './process.ts';

/** What the parent asks a worker for. */
export interface Task {
  readonly from: number;
  readonly count: number;
  readonly graph: boolean | undefined;
  readonly without: readonly string[];
  readonly mistakes: Mistakes;
  /** Specs in a repository instead of a folder. */
  readonly git: GitGroundOptions | undefined;
  /** Gives up at so many violations. */
  readonly enough: number;
}

process.on('message', (task: Task) => {
  const { from, count, graph, without, mistakes, git, enough } = task;
  void runSeeds(
    from,
    count,
    { graph, without: new Set(without), mistakes, ground: git && gitGround(git) },
    ({ violations }) => violations.length >= enough,
  ).then((census) => process.send?.(plain(census)));
});
