import { MAX_NAME_CHARS, MAX_REMEMBERED_NAMES } from "../limits.ts";
import { classifyName, type NameStrength } from "./classify-name.ts";

const remembered = new Map<string, NameStrength>();

/** The judgement of a name that events repeat all the time, without judging it again. Long names are not kept. */
export function rememberedStrength(name: string): NameStrength {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const strength = classifyName(name);
  if (name.length > MAX_NAME_CHARS) return strength;
  if (remembered.size >= MAX_REMEMBERED_NAMES) remembered.clear();
  remembered.set(name, strength);
  return strength;
}
