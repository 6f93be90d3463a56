import type { ErrorCategory, NextAction } from "@operator/contract";

/**
 * Where a recogniser listens. Who wrote a text decides what it can prove:
 *
 * - `error_output`: all text that the runtime captured as error output, and its own reasons.
 * - `runtime`: the runtime's own words alone, because a program can print such a sentence without it being so.
 * - `setup`: the runtime's own words, and captured output of a run whose agent never began: there the tools speak that
 *   build, verify and start it. Once the agent's code runs, its output proves nothing about them.
 */
type Voice = "error_output" | "runtime" | "setup";

/** A recogniser for one line of text. Patterns are linear: no nested and no adjacent unbounded quantifiers. */
export interface TextMatch {
  readonly text: RegExp;
  /** One of these stands in every line that the pattern matches; saves trying it on the others. */
  readonly hints: readonly string[];
  readonly voice: Voice;
  /** A pattern for the line above, which must match too and may add facts. */
  readonly above?: RegExp;
  /** The match counts only where nothing else in the same text says more. */
  readonly weak?: true;
  /** Of a chain of such exceptions the last one counts: the earlier ones were tried and replaced. */
  readonly lastOfChain?: true;
  /** Lines of the excerpt around the matching one. */
  readonly excerpt?: { readonly before: number; readonly after: number };
}

/** What a host answered: status ranges, the runtime's word for its availability, and whether a credential went along. */
export interface UpstreamMatch {
  readonly status?: readonly (readonly [from: number, to: number])[];
  readonly availability?: readonly string[];
  readonly credential?: "bound" | "unbound";
}

/**
 * A failure rule: what it matches, what that means, and what to do. Exactly one kind of match is set:
 *
 * - `declared`: the runtime names this reason itself, in `payload.category` or as a code in `payload.fail_reason`.
 * - `events`: an event of this type is the failure.
 * - `text`: a line of text; the named groups of the pattern are the facts.
 * - `upstream`: the answer of a host, as the runtime or the error text states it.
 */
export interface Rule {
  readonly id: string;
  readonly category: ErrorCategory;
  readonly nextAction: NextAction;
  /** What is matched, for people. */
  readonly matches: string;
  /** What it looks like in a log. */
  readonly example: string;
  /**
   * Sentences from the fullest to the barest; the first whose facts are all there is said. `{name}` stands for a fact,
   * which is quoted.
   */
  readonly rootCause: readonly [string, ...string[]];
  readonly match:
    | { readonly declared: readonly string[] }
    | { readonly events: readonly string[] }
    | TextMatch
    | { readonly upstream: UpstreamMatch };
  /** Payload fields whose text becomes a fact, by the fact's name; the first field that has text counts. */
  readonly facts?: Readonly<Record<string, readonly string[]>>;
  /**
   * The runtime says so, but it may be the consequence of something else in the same run: a more telling fact or text
   * outranks it.
   */
  readonly symptom?: true;
  /** The text names the answer of a host; what that means, the upstream rules say. */
  readonly observes?: true;
  /** A connection failed or nothing came back, which is also how a denial looks from inside the agent. */
  readonly connection?: true;
}
