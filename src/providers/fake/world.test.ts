import { describe, expect, it } from "vitest";
import { Secret } from "@/lib/secret";
import { scriptedCall } from "@/testing/provider-conformance-script";
import { createFake } from "./provider";
import { FakeWorld, type FakeOptions } from "./world";

const window = { from: new Date("2026-02-20T00:00:00Z"), to: new Date("2026-04-20T00:00:00Z") };

function open(options: Partial<FakeOptions> = {}) {
  const world = new FakeWorld({ now: () => new Date("2026-03-01T00:00:00Z"), pageSize: 2, ...options });
  const { remoteCalendarId } = world.addAccount("alice@example.com", "Europe/Berlin");
  const tokens = world.signIn.grant("alice@example.com", ["events.read"]);
  const access = { kind: "bearer", token: new Secret(tokens.accessToken) } as const;
  return {
    world,
    tokens,
    provider: createFake(world),
    call: { ...scriptedCall(), access, remoteCalendarId },
    remoteCalendarId,
  };
}

describe("the fake", () => {
  it("gives the same answers to the same story, ids and tokens included", async () => {
    const story = async () => {
      const { world, provider, call, remoteCalendarId } = open();
      world.edit(remoteCalendarId, {
        do: "create_series",
        title: "A",
        start: "2026-03-02T09:00:00",
        end: "2026-03-02T10:00:00",
        count: 3,
      });
      return provider.listChanges(call, { window, from: { kind: "start" } });
    };
    expect(await story()).toEqual(await story());
  });

  it("F81 an event that changes between two pages is in the next delta as it is then", async () => {
    const { world, provider, call, remoteCalendarId } = open();
    const make = (day: number) =>
      world.edit(remoteCalendarId, {
        do: "create",
        title: `E${day}`,
        start: `2026-03-0${day}T09:00:00`,
        end: `2026-03-0${day}T10:00:00`,
      });
    const [first] = [make(1), make(2), make(3)];
    const page = await provider.listChanges(call, { window, from: { kind: "start" } });
    world.edit(remoteCalendarId, { do: "change", id: first?.id ?? "", title: "Renamed" });
    if (page.next.kind !== "page") throw new Error("one page");
    const last = await provider.listChanges(call, { window, from: page.next });
    if (last.next.kind !== "end" || last.next.cursor === null) throw new Error("no cursor");
    const delta = await provider.listChanges(call, { window, from: { kind: "cursor", cursor: last.next.cursor } });
    expect(delta.changes).toMatchObject([{ event: { title: "Renamed" } }]);
  });

  it("F33 a refresh token of a strict chain works once, and showing it again ends the grant", () => {
    const { world, tokens } = open({ rotation: "strict" });
    const next = world.signIn.refresh(tokens.refreshToken);
    expect(next).not.toBeNull();
    expect(world.signIn.refresh(tokens.refreshToken)).toBeNull();
    expect(world.signIn.refresh(next?.refreshToken ?? "")).toBeNull();
  });

  it.each([
    ["none", true],
    ["soft", false],
  ] as const)("a refresh with rotation %s keeps its refresh token: %s", (rotation, keeps) => {
    const { world, tokens } = open({ rotation });
    expect(world.signIn.refresh(tokens.refreshToken)?.refreshToken === tokens.refreshToken).toBe(keeps);
    expect(world.signIn.refresh(tokens.refreshToken)).not.toBeNull();
  });

  it("work is done before its answer is let go, so that a process can end between both", async () => {
    const { provider, call, world, remoteCalendarId } = open({
      beforeAnswer: () => Promise.reject(new Error("killed")),
    });
    const times = { kind: "all_day", firstDay: "2026-03-02", endDay: "2026-03-03" } as const;
    const draft = {
      title: "",
      location: "",
      description: "",
      times,
      attendees: [],
      shownAs: "busy",
      visibility: "default",
      withConference: false,
    } as const;
    await expect(
      provider.write?.saveEvent(call, { kind: "create", mark: "m".repeat(32), draft }, "nobody"),
    ).rejects.toThrow("killed");
    expect(world.calendars.get(remoteCalendarId)?.records).toHaveLength(1);
  });
});
