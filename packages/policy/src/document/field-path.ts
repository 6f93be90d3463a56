import { MAX_NAMED_FIELD_CHARS } from "./limits.ts";

/** Where something stands in a document: field names and list indices from the outermost. */
export type FieldPath = readonly (string | number)[];

const PLAIN_NAME = new RegExp(`^[A-Za-z_][A-Za-z0-9_-]{0,${MAX_NAMED_FIELD_CHARS - 1}}$`);

/** Whether a field name of the document may be repeated: anything else could carry a secret or a sentence for the reader. */
export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name);
}

/** The path as people write it, such as `egress[2].ports[0]`. It ends before the first name that must not be repeated. */
export function formatPath(path: FieldPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (isPlainName(step)) text += text === "" ? step : `.${step}`;
    else break;
  }
  return text;
}
