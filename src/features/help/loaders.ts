import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseMarkdown } from "./components/parse-markdown";

/** The document of the repository itself, so that page and file cannot differ. */
export async function loadTroubleshooting() {
  return parseMarkdown(await readFile(path.join(process.cwd(), "docs", "troubleshooting.md"), "utf8"));
}
