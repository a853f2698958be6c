import { describe, expect, it } from "vitest";
import { findMachineTraces, findOwnNames } from "./machine.ts";
import { root } from "./project-files.ts";

const planted: Readonly<Record<string, string>> = {
  "a path of this machine": `see ${root}/docs`,
  "a home folder": `see /ho${"me"}/alice/daykeeper/`,
  "a home folder of Windows": `see C:\\Us${"ers"}\\alice\\daykeeper`,
  "the host of a registry": `from https://regis${"try"}.a.example/next`,
  "a word about who wrote it": `written with Co${"pilot"}`,
  "a folder outside of the project": `see ../sha${"red"}/design/stack.md`,
  "a tracker's number": `as iss${"ue"} #12 asks`,
};

describe("machine", () => {
  const own = findOwnNames();

  for (const [on, text] of Object.entries(planted)) {
    it(`rule machine fires on ${on}`, () => {
      expect(findMachineTraces([{ path: "src/lib/a.ts", text: `// one\n// ${text}` }], own)).toEqual([
        expect.stringMatching(/^src\/lib\/a\.ts:2: /),
      ]);
    });
  }

  it("lets pass a folder of the project that is called like one above it", () => {
    expect(findMachineTraces([{ path: "docs/a.md", text: "see src/server/planted/a.ts" }], ["/planted/"])).toEqual([]);
    expect(findMachineTraces([{ path: "docs/a.md", text: "see /planted/a.ts" }], ["/planted/"])).toHaveLength(1);
  });

  it("lets pass sign-in sessions, addresses of providers and paths inside of a container", () => {
    const text = "revoke this session\nhttps://www.googleapis.com/calendar/v3\n/home/node/app\n/usr/bin/chromium";
    expect(findMachineTraces([{ path: "docs/a.md", text }], own)).toEqual([]);
  });
});
