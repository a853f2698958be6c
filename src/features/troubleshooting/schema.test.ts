import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { problemCodes } from "@/server/http/problem-codes";
import { anchorOf, readGuide, readParts } from "./schema";

const guide = readGuide(readFileSync("docs/troubleshooting.md", "utf8"));
const entries = guide.chapters.flatMap((chapter) => chapter.entries);

describe("the troubleshooting page", () => {
  it("has an entry under the address that each problem names, with its title and status", () => {
    for (const [code, { status, title }] of Object.entries(problemCodes)) {
      const entry = entries.find(({ id }) => id === code);
      expect(entry).toMatchObject({ title, problem: { code, status: String(status) } });
      expect(entry?.paragraphs.length).toBeGreaterThan(0);
    }
  });

  it("leads nowhere but to its own headings", () => {
    const ids = new Set([...guide.chapters.map(({ id }) => id), ...entries.map(({ id }) => id)]);
    const paragraphs = [guide, ...guide.chapters, ...entries].flatMap((each) => each.paragraphs);
    const anchors = paragraphs.flat().flatMap((part) => (part.kind === "link" ? [part.anchor] : []));
    expect(anchors.filter((anchor) => !ids.has(anchor))).toEqual([]);
  });

  it("reads code and links inside of a sentence", () => {
    expect(readParts("Set `PORT`, see [not_ready](#not_ready).")).toEqual([
      { kind: "text", text: "Set " },
      { kind: "code", text: "PORT" },
      { kind: "text", text: ", see " },
      { kind: "link", text: "not_ready", anchor: "not_ready" },
      { kind: "text", text: "." },
    ]);
  });

  it("names a heading as the document's own links do", () => {
    expect(anchorOf("Daykeeper does not start")).toBe("daykeeper-does-not-start");
  });
});
