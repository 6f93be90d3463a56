import type { Decision, Hindrance } from "@operator/contract";
import type { Decider, Principal } from "./principal.ts";

/** A person decides about the candidate with a digest. */
export interface DecideCommand {
  kind: "decide";
  decider: Decider;
  decision: Decision;
  /** The digest that the person reviewed. */
  candidateDigest: string;
  reason?: string | undefined;
  /** The agent's policy in force, `undefined` when it has none. It is read in the transaction that decides. */
  policyDigest: string | undefined;
}

/** The proposer takes the proposal back. */
export interface CancelCommand {
  kind: "cancel";
  /** The principal that asks. */
  by: string;
}

/** An executor asks for the grant. */
export interface RedeemCommand {
  kind: "redeem";
  executor: Principal;
  nonce: string;
  /**
   * Those who approved, as the directory knows them now, by the keys that they decided with. Somebody whose key was
   * revoked is left out; a key that has merely expired since is not.
   */
  approvers: readonly Decider[];
  policyDigest: string | undefined;
}

/** The executor says what became of it. */
export interface ReportCommand {
  kind: "report";
  /** The principal that reports. */
  executor: string;
  outcome: "applied" | "failed";
  detail?: string | undefined;
  /** True when the outcome is `applied`, but the new policy could not be written because another had come between. */
  baseMoved?: boolean;
  /** Why the service did not purge the runs, when the outcome is `applied`. */
  hinderedBy?: Hindrance | undefined;
}

/** Time has passed. An alarm that runs early, late or twice does no harm. */
interface ExpireCommand {
  kind: "expire";
}

/** The policy of an agent has changed. */
interface SupersedeCommand {
  kind: "supersede";
  agent: string;
  policyDigest: string | undefined;
}

/** What a principal asks for. The others are what the service itself brings news of. */
export type PrincipalCommand = DecideCommand | CancelCommand | RedeemCommand | ReportCommand;
export type Command = PrincipalCommand | ExpireCommand | SupersedeCommand;
export type CommandKind = Command["kind"];

/** The principal that a command comes from. */
export function principalOf(command: PrincipalCommand): string {
  switch (command.kind) {
    case "decide":
      return command.decider.id;
    case "cancel":
      return command.by;
    case "redeem":
      return command.executor.id;
    case "report":
      return command.executor;
  }
}
