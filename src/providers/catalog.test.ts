import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareScopes, scopesToAsk } from "@/core/tokens/scopes";
import { Secret } from "@/lib/secret";
import { openSandbox, type TestSandbox } from "../sandbox/testing/open-sandbox";
import { createProviders, providerFacts, readAddresses } from "./catalog";
import { createTransport } from "./transport";

const surroundings = { now: () => new Date("2026-03-01T00:00:00Z"), transport: createTransport() };
const client = { clientId: "our-client", clientSecret: new Secret("our-secret") };
const everything = { google: client, outlook: client };
const request = {
  redirectUri: "https://daykeeper.example/connect/callback",
  state: "state",
  nonce: "nonce",
  codeChallenge: "challenge",
  loginHint: null,
  claims: null,
};

describe("catalog", () => {
  it("makes the providers that are configured, by the id that rows carry", () => {
    expect([...createProviders(everything, surroundings).entries()].map(([id, { id: own }]) => [id, own])).toEqual([
      ["google", "google"],
      ["outlook", "outlook"],
    ]);
    expect([...createProviders({ outlook: client }, surroundings).keys()]).toEqual(["outlook"]);
    expect(createProviders({}, surroundings).size).toBe(0);
  });

  it("S6 asks for the least scopes, and for no others", () => {
    const asked = [...createProviders(everything, surroundings).values()].map(({ oauth }) => {
      const url = new URL(
        oauth?.authorizeUrl({ ...request, scopes: scopesToAsk(oauth.needs, { mayWrite: true }) }) ?? "",
      );
      return [url.origin, url.searchParams.get("scope")?.split(" ")];
    });
    expect(asked).toEqual([
      [
        "https://accounts.google.com",
        [
          "openid",
          "email",
          "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
          "https://www.googleapis.com/auth/calendar.events",
          "https://www.googleapis.com/auth/calendar.freebusy",
        ],
      ],
      [
        "https://login.microsoftonline.com",
        [
          "openid",
          "profile",
          "email",
          "offline_access",
          "https://graph.microsoft.com/MailboxSettings.Read",
          "https://graph.microsoft.com/Calendars.ReadWrite",
        ],
      ],
    ]);
  });

  it("S1 every authorize address carries PKCE, state and nonce, and the redirect address as it was given", () => {
    for (const { oauth } of createProviders(everything, surroundings).values()) {
      const { searchParams } = new URL(oauth?.authorizeUrl({ ...request, scopes: [] }) ?? "");
      expect(Object.fromEntries(searchParams)).toMatchObject({
        redirect_uri: request.redirectUri,
        state: "state",
        nonce: "nonce",
        code_challenge: "challenge",
        code_challenge_method: "S256",
        response_type: "code",
      });
      expect(searchParams.get("client_secret")).toBeNull();
    }
  });

  it("S6 what is asked for is enough for every feature, and for reading alone not for writing, whatever spelling the answer has", () => {
    for (const { needs, spelling } of providerFacts) {
      const ask = (mayWrite: boolean) => scopesToAsk(needs, { mayWrite }).map((scope) => scope.replace(/^.*\//, ""));
      expect(compareScopes(needs, ask(true), spelling).missing).toEqual([]);
      expect(compareScopes(needs, ask(false), spelling).missing).toEqual(["write_events"]);
      expect(compareScopes(needs, [], spelling).missing).not.toEqual([]);
    }
  });

  describe("with the sandbox", () => {
    let sandbox: TestSandbox;
    beforeAll(async () => {
      sandbox = await openSandbox();
    });
    afterAll(() => sandbox.stop());

    it("reads where a stand-in listens, and says what is missing", () => {
      const addresses = readAddresses(sandbox.endpoints);
      expect(addresses.google.rootUrl).toMatch(/^http:\/\/127\.0\.0\.1:/);
      expect(addresses.outlook.graphOrigin).toMatch(/^http:\/\/127\.0\.0\.1:/);
      expect(() => readAddresses({})).toThrow("No address google.rootUrl");
    });
  });
});
