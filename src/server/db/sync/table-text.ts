/** Rows in one text: fields between U+001F, rows between U+001E, and U+001D alone for null. */
const separators = { field: "\u001f", row: "\u001e", none: "\u001d" } as const;
/** No text of an event holds one: `core/calendar/text.ts` takes control characters out. Here they could move a field. */
const anySeparator = /[\u001d-\u001f]/;
const separatorsIn = /[\u001d-\u001f]/g;

export type Field = string | number | boolean | Date | null | undefined;

function toText(value: Field): string {
  if (typeof value === "string") return anySeparator.test(value) ? value.replaceAll(separatorsIn, "") : value;
  if (value === null || value === undefined) return separators.none;
  return value instanceof Date ? value.toISOString() : String(value);
}

export function toTable(rows: readonly (readonly Field[])[]): string {
  let table = "";
  for (const row of rows) {
    if (table !== "") table += separators.row;
    let isFirst = true;
    for (const field of row) {
      table += isFirst ? toText(field) : separators.field + toText(field);
      isFirst = false;
    }
  }
  return table;
}
