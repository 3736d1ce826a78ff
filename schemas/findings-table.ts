import { CODES } from '../src/api/codes.ts';

const INTRODUCTION = `# Findings

Every finding names the file, the line and column, the path of the field, what is wrong, and what to do. These are the codes of
findings about the content of resources; they do not change between versions. An error makes its object \`Invalid\`, and only that object; a warning
does not. This page is made from \`src/api/codes.ts\` by \`npm run schemas\`; a test keeps it in step.

| Code | Meaning |
| --- | --- |
`;

/** docs/findings.md. */
export function findingsTable(): string {
  const rows = Object.entries(CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |\n`);
  return INTRODUCTION + rows.join('');
}
