import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";

/** Replaces the groups of reviewers and the rules. */
export const putReviewRules: Handler<"putReviewRules"> = async ({ body, caller }, ports) => {
  if (body.groups.some(({ group, members }) => [group, ...members].some(looksSecret))) {
    return refuse("secret_in_identifier", "A name of the request looks like a secret; names are kept as they are.");
  }
  const result = await ports.directories.putReviewRules(caller.tenant, body);
  switch (result.kind) {
    case "stored":
      return { body };
    case "unsatisfiable": {
      const detail = "asks for more people than could approve";
      const errors = [{ code: "unsatisfiable_rule", detail, field: `rules[${result.index}]` } as const];
      return refuse("unsatisfiable_rule", "The tenant's reviewers could not fulfil a rule.", { errors });
    }
    case "tenant_not_found":
      throw new Error("a caller's tenant is not there");
  }
};
