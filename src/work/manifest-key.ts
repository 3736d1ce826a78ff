import { MANIFEST_PLACEHOLDER } from '../core/manifest-key.ts';

/**
 * Recognizes the manifests that a template makes, so that a listing of the bucket they lie in does not take them for
 * items: each run would bring new ones, without an end. Manifests of other ArrayJobs with an equal template are
 * recognized too when the revision in the key makes mistakes impossible; two such jobs would feed each other.
 */
export function isManifestKeyOf(template: string, name: string): (key: string) => boolean {
  const parts = template.split(MANIFEST_PLACEHOLDER);
  const sure = template.includes('{revision}');
  const pattern = parts
    .map((part, at) => (at % 2 === 0 ? escaped(part) : placeholder(part, name, sure)))
    .join('');
  const regex = new RegExp(`^${pattern}$`);
  return (key) => regex.test(key);
}

function placeholder(word: string, name: string, sure: boolean): string {
  if (word === 'name') return sure ? '[a-z0-9-]{1,63}' : escaped(name);
  return word === 'revision' ? '[0-9a-f]{8,64}' : '[0-9]{1,10}';
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
