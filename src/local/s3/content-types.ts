/** Types of files that people drop in, by ending. Everything else is S3's own default. */
const types: Readonly<Record<string, string>> = {
  bmp: 'image/bmp',
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  gz: 'application/gzip',
  htm: 'text/html',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  jsonl: 'application/jsonl',
  md: 'text/markdown',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  parquet: 'application/vnd.apache.parquet',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  wav: 'audio/wav',
  webp: 'image/webp',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  zip: 'application/zip',
};

/** What S3 calls content of which nothing was said (S3 PutObject). */
export const unknownContentType = 'binary/octet-stream';

/** Guesses a content type from a key's ending. */
export function contentTypeOf(key: string): string {
  const ending = /\.([A-Za-z0-9]{1,10})$/.exec(key)?.[1]?.toLowerCase();
  return (ending === undefined ? undefined : types[ending]) ?? unknownContentType;
}
