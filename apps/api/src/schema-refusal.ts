import type { ProblemCode, ProblemError } from "@operator/contract";
import type * as z from "zod";
import { type Refusal, refuse } from "./refusal.ts";
import { safeName, safePath } from "./safe-name.ts";

/** What is wrong at one place of a request. */
type RequestError = Omit<ProblemError, "index" | "code"> & { code: ProblemCode };

/** Errors that one answer lists: enough to mend a request, not a mirror of it. */
const MAX_ERRORS = 20;

function describe(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): RequestError[] {
  const path = safePath([...at, ...issue.path]);
  const field = path === "" ? {} : { field: path };
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        code: "unknown_field",
        detail: "The schema does not know this field.",
        field: safePath([...at, ...issue.path, key]) || safeName(key),
      }));
    case "invalid_type":
      return [
        {
          code: "invalid_request",
          detail: issue.input === undefined ? "is required" : `must be of type ${issue.expected}`,
          ...field,
        },
      ];
    case "too_big":
      return [
        { code: "invalid_request", detail: `must be at most ${issue.maximum}`, limit: Number(issue.maximum), ...field },
      ];
    case "too_small":
      return [
        {
          code: "invalid_request",
          detail: `must be at least ${issue.minimum}`,
          limit: Number(issue.minimum),
          ...field,
        },
      ];
    case "invalid_value":
      return [{ code: "invalid_request", detail: `must be one of ${issue.values.map(String).join(", ")}`, ...field }];
    case "custom": {
      const code: ProblemCode = issue.params?.code === "invalid_timestamp" ? "invalid_timestamp" : "invalid_request";
      return [{ code, detail: issue.message, ...field }];
    }
    case "invalid_format":
      // A pattern's message is ours where the schema words it; the default one only quotes the pattern.
      return [{ code: "invalid_request", detail: issue.message.replace(/^Invalid string: /, ""), ...field }];
    default:
      return [{ code: "invalid_request", detail: "does not fit the schema", ...field }];
  }
}

/** What a schema found wrong, without repeating input: zod's own messages are used only where our schemas word them. */
export function schemaErrors(error: z.core.$ZodError, at: readonly PropertyKey[] = []): RequestError[] {
  return error.issues.flatMap((issue) => describe(issue, at)).slice(0, MAX_ERRORS);
}

/** Refuses a request for what its schema found wrong. */
export function schemaRefusal(error: z.core.$ZodError, where: string): Refusal {
  const errors = schemaErrors(error);
  const code = errors[0]?.code ?? "invalid_request";
  return refuse(code, `The ${where} does not fit the schema; \`errors\` names each place.`, { errors });
}
