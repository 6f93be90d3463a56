import { type Refusal, refuse } from "../../refusal.ts";

export function malformedRef(): Refusal {
  return refuse("malformed_ref", "The ref does not follow the grammar of its type.", {
    errors: [{ code: "malformed_ref", detail: "is no ref of this type", field: "ref" }],
  });
}
