import { type CST, Lexer, Parser } from "yaml";
import { MAX_DEPTH, MAX_STRAY_TOKENS } from "../limits.ts";

/** The syntax of a text, or the offset at which it nests deeper than is read. */
export type Tokens = { kind: "read"; tokens: CST.Token[] } | { kind: "too_deep"; offset: number };

/**
 * Reads the concrete syntax in time linear in the text. The library recurses over what it finds, so nesting is bounded
 * here, while its parser, which keeps a stack of its own, is still at it.
 */
export function readTokens(text: string): Tokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let stray = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (
        token.type === "document" ||
        token.type === "directive" ||
        token.type === "error" ||
        token.type === "flow-error-end"
      )
        stray += 1;
    }
    // Besides collections the stack holds the document and at most one scalar.
    if (parser.stack.length > MAX_DEPTH + 2) return { kind: "too_deep", offset: parser.offset };
    if (stray > MAX_STRAY_TOKENS) return { kind: "read", tokens };
  }
  tokens.push(...parser.end());
  return { kind: "read", tokens };
}
