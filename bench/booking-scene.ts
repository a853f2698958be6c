// What benchmarks about booking share: hosts with calendars that the engine has read from the stand-in, and the routes,
// called as a visitor calls them, each from an address of its own so that no limit is met.
import { randomInt, randomUUID } from "node:crypto";

import type { BenchCalendar } from "./scene";

const { connect, deps, providers, sync, workspaceId } = await import("./scene");
const { db } = deps;
const { makeConfiguration } = await import("../src/testing/booking-rows");
const { addMember, createPerson } = await import("../src/testing/cast");
const { handlerOf } = await import("../src/testing/routes");
const { stampPeer } = await import("../src/server/http/peer");

export type BenchHost = { readonly userId: string; readonly calendars: readonly BenchCalendar[] };

/** So many people, each with one calendar that holds so many events. */
export async function makeHosts(count: number, events: number): Promise<BenchHost[]> {
  const hosts: BenchHost[] = [];
  for (let index = 0; index < count; index += 1) {
    const userId = await createPerson(db, `Host${index}`);
    await addMember(db, { workspaceId, userId, role: "member" });
    const calendar = await connect(providers[0], events, userId);
    const end = await sync(calendar);
    if (end.outcome !== "succeeded") throw new Error(`A host's calendar was not read: ${end.outcome}.`);
    hosts.push({ userId, calendars: [calendar] });
  }
  return hosts;
}

export const makePage = (hosts: readonly BenchHost[], data = {}) =>
  makeConfiguration(db, { workspaceId, hosts, data: { mode: "round_robin", horizonDays: 60, ...data } });

const root = "/api/calendars/configurations/{id}";
const routes = {
  "check-availability": await handlerOf("POST", `${root}/check-availability`),
  "book-appointment": await handlerOf("POST", `${root}/book-appointment`),
};

export async function post(
  id: string,
  action: keyof typeof routes,
  body: unknown,
): Promise<{ status: number; body: unknown }> {
  const { origin } = deps.env;
  const headers: Record<string, string> = {
    origin,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
  };
  stampPeer(headers, `203.0.${randomInt(256)}.${randomInt(256)}`);
  const url = new URL(`/api/calendars/configurations/${id}/${action}`, origin);
  const request = new Request(url, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await routes[action](request, { params: Promise.resolve({ id }) });
  return { status: answer.status, body: await answer.json() };
}

export const visitor = () => ({ name: "Victor", email: `${randomUUID()}@northwind.example` });

/** `YYYY-MM-DD` so many days from today. */
export const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The worst of a hundred, and the middle one. */
export function spreadOf(times: readonly number[]): { readonly middle: number; readonly worst: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { middle: at(0.5), worst: at(0.99) };
}
