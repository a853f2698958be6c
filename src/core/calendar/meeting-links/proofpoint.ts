const runLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const token = /\*(?:\*(.))?/gs;

/** `?u=` with `-` for `%` and `_` for `/`. */
export function decodeProofpointV2(url: URL): string | null {
  const coded = url.searchParams.get("u");
  return coded === null ? null : decodePercent(coded.replaceAll("-", "%").replaceAll("_", "/"));
}

/**
 * `/v3/__<address>__;<letters>!…`: each `*` stands for the next of the letters, `**x` for a run of them whose length
 * is x's place in the alphabet plus 2.
 */
export function decodeProofpointV3(href: string): string | null {
  const start = href.indexOf("/v3/__");
  const end = href.lastIndexOf("__;");
  if (start < 0 || end <= start) return null;
  const letters = decodeBase64Url(href.slice(end + 3).split("!", 1)[0] ?? "");
  if (letters === null) return null;
  const coded = href.slice(start + 6, end).replace(/^(https?:\/)(?!\/)/, "$1/");
  let next = 0;
  return coded.replace(token, (_, run: string | undefined) => {
    const length = run === undefined ? 1 : runLetters.indexOf(run) + 2;
    next += length;
    return letters.slice(next - length, next).join("");
  });
}

/** A broken escape leaves the text as it is: it is somebody else's text. */
function decodePercent(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function decodeBase64Url(text: string): readonly string[] | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text.replace(/=+$/, "")) {
    const value = runLetters.indexOf(letter);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return [...new TextDecoder().decode(new Uint8Array(bytes))];
}
