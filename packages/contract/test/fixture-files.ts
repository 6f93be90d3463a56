import { readdirSync, readFileSync } from "node:fs";
import * as z from "zod";
import { type ContractTypeName, contractTypes } from "../src/contract-types.ts";

const FIXTURES_FOLDER = new URL("../fixtures/", import.meta.url);

export const typeNames = Object.keys(contractTypes) as ContractTypeName[];

const TypeName = z.enum(typeNames);
const Path = z.array(z.union([z.string(), z.int()]));

/** A value that is refused: why, at which place, and whether its JSON Schema lets it pass. */
const InvalidFixture = z.strictObject({
  reason: z.string().min(1),
  path: Path,
  beyond_schema: z.literal(true).optional(),
  value: z.unknown(),
});

/** What another writer wrote, and what it is read as. */
const ForeignFixture = z.strictObject({ type: TypeName, written: z.unknown(), read: z.unknown() });

/** What another writer wrote, and why it cannot be read. */
const RefusedFixture = z.strictObject({ type: TypeName, reason: z.string().min(1), path: Path, written: z.unknown() });

/** A file and what it holds. */
export type Fixture<Content> = Content & { readonly file: string };

function files(folder: string): { file: string; content: unknown }[] {
  return readdirSync(new URL(folder, FIXTURES_FOLDER)).map((file) => ({
    file: `${folder}${file}`,
    content: JSON.parse(readFileSync(new URL(folder + file, FIXTURES_FOLDER), "utf8")),
  }));
}

function parsed<Schema extends z.ZodObject>(folder: string, schema: Schema): Fixture<z.output<Schema>>[] {
  return files(folder).map(({ file, content }) => ({ file, ...schema.parse(content) }));
}

export function validFixtures(type: ContractTypeName): Fixture<{ value: unknown }>[] {
  return files(`${type}/valid/`).map(({ file, content }) => ({ file, value: content }));
}

export const invalidFixtures = (type: ContractTypeName) => parsed(`${type}/invalid/`, InvalidFixture);
export const foreignFixtures = () => parsed("foreign/", ForeignFixture);
export const refusedFixtures = () => parsed("foreign-refused/", RefusedFixture);

/** The folders of the fixtures. */
export function fixtureFolders(): string[] {
  const entries = readdirSync(FIXTURES_FOLDER, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** The places at which a value was refused; for a field that the schema does not know, the field. */
export function placesOf(error: z.ZodError | undefined): PropertyKey[][] {
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** In how many places two JSON values differ. A part that only one of them has is one place, and so is an emptied list. */
export function countDifferences(left: unknown, right: unknown): number {
  if (!isObject(left) || !isObject(right) || Array.isArray(left) !== Array.isArray(right))
    return left === right ? 0 : 1;
  const size = (part: object) => Object.keys(part).length;
  if (Array.isArray(left) && (size(left) === 0) !== (size(right) === 0)) return 1;
  let count = 0;
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const both = Object.hasOwn(left, name) && Object.hasOwn(right, name);
    count += both ? countDifferences(left[name], right[name]) : 1;
  }
  return count;
}
