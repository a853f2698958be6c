import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readGuide, type Guide } from "./schema";

/** The document in the repository is the page: there is no second wording. */
export async function loadGuide(): Promise<Guide> {
  return readGuide(await readFile(join(process.cwd(), "docs/troubleshooting.md"), "utf8"));
}
