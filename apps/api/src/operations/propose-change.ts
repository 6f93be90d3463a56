import { confirmationAnswer } from "../confirmations/answers.ts";
import { checkEvidence } from "../confirmations/check-evidence.ts";
import { openConfirmation } from "../confirmations/open-confirmation.ts";
import { readProposedChange } from "../confirmations/proposed-change.ts";
import type { Handler } from "../handler.ts";
import { isRefusal, refuse } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";

/** Opens a confirmation for a change of any type. */
export const proposeChange: Handler<"proposeChange"> = async ({ body, caller }, ports) => {
  const names = [...body.affected_destinations, ...body.credential_ids, ...body.evidence_refs.map(({ ref }) => ref)];
  if (names.some(looksSecret)) {
    return refuse("secret_in_identifier", "A name of the request looks like a secret; names are kept as they are.");
  }
  const lost = await checkEvidence(caller.tenant, body.evidence_refs, ports);
  if (lost !== undefined) return lost;
  const change = await readProposedChange(body, caller, ports);
  if (isRefusal(change)) return change;
  const opened = await openConfirmation(change, ports);
  return isRefusal(opened) ? opened : confirmationAnswer(opened, ports.now());
};
