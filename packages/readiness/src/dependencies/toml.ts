import { parse, TomlError } from "smol-toml";

/** A table whose values have not been looked at. */
export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A table inside a table, empty when it is not there or is something else. */
export function tableIn(table: Table, ...keys: readonly string[]): Table {
  let at: unknown = table;
  for (const key of keys) at = isTable(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return isTable(at) ? at : {};
}

export function textIn(table: Table, key: string): string | undefined {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** The table that a TOML text holds, or the line at which it cannot be read. */
export function readToml(text: string): { table: Table } | { line: number } {
  try {
    return { table: parse(text.replace(/^\uFEFF/, ""), { integersAsBigInt: "asNeeded" }) };
  } catch (error) {
    return { line: error instanceof TomlError ? error.line : 1 };
  }
}
