/** A place in a source file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type JsonPath = readonly (string | number)[];

/** Something wrong with an input, where, and what to do about it. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly place: Place;
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** What is wrong and what to do about it, as two sentences. */
export function sentences(message: string, remedy: string): string {
  return (
    [message, remedy]
      .map((each) => each.trim().replace(/\.$/, ''))
      .filter((each) => each !== '')
      // Names of files, fields and buckets stay as they are written.
      .map(
        (each) => `${/^[a-z]+(?=[ ,:]|$)/.test(each) ? each.charAt(0).toUpperCase() + each.slice(1) : each}.`,
      )
      .join(' ')
  );
}
