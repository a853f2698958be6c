// What the launcher tells the person at the terminal: one line per step, with its duration.
const inTerminal = Boolean(process.stdout.isTTY);
const width = 34;

export class LaunchError extends Error {
  override readonly name = "LaunchError";
}

const seconds = (startedAt: number) => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;

function startTicker(label: string, startedAt: number): NodeJS.Timeout {
  return setInterval(
    () => {
      const line = `  ${label.padEnd(width)} ${seconds(startedAt)} …`;
      if (inTerminal) process.stdout.write(`\r${line}`);
      else console.log(line);
    },
    inTerminal ? 500 : 10_000,
  );
}

/** Runs one step and prints what it was, what came of it and how long it took. A long one shows that it is alive. */
export async function step<T>(
  label: string,
  run: () => Promise<T> | T,
  outcome: (result: T) => string = () => "done",
): Promise<T> {
  const startedAt = Date.now();
  const ticker = startTicker(label, startedAt);
  try {
    const result = await run();
    if (inTerminal) process.stdout.write("\r\x1b[K");
    console.log(`  ${label.padEnd(width)} ${outcome(result)}, ${seconds(startedAt)}`);
    return result;
  } catch (error) {
    if (inTerminal) process.stdout.write("\r\x1b[K");
    console.log(`  ${label.padEnd(width)} failed, ${seconds(startedAt)}`);
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

/** Ends the process with a sentence a stranger understands, and the stack only where it is a defect of ours. */
export function explain(error: unknown): string {
  if (error instanceof LaunchError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
