/** What a text takes in: `{name}`, the name of a plural or select, and `<tag>`; sorted, each once. */
export function listArguments(text: string): string[] {
  const found = new Set([...text.matchAll(/<(\w+)>/g)].map(([, tag]) => `<${tag}>`));
  readText(text, found);
  return [...found].sort();
}

function readText(text: string, found: Set<string>): void {
  for (let at = text.indexOf("{"); at !== -1; at = text.indexOf("{", at)) {
    const end = findEnd(text, at);
    readArgument(text.slice(at + 1, end), found);
    at = end + 1;
  }
}

/** `name`, `name, number`, or `name, plural, one {…} other {…}`: what stands in the branches is text again. */
function readArgument(inside: string, found: Set<string>): void {
  const [name = ""] = inside.split(",", 1);
  found.add(name.trim());
  for (let at = inside.indexOf("{"); at !== -1; at = inside.indexOf("{", at)) {
    const end = findEnd(inside, at);
    readText(inside.slice(at + 1, end), found);
    at = end + 1;
  }
}

function findEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`A brace is never closed: ${text}`);
}
