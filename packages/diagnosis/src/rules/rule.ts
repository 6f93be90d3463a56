import type { ErrorCategory, NextAction } from "@operator/contract";

/**
 * A failure rule: what it matches, what that means, and what to do. Exactly one kind of match is set:
 *
 * - `declared`: the runtime names this reason itself, in `payload.category` or as a code in `payload.fail_reason`.
 * - `events`: an event of this type is the failure.
 * - `text`: a line of error text that the runtime captured. The pattern is tried line by line; its named
 *   groups are the facts. Patterns are linear: no nested and no adjacent unbounded quantifiers.
 *
 * Reasons that say only that something failed, such as `task_failed`, are no rule's: they decide nothing.
 */
export interface Rule {
  readonly id: string;
  readonly category: ErrorCategory;
  readonly nextAction: NextAction;
  /** One sentence; `{name}` stands for a fact, which is quoted. Without one of its facts the rule says `otherwise`. */
  readonly rootCause: string;
  readonly otherwise?: string;
  readonly match:
    | { readonly declared: readonly string[] }
    | { readonly events: readonly string[] }
    | { readonly text: RegExp };
  /** Payload fields whose text becomes a fact, by the fact's name; the first field that has text counts. */
  readonly facts?: Readonly<Record<string, readonly string[]>>;
}
