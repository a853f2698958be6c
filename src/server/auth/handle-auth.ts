import NextAuth from "next-auth";

import { admit } from "@/server/http/admit";
import { answering, type Visit } from "@/server/http/answering";
import { comesFromUs, ownOrigins } from "@/server/http/origin";
import { Problem } from "@/server/http/problem";
import { readBodyText } from "@/server/http/read-input";

import { authOptions } from "./auth-options";

/** What of next-auth is open, by method. Everything else (its own log among it) is no address of ours. */
const actions: Readonly<Record<string, readonly string[]>> = {
  GET: ["providers", "csrf", "session", "signin", "signout", "callback", "error"],
  POST: ["signin", "signout", "callback", "session"],
};

type Words = Record<string, unknown>;

async function readBody(request: Request): Promise<Words> {
  if (request.method !== "POST") return {};
  const text = await readBodyText(request);
  const type = request.headers.get("content-type") ?? "";
  if (type.includes("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  if (!type.includes("application/json")) throw new Problem("json_required");
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Words) : {};
  } catch (error) {
    throw new Problem("malformed_body", { cause: error });
  }
}

/** Where to go afterwards: a page of ours, or the start page. */
function isOwnPage(address: unknown, origins: readonly string[]): boolean {
  if (typeof address !== "string" || address.length > 2_000) return false;
  if (/^\/(?![/\\])/.test(address)) return true;
  return URL.canParse(address) && origins.includes(new URL(address).origin);
}

function withoutForeignPage(words: Words, origins: readonly string[]): Words {
  if (words.callbackUrl === undefined || isOwnPage(words.callbackUrl, origins)) return words;
  return Object.fromEntries(Object.entries(words).filter(([name]) => name !== "callbackUrl"));
}

/** What a provider answers must come through whole; anything else could add scopes or another address to the question we ask it. */
function readQuery(request: Request, action: string): Words {
  const all = Object.fromEntries(new URL(request.url).searchParams);
  if (action === "callback" || action === "error") return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => ["callbackUrl", "error"].includes(name)));
}

/** The pages-router half of next-auth asks for an object to write to: this is one that ends up as a web Response. */
class Written {
  statusCode = 200;
  readonly headers = new Headers();
  body: string | null = null;

  status(code: number): this {
    this.statusCode = code;
    return this;
  }

  getHeader(name: string): string | string[] | undefined {
    return name.toLowerCase() === "set-cookie" ? this.headers.getSetCookie() : (this.headers.get(name) ?? undefined);
  }

  setHeader(name: string, value: string | readonly string[]): this {
    this.headers.delete(name);
    for (const one of typeof value === "string" ? [value] : value) this.headers.append(name, one);
    return this;
  }

  json(value: unknown): void {
    this.setHeader("content-type", "application/json");
    this.body = JSON.stringify(value);
  }

  send(value: unknown): void {
    if (typeof value === "object" && value !== null) this.json(value);
    else this.body = typeof value === "string" ? value : null;
  }

  end(): void {
    this.body ??= null;
  }

  toResponse(): Response {
    return new Response(this.body, { status: this.statusCode, headers: this.headers });
  }
}

function readCookies(headers: Headers): Record<string, string> {
  const pairs = (headers.get("cookie") ?? "").split(";").map((part) => part.trim().split("="));
  return Object.fromEntries(
    pairs
      .filter(([name]) => name !== undefined && name !== "")
      .map(([name = "", ...rest]) => [name, decodeCookie(rest.join("="))]),
  );
}

function decodeCookie(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // Not written by us; whoever reads it will not find what it looks for.
  }
}

function requireAction(method: string, [action = "", provider]: readonly string[]): string {
  if (actions[method]?.includes(action) !== true) throw new Problem("no_such_address");
  // By POST only our own credentials come back; a provider answers by a redirect.
  if (method === "POST" && action === "callback" && !["demo", "once"].includes(provider ?? ""))
    throw new Problem("no_such_address");
  return action;
}

async function askNextAuth(request: Request, visit: Visit, path: readonly string[]): Promise<Response> {
  const { env } = visit.deps;
  const action = requireAction(request.method, path);
  const isMutation = request.method === "POST";
  const rate = isMutation || action === "callback" ? "secret" : "read";
  visit.caller = await admit(visit.deps, { headers: request.headers, address: visit.address, rate });
  const origins = ownOrigins(env);
  if (isMutation && !comesFromUs(request.headers, origins)) throw new Problem("origin_refused");

  // Addresses are made from PUBLIC_URL alone: a forged Host changes no redirect (S3).
  process.env.NEXTAUTH_URL = env.origin;
  const { host, protocol } = new URL(env.origin);
  const headers = {
    ...Object.fromEntries(request.headers),
    host,
    "x-forwarded-host": host,
    "x-forwarded-proto": protocol.slice(0, -1),
  };
  const written = new Written();
  await NextAuth(
    {
      method: request.method,
      query: { ...withoutForeignPage(readQuery(request, action), origins), nextauth: path },
      body: withoutForeignPage(await readBody(request), origins),
      cookies: readCookies(request.headers),
      headers,
    } as never,
    written as never,
    await authOptions(visit, request.headers),
  );
  if (written.statusCode >= 500) throw new Error(`next-auth answered ${written.statusCode}.`);
  return written.toResponse();
}

type Context = { readonly params: Promise<{ readonly nextauth?: string[] }> };

/** Sign-in and sign-out. Called with plain requests, so that tests need no server around it. */
export async function handleAuth(request: Request, { params }: Context): Promise<Response> {
  const { nextauth = [] } = await params;
  return answering(request, { method: request.method, path: "/api/auth/{...nextauth}" }, (visit) =>
    askNextAuth(request, visit, nextauth),
  );
}
