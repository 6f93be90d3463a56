import { build } from "esbuild";

/** A package as a page would load it: one script, with everything in it, under a global name. */
export async function pageScript(entry: string, globalName: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    globalName,
    platform: "browser",
    target: "es2022",
  });
  return outputFiles[0]?.text ?? "";
}
