import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One path segment that stands for any text and never leaves its folder. */
export function segment(text: string): string {
  return encodeURIComponent(text).replaceAll('.', '%2E').replaceAll('*', '%2A');
}

/** The folder of a log group. */
export function groupFolder(root: string, group: string): string {
  return join(root, segment(group));
}

/** The file of a log stream: `prefix/container/task` becomes folders below the group. */
export function streamFile(root: string, group: string, stream: string): string {
  const parts = stream.split('/').map(segment);
  return `${join(groupFolder(root, group), ...parts)}.log`;
}

/** Opens streams for writing, remembering which folders it has made. */
export function createLogFiles(root: string): { readonly open: (group: string, stream: string) => number } {
  const made = new Set<string>();
  return {
    open: (group, stream) => {
      const file = streamFile(root, group, stream);
      const folder = dirname(file);
      if (!made.has(folder)) {
        mkdirSync(folder, { recursive: true });
        made.add(folder);
      }
      return openSync(file, 'a');
    },
  };
}

export const closeLog = closeSync;
