import { expect, it } from "vitest";
import { AGENT, POLICY, projectOf } from "../test/projects.ts";
import { validateProject } from "./validate.ts";

const TOKEN = ["ghp", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"].join("_");
const VALID = { "agent.yaml": AGENT, "policy.yaml": POLICY, "main.py": "print('hello')\n" };

/** Every place where a text of the project may become part of a message. */
it.each([
  ["a folder that the entry may lie in", { "agent.yaml": undefined, "main.py": undefined, [`${TOKEN}/main.py`]: "" }],
  [
    "a folder, where no entry is stated",
    { "agent.yaml": AGENT.replace("entry: main.py\n", ""), "main.py": undefined, [`${TOKEN}/main.py`]: "" },
  ],
  ["the name of a file of secrets", { [`${TOKEN}/.env`]: "A=1" }],
  ["the name of a file with a secret", { [`${TOKEN}.txt`]: TOKEN }],
  ["a field of agent.yaml", { "agent.yaml": `${AGENT}${TOKEN}: 1\n` }],
  ["the runtime", { "agent.yaml": AGENT.replace("python3.12", TOKEN) }],
  ["the entry", { "agent.yaml": AGENT.replace("main.py", TOKEN) }],
  ["an entry that is an address", { "agent.yaml": AGENT.replace("main.py", `https://${TOKEN}@example.com/main.py`) }],
  ["the attribute of an entry", { "agent.yaml": AGENT.replace("main.py", `main.py:${TOKEN}`) }],
  ["the kind", { "agent.yaml": `${AGENT}kind: ${TOKEN}\n` }],
  ["a provider", { "agent.yaml": AGENT.replace("provider: openai", `provider: ${TOKEN}`) }],
  ["a credential", { "agent.yaml": AGENT.replace("credential: openai", `credential: ${TOKEN}`) }],
  [
    "a tool",
    {
      "agent.yaml": `${AGENT}kind: mcp_service\nmcp_service: {transport: streamable_http, tools: [${TOKEN}, ${TOKEN}]}\n`,
    },
  ],
  [
    "the id of a credential of the policy",
    { "policy.yaml": POLICY.replaceAll("openai\n    type", `${TOKEN}\n    type`) },
  ],
  ["a field of the policy", { "policy.yaml": `${POLICY}${TOKEN}: 1\n` }],
  ["a field of a rule", { "policy.yaml": POLICY.replace("    credential:", `    ${TOKEN}: 1\n    credential:`) }],
  ["the path of a listener", { "policy.yaml": `${POLICY}ingress:\n  - {path: /${TOKEN}, port: 7718}\n` }],
  ["a graph", { "langgraph.json": JSON.stringify({ graphs: { [TOKEN]: `./${TOKEN}.py:g` } }) }],
  ["a requirement", { "requirements.txt": `${TOKEN}=1\nx @ https://u:${TOKEN}@example.com/x.whl\n-r ${TOKEN}.txt\n` }],
  ["a package", { "package.json": JSON.stringify({ dependencies: { [TOKEN]: TOKEN, a: `file:${TOKEN}` } }) }],
  ["a module", { "main.py": `import ${TOKEN}\n` }],
  [
    "a dependency of pyproject.toml",
    { "pyproject.toml": `[project]\nname = "a"\ndependencies = ["${TOKEN} =1"]\nrequires-python = "${TOKEN}"\n` },
  ],
])("a secret as %s stands in no message", (_, change: Readonly<Record<string, string | undefined>>) => {
  const files = Object.entries({ ...VALID, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const { issues } = validateProject(projectOf(Object.fromEntries(files), { boundCredentials: [] }));
  expect(issues.length).toBeGreaterThan(0);
  for (const { message } of issues) expect(message).not.toContain(TOKEN.slice(4, 24));
});
