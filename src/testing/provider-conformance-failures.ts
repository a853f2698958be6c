import { describe, expect, it } from "vitest";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import { Mirror, readAll, window, type Trouble } from "./provider-conformance-bed";
import type { Scene } from "./provider-conformance";

type Row = { readonly trouble: Trouble; readonly kind: ProviderErrorKind; readonly row: string };

const troubles: readonly Row[] = [
  { row: "F49", trouble: "rate_limited", kind: "rate_limited" },
  { row: "F43", trouble: "slow_down", kind: "rate_limited" },
  { row: "F50", trouble: "outage", kind: "unavailable" },
  { row: "F50", trouble: "server_error", kind: "unavailable" },
  { row: "F53", trouble: "login_page", kind: "not_the_api" },
  { row: "F52", trouble: "empty_answer", kind: "malformed_answer" },
  { row: "F52", trouble: "cut_answer", kind: "malformed_answer" },
  { row: "F52", trouble: "trailing_garbage", kind: "malformed_answer" },
  { row: "F52", trouble: "wrong_charset", kind: "malformed_answer" },
  { row: "F57", trouble: "redirect", kind: "unsafe_connection" },
  { row: "F55", trouble: "huge_answer", kind: "too_large" },
  { row: "F51", trouble: "reset", kind: "network" },
  { row: "F51", trouble: "reset_in_body", kind: "network" },
  { row: "F38", trouble: "token_refused", kind: "unauthorized" },
  { row: "F40", trouble: "scope_missing", kind: "scope_missing" },
  { row: "F44", trouble: "forbidden", kind: "forbidden" },
  { row: "F45", trouble: "gone_calendar", kind: "not_found" },
];

export function describeFailures({ bed, heard }: Scene): void {
  describe("failures", () => {
    const begin = async () => {
      const person = await bed().makePerson();
      for (let day = 1; day <= 9; day += 1) {
        await person.edit({
          do: "create",
          title: `Secret plan ${day}`,
          start: `2026-03-0${day}T09:00:00`,
          end: `2026-03-0${day}T10:00:00`,
        });
      }
      return person;
    };

    it.each(troubles)(
      "$row $trouble is told as $kind, after one try, and the same reading works afterwards",
      async ({ trouble, kind }) => {
        const person = await begin();
        const call = heard().call(person);
        await bed().play(trouble, "listChanges");
        const failure = await heard().failure(bed().provider.listChanges(call, { window, from: { kind: "start" } }));
        expect([failure.kind, failure.facts.operation]).toEqual([kind, "listChanges"]);
        expect(heard().facts.map(({ operation, outcome }) => [operation, outcome])).toEqual([["listChanges", kind]]);
        await bed().mend();
        expect(new Mirror(person.zone).apply(await readAll(bed(), call)).events.size).toBe(9);
      },
    );

    it("F49 a wait that was asked for is told in milliseconds", async () => {
      const person = await begin();
      await bed().play("rate_limited", "listChanges");
      const failure = await heard().failure(readAll(bed(), heard().call(person)));
      expect(failure.facts.retryAfterMs).toBe(30_000);
    });

    it.each([{ trouble: "silence" }, { trouble: "drip" }] as const)(
      "F54 $trouble ends with the deadline of the whole call",
      async ({ trouble }) => {
        const person = await begin();
        await bed().play(trouble, "listChanges");
        const started = performance.now();
        const failure = await heard().failure(readAll(bed(), heard().call(person, { timeoutMs: 400 })));
        expect(failure.kind).toBe("timeout");
        expect(performance.now() - started).toBeLessThan(3_000);
      },
    );

    it("a call that we stop ourselves says so, and one stopped before it began asks nobody", async () => {
      const person = await begin();
      const controller = new AbortController();
      await bed().play("silence", "listChanges");
      const run = heard().failure(readAll(bed(), heard().call(person, { signal: controller.signal })));
      setTimeout(() => controller.abort(), 50);
      expect((await run).kind).toBe("aborted");
      expect((await heard().failure(readAll(bed(), heard().call(person, { signal: controller.signal })))).kind).toBe(
        "aborted",
      );
    });

    it("F47 a cursor that expired says so, and a full read gives a new one", async () => {
      const person = await begin();
      const call = heard().call(person);
      const { cursor } = await readAll(bed(), call);
      await bed().play("cursor_expired", "listChanges");
      expect((await heard().failure(readAll(bed(), call, cursor))).kind).toBe("cursor_expired");
      await bed().mend();
      const fresh = await readAll(bed(), call);
      expect((await readAll(bed(), call, fresh.cursor)).changes).toEqual([]);
    });

    it("F75 pages that lead back to themselves end", async () => {
      const person = await begin();
      await bed().play("page_circle", "listChanges");
      expect((await heard().failure(readAll(bed(), heard().call(person)))).kind).toBe("endless_pages");
    });

    it("a mark or a cursor of somebody else's is refused and not followed", async () => {
      const person = await begin();
      const call = heard().call(person);
      for (const from of [
        { kind: "page", mark: "https://evil.test/steal" },
        { kind: "page", mark: "{" },
        { kind: "cursor", cursor: "https://evil.test/steal" },
      ] as const) {
        const failure = await heard().failure(bed().provider.listChanges(call, { window, from }));
        expect(["invalid_request", "unsafe_connection", "cursor_expired"]).toContain(failure.kind);
      }
    });

    it("RES-7 every request is told once, with where it went and how it ended", async () => {
      const person = await begin();
      await readAll(bed(), heard().call(person));
      expect(heard().facts.length).toBeGreaterThan(1);
      for (const fact of heard().facts) {
        expect(fact).toMatchObject({
          provider: bed().provider.id,
          operation: "listChanges",
          outcome: "ok",
          attempt: 1,
        });
        expect(fact.endpoint).toMatch(/^GET \//);
        expect(fact.endpoint).not.toContain(person.remoteCalendarId);
      }
    });
  });
}
