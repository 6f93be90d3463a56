/**
 * True for the name of an actor that only a runtime may speak for: what it states is fact, what any other actor states is a
 * claim. Compared exactly. Source: design, section 3.
 */
export function isRuntimeActor(actor: string): boolean {
  return actor === "daemon" || actor === "gateway" || actor === "harness";
}
