import { CodeBlock } from "@/components/ui/code-block";
import { Sheet } from "@/components/ui/sheet";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Block, Inline } from "./parse-markdown";

const headings = {
  1: "text-title-phone tablet:text-title",
  2: "mt-8 text-section font-semibold",
  3: "mt-5 text-body font-semibold",
} as const;

export function Prose({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div className="grid max-w-text gap-3">
      {blocks.map((block, index) => (
        <ProseBlock key={index} block={block} />
      ))}
    </div>
  );
}

function ProseBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      return <Heading block={block} />;
    case "paragraph":
      return (
        <p className="text-ink-2">
          <Words parts={block.text} />
        </p>
      );
    case "list":
      return (
        <ul className="grid list-disc gap-1 pl-5 text-ink-2 marker:text-ink-3">
          {block.items.map((item, index) => (
            <li key={index}>
              <Words parts={item} />
            </li>
          ))}
        </ul>
      );
    case "code":
      return <CodeBlock text={block.text} />;
    case "table":
      return <ProseTable block={block} />;
  }
}

function Heading({ block: { level, id, text } }: { block: Extract<Block, { kind: "heading" }> }) {
  const Tag = level === 1 ? "h1" : level === 2 ? "h2" : "h3";
  return (
    <Tag
      id={id}
      className={`${headings[level === 1 ? 1 : level === 2 ? 2 : 3]} target:underline target:decoration-accent target:decoration-2 target:underline-offset-4`}
    >
      <Words parts={text} />
    </Tag>
  );
}

function ProseTable({ block: { head, rows } }: { block: Extract<Block, { kind: "table" }> }) {
  return (
    <Sheet className="my-2">
      <Table>
        <TableHead>
          <Row>
            {head.map((cell, index) => (
              <HeadCell key={index}>
                <Words parts={cell} />
              </HeadCell>
            ))}
          </Row>
        </TableHead>
        <TableBody>
          {rows.map((row, index) => (
            <Row key={index}>
              {row.map((cell, column) => (
                <Cell key={column} phone={column === 0 ? "main" : "below"}>
                  <Words parts={cell} />
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </Table>
    </Sheet>
  );
}

function Words({ parts }: { parts: readonly Inline[] }) {
  return parts.map((part, index) => <Word key={index} part={part} />);
}

/** A link between documents of the repository leads nowhere on a page, so only anchors are links here. */
function Word({ part }: { part: Inline }) {
  switch (part.kind) {
    case "text":
      return part.text;
    case "code":
      return <code className="font-mono text-[12.5px] wrap-anywhere">{part.text}</code>;
    case "strong":
      return <b className="text-ink">{part.text}</b>;
    case "link":
      return part.href.startsWith("#") ? (
        <a href={part.href} className="link">
          {part.text}
        </a>
      ) : (
        part.text
      );
  }
}
