// One child for each file: its rows and columns where it is a table, and what it weighs where it is not.
import { createHash } from 'node:crypto';
import { extname } from 'node:path/posix';
import { itemOfThisChild, read, writeJson } from './bucket.mjs';
import { countJson, countSeparated } from './tables.mjs';

const readers = {
  '.csv': { type: 'csv', count: (text) => countSeparated(text, ',') },
  '.tsv': { type: 'tsv', count: (text) => countSeparated(text, '\t') },
  '.json': { type: 'json', count: countJson },
};

const { bucket, key } = await itemOfThisChild();
const bytes = await read(bucket, key);
const result = { key, bytes: bytes.length, ...describe() };
console.log(JSON.stringify(result));
await writeJson(bucket, `results/count-files/${key.slice(key.indexOf('/') + 1)}.json`, result);

function describe() {
  const reader = readers[extname(key).toLowerCase()];
  if (reader === undefined) {
    return { type: 'other', sha256: createHash('sha256').update(bytes).digest('hex') };
  }
  try {
    // A file that is not what its name says fails its child, and its child only.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { type: reader.type, ...reader.count(text) };
  } catch (error) {
    console.error(`s3://${bucket}/${key} is no ${reader.type}: ${error.message}`);
    process.exit(65);
  }
}
