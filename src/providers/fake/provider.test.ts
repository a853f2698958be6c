import type { ProviderErrorKind } from "@/core/errors/kinds";
import { Secret } from "@/lib/secret";
import { describeProvider } from "@/testing/provider-conformance";
import type { Bed, Listener, Trouble } from "@/testing/provider-conformance-bed";
import { createFake } from "./provider";
import { FakeWorld, type FakeFault, type FakeParcel } from "./world";

const kinds: Readonly<Partial<Record<Trouble, ProviderErrorKind>>> = {
  slow_down: "rate_limited",
  outage: "unavailable",
  server_error: "unavailable",
  login_page: "not_the_api",
  empty_answer: "malformed_answer",
  cut_answer: "malformed_answer",
  trailing_garbage: "malformed_answer",
  wrong_charset: "malformed_answer",
  redirect: "unsafe_connection",
  huge_answer: "too_large",
  reset: "network",
  reset_in_body: "network",
  token_refused: "unauthorized",
  scope_missing: "scope_missing",
  forbidden: "forbidden",
  gone_calendar: "not_found",
  cursor_expired: "cursor_expired",
  grant_dead: "grant_lost",
  client_refused: "client_rejected",
  token_endpoint_down: "unavailable",
};

function toFault(trouble: Trouble): FakeFault["is"] {
  if (trouble === "silence" || trouble === "drip") return "silence";
  if (trouble === "page_circle" || trouble === "lost_answer") return trouble;
  const kind = kinds[trouble];
  return kind === undefined ? { kind: "rate_limited", retryAfterMs: 30_000 } : { kind };
}

let serial = 0;

function openBed(style: "token" | "link"): Promise<Bed> {
  const world = new FakeWorld({ now: () => new Date(), style, pageSize: 4 });
  const provider = createFake(world);
  const scopes = (provider.oauth?.needs ?? []).flatMap(({ anyOf }) => anyOf);
  return Promise.resolve<Bed>({
    provider,
    other: createFake(world),
    secrets: [
      "fake-access-token",
      "fake-refresh-token",
      "fake-code-token",
      "Secret plan",
      "channel-secret-of-this-test",
    ],
    spoiledBecause: "impossible_date",
    makePerson: () => {
      const email = `person${(serial += 1)}@meridian.example`;
      const { remoteCalendarId } = world.addAccount(email, "Europe/Berlin");
      const { accessToken } = world.signIn.grant(email, scopes);
      return Promise.resolve({
        email,
        remoteCalendarId,
        zone: "Europe/Berlin",
        secrets: [accessToken],
        access: { kind: "bearer", token: new Secret(accessToken) },
        edit: (edit) => Promise.resolve(world.edit(remoteCalendarId, edit)),
      });
    },
    play: (trouble, operation, count) =>
      Promise.resolve(world.play({ operation, is: toFault(trouble), ...(count === undefined ? {} : { count }) })),
    mend: () => Promise.resolve(world.mend()),
    revoke: ({ email }) => Promise.resolve(world.signIn.revokeAccount(email)),
    consent: (address, { person, ...choice }) =>
      Promise.resolve(world.signIn.decide(address, { email: person.email, ...choice })),
    allowPartialConsent: () => Promise.resolve(),
    listen: () => Promise.resolve(listenTo(world)),
    settle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
}

function listenTo(world: FakeWorld): Listener {
  const arrived: FakeParcel[] = [];
  world.deliver = (parcel) => void arrived.push(parcel);
  return {
    url: "https://daykeeper.example/hook",
    next: () => {
      const parcel = arrived.shift();
      if (parcel === undefined) throw new Error("Nothing was delivered.");
      return Promise.resolve({ query: new URLSearchParams(), headers: new Headers(), body: parcel.body });
    },
    close: () => Promise.resolve(),
  };
}

describeProvider("the fake, by tokens", () => openBed("token"));
describeProvider("the fake, by links", () => openBed("link"));
