/** `1 index`, `3 indexes`: how conditions and events count, without marks for thousands. */
export function indexWords(count: number): string {
  return `${count} ${count === 1 ? 'index' : 'indexes'}`;
}

/** `1 array is`, `3 arrays are`. */
export function arraysAre(count: number): string {
  return `${count} ${count === 1 ? 'array is' : 'arrays are'}`;
}
