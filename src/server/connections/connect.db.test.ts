import { describe, expect, it } from "vitest";

import { bothProviders, useConnecting } from "@/testing/connecting";

const connecting = await useConnecting();
const { api, makeAccount, connect, find } = connecting;

describe.each(bothProviders)("connecting $provider", (which) => {
  it("goes through the consent page and brings a connection with its calendars, the sensible ones chosen", async () => {
    const alice = await api.signIn(api.cast.alice);
    const email = await makeAccount(which);
    const landing = await connect(alice, which, { email });
    expect(landing).toMatchObject({ path: "/sales/settings/calendar", result: "connected" });
    const connection = await find(alice, email);
    expect(connection).toMatchObject({ id: landing.connection, authStatus: "active", missing: null });
    expect(connection.calendars.find(({ isPrimary }) => isPrimary)).toMatchObject({ isSelected: true });
  });
});
