import { PROTOCOL } from "@operator/confirmation";
import { type OperationName, operations, PROBLEMS } from "@operator/contract";
import { describe, expect, it } from "vitest";
import manual from "../../../docs/confirmation.md?raw";

const COMMANDS = {
  decide: "decideConfirmation",
  cancel: "cancelConfirmation",
  redeem: "redeemGrant",
  report: "reportApply",
} as const;

/** Every refusal that the protocol's table has for a command. */
function refusalsOf(command: keyof typeof COMMANDS): string[] {
  const { authority, in: cells } = PROTOCOL[command];
  const byState: string[] = Object.values(cells).flatMap((cell) =>
    typeof cell === "string" ? [cell] : [...cell.refusals],
  );
  return [...new Set([...authority, ...byState])].filter((kind) => kind !== "repeat").toSorted();
}

describe("The problems of confirmations", () => {
  it.each(Object.entries(COMMANDS))("that the protocol has for %s are those that %s declares", (command, name) => {
    const declared = operations[name].problems.filter((code) => code !== "confirmation_not_found");
    expect([...declared].toSorted()).toEqual(refusalsOf(command as keyof typeof COMMANDS));
  });

  it("stand in the manual, each with its status and where it comes from, and no others", () => {
    const names: OperationName[] = [
      "proposeChange",
      "getConfirmation",
      "listConfirmations",
      ...Object.values(COMMANDS),
    ];
    const declared = new Map<string, OperationName[]>();
    for (const name of names) {
      for (const code of operations[name].problems) declared.set(code, [...(declared.get(code) ?? []), name]);
    }
    const expected = [...declared].map(([code, by]) => {
      const { status } = PROBLEMS[code as keyof typeof PROBLEMS];
      return `${code} ${status} ${by.join(", ")}`;
    });
    const rows = [...manual.matchAll(/^\| `(\w+)` \| (\d{3}) \| ([\w, ]+) \|/gm)].map(([, ...cells]) =>
      cells.join(" "),
    );
    expect(rows.toSorted()).toEqual(expected.toSorted());
  });
});
