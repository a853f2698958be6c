// What documents point at is there: links, pictures, headings, paths of the project, npm commands.
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { listPaths, readText, readTexts, root, type ProjectFile } from "./project-files.ts";
import { report } from "./report.ts";

export type Project = {
  readonly exists: (path: string) => boolean;
  readonly read: (path: string) => string;
  readonly scripts: ReadonlySet<string>;
};

/** Texts that speak about other projects, or about times when the tree was another one. */
const notOurs = /^(docs\/reference\/|docs\/proof\.md$)/;
const link = /!?\[[^\]]*\]\(([^)\s]+)\)/g;
const inCode = /`([^`\n]+)`/g;
const ourPath = /^(\.\/)?(src|scripts|docs|e2e|prisma|bench|public)\/[\w./[\]()-]*[\w\]/]$/;
const npmRun = /\bnpm run ([a-z][\w:-]*)/g;

/** The name GitHub gives to a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

const anchorsOf = (markdown: string) =>
  [...markdown.matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

function checkLink(file: ProjectFile, target: string, project: Project): string | null {
  if (/^(https?:|mailto:)/.test(target)) return null;
  const [path = "", anchor] = target.split("#");
  const place = path === "" ? file.path : normalize(join(dirname(file.path), decodeURI(path)));
  if (!project.exists(place)) return `links to ${target}, which does not exist`;
  if (anchor === undefined || !place.endsWith(".md")) return null;
  return anchorsOf(project.read(place)).includes(anchor) ? null : `links to ${target}, and there is no such heading`;
}

function checkFile(file: ProjectFile, project: Project): string[] {
  const links = [...file.text.matchAll(link)].map(([, target = ""]) => checkLink(file, target, project));
  const paths = [...file.text.matchAll(inCode)]
    .map(([, code = ""]) => code)
    .filter((code) => ourPath.test(code) && !project.exists(code.replace(/^\.\//, "")))
    .map((path) => `speaks of ${path}, which does not exist`);
  const commands = [...file.text.matchAll(npmRun)]
    .map(([, name = ""]) => name)
    .filter((name) => !project.scripts.has(name))
    .map((name) => `speaks of npm run ${name}, which package.json does not have`);
  return [...links.filter((problem) => problem !== null), ...paths, ...commands].map(
    (problem) => `${file.path}: ${problem}`,
  );
}

export function findDocumentProblems(files: readonly ProjectFile[], project: Project): readonly string[] {
  return files.filter(({ path }) => !notOurs.test(path)).flatMap((file) => checkFile(file, project));
}

if (import.meta.main) {
  const files = readTexts(listPaths().filter((path) => path.endsWith(".md")));
  const { scripts } = JSON.parse(readText("package.json")) as { scripts: Record<string, string> };
  const project = {
    exists: (path: string) => existsSync(join(root, path)),
    read: readText,
    scripts: new Set(Object.keys(scripts)),
  };
  report("documents", findDocumentProblems(files, project), `${files.length} documents, all they point at is there`);
}
