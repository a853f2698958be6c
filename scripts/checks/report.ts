/** One line when all is well; otherwise every problem on a line of its own, and a failing exit status. */
export function report(name: string, problems: readonly string[], proven: string): void {
  if (problems.length === 0) {
    console.log(`${name}: ${proven}`);
    return;
  }
  console.error(`${name}: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}`);
  for (const problem of problems) console.error(`  ${problem}`);
  process.exitCode = 1;
}
