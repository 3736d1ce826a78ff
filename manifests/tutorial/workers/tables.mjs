// Counts rows and columns of the formats that the tutorial's data comes in.

/**
 * Comma or tab separated text with a header row, as RFC 4180 describes it: quoted fields may hold separators, line
 * breaks and doubled quotes; blank lines are skipped. The columns are the header's; the header is no row.
 */
export function countSeparated(text, separator) {
  let records = 0;
  let columns = 0;
  let fields = 0;
  let quoted = false;
  let empty = true;

  const endRecord = () => {
    if (empty && fields === 0) return;
    records += 1;
    if (records === 1) columns = fields + 1;
    fields = 0;
    empty = true;
  };

  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') continue;
      if (text[at + 1] === '"') at += 1;
      else quoted = false;
    } else if (character === '\n' || character === '\r') {
      endRecord();
    } else if (character === separator) {
      fields += 1;
      empty = true;
    } else {
      // A quote opens a field only as its first character; elsewhere it is text.
      quoted = character === '"' && empty;
      empty = false;
    }
  }
  if (quoted) throw new Error('a quoted field is never closed');
  endRecord();
  return { rows: Math.max(0, records - 1), columns };
}

/**
 * A JSON list has a row for each element: the columns of objects are all names that occur in them, those of lists the
 * longest list, and anything else is one column. Any other document is one row, with its members as columns.
 */
export function countJson(text) {
  const value = JSON.parse(text);
  const rows = Array.isArray(value) ? value : [value];
  const names = new Set();
  let longest = 0;
  for (const row of rows) {
    if (Array.isArray(row)) longest = Math.max(longest, row.length);
    else if (typeof row === 'object' && row !== null) for (const name of Object.keys(row)) names.add(name);
    else longest = Math.max(longest, 1);
  }
  return { rows: rows.length, columns: Math.max(names.size, longest) };
}
