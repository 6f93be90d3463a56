import { type JsonValue, readStrictJson } from "@operator/contract";
import type * as z from "zod";
import { canonicalJson } from "../canonical-json.ts";
import type { NewSha256 } from "../hash/sha256.ts";
import { type FindingPosition, type Findings, Unreadable } from "./finding.ts";
import { type ListName, MEMBERS, type MemberName } from "./format.ts";
import type { LineReader } from "./line-reader.ts";
import { SealMeter } from "./seal.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a line; `undefined` when it is not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const PLACES: readonly string[] = MEMBERS;
const MEMBER_START = /^\{?"([^"\\]{1,64})":/;

/** Reads the members of a bundle, which stand in one order, and meters them for the seal. */
export class MemberReader {
  readonly findings: Findings;
  readonly meter: SealMeter;
  readonly #lines: LineReader;

  constructor(lines: LineReader, findings: Findings, begin: NewSha256) {
    this.#lines = lines;
    this.findings = findings;
    this.meter = new SealMeter(begin);
  }

  /** The bytes of the next line, newline and all, metered. */
  async bytes(position: FindingPosition): Promise<Uint8Array> {
    const bytes = await this.#lines.next(position);
    if (bytes === undefined) throw new Unreadable("truncated", position);
    this.meter.update(bytes);
    return bytes;
  }

  /** A member of one line, of which `schema` says the shape; `undefined` when it has another. */
  async single<Value>(name: MemberName, schema: z.ZodType<Value>): Promise<Value | undefined> {
    const end = name === "seal" ? "}\n" : ",\n";
    const value = await this.#begin(name, end);
    this.meter.element();
    return this.value(value.slice(0, -end.length), schema, `/${name}`);
  }

  /** The elements of a list, one a line; those that are not of the schema's shape are left out. */
  async *list<Value>(
    name: ListName,
    schema: z.ZodType<Value>,
  ): AsyncGenerator<{ value: Value; position: string; index: number }> {
    await this.open(name);
    let more: boolean | undefined;
    for (let index = 0; ; index++) {
      const position = `/${name}/${index}`;
      const line = textOf(await this.bytes(position));
      if (line === "],\n") {
        if (more === true) this.findings.add("removed", position);
        return;
      }
      if (more === false) this.findings.add("inserted", position);
      this.meter.element();
      more = line?.endsWith(",\n") === true;
      const value = this.value(line?.slice(0, more ? -2 : -1), schema, position);
      if (value !== undefined) yield { value, position, index };
    }
  }

  /** Goes past the line that opens a list. */
  async open(name: ListName): Promise<void> {
    const rest = await this.#begin(name, "[\n");
    if (rest !== "[\n") throw new Unreadable("malformed", `/${name}`);
  }

  /** A JSON text that has to be of a shape and in the one spelling that we write. */
  value<Value>(text: string | undefined, schema: z.ZodType<Value>, position: string): Value | undefined {
    const read = text === undefined ? undefined : readStrictJson(text);
    if (read?.ok !== true) {
      this.findings.add(read?.fault.code === "duplicate_key" ? "duplicate_key" : "malformed", position);
      return undefined;
    }
    const parsed = schema.safeParse(read.value);
    if (!parsed.success) {
      const isExtra = parsed.error.issues.some(({ code }) => code === "unrecognized_keys");
      this.findings.add(isExtra ? "extra_field" : "malformed", position);
      return undefined;
    }
    if (canonicalJson(read.value satisfies JsonValue) !== text) this.findings.add("malformed", position);
    return parsed.data;
  }

  /** The first line of a member behind its name. */
  async #begin(name: MemberName, end: string): Promise<string> {
    this.meter.member(name);
    const line = textOf(await this.bytes(`/${name}`));
    const start = `${name === "format" ? "{" : ""}"${name}":`;
    if (line?.startsWith(start) && line.endsWith(end)) return line.slice(start.length);
    throw await this.#misplaced(name, line);
  }

  /** What it means that another line stands where a member should begin. */
  async #misplaced(name: MemberName, line: string | undefined): Promise<Unreadable> {
    const found = MEMBER_START.exec(line ?? "")?.[1];
    if (found === undefined || found === name) return new Unreadable("malformed", `/${name}`);
    const place = PLACES.indexOf(found);
    if (place === -1) return new Unreadable("extra_field", `/${found}`);
    if (place < PLACES.indexOf(name)) return new Unreadable("duplicate_key", `/${found}`);
    const start = `"${name}":`;
    for (;;) {
      const bytes = await this.#lines.next(`/${name}`);
      if (bytes === undefined) return new Unreadable("removed", `/${name}`);
      if (textOf(bytes)?.startsWith(start)) return new Unreadable("reordered", `/${name}`);
    }
  }

  /** Makes sure that nothing stands behind the last member. */
  async end(): Promise<void> {
    if ((await this.#lines.next("")) !== undefined) throw new Unreadable("malformed", "");
  }
}
