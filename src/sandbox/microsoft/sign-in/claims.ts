/** What a `claims` parameter asks for. */
export interface AskedClaims {
  /** `xms_cc: ["cp1"]`: the client understands claims challenges. */
  readonly capable: boolean;
  /** A condition on the access token: what a challenge told the client to ask for. */
  readonly conditions: boolean;
}

const nothing: AskedClaims = { capable: false, conditions: false };

/** Null when it is not JSON. */
export function readClaims(text: string | null): AskedClaims | null {
  if (text === null || text === "") return nothing;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const asked = property(value, "access_token");
  if (typeof asked !== "object" || asked === null) return nothing;
  const capabilities = property(property(asked, "xms_cc"), "values");
  return {
    capable: Array.isArray(capabilities) && capabilities.some((name) => String(name).toLowerCase() === "cp1"),
    conditions: Object.keys(asked).some((name) => name !== "xms_cc"),
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
