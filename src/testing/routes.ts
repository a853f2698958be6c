import { readdirSync } from "node:fs";
import path from "node:path";

import type { RouteHandler } from "@/server/http/serve";

export type RouteModule = Readonly<Record<string, RouteHandler>>;
export type ScannedRoute = { readonly path: string; readonly load: () => Promise<RouteModule> };

const root = path.join(process.cwd(), "src", "app");

/** /api/v1/members/[id] is written /api/v1/members/{id} in the contracts. */
function toPath(file: string): string {
  const folders = path.dirname(path.relative(root, file)).split(path.sep);
  return `/${folders.map((folder) => folder.replace(/^\[+(.+?)\]+$/, "{$1}")).join("/")}`;
}

/** Every route there is, found by looking at the files and not at any list. */
export function scanRoutes(): ScannedRoute[] {
  return readdirSync(path.join(root, "api"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^route\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({ path: toPath(file), load: () => import(/* @vite-ignore */ file) as Promise<RouteModule> }));
}

const loaded = new Map<string, Promise<RouteModule>>();

/** The handler behind an address, called directly: no server, no proxy. */
export async function handlerOf(method: string, routePath: string): Promise<RouteHandler> {
  const route = scanRoutes().find((scanned) => scanned.path === routePath);
  if (route === undefined) throw new Error(`There is no route file for ${routePath}.`);
  const routeModule = await (loaded.get(routePath) ?? route.load());
  loaded.set(routePath, Promise.resolve(routeModule));
  const handler = routeModule[method];
  if (handler === undefined) throw new Error(`${routePath} does not export ${method}.`);
  return handler;
}
