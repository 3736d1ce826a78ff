import { clientException } from './answer.ts';
import { pageToken, positionInToken } from './identity.ts';
import { pageSize } from './rules.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/**
 * One page of a list whose elements have a fixed place: `place` grows along the list and never changes for an
 * element, so that additions and removals between two pages neither repeat nor skip others.
 */
export function pageOf<T>(
  all: Iterable<T>,
  place: (item: T) => number,
  question: string,
  request: { readonly maxResults?: number; readonly nextToken?: string },
  most: number,
  wanted: (item: T) => boolean = () => true,
): Page<T> {
  const size = pageSize(request.maxResults, most);
  const after = startOf(question, request.nextToken);
  const items: T[] = [];
  for (const item of all) {
    if (after !== undefined && place(item) <= after) continue;
    if (!wanted(item)) continue;
    if (items.length === size) {
      return { items, nextToken: pageToken(question, place(items[size - 1]!)) };
    }
    items.push(item);
  }
  return { items, nextToken: undefined };
}

/** The place after which a page begins; undefined for the first page. Throws for a token of another question. */
export function startOf(question: string, token: string | undefined): number | undefined {
  if (token === undefined || token === '') return undefined;
  const position = positionInToken(question, token);
  if (position === undefined) throw clientException('Invalid nextToken');
  return position;
}
