import type { JsonValue } from "@operator/contract";
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { FieldPath } from "../field-path.ts";
import type { IssueLog } from "../policy-issue.ts";
import { hasForbiddenCharacter } from "./characters.ts";

/** Offsets of a field's name and value; of a list's item both are the same. */
interface Place {
  key: number;
  value: number;
}

/** What the containers of a value hold, and where each of it stands. */
export type Places = Map<object, Map<string | number, Place>>;

/** Numbers that every YAML reader takes for the same: no octal, hexadecimal, exponent or `.inf`. */
const PLAIN_NUMBER = /^-?(?:0|[1-9][0-9]{0,20})(?:\.[0-9]{1,20})?$/;

/** Where a node starts. */
export function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}

/**
 * The value of a node, read strictly: what other YAML readers could take differently, or what stands for something
 * written elsewhere, is reported and left out.
 */
export function sourceValue(root: Node, places: Places, issues: IssueLog): JsonValue {
  return read(root, []);

  function read(node: Node | null, path: FieldPath): JsonValue {
    if (node === null) return null;
    if (isAlias(node)) {
      issues.error("yaml_alias", path, startOf(node), "Aliases are not read. Write the value out here.");
      return null;
    }
    checkProperties(node, path);
    if (isScalar(node)) return readScalar(node, path);
    if (isSeq(node)) {
      const list: JsonValue[] = [];
      const items = new Map<number, Place>();
      places.set(list, items);
      for (const [index, item] of node.items.entries()) {
        const at = startOf(asNode(item));
        items.set(index, { key: at, value: at });
        list.push(read(asNode(item), [...path, index]));
      }
      return list;
    }
    return isMap(node) ? readMap(node, path) : null;
  }

  function checkProperties(node: Node, path: FieldPath): void {
    // An explicit tag of the core schema is resolved and kept on the node; plain values have none.
    if (node.tag !== undefined)
      issues.error("yaml_tag", path, startOf(node), "Tags are not read. Remove the `!` and what belongs to it.");
    if ("anchor" in node && node.anchor !== undefined)
      issues.error("yaml_anchor", path, startOf(node), "Anchors are not read. Remove the `&` and its name.");
  }

  function readScalar(node: Scalar, path: FieldPath): JsonValue {
    const { value } = node;
    if (typeof value === "number") {
      if (!PLAIN_NUMBER.test(node.source ?? ""))
        issues.error("yaml_number", path, startOf(node), "Write the number in decimal digits, or put text in quotes.");
      return value;
    }
    if (typeof value === "string") {
      if (hasForbiddenCharacter(value))
        issues.error(
          "control_character",
          path,
          startOf(node),
          "The text holds an escaped control character. Remove it.",
        );
      return value;
    }
    return typeof value === "boolean" ? value : null;
  }

  function readMap(node: YAMLMap, path: FieldPath): JsonValue {
    const object: { [key: string]: JsonValue } = {};
    const fields = new Map<string, Place>();
    places.set(object, fields);
    for (const pair of node.items) {
      const key = readKey(asNode(pair.key), path);
      if (key === undefined) continue;
      if (fields.has(key)) {
        const at = startOf(asNode(pair.key));
        issues.error("yaml_duplicate_key", [...path, key], at, "This field is there twice. Keep one.");
        continue;
      }
      fields.set(key, placeOf(pair));
      // Not an assignment: `__proto__` would change what the object is.
      const value = read(asNode(pair.value), [...path, key]);
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    }
    return object;
  }

  function readKey(node: Node | null, path: FieldPath): string | undefined {
    if (node === null || !isScalar(node)) {
      issues.error("yaml_key", path, startOf(node), "A field name is plain text, not a list, an object or an alias.");
      return undefined;
    }
    checkProperties(node, path);
    const key = typeof node.value === "string" ? node.value : (node.source ?? "");
    if (key === "<<") {
      issues.error("yaml_merge_key", path, startOf(node), "Merge keys are not read. Write the fields out here.");
      return undefined;
    }
    if (hasForbiddenCharacter(key)) {
      issues.error("control_character", path, startOf(node), "A field name holds an escaped control character.");
      return undefined;
    }
    return key;
  }
}

function placeOf(pair: Pair): Place {
  const key = startOf(asNode(pair.key));
  const range = asNode(pair.value)?.range;
  // A field without a value has nothing of its own to point at.
  return { key, value: range && range[0] !== range[1] ? range[0] : key };
}

/** The library types what a collection holds as unknown; after parsing it holds nodes or nothing. */
function asNode(item: unknown): Node | null {
  return isScalar(item) || isMap(item) || isSeq(item) || isAlias(item) ? item : null;
}
