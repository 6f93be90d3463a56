import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Policy } from "../policy.ts";
import { editPolicy } from "./edit-policy.ts";
import { locateRule } from "./locate-rule.ts";
import type { PolicyEdit } from "./policy-edit.ts";
import { readPolicy } from "./read-policy.ts";
import { documentModel } from "./testing/document-model.ts";
import { editModel, editsOf } from "./testing/edit-model.ts";
import { writeDocument } from "./testing/write-document.ts";

const tape = fc.array(fc.nat(1000), { minLength: 40, maxLength: 120 });
const edited = documentModel.chain((model) => fc.record({ model: fc.constant(model), edits: editsOf(model), tape }));

function policyOf(text: string): Policy {
  const read = readPolicy(text);
  if (read.kind === "invalid") throw new Error(`${JSON.stringify(read.errors)} in\n${text}`);
  return read.policy;
}

/** The lines of an item that has them for itself, without the last line break. */
function linesOf(text: string, ruleId: string): string | undefined {
  const place = locateRule(text, ruleId);
  return (
    place &&
    text
      .split("\n")
      .slice(place.startLine - 1, place.endLine)
      .join("\n")
      .replace(/\r$/, "")
  );
}

function touches(edit: PolicyEdit, section: string, index: number): boolean {
  if (section === "egress") return edit.kind.includes("egress") && "index" in edit && edit.index === index;
  return section === "credentials" && edit.kind === "remove_credential" && edit.index === index;
}

describe("editing any document in any style", () => {
  test("a written document reads as its model", () => {
    fc.assert(
      fc.property(documentModel, tape, (model, style) => {
        expect(policyOf(writeDocument(model, style))).toEqual(policyOf(JSON.stringify(model)));
      }),
      { numRuns: 400 },
    );
  });

  test("the result reads as exactly the intended policy", () => {
    fc.assert(
      fc.property(edited, ({ model, edits, tape: style }) => {
        const text = writeDocument(model, style);
        expect(policyOf(editPolicy(text, edits))).toEqual(policyOf(JSON.stringify(editModel(model, edits))));
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  test("items that no edit is about keep their lines byte for byte", () => {
    fc.assert(
      fc.property(edited, ({ model, edits, tape: style }) => {
        const text = writeDocument(model, style);
        const after = editPolicy(text, edits);
        for (const section of ["egress", "credentials"] as const) {
          for (const index of (model[section] ?? []).keys()) {
            const lines = linesOf(text, `${section}[${index}]`);
            // Between brackets an item may get a comma behind it.
            if (!lines?.trimStart().startsWith("-")) continue;
            if (edits.some((edit) => touches(edit, section, index))) continue;
            expect(after).toContain(lines);
          }
        }
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  test("line endings and a missing last line break stay, and without removals every comment does", () => {
    fc.assert(
      fc.property(edited, ({ model, edits, tape: style }) => {
        const text = writeDocument(model, style);
        const after = editPolicy(text, edits);
        const crlf = text.includes("\r\n");
        expect(after.replaceAll("\r\n", "").includes("\n")).toBe(!crlf && after.includes("\n"));
        expect(after.endsWith("\n")).toBe(text.endsWith("\n"));
        if (edits.some(({ kind }) => kind.startsWith("remove") || kind.startsWith("set_egress_lists"))) return;
        const comments = (document: string) => document.match(/# c\d+/g) ?? [];
        expect(comments(after)).toEqual(comments(text));
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});
