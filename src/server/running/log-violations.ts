import { getDeps } from "@/server/deps";

type Words = Readonly<Record<string, unknown>>;

const isWords = (value: unknown): value is Words =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The two forms browsers use: the old one with dashes, the new one in camel case inside a list. */
function violationsIn(report: unknown): Words[] {
  const items = Array.isArray(report) ? report : [report];
  return items
    .filter(isWords)
    .map((item) => item["csp-report"] ?? item.body ?? item)
    .filter(isWords);
}

/** An address without what may be private in it: the query and the fragment. */
function place(value: unknown): string | null {
  if (typeof value !== "string") return null;
  return URL.canParse(value) ? `${new URL(value).origin}${new URL(value).pathname}`.slice(0, 200) : value.slice(0, 60);
}

/** Anybody can send a report: the known fields are logged, cut short, at most five at once. */
export function logViolations(report: unknown): void {
  const { log } = getDeps();
  for (const item of violationsIn(report).slice(0, 5)) {
    const directive = item["effective-directive"] ?? item["violated-directive"] ?? item.effectiveDirective;
    log.warn("The content security policy stopped something", {
      directive: typeof directive === "string" ? directive.slice(0, 60) : null,
      blocked: place(item["blocked-uri"] ?? item.blockedURL),
      page: place(item["document-uri"] ?? item.documentURL),
    });
  }
}
