import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";

const CONNECTIONS = 16;

/** One thing to be measured: how to send the request with this number. */
export interface Subject {
  name: string;
  send(number: number): {
    method: "GET" | "POST";
    url: string;
    headers?: Record<string, string>;
    body?: Buffer;
    expects?: number;
  };
}

/** What a round measured. */
export interface Measurement {
  /** Answers a second. */
  rate: number;
  /** CPU of the server for one answer, in microseconds. */
  cpuUs: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function send(subject: Subject, number: number): Promise<void> {
  const { method, url, headers = {}, body, expects = 200 } = subject.send(number);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, agent, headers: body === undefined ? headers : { ...headers, "content-length": body.length } },
      (response) => {
        response.resume();
        response.on("end", () =>
          response.statusCode === expects
            ? resolve()
            : reject(new Error(`${subject.name} answered ${response.statusCode}`)),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** CPU time that a process has used, in microseconds; 0 where the system does not tell. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return 0;
  }
}

let number = 0;

/** Sends requests over all connections for a while. */
export async function measure(subject: Subject, ms: number, pid: number): Promise<Measurement> {
  const cpuBefore = cpuOf(pid);
  const start = performance.now();
  let answers = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - start < ms) {
      await send(subject, ++number);
      answers++;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - start) / 1000;
  return { rate: answers / seconds, cpuUs: (cpuOf(pid) - cpuBefore) / answers };
}
