import type { Json } from '../core/json.ts';

const PAGE_ITEMS = 1000;

/** Cuts items into pages. */
export function* pagesOf(items: Iterable<Json>): Generator<readonly Json[]> {
  let page: Json[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length < PAGE_ITEMS) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
