import { projection } from "@operator/confirmation";
import type { Confirmation } from "@operator/contract";
import type { CommandResult, Standing } from "../objects/confirmation-desk/results.ts";
import type { Refusal } from "../refusal.ts";
import { confirmationNotFound, protocolRefusal } from "./refusals.ts";

/** A confirmation as it is shown, with the entity tag that names this state of it. */
export function confirmationAnswer({ state, tag }: Standing, now: number) {
  const body: Confirmation = projection(state, now);
  return { body, headers: { etag: `"${tag}"` } };
}

/** What a command came to, as an answer or a refusal. */
export function commandAnswer(result: CommandResult, now: number): ReturnType<typeof confirmationAnswer> | Refusal {
  switch (result.kind) {
    case "done":
      return confirmationAnswer(result, now);
    case "refused":
      return protocolRefusal(result.refusal);
    case "confirmation_not_found":
      return confirmationNotFound();
  }
}
