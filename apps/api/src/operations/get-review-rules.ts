import type { Handler } from "../handler.ts";

/** Who has to approve which changes. */
export const getReviewRules: Handler<"getReviewRules"> = async ({ caller }, ports) => ({
  body: await ports.directories.reviewRules(caller.tenant),
});
