// No key, token or password in a file of the project.
import { listPaths, readTexts, type ProjectFile } from "./project-files.ts";
import { report } from "./report.ts";

const shapes: Readonly<Record<string, RegExp>> = {
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{32}/,
  "a Google API key": /\bAIza[0-9A-Za-z_-]{35}\b/,
  "a Google client secret": /\bGOCSPX-[0-9A-Za-z_-]{24,}/,
  "a Google access token": /\bya29\.[0-9A-Za-z_-]{60,}/,
  "a Google refresh token": /\b1\/\/0[0-9A-Za-z_-]{40,}/,
  "a Microsoft client secret": /(?<![\w.~-])[0-9A-Za-z_.~-]{3}[78]Q~[0-9A-Za-z_.~-]{31,34}(?![\w.~-])/,
  "an AWS key": /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  "a GitHub token": /\b(gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60,})/,
  "a package registry token": /\bnpm_[0-9A-Za-z]{36}\b|_authToken\s*=/,
  "a Slack token": /\bxox[abeprs]-[0-9A-Za-z-]{20,}|hooks\.slack\.com\/services\/T[0-9A-Z]{8,}\/B/,
  "a Stripe key": /\b[rs]k_live_[0-9A-Za-z]{20,}/,
  "a signed token": /\beyJ[0-9A-Za-z_-]{20,}\.eyJ[0-9A-Za-z_-]{20,}\.[0-9A-Za-z_-]{20,}/,
};
const secretFile = /(^|\/)(\.env(\.(?!example$)[^/]+)?|id_(rsa|ed25519|ecdsa)|[^/]+\.(pem|p12|pfx|key|keystore|jks))$/;
const assigned =
  /(?:secret|token|passw(?:or)?d|api_?key|private_?key|credential)\w*["']?\s*[:=]\s*["'`]([0-9A-Za-z+/=_.~-]{24,})["'`]/gi;
const urlPassword = /\b[a-z][a-z0-9+]*:\/\/[^\s:/@"'`]+:([^\s@/"'`]+)@([^\s/:"'`?]+)/gi;
const localHost = /^(127\.0\.0\.1|localhost|\[::1\]|db|[a-z.-]*\b(example|test|invalid)(\.[a-z]+)?|\$.*|<.*)$/i;
const unread = /^(package-lock\.json|docs\/reference\/(calendar-v3|graph-calendar-subset\.openapi)\.json)$/;

/** Bits for each character: words stay below 3.6, random text of that length lies above 4. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

const looksRandom = (value: string) =>
  entropy(value) > 4 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/^[a-z]+([-_.][a-z]+)+$/i.test(value);
const isPlaceholder = (value: string) =>
  /^(\$|<|\*|%|\{)|^(password|secret|dev|test|postgres|daykeeper|user|pass|wrong)\w*$/i.test(value);

function findInLine(line: string): string[] {
  const found = Object.entries(shapes)
    .filter(([, shape]) => shape.test(line))
    .map(([what]) => what);
  for (const [, value = ""] of line.matchAll(assigned))
    if (looksRandom(value)) found.push("a value that looks like a secret");
  for (const [, password = "", host = ""] of line.matchAll(urlPassword)) {
    if (password.length >= 8 && !localHost.test(host) && !isPlaceholder(password))
      found.push("a password in an address");
  }
  return found;
}

export function findSecrets(files: readonly ProjectFile[]): readonly string[] {
  return files
    .filter(({ path }) => !unread.test(path))
    .flatMap(({ path, text }) => {
      const named = secretFile.test(path) ? [`${path}: a file of secrets does not belong into the project`] : [];
      const inside = text
        .split("\n")
        .flatMap((line, index) => findInLine(line).map((what) => `${path}:${index + 1}: ${what}`));
      const key = shapes["a private key"]?.test(text) ? [`${path}: a private key`] : [];
      return [...named, ...inside, ...key];
    });
}

if (import.meta.main) {
  const files = readTexts(listPaths());
  report("secrets", findSecrets(files), `${files.length} files, none holds a key, token or password`);
}
