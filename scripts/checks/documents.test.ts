import { describe, expect, it } from "vitest";
import { anchorOf, findDocumentProblems, type Project } from "./documents.ts";

const files: Readonly<Record<string, string>> = {
  "docs/api.md": "# HTTP API\n\n### not_found\n",
  "docs/decisions": "",
  "src/lib/ids.ts": "",
  LICENSE: "",
};
const project: Project = {
  exists: (path) => path in files,
  read: (path) => files[path] ?? "",
  scripts: new Set(["dev"]),
};
const check = (text: string, path = "docs/guide.md") => findDocumentProblems([{ path, text }], project);

const planted: Readonly<Record<string, readonly [text: string, problem: RegExp]>> = {
  "a link that leads nowhere": ["[a](gone.md)", /gone\.md, which does not exist/],
  "a picture that is not there": ["![a](screenshots/gone.png)", /gone\.png, which does not exist/],
  "a heading that is not there": ["[a](api.md#gone)", /no such heading/],
  "a path that is not there": ["see `src/lib/gone.ts`", /src\/lib\/gone\.ts, which does not exist/],
  "a command that is not there": ["run `npm run gone`", /npm run gone, which package\.json/],
};

describe("documents", () => {
  for (const [on, [text, problem]] of Object.entries(planted)) {
    it(`rule documents fires on ${on}`, () => expect(check(text).join()).toMatch(problem));
  }

  it("lets pass what is there, addresses, patterns and copies of others' documents", () => {
    const text =
      "[a](api.md#not_found) [b](../LICENSE) [c](https://a.example) `src/lib/ids.ts` `src/*/x.ts` `src/app/…/page.tsx` npm run dev";
    expect(check(text)).toEqual([]);
    expect(check("[a](gone.md)", "docs/reference/features.md")).toEqual([]);
  });

  it("names headings as they are linked", () =>
    expect(anchorOf("Daykeeper does not start")).toBe("daykeeper-does-not-start"));
});
