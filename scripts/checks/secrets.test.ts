import { describe, expect, it } from "vitest";
import { entropy, findSecrets } from "./secrets.ts";

const random = "k7Qm2vX9pL4wZt8RbN3cYh6JdF5sGa1E";
/** Put together here, so that the check does not find them in this file. */
const planted: Readonly<Record<string, readonly [path: string, text: string]>> = {
  "a private key": ["src/lib/a.ts", `-----BEGIN ${"PRIVATE"} KEY-----\n${random}${random}\n`],
  "a Google API key": ["src/lib/a.ts", `const key = "AI${"za"}${random}abc";`],
  "a Google client secret": [".env.example", `GOOGLE_CLIENT_SECRET=GOC${"SPX"}-${random.slice(0, 28)}`],
  "a Google refresh token": ["docs/a.md", `1/${"/0"}${random}${random}`],
  "a Microsoft client secret": [".env.example", `OUTLOOK_CLIENT_SECRET=abc8${"Q~"}${random}`],
  "an AWS key": ["docs/a.md", `AK${"IA"}ABCDEFGHIJKLMNOP`],
  "a GitHub token": ["docs/a.md", `gh${"p_"}${random}abcd`],
  "a Slack token": ["docs/a.md", `xo${"xb"}-${random}`],
  "a signed token": ["e2e/a.ts", `ey${"J"}${random}.ey${"J"}${random}.${random}`],
  "a random value given to a secret": ["src/lib/a.ts", `const client${"Secret"} = "${random}";`],
  "a password in an address": ["docs/a.md", `postgres${"://"}app:${random}@db.daykeeper.dev/app`],
  "a file of settings": [".env.production", "PORT=1"],
  "a key file": ["scripts/server.pem", "x"],
};

describe("secrets", () => {
  for (const [on, [path, text]] of Object.entries(planted)) {
    it(`rule secrets fires on ${on}`, () => expect(findSecrets([{ path, text }])).not.toEqual([]));
  }

  it("lets pass placeholders, local addresses and words", () => {
    const text = [
      "DATABASE_URL=postgresql://daykeeper:dev@127.0.0.1:5432/daykeeper",
      'const tokenEndpoint = "https-oauth2-googleapis-com-token-endpoint";',
      'const secretName = "GOOGLE_CLIENT_SECRET";',
      "ENCRYPTION_KEY=",
    ].join("\n");
    expect(findSecrets([{ path: ".env.example", text }])).toEqual([]);
  });

  it("tells random text from words", () => {
    expect(entropy(random)).toBeGreaterThan(4);
    expect(entropy("calendar-calendar-calendar")).toBeLessThan(3.6);
  });
});
