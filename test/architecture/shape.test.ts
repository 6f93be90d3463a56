import { operations } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { type Source, sources } from "./sources.ts";

const MAX_SOURCE_LINES = 300;
const MAX_TEST_LINES = 400;
const MAX_HANDLER_LINES = 60;

const isTest = ({ path }: Source) => path.endsWith(".test.ts");
const lineCount = ({ text }: Source) => text.replace(/\n$/, "").split("\n").length;
const longerThan = (files: readonly Source[], most: number) =>
  files
    .filter((file) => lineCount(file) > most)
    .map((file) => `${file.path}:${most + 1}: has ${lineCount(file)} lines`);

/** The files of a folder that are no tests and no index, by their names. */
function namesIn(folder: string): string[] {
  const files = sources.filter((file) => file.path.startsWith(folder) && !isTest(file));
  return files.map(({ path }) => path.slice(folder.length).replace(/\.ts$/, "")).filter((name) => name !== "index");
}

describe("files", () => {
  it("of source have at most 300 lines", () => {
    expect(
      longerThan(
        sources.filter((file) => !isTest(file)),
        MAX_SOURCE_LINES,
      ),
    ).toEqual([]);
  });

  it("of tests have at most 400 lines", () => {
    expect(longerThan(sources.filter(isTest), MAX_TEST_LINES)).toEqual([]);
  });

  it("have names in kebab case", () => {
    const odd = sources.filter(({ path }) => !/^([a-z0-9.-]+\/)+[a-z0-9]+([.-][a-z0-9]+)*\.tsx?$/.test(path));
    expect(odd.map(({ path }) => path)).toEqual([]);
  });
});

describe("the operation table", () => {
  const names = Object.keys(operations);
  const files = names.map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));

  it("has each operation under its own name", () => {
    expect(Object.values(operations).map(({ name }) => name)).toEqual(names);
  });

  it("has a contract file for every operation, and no other", () => {
    expect(namesIn("packages/contract/src/operations/").toSorted()).toEqual(files.toSorted());
  });

  it("has a handler file for every operation", () => {
    expect(files.filter((file) => !namesIn("apps/api/src/operations/").includes(file))).toEqual([]);
  });

  it("has handlers of at most 60 lines", () => {
    const paths = files.map((file) => `apps/api/src/operations/${file}.ts`);
    expect(
      longerThan(
        sources.filter(({ path }) => paths.includes(path)),
        MAX_HANDLER_LINES,
      ),
    ).toEqual([]);
  });

  it("has every operation defined and handled in the file of its name", () => {
    for (const [index, name] of names.entries()) {
      const found = sources.filter(({ path }) => path.endsWith(`/operations/${files[index]}.ts`));
      expect(found.filter(({ text }) => text.includes(`export const ${name}`)).map(({ path }) => path)).toHaveLength(2);
    }
  });
});
