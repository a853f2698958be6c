// How a single setting is read, and what makes it too weak to use. src/lib/env.ts says which settings there are.
import net from "node:net";

import { z } from "zod";

import { readKey } from "./crypto";
import { Secret } from "./secret";

const generate = "Make one with: openssl rand -base64 32";
const sampleWords = [
  "changeme",
  "change-me",
  "change_me",
  "password",
  "secret",
  "example",
  "sample",
  "replace",
  "default",
  "placeholder",
  "daykeeper",
  "your-",
  "your_",
  "0123456789",
  "abcdefghij",
  "qwertyuiop",
];
const samplePasswords = new Set([
  "postgres",
  "password",
  "passwort",
  "secret",
  "admin",
  "root",
  "dev",
  "test",
  "changeme",
  "daykeeper",
  "example",
  "123456",
  "12345678",
]);

/** Secrets that a provider makes have lengths of their own; a sample still shows. */
export function isSample(text: string): boolean {
  return text.length < 16 || sampleWords.some((word) => text.toLowerCase().includes(word)) || new Set(text).size < 8;
}

/** Why nobody should trust this secret, as the end of a sentence, or null. */
function weaknessOf(text: string): string | null {
  if (text.length < 32) return `is ${text.length} characters long, and at least 32 are needed`;
  if (isSample(text)) return "is a sample or default value, which everybody knows";
  if (new Set(text.toLowerCase()).size < 10) return "repeats a few characters";
  if (/^(.{1,16})\1+/.exec(text)?.[0].length === text.length) return "repeats itself";
  return null;
}

export const secret = z.string().transform((text, context) => {
  const weakness = weaknessOf(text);
  if (weakness !== null) context.addIssue({ code: "custom", message: `${weakness}. ${generate}` });
  return new Secret(text);
});

export const encryptionKey = z.string().transform((text, context) => {
  const bytes = readKey(text);
  if (bytes === null)
    context.addIssue({
      code: "custom",
      message: `must be 32 random bytes, written as 64 hex digits or as base64. ${generate}`,
    });
  else if (new Set(bytes).size < 16)
    context.addIssue({ code: "custom", message: `is a sample or default value, which everybody knows. ${generate}` });
  return new Secret(text);
});

export const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

export const flag = z
  .enum(["1", "true", "yes", "0", "false", "no"], { error: "must be 1 or 0" })
  .transform((text) => ["1", "true", "yes"].includes(text));

export const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: `must be a whole number from ${from} to ${to}` })
    .transform(Number)
    .refine((value) => value >= from && value <= to, { error: `must be a whole number from ${from} to ${to}` });

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** An address as people type it into a browser: scheme, host, perhaps a port, and nothing behind. */
export const origin = z.string().transform((text, context) => {
  const url = parseUrl(text);
  const isBare =
    url !== null &&
    url.pathname === "/" &&
    url.search === "" &&
    url.hash === "" &&
    url.username === "" &&
    url.password === "";
  if (url === null || !["http:", "https:"].includes(url.protocol) || !isBare) {
    context.addIssue({
      code: "custom",
      message: "must be an address without a path, for example https://calendar.example.com",
    });
    return z.NEVER;
  }
  return url.origin;
});

export const webAddress = z.string().refine((text) => ["http:", "https:"].includes(parseUrl(text)?.protocol ?? ""), {
  error: "must be an http or https address",
});

export const databaseUrl = z.string().transform((text, context) => {
  const url = parseUrl(text);
  const isWhole =
    url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== "" && url.pathname.length > 1;
  if (!isWhole)
    context.addIssue({ code: "custom", message: "must look like postgresql://user:password@host:5432/database" });
  return new Secret(text);
});

export function hasSamplePassword(databaseAddress: string): boolean {
  const url = parseUrl(databaseAddress);
  if (url === null || url.password === "") return false;
  return samplePasswords.has(url.password.toLowerCase()) || url.password === url.username;
}

export function isLoopback(address: string): boolean {
  const host = parseUrl(address)?.hostname ?? "";
  return host === "localhost" || host === "[::1]" || /^127\./.test(host);
}

function isAddressRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = net.isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

export const addressRanges = list.refine((ranges) => ranges.every(isAddressRange), {
  error: "must be addresses or ranges separated by commas, for example 10.0.0.0/8, 192.168.1.4",
});
