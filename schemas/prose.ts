const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** The plain text of an SDK doc comment: paragraphs and list entries on lines of their own, no tags, no entities. */
export function plainText(comment: string): string {
  return comment
    .replace(/\s+/g, ' ')
    .replace(/<\/?(p|ul|ol|dl|note|important|pre)\b[^>]*>/g, '\n')
    .replace(/<dt\b[^>]*>/g, '\n- ')
    .replace(/<dd\b[^>]*>/g, ': ')
    .replace(/<li>\s*/g, '\n- ')
    .replace(/<[^>]*>/g, '')
    .replace(/&[a-z#0-9]+;/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n-\s*\n+/g, '\n- ')
    .replace(/\n: ?\n?/g, ': ')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
