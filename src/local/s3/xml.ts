import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml';
import { s3Error } from './errors.ts';

/** A tree to be written: text, nothing, a record of elements, or a list of siblings of the same name. */
export type XmlValue = string | number | boolean | undefined | XmlRecord | readonly XmlValue[];
export interface XmlRecord {
  readonly [name: string]: XmlValue;
}

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeText(text: string): string {
  // Control characters are written as S3 does: as references, although XML 1.0 has no word for most of them.
  return text.replace(
    /[&<>"'\u0000-\u001f\u007f\ufffe\uffff]/g,
    (char) => named[char] ?? `&#x${char.charCodeAt(0).toString(16)};`,
  );
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((each: XmlValue) => element(name, each)).join('');
  const inner = typeof value === 'object' ? children(value as XmlRecord) : escapeText(String(value));
  return `<${name}>${inner}</${name}>`;
}

function children(record: XmlRecord): string {
  return Object.entries(record)
    .map(([name, value]) => element(name, value))
    .join('');
}

/** Writes a document of Amazon S3, or of no namespace as its errors are. */
export function writeXml(root: string, record: XmlRecord, namespace = true): string {
  const attribute = namespace ? ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${children(record)}</${root}>`;
}

/** An element that was read: the texts and elements below it. */
export interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

function node(source: XmlElement): XmlNode {
  return {
    name: source.name.replace(/^.*:/, ''),
    text: source.children.map((child) => (child instanceof XmlText ? child.text : '')).join(''),
    children: source.children.filter((child) => child instanceof XmlElement).map(node),
  };
}

/** Reads a request's document, whose root must have the given name; MalformedXML otherwise. Entities beyond XML's own five are refused. */
export function readXml(text: string, root: string): XmlNode {
  try {
    const top = parseXml(text).root;
    if (top !== null && top.name.replace(/^.*:/, '') === root) return node(top);
  } catch {
    // falls through to the one answer
  }
  throw s3Error('MalformedXML');
}

/** The text of the first element of a name below a node. */
export function textOf(parent: XmlNode, name: string): string | undefined {
  return parent.children.find((child) => child.name === name)?.text;
}
