import { join } from "node:path";
import { check, getFileInfo, resolveConfig } from "prettier";
import { describe, expect, it } from "vitest";
import { root } from "./project-files.ts";

const path = join(root, "scripts/checks/planted.ts");
const isLaidOut = async (code: string) => check(code, { ...(await resolveConfig(path)), filepath: path });

describe("format", () => {
  it("rule format fires on code that is laid out by hand", async () => {
    expect(await isLaidOut("export const a = {b:1}\n")).toBe(false);
    expect(await isLaidOut(`export const long = [${'"a word", '.repeat(20)}];\n`)).toBe(false);
  });

  it("lets pass code that prettier wrote", async () =>
    expect(await isLaidOut("export const a = { b: 1 };\n")).toBe(true));

  it("leaves to their makers what is generated or copied", async () => {
    const ignorePath = join(root, ".prettierignore");
    const infos = ["src/generated/prisma/client.ts", "docs/reference/calendar-v3.json", "package-lock.json"].map(
      (file) => getFileInfo(join(root, file), { ignorePath }),
    );
    expect((await Promise.all(infos)).map(({ ignored }) => ignored)).toEqual([true, true, true]);
  });
});
