// The alerts for Prometheus that are shipped: each is about a metric there is, and promtool sees each fire and clear.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readText, root } from "./project-files.ts";
import { report } from "./report.ts";

const rulesFile = "docs/prometheus-rules.yml";
const testsFile = "docs/prometheus-rules.test.yml";

type Texts = { readonly rules: string; readonly tests: string; readonly metrics: string };

const named = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name))];

/** What can be told without promtool: metrics nobody counts, and alerts that no test sees fire and clear. */
export function findAlertProblems({ rules, tests, metrics }: Texts): readonly string[] {
  const counted = new Set(named(metrics, /"(daykeeper_[a-z_]+)"/g));
  const unknown = named(rules, /\b(daykeeper_[a-z_]+)\b/g).filter((name) => !counted.has(name));
  const seen = (alert: string, value: 0 | 1) =>
    new RegExp(`alertname="${alert}"[^\\n]*\\n[^\\n]*\\n[^\\n]*value: ${value}\\b`).test(tests);
  const alerts = named(rules, /^\s+- alert: (\w+)$/gm);
  return [
    ...unknown.map((name) => `${rulesFile}: nobody counts ${name}`),
    ...alerts.filter((alert) => !seen(alert, 1)).map((alert) => `${testsFile}: nobody sees ${alert} fire`),
    ...alerts.filter((alert) => !seen(alert, 0)).map((alert) => `${testsFile}: nobody sees ${alert} clear`),
  ];
}

const place = join(root, ".data/promtool");
const unpacked = join(place, "usr/bin/promtool");
const works = (tool: string) => spawnSync(tool, ["--version"]).status === 0;

function download(): string | undefined {
  spawnSync("apt-get", ["download", "prometheus"], { cwd: place });
  return readdirSync(place).find((name) => name.endsWith(".deb"));
}

/** On the path, or out of Debian's package, without installing the server that is in it too. */
function findPromtool(): string | null {
  const found = [process.env.PROMTOOL, "promtool", unpacked].find((tool) => tool !== undefined && works(tool));
  if (found !== undefined) return found;
  mkdirSync(place, { recursive: true });
  const archive = download() ?? (spawnSync("apt-get", ["update"]).status === 0 ? download() : undefined);
  if (archive !== undefined) spawnSync("dpkg-deb", ["-x", archive, "."], { cwd: place });
  return works(unpacked) ? unpacked : null;
}

function runPromtool(): readonly string[] {
  const tool = findPromtool();
  if (tool === null)
    return ["promtool was not found. Install Prometheus (Debian: apt-get install prometheus), or set PROMTOOL."];
  const { status, stdout, stderr } = spawnSync(tool, ["test", "rules", join(root, testsFile)], { encoding: "utf8" });
  return status === 0 ? [] : `${stdout}${stderr}`.trim().split("\n");
}

if (import.meta.main) {
  const texts = { rules: readText(rulesFile), tests: readText(testsFile), metrics: readText("src/server/metrics.ts") };
  const problems = findAlertProblems(texts);
  report(
    "alerts",
    [...problems, ...runPromtool()],
    "each alert for Prometheus fires, and clears when its cause is over",
  );
}
