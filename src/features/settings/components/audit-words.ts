/** The families of actions that are written into a workspace's log, as the filter offers them. */
export const auditFamilies = [
  "session",
  "member",
  "invitation",
  "key",
  "connection",
  "calendar",
  "booking",
  "meeting",
  "work",
  "workspace",
  "access",
] as const;

/** Facts of an entry as short text: "from: member, to: manager". */
export function describeDetail(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${describeValue(value)}`)
    .join(", ");
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(describeValue).join(" + ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
