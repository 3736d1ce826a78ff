import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalText, type Json } from './json.ts';

/** The SHA-256 of a text, as 64 hex digits. */
export function digestText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The digest of a JSON value's canonical text, cut to `digits` hex digits (12 unless told: the length of a revision). */
export function digestOf(value: Json, digits = 12): string {
  return digestText(canonicalText(value)).slice(0, digits);
}
