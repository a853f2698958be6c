// Where the demo's sandbox listens and what it remembers: the same from one start to the next, or every account that was
// connected would belong to a provider that no longer exists.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { freePort, isFree } from "./ports.ts";

/** The control port and one for each provider follow each other. */
const portsInARow = 3;

async function areFree(first: number): Promise<boolean> {
  const ports = Array.from({ length: portsInARow }, (_, index) => first + index);
  return (await Promise.all(ports.map((port) => isFree(port)))).every(Boolean);
}

function readPort(file: string): number {
  const port = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  return Number.isInteger(port) && port > 0 && port <= 65_000 ? port : 0;
}

/** The one of last time, unless somebody else has it now. */
export async function chooseSandboxPort(folder: string): Promise<number> {
  const file = path.join(folder, "port");
  const last = readPort(file);
  if (last > 0 && (await areFree(last))) return last;
  let port = await freePort();
  while (!(await areFree(port))) port = await freePort();
  writeFileSync(file, String(port));
  return port;
}

export const sandboxStateFile = (folder: string): string => path.join(folder, "world.json");
