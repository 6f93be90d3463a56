import { allErrorCategories } from "@operator/contract";
import { RULES } from "../src/rules/index.ts";
import type { Rule } from "../src/rules/rule.ts";

/** Behind this line of the document everything is written by the script. */
const MARKER =
  "<!-- Behind this line everything is generated from the rules: npm run generate -w packages/diagnosis -->";

const HEARD = {
  error_output: "text: captured error output, the runtime's reasons",
  runtime: "text: the runtime's own reasons only",
  setup: "text: the runtime's own reasons; captured output only before the agent began",
} as const;

function evidenceOf({ match }: Rule): string {
  if ("declared" in match) return `declared: ${match.declared.map((code) => `\`${code}\``).join(", ")}`;
  if ("events" in match) return `event: ${match.events.map((type) => `\`${type}\``).join(", ")}`;
  if ("upstream" in match) return "answer of a host";
  return `${HEARD[match.voice]}${match.weak ? "; where nothing else is known" : ""}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function row(rule: Rule): string {
  const cells = [
    `\`${rule.id}\``,
    cell(rule.matches),
    evidenceOf(rule),
    `\`${rule.nextAction}\``,
    `\`${cell(rule.example)}\``,
  ];
  return `| ${cells.join(" | ")} |`;
}

function section(category: string): string {
  const rules = RULES.filter((rule) => rule.category === category);
  const head = "| rule | matches | evidence | next action | example |\n|---|---|---|---|---|";
  return `### ${category}\n\n${head}\n${rules.map(row).join("\n")}\n`;
}

/** The rules as tables in Markdown, one a category, in the order of the contract. */
function ruleTables(): string {
  return `\n## The rules\n\n${allErrorCategories().map(section).join("\n")}`;
}

/** The document with its generated part made anew. */
export function withRuleTables(document: string): string {
  const place = document.indexOf(MARKER);
  if (place < 0) throw new Error("The document lacks the marker line.");
  return `${document.slice(0, place + MARKER.length)}\n${ruleTables()}`;
}
