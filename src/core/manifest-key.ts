/** What the placeholders of a manifest's key stand for. */
export interface ManifestNames {
  readonly name: string;
  readonly revision: string;
  readonly run: number;
  readonly round: number;
  readonly shard: number;
}

export const MANIFEST_PLACEHOLDER = /\{(name|revision|run|round|shard)\}/g;

/** The key of one shard's manifest; braces around other words stay as they are. */
export function manifestKey(template: string, names: ManifestNames): string {
  return template.replace(MANIFEST_PLACEHOLDER, (_, word: keyof ManifestNames) => String(names[word]));
}
