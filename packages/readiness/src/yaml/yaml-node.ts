/** A value of a YAML document with the lines that it starts and ends on, from 1. */
export type YamlNode =
  | { kind: "map"; line: number; last: number; fields: ReadonlyMap<string, YamlField> }
  | { kind: "list"; line: number; last: number; items: readonly YamlNode[] }
  /** `text` is the value as it is written, without quotes; `value` is what YAML 1.2 makes of it. */
  | { kind: "scalar"; line: number; last: number; text: string; value: string | number | boolean | null };

/** A field of an object, with the line of its name. */
export interface YamlField {
  line: number;
  value: YamlNode;
}

/** What is wrong with a document, in words that repeat nothing of it. */
export interface YamlFault {
  line: number;
  message: string;
}
