import { describe, expect, it } from "vitest";
import { matchAddress } from "./match";

const zoom = "https://us02web.zoom.us/j/12345678901?pwd=QWxpY2U.1";
const teams =
  "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d";
const enc = encodeURIComponent;
const safeLink = (inner: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${enc(inner)}&data=05%7C02%7Calice&sdata=x%3D&reserved=0`;

describe("unwrapping", () => {
  it.each([
    ["an Outlook safe link", safeLink(zoom), zoom],
    [
      "an Outlook safe link with a path",
      `https://nam12.safelinks.protection.outlook.com/ap/t-59584e83/?url=${enc(zoom)}`,
      zoom,
    ],
    ["a safe link of a government cloud", `https://gcc02.safelinks.protection.office365.us/?url=${enc(zoom)}`, zoom],
    ["a safe link around Teams, whose context stays encoded", safeLink(teams), teams],
    ["a safe link inside a safe link", safeLink(safeLink(zoom)), zoom],
    [
      "a safe link of the Teams client",
      `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=${enc(zoom)}&locale=en`,
      zoom,
    ],
    ["a Google redirect", `https://www.google.com/url?q=${enc(zoom)}&sa=D&source=calendar&usg=x`, zoom],
    ["a Google redirect with url", `https://www.google.com/url?sa=t&url=${enc(zoom)}`, zoom],
    [
      "Proofpoint v2",
      "https://urldefense.proofpoint.com/v2/url?u=https-3A__us02web.zoom.us_j_12345678901-3Fpwd-3DQWxpY2U.1&d=DwMFaQ&c=x",
      zoom,
    ],
    ["Proofpoint v3", `https://urldefense.com/v3/__${zoom}__;!!abc!def$`, zoom],
    [
      "Proofpoint v3 with a lost slash",
      `https://urldefense.com/v3/__${zoom.replace("https://", "https:/")}__;!!abc!def$`,
      zoom,
    ],
    [
      "Proofpoint v3 with replaced letters",
      "https://urldefense.com/v3/__https://us02web.zoom.us/j/12345678901*pwd=QWxpY2U.1__;Pw!!abc!def$",
      zoom,
    ],
    [
      "Proofpoint v3 with a run of letters",
      "https://urldefense.com/v3/__https://us02web.zoom.us/j/1234567**B?pwd=QWxpY2U.1__;ODkw!!abc$".replace(
        "**B",
        "**B1",
      ),
      zoom,
    ],
    ["Proofpoint for government", `https://urldefense.us/v3/__${zoom}__;!!abc!def$`, zoom],
    ["Barracuda", `https://linkprotect.cudasvc.com/url?a=${enc(zoom)}&c=E,1,x&typo=1`, zoom],
    ["Slack", `https://slack-redir.net/link?url=${enc(zoom)}`, zoom],
  ])("MTG-2 opens %s", (_, wrapped, inner) => expect(matchAddress(wrapped)?.url).toBe(inner));

  it.each([
    ["no address inside", "https://eur01.safelinks.protection.outlook.com/?data=x"],
    [
      "a broken escape inside",
      "https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_123456789-3Fpwd-ZZ-E0-A4-A",
    ],
    ["an unknown host inside", safeLink("https://evil.test/j/123456789")],
    ["a script inside", safeLink("javascript:alert(1)")],
    ["letters that are none", "https://urldefense.com/v3/__https://zoom.us/j/123456789*__;#!!x$"],
    ["a wrapper that only looks like one", `https://safelinks.protection.outlook.com.evil.test/?url=${enc(zoom)}`],
  ])("finds nothing in %s and does not throw", (_, wrapped) => expect(matchAddress(wrapped)).toBeNull());

  it("gives up a wrapper of more than five layers", () => {
    const wrap = (inner: string) => `https://www.google.com/url?q=${enc(inner)}`;
    const layers = (count: number) => Array.from({ length: count }).reduce<string>(wrap, "https://zoom.us/j/123456789");
    expect(matchAddress(layers(5))?.service).toBe("zoom");
    expect(matchAddress(layers(6))).toBeNull();
  });
});
