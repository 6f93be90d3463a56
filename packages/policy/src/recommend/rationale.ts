import { clip, limits } from "@operator/contract";
import { type Delta, partInWords, reachInWords } from "../delta/delta.ts";
import { ANY_METHOD } from "../delta/reach.ts";
import { listed } from "../explain/words.ts";
import type { RuleUsage } from "./tighten.ts";

/** What a proposal rests on. */
export type Support =
  | { kind: "denials"; denials: number; runs: number }
  | { kind: "desire" }
  | { kind: "usage"; runs: number; usage: readonly RuleUsage[] };

const times = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

function supportInWords(support: Support): string {
  switch (support.kind) {
    case "denials":
      return `The runtime denied this in ${times(support.denials, "event")} of ${times(support.runs, "run")}.`;
    case "desire":
      return "It was asked for; no denial is cited.";
    case "usage": {
      const unused = support.usage.map(
        ({ rule, uses, unused }) => `${rule} (${times(uses, "use")}): ${listed(unused)}`,
      );
      return `No action that ${times(support.runs, "run")} of the window were allowed has used: ${listed(unused)}.`;
    }
  }
}

/** Why a patch is proposed and what it would change, in sentences of ours around quoted names. */
export function describeProposal({ added, removed, parts }: Delta, support: Support): string {
  const anyMethod = added.some((reach) => reach.kind === "egress" && reach.method === ANY_METHOD);
  const sentences = [
    ...(added.length === 0 ? [] : [`It would allow ${listed(added.map(reachInWords), 6)}.`]),
    ...(removed.length === 0 ? [] : [`It would no longer allow ${listed(removed.map(reachInWords), 6)}.`]),
    ...(parts.length === 0 ? [] : [`Parts of the policy: ${listed(parts.map(partInWords), 6)}.`]),
    supportInWords(support),
    ...(anyMethod ? ["No method is known, so that any method would be allowed."] : []),
  ].join(" ");
  return sentences.length > limits.MAX_RATIONALE_CHARS
    ? `${clip(sentences, limits.MAX_RATIONALE_CHARS - 1)}…`
    : sentences;
}
