import { describe, expect, it } from "vitest";
import { parseMarkdown, toAnchor } from "./parse-markdown";

describe("our documents on a page", () => {
  it("keep their headings, with the anchors that links use", () => {
    expect(toAnchor("Daykeeper does not start")).toBe("daykeeper-does-not-start");
    expect(toAnchor("not_ready")).toBe("not_ready");
    expect(parseMarkdown("## Codes\n### last_admin")).toEqual([
      { kind: "heading", level: 2, id: "codes", text: [{ kind: "text", text: "Codes" }] },
      { kind: "heading", level: 3, id: "last_admin", text: [{ kind: "text", text: "last_admin" }] },
    ]);
  });

  it("join the lines of a paragraph and keep code, weight and links apart", () => {
    expect(parseMarkdown("Run `npm start`\nor **read** [this](api.md).")).toEqual([
      {
        kind: "paragraph",
        text: [
          { kind: "text", text: "Run " },
          { kind: "code", text: "npm start" },
          { kind: "text", text: " or " },
          { kind: "strong", text: "read" },
          { kind: "text", text: " " },
          { kind: "link", text: "this", href: "api.md" },
          { kind: "text", text: "." },
        ],
      },
    ]);
  });

  it("keep tables, lists and blocks of code", () => {
    const blocks = parseMarkdown(
      "| a | b |\n|---|---|\n| 1 | `2` |\n\n- one\n  more\n- two\n\n```\nnpm test\n\n# no heading\n```\nend",
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(["table", "list", "code", "paragraph"]);
    expect(blocks[0]).toMatchObject({
      head: [[{ text: "a" }], [{ text: "b" }]],
      rows: [[[{ text: "1" }], [{ kind: "code", text: "2" }]]],
    });
    expect(blocks[1]).toMatchObject({ items: [[{ text: "one more" }], [{ text: "two" }]] });
    expect(blocks[2]).toEqual({ kind: "code", text: "npm test\n\n# no heading" });
  });
});
