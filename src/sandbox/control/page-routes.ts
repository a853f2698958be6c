import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { redirect, type Reply } from "../kernel/reply";
import type { ControlRoutes } from "./control-door";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const TYPES = { "page.html": "text/html", "page.css": "text/css", "page.js": "text/javascript" } as const;

/** The page for people: three plain files, read at each request so that editing them needs no restart. */
export const pageRoutes: ControlRoutes = {
  "GET /": () => redirect("/_control/"),
  "GET /_control": () => redirect("/_control/"),
  "GET /_control/": () => file("page.html"),
  "GET /_control/page.css": () => file("page.css"),
  "GET /_control/page.js": () => file("page.js"),
};

function file(name: keyof typeof TYPES): Reply {
  return {
    status: 200,
    headers: {
      "content-type": `${TYPES[name]}; charset=utf-8`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy":
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:",
    },
    body: readFileSync(`${FOLDER}${name}`),
  };
}
