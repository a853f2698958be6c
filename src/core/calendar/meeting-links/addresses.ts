import { isOfInterest } from "./match";

export type Address = {
  readonly address: string;
  /** Stands in `href`, not in the text. */
  readonly isLink: boolean;
};

const shortestHost = 4;
const longestHost = 253;
const longestAddress = 4_096;
const hostEnd = /[/?#\s<>"'`\\]/;
const hostBegin = /[\s<>"'`([{,;:|]/;
const delimiter = /[\s<>"'`\\]/;
const trailing = new Set(">).,;:!]}\"'*");
const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&#38;": "&",
  "&#x26;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": " ",
};

/**
 * The addresses in a text or in HTML whose host is worth a look, with or without `https://`, in order. Goes from slash
 * to slash and looks at each character a bounded number of times, so that a megabyte of anything is quick.
 */
export function* findAddresses(text: string): Generator<Address> {
  for (let slash = text.indexOf("/"); slash >= 0; slash = text.indexOf("/", slash)) {
    const hasScheme = text[slash - 1] === ":" && text[slash + 1] === "/";
    const start = hasScheme ? slash + 2 : startOfHost(text, slash);
    const end = hasScheme ? endOfHost(text, start) : slash;
    if (end - start >= shortestHost && isOfInterest(text.slice(start, end).toLowerCase())) {
      const begin = hasScheme ? startOfScheme(text, slash - 1) : start;
      const address = readUntilDelimiter(text, begin);
      yield {
        address: hasScheme ? address : `https://${address}`,
        isLink: /href\s?=\s?["']?$/i.test(text.slice(Math.max(0, begin - 9), begin)),
      };
    }
    // The slash behind a host has been dealt with.
    slash = hasScheme && end > start ? end + 1 : slash + 1;
  }
}

function startOfHost(text: string, slash: number): number {
  let start = slash;
  while (start > 0 && slash - start < longestHost && /[\w.-]/.test(text[start - 1] ?? "")) start -= 1;
  // Within another address it is a path, not a host: example.com/zoom.us/j/1.
  return start === 0 || hostBegin.test(text[start - 1] ?? "") ? start : slash;
}

function endOfHost(text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < longestHost && !hostEnd.test(text[end] ?? "")) end += 1;
  return end;
}

function startOfScheme(text: string, colon: number): number {
  let start = colon;
  while (start > 0 && colon - start < 12 && /[a-z]/i.test(text[start - 1] ?? "")) start -= 1;
  return start;
}

function readUntilDelimiter(text: string, begin: number): string {
  const raw = text.slice(begin, begin + longestAddress);
  const plain = raw
    .slice(0, endOf(raw))
    .replace(/&(?:amp|lt|gt|quot|nbsp|#38|#39|#x26);/gi, (entity) => entities[entity.toLowerCase()] ?? entity);
  let end = endOf(plain);
  while (end > 0 && trailing.has(plain[end - 1] ?? "")) end -= 1;
  return plain.slice(0, end);
}

function endOf(text: string): number {
  const end = text.search(delimiter);
  return end < 0 ? text.length : end;
}
