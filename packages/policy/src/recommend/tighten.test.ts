import { describe, expect, it } from "vitest";
import type { Action } from "../evaluate/action.ts";
import type { ObservedDecision } from "../observe/tally.ts";
import { type RunDecisions, replay } from "../replay/replay.ts";
import { egress, storedPolicy, WEATHER } from "../testing/policies.ts";
import { recommendTightening } from "./tighten.ts";

const stored = storedPolicy(WEATHER);

function decision(effect: "allow" | "deny", action: Action, count = 1): ObservedDecision {
  return { effect, action, claimed: false, count, seqs: [1], last_at: 0 };
}

const run = (...decisions: ObservedDecision[]): RunDecisions => ({ run_id: "run_1", decisions, complete: true });

const ALL_USED = [
  decision("allow", egress("GET api.example.com:443"), 3),
  decision("allow", egress("img.cdn.example.net:443")),
  decision("allow", egress("203.0.113.7:8443")),
  decision("allow", egress("POST pay.example.org:443")),
  decision("allow", egress("10.1.2.3:5432")),
  decision("allow", { kind: "tool", server: "docs", tool: "search" }),
  decision("allow", { kind: "tool", server: "docs", tool: "read" }),
];

describe("recommendTightening", () => {
  it("finds nothing where everything was used", () => {
    expect(recommendTightening(stored, [run(...ALL_USED)]).kind).toBe("nothing_to_tighten");
  });

  it("removes rules and tools that no run used, and no other reach", () => {
    const proposal = recommendTightening(stored, [run(...ALL_USED.slice(0, 1), ...ALL_USED.slice(5, 6))]);
    if (proposal.kind !== "recommended") throw new Error(proposal.kind);
    expect(proposal.candidate.policy.egress.map(({ target }) => target)).toEqual([
      { kind: "host", host: "api.example.com" },
    ]);
    expect(proposal.candidate.policy.mcp_servers[0]?.allowed_tools).toEqual(["search"]);
    expect(proposal.delta.added).toEqual([]);
    expect(proposal.risk_level).toBe("low");
    expect(proposal.usage.map(({ rule }) => rule)).toEqual([
      "egress[1]",
      "egress[2]",
      "egress[3]",
      "egress[4]",
      "mcp_servers[0]",
    ]);
  });

  it("keeps every action that was allowed", () => {
    const used = [
      run(
        decision("allow", egress("GET api.example.com:443")),
        decision("allow", egress("PUT img.cdn.example.net:443")),
      ),
    ];
    const proposal = recommendTightening(stored, used);
    if (proposal.kind !== "recommended") throw new Error(proposal.kind);
    expect(replay(used, stored.compiled, proposal.candidate)).toMatchObject({
      unchanged: { count: 2 },
      newly_denied: { count: 0 },
    });
    expect(proposal.candidate.policy.egress[1]?.methods).toEqual(["PUT"]);
  });

  it("keeps every rule that an action without a method may have used", () => {
    const policy = storedPolicy(
      'version: "1"\negress:\n  - domain: a.example.com\n    methods: [GET]\n  - domain: a.example.com\n    methods: [POST]\n',
    );
    expect(recommendTightening(policy, [run(decision("allow", egress("a.example.com:443")))]).kind).toBe(
      "nothing_to_tighten",
    );
  });

  it("counts no denial and no claim as use", () => {
    const claim = { ...decision("allow", egress("GET api.example.com:443")), claimed: true };
    const proposal = recommendTightening(stored, [run(claim, decision("deny", egress("GET api.example.com:443")))]);
    if (proposal.kind !== "recommended") throw new Error(proposal.kind);
    expect(proposal.candidate.policy.egress).toEqual([]);
  });

  it("says nothing where no run is known, or one not in full", () => {
    expect(recommendTightening(stored, []).kind).toBe("usage_unknown");
    expect(recommendTightening(stored, [{ ...run(...ALL_USED), complete: false }]).kind).toBe("usage_unknown");
  });
});

describe("replay", () => {
  it("tells what a change would have made of stored decisions", () => {
    const wider = storedPolicy(
      WEATHER.replace("methods: [GET]", "methods: [GET, POST]").replace("search, read", "search"),
    );
    const runs = [
      run(
        decision("deny", egress("POST api.example.com:443"), 4),
        decision("allow", { kind: "tool", server: "docs", tool: "read" }, 2),
        decision("allow", egress("GET api.example.com:443"), 5),
        decision("allow", egress("GET elsewhere.test:443")),
        { effect: "deny", claimed: false, count: 1, seqs: [9], last_at: 0 },
        { ...decision("deny", egress("POST api.example.com:443")), claimed: true },
      ),
    ];
    expect(replay(runs, stored.compiled, wider.compiled)).toEqual({
      runs: 1,
      complete: true,
      newly_allowed: { count: 4, examples: [{ run_id: "run_1", audit_seq: 1, action: "POST api.example.com:443" }] },
      newly_denied: {
        count: 2,
        examples: [{ run_id: "run_1", audit_seq: 1, action: 'tool "read" of MCP server "docs"' }],
      },
      unchanged: { count: 5, examples: [{ run_id: "run_1", audit_seq: 1, action: "GET api.example.com:443" }] },
      not_replayable: {
        count: 2,
        examples: [
          { run_id: "run_1", audit_seq: 1, action: "GET elsewhere.test:443" },
          { run_id: "run_1", audit_seq: 9, action: "an action that the event does not name" },
        ],
      },
    });
  });
});
