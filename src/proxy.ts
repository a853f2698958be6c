import { randomBytes, randomUUID } from "node:crypto";

import { NextResponse, type NextRequest } from "next/server";

import { embeddedPage, loadAncestors } from "./server/booking/may-embed";
import { getDeps } from "./server/deps";
import { securityHeaders } from "./server/http/security-headers";

function kindOf(path: string): "page" | "api" | "file" {
  if (path === "/api" || path.startsWith("/api/")) return "api";
  return path.startsWith("/_next/static/") || path.startsWith("/_next/image") ? "file" : "page";
}

/** The demo's sign-in belongs to 127.0.0.1. Whoever typed localhost would otherwise sign in next door. */
function demoAddress(request: NextRequest): URL | null {
  const host = request.headers.get("host") ?? "";
  if (process.env.DAYKEEPER_DEMO !== "1" || request.method !== "GET" || !/^localhost(:\d+)?$/.test(host)) return null;
  const url = new URL(request.nextUrl.href);
  url.host = host.replace("localhost", "127.0.0.1");
  return url;
}

/**
 * Gives every request an id and a nonce, and every answer its headers. Nothing here decides who may see what: a proxy
 * can be gone around, so each function of src/server refuses by itself, and the authorisation matrix runs without this.
 */
export function proxy(request: NextRequest): NextResponse | Promise<NextResponse> {
  const embedded = embeddedPage(request.nextUrl.pathname, request.headers);
  if (embedded === null) return answer(request, []);
  return loadAncestors(getDeps(), embedded).then((ancestors) => answer(request, ancestors));
}

function answer(request: NextRequest, ancestors: readonly string[]): NextResponse {
  const kind = kindOf(request.nextUrl.pathname);
  const elsewhere = kind === "page" ? demoAddress(request) : null;
  if (elsewhere !== null) return NextResponse.redirect(elsewhere, 307);

  const nonce = randomBytes(16).toString("base64");
  const requestId = randomUUID();
  const headers = securityHeaders({
    kind,
    nonce,
    isHttps: (process.env.PUBLIC_URL ?? "").startsWith("https://"),
    isDevelopment: process.env.NODE_ENV === "development",
    ancestors,
  });

  const inside = new Headers(request.headers);
  inside.set("x-request-id", requestId);
  inside.set("x-nonce", nonce);
  inside.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  inside.set("content-security-policy", headers["content-security-policy"] ?? ""); // Where Next reads the nonce for its own scripts.
  const response = NextResponse.next({ request: { headers: inside } });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  response.headers.set("x-request-id", requestId);
  return response;
}
