type Place = {
  readonly kind: "page" | "api" | "file";
  readonly nonce: string;
  readonly isHttps: boolean;
  readonly isDevelopment: boolean;
  /** Where a page may be shown inside another one; nowhere when empty. */
  readonly ancestors: readonly string[];
};

/** Where browsers send what the policy stopped. */
const reports = ["report-uri /api/csp-report", "report-to csp"];

/**
 * Scripts run by nonce only: 'strict-dynamic' lets them load their own chunks and makes browsers ignore host lists.
 * Styles come from our files only: nothing we write carries a style attribute (docs/decisions/034). The development
 * server puts styles into the page and evaluates code; that is the one difference.
 */
function pagePolicy({ nonce, isHttps, isDevelopment, ancestors }: Place): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${isDevelopment ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(" ")}`,
    "frame-src 'none'",
    "worker-src 'self'",
    "manifest-src 'self'",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
    ...reports,
  ].join("; ");
}

/** An answer of the API is read by programs: opened as a document it may do nothing at all. */
const apiPolicy = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  ...reports,
].join("; ");

const powers = [
  "accelerometer",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "publickey-credentials-get",
  "screen-wake-lock",
  "usb",
  "xr-spatial-tracking",
];

/** The headers of every answer, whoever made it (S17, S18). */
export function securityHeaders(place: Place): Record<string, string> {
  return {
    "content-security-policy": place.kind === "page" ? pagePolicy(place) : apiPolicy,
    "reporting-endpoints": 'csp="/api/csp-report"',
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": powers.map((power) => `${power}=()`).join(", "),
    // It knows no list of origins: where there is one, the policy alone says it.
    ...(place.ancestors.length === 0 && { "x-frame-options": "DENY" }),
    ...(place.isHttps ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}
