import type * as z from "zod";

/** Fields whose text may come from an agent or its logs, marked where they are defined. */
const marked = new WeakSet<z.core.$ZodType>();

/**
 * Marks a field whose text an agent, its program or its logs may have written: data, never instructions. The mark changes
 * neither the schema nor an answer; `untrustedPointers` tells where the marks are. Mark last: what is derived from a schema,
 * by `describe` too, is another schema.
 */
export function untrusted<Schema extends z.ZodType>(schema: Schema): Schema {
  marked.add(schema);
  return schema;
}

type Def = z.core.$ZodTypeDef & {
  shape?: Record<string, z.core.$ZodType>;
  element?: z.core.$ZodType;
  innerType?: z.core.$ZodType;
  valueType?: z.core.$ZodType;
  options?: readonly z.core.$ZodType[];
  in?: z.core.$ZodType;
};

function collect(schema: z.core.$ZodType, pointer: string, found: Set<string>): void {
  if (marked.has(schema)) {
    found.add(pointer);
    return;
  }
  const { shape = {}, element, innerType, valueType, options = [], in: input } = schema._zod.def as Def;
  for (const [name, field] of Object.entries(shape)) collect(field, `${pointer}/${name}`, found);
  for (const item of [element, valueType]) if (item !== undefined) collect(item, `${pointer}/*`, found);
  for (const inner of [innerType, input, ...options]) if (inner !== undefined) collect(inner, pointer, found);
}

/**
 * Where an answer of this schema may hold text from an agent: JSON Pointers (RFC 6901) in which `*` stands for every item
 * of a list or every member of a map, in the order of the schema. A pointer covers all that is below it; the empty one is the
 * whole answer.
 */
export function untrustedPointers(schema: z.ZodType): string[] {
  const found = new Set<string>();
  collect(schema, "", found);
  return [...found];
}
