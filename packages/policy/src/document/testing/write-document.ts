import type { JsonObject, JsonValue } from "@operator/contract";
import type { DocumentModel } from "./document-model.ts";

/** Writes a document in a style that a tape of numbers chooses: the same tape, the same text. */
export function writeDocument(model: DocumentModel, tape: readonly number[]): string {
  let at = 0;
  let comments = 0;
  const choose = (count: number) => (tape[at++ % tape.length] ?? 0) % count;
  const eol = choose(3) === 0 ? "\r\n" : "\n";
  const listIndent = [0, 2, 2, 4][choose(4)] ?? 2;
  const gap = choose(4) === 0 ? "   " : " ";
  const spaced = choose(2) === 0;
  const chatty = choose(2) === 0;
  const pad = choose(3) === 0 ? " " : "";
  const lines: string[] = [];

  const comment = (indent: string) => {
    if (chatty && choose(3) === 0) lines.push(`${indent}# c${comments++}`);
  };
  const trailing = () => (chatty && choose(4) === 0 ? `  # c${comments++}` : "");

  function scalar(value: JsonValue, inFlow: boolean): string {
    if (typeof value !== "string") return String(value);
    const plain =
      /^(?:[a-z][a-z0-9.-]*[a-z0-9]|[A-Z]{3,6}|[0-9.]+\/[0-9]+)$/.test(value) &&
      !/^(?:on|no|yes|true|null)$/.test(value);
    const style = choose(3);
    if (plain && (style === 0 || !inFlow)) return value;
    return style === 1 && !value.includes("\\") ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
  }

  function flow(value: JsonValue): string {
    if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${pad}${value.map(flow).join(", ")}${pad}]`;
    if (typeof value !== "object" || value === null) return scalar(value, true);
    return `{${pad}${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flow(inner)}`)
      .join(", ")}${pad}}`;
  }

  function listField(key: string, list: readonly JsonValue[], indent: string): string[] {
    const style = list.length === 0 ? 0 : choose(4);
    if (style === 1) {
      return [
        `${indent}${key}:${trailing()}`,
        ...list.map((item) => `${indent}${" ".repeat(listIndent)}- ${scalar(item, false)}${trailing()}`),
      ];
    }
    if (style === 2) {
      const comma = choose(2) === 0 ? "," : "";
      const items = list.map(
        (item, index) => `${indent}    ${scalar(item, true)}${index < list.length - 1 ? "," : comma}${trailing()}`,
      );
      return [`${indent}${key}: [`, ...items, `${indent}  ]`];
    }
    return [`${indent}${key}: ${flow([...list])}${trailing()}`];
  }

  function item(fields: JsonObject, indent: string): void {
    const inner = `${indent} ${" ".repeat(gap.length)}`;
    if (choose(4) === 0) {
      lines.push(`${indent}-${gap}${flow(fields)}${trailing()}`);
      return;
    }
    const own = Object.entries(fields).flatMap(([key, value]) =>
      Array.isArray(value) ? listField(key, value, inner) : [`${inner}${key}: ${scalar(value, false)}${trailing()}`],
    );
    if (choose(8) === 0) {
      lines.push(`${indent}-${trailing()}`, ...own);
      return;
    }
    lines.push(...own.map((line, index) => (index === 0 ? `${indent}-${gap}${line.slice(inner.length)}` : line)));
    if (chatty && choose(6) === 0) lines.push(`${inner}# c${comments++}`);
  }

  function section(key: string, list: readonly JsonObject[]): void {
    if (list.length === 0) lines.push(`${key}:${["", " []", " ~", " null", " [ ]"][choose(5)] ?? ""}${trailing()}`);
    else if (choose(6) === 0) lines.push(`${key}: ${flow([...list])}${trailing()}`);
    else if (choose(8) === 0) flowSection(key, list);
    else {
      lines.push(`${key}:${trailing()}`);
      const indent = " ".repeat(listIndent);
      for (const [index, fields] of list.entries()) {
        if (index > 0 && spaced) lines.push("");
        comment(indent);
        item(fields, indent);
      }
    }
  }

  function flowSection(key: string, list: readonly JsonObject[]): void {
    lines.push(`${key}: [${trailing()}`);
    const comma = choose(2) === 0 ? "," : "";
    for (const [index, fields] of list.entries()) {
      comment("  ");
      const end = index < list.length - 1 ? "," : comma;
      const spread = Object.entries(fields).map(([name, value]) => `    ${name}: ${flow(value)},${trailing()}`);
      if (choose(2) === 0) lines.push(`  ${flow(fields)}${end}${trailing()}`);
      else lines.push("  {", ...spread, `  }${end}${trailing()}`);
    }
    lines.push(choose(2) === 0 ? "]" : "  ]");
  }

  if (choose(12) === 0) return flow(JSON.parse(JSON.stringify(model)));
  if (choose(5) === 0) lines.push("---");
  comment("");
  const sections = Object.entries(model);
  if (choose(3) === 0) sections.push(...sections.splice(1, 2));
  for (const [key, value] of sections) {
    if (spaced && lines.length > 0) lines.push("");
    comment("");
    if (Array.isArray(value)) section(key, value);
    else if (typeof value === "object")
      lines.push(
        `${key}:`,
        ...Object.entries<JsonValue>(value).map(([name, inner]) => `  ${name}: ${scalar(inner, false)}`),
      );
    else lines.push(`${key}: ${JSON.stringify(value)}${trailing()}`);
  }
  comment("");
  return lines.join(eol) + (choose(3) === 0 ? "" : eol);
}
