import { type Measurement, measure, type Subject } from "./load.ts";

const WARM_UP_MS = 700;

/** A subject against its baseline: medians over rounds in which both were measured one right after the other. */
export interface Comparison {
  /** The subject's answers a second over the baseline's. */
  ratio: number;
  /** The baseline's CPU for an answer over the subject's: steadier than rates on a machine that others use too. */
  cpuRatio: number;
  subject: Measurement;
  baseline: Measurement;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function medians(measurements: readonly Measurement[]): Measurement {
  return {
    rate: median(measurements.map(({ rate }) => rate)),
    cpuUs: median(measurements.map(({ cpuUs }) => cpuUs)),
  };
}

/**
 * Measures a subject and its baseline in turns. The ratio is the median of the rounds' own ratios, because what disturbs
 * the machine for a while disturbs both of a round.
 */
export async function compare(
  subject: Subject,
  baseline: Subject,
  options: {
    rounds: number;
    roundMs: number;
    pid: number;
    /** Done before the subject is measured each time, outside of the time that is taken. */
    prepare?: () => Promise<void>;
  },
): Promise<Comparison> {
  const { prepare = async () => {} } = options;
  await prepare();
  for (const either of [baseline, subject]) await measure(either, WARM_UP_MS, options.pid);
  const rounds: { subject: Measurement; baseline: Measurement }[] = [];
  for (let round = 0; round < options.rounds; round++) {
    await prepare();
    rounds.push({
      baseline: await measure(baseline, options.roundMs, options.pid),
      subject: await measure(subject, options.roundMs, options.pid),
    });
  }
  return {
    ratio: median(rounds.map((round) => round.subject.rate / round.baseline.rate)),
    cpuRatio: median(rounds.map((round) => round.baseline.cpuUs / round.subject.cpuUs)),
    subject: medians(rounds.map((round) => round.subject)),
    baseline: medians(rounds.map((round) => round.baseline)),
  };
}

/** A line of a report: a ratio, the goal it is held against, and the figures behind it. */
export function reportRatio(label: string, ratio: number, goal: number, figures: string): void {
  const verdict = ratio >= goal ? "reached" : "NOT reached";
  console.log(
    `${label.padEnd(50)} ${ratio.toFixed(2).padStart(6)}  goal ${goal.toFixed(2)} ${verdict.padEnd(11)}  ${figures}`,
  );
}
