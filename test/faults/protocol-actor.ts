import type { OperatorClient } from "@operator/client";
import { createClient, OperatorProblem } from "@operator/client";
import type { Confirmation } from "@operator/contract";

/** The clients of everybody who takes part, of the service as it runs now. */
export type Clients = Record<"agent" | "reviewer" | "executor", OperatorClient>;

export function clientsAt(baseUrl: string, keys: Record<keyof Clients, string>): Clients {
  // What is lost the actor sends again itself, so that it knows of it.
  const clientOf = (apiKey: string) => createClient({ baseUrl, apiKey, retry: { attempts: 1 } });
  return { agent: clientOf(keys.agent), reviewer: clientOf(keys.reviewer), executor: clientOf(keys.executor) };
}

const STEPS = ["propose", "decide", "redeem", "report"] as const;
type Step = (typeof STEPS)[number];

/** A refusal is an answer, and an error of a test; everything else that goes wrong is an answer that was lost. */
function isLost(error: unknown): boolean {
  return !(error instanceof OperatorProblem) || error.status >= 500;
}

/**
 * Takes confirmation after confirmation through the protocol. A command whose answer was lost is sent again, the same,
 * before any other: nobody can know whether it was carried out.
 */
export class Actor {
  /** The confirmations that were settled, in order. */
  readonly settled: string[] = [];
  /** How often the answer of each command was lost. */
  readonly lost: Record<Step, number> = { propose: 0, decide: 0, redeem: 0, report: 0 };
  /** The receipt's nonce of each redemption that was answered. */
  readonly nonces = new Map<string, string>();

  private readonly change: (n: number) => object;
  private readonly declines: boolean;
  private step = 0;
  private isUnanswered = false;
  private confirmation: Confirmation | undefined;

  /** @param change what is proposed, by number */
  constructor(change: (n: number) => object, declines = false) {
    this.change = change;
    this.declines = declines;
  }

  /** Goes on until an answer is lost, or until `enough` says that it is enough. */
  async run(clients: Clients, enough: () => boolean = () => false): Promise<void> {
    while (!enough()) {
      const step = STEPS[this.step] ?? "propose";
      this.isUnanswered = true;
      try {
        await this.take(step, clients);
        this.isUnanswered = false;
      } catch (error) {
        if (!isLost(error)) throw error;
        this.lost[step]++;
        return;
      }
      this.step = (this.step + 1) % STEPS.length;
      if (this.declines && this.step === 2) this.step = 0;
      if (this.step === 0) this.settled.push(this.confirmation?.confirmation_id ?? "");
    }
  }

  /** True when it is between two confirmations and knows it. */
  get isIdle(): boolean {
    return this.step === 0 && !this.isUnanswered;
  }

  private async take(step: Step, { agent, reviewer, executor }: Clients): Promise<void> {
    if (step === "propose") {
      this.confirmation = await agent.proposeChange({ body: this.change(this.settled.length) as never });
      return;
    }
    if (this.confirmation === undefined) throw new Error("nothing was proposed");
    const { confirmation_id, candidate_digest } = this.confirmation;
    const expected = { decide: this.declines ? "declined" : "approved", report: "applied" };
    if (step === "redeem") {
      const { receipt } = await executor.redeemGrant(
        { confirmation_id, body: {} },
        { idempotencyKey: confirmation_id },
      );
      const claims = JSON.parse(Buffer.from(receipt.split(".")[1] ?? "", "base64url").toString());
      this.nonces.set(confirmation_id, claims.jti);
      return;
    }
    const { status } =
      step === "decide"
        ? await reviewer.decideConfirmation({
            confirmation_id,
            body: { decision: this.declines ? "decline" : "approve", candidate_digest },
          })
        : await executor.reportApply({ confirmation_id, body: { outcome: "applied" } });
    if (status !== expected[step]) throw new Error(`${step} led to ${status}`);
  }
}
