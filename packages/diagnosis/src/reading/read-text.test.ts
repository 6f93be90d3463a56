import { expect, test } from "vitest";
import { readText, STRENGTH } from "./read-text.ts";

function read(text: string) {
  return readText(text, 700, ({ voice }) => voice === "error_output")[0];
}

function traceback(exception: string, file = "/agent/main.py"): string {
  return `Traceback (most recent call last):\n  File "${file}", line 3, in run\n    go()\n${exception}\n`;
}

test("The exception that ended the program counts, not one that was logged before", () => {
  const reading = read(
    `${traceback("ModuleNotFoundError: No module named 'x'")}INFO went on\n${traceback("KeyError: 'y'")}`,
  );
  expect(reading).toMatchObject({ rule: "runtime.exception", strength: STRENGTH.exception, line: 9 });
});

test("Behind a wrapper the lines of their own count, errors before warnings", () => {
  const wrapped = `WARNING: connect ECONNREFUSED 10.0.0.1:80\nERROR: Cannot install a==1 and b==2 because these package versions have conflicting dependencies.\n${traceback("subprocess.CalledProcessError: Command '['pip', 'install']' returned non-zero exit status 1.")}`;
  expect(read(wrapped)).toMatchObject({ rule: "dependency.pip_conflict", strength: STRENGTH.line, line: 2 });
});

test("A recognised cause deeper in the chain wins over the exception before it", () => {
  const during = "\nDuring handling of the above exception, another exception occurred:\n\n";
  const reading = read(
    traceback("KeyError: 'page'") + during + traceback("socket.gaierror: [Errno -2] Name or service not known"),
  );
  expect(reading).toMatchObject({ rule: "network.dns", strength: STRENGTH.crash });
});

test("The excerpt shows the agent's frame and the exception, not the frames of libraries in between", () => {
  const library = Array.from(
    { length: 20 },
    (_, index) => `  File "/usr/lib/python3/dist-packages/l.py", line ${index}, in f\n    g()`,
  );
  const text = `Traceback (most recent call last):\n  File "/agent/main.py", line 3, in run\n    go()\n${library.join("\n")}\nValueError: bad\n`;
  const pieces = read(text)?.pieces ?? [];
  expect(pieces.map(({ content }) => content)).toEqual([
    "ValueError: bad",
    '  File "/agent/main.py", line 3, in run\n    go()',
  ]);
  expect(pieces[0]).toMatchObject({ first: 44, last: 44 });
});

test("What only sounds like a failure of the surroundings is not heard in a program's output", () => {
  for (const line of ["budget exceeded", "policy denied by rule default_deny", "container OOMKilled"]) {
    expect(read(`${line}\n`)).toBeUndefined();
  }
});

test("Where the tools that set a run up decide, there is a second reading without them", () => {
  const text =
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\nKeyError: 'OPENAI_API_KEY'\n";
  const rules = readText(text, 700, ({ voice }) => voice !== "runtime").map(({ rule }) => rule);
  expect(rules).toContain("secret.python_environment");
});
