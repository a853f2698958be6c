import { expect, it } from "vitest";

import { stampPeer } from "@/server/http/peer";
import { bothProviders } from "@/testing/connecting";
import { useWatching } from "@/testing/watching";
import type { As } from "@/testing/api";

import { newsDeskOf } from "./news-desk";
import { streamNews } from "./stream-news";

const scene = await useWatching();
const { api, watch, edit, until, titles } = scene;
const [google] = bothProviders;

const meeting = (summary: string) => {
  const at = new Date(api.deps.now().getTime() + 86_400_000).toISOString();
  return { do: "create", event: { summary, start: at, end: new Date(Date.parse(at) + 3_600_000).toISOString() } };
};

async function open({ cookie }: As) {
  const headers: Record<string, string> = cookie === undefined ? {} : { cookie };
  stampPeer(headers, "203.0.113.9");
  const response = await streamNews(new Request(`${api.deps.env.origin}/api/calendar/health/stream`, { headers }));
  const heard: string[] = [];
  const ended = (async () => {
    for await (const part of response.body ?? []) heard.push(new TextDecoder().decode(part));
  })();
  return { response, ended, news: () => heard.join("").split("event: news").length - 1, text: () => heard.join("") };
}

it("UI-1 an open page is told within a second of a notice that there is something new, and nothing about what it is", async () => {
  const { email, calendarId, as } = await watch(google);
  const [mine, others] = [await open(as), await open(await api.signIn(api.cast.bob))];
  expect(mine.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  // Whoever begins to listen is told to look, because nobody knows what was missed.
  await expect.poll(mine.news).toBeGreaterThan(0);
  await expect.poll(others.news).toBeGreaterThan(0);
  // The desk may begin to listen a moment later, which is one more reason to look.
  let [before, beforeOfOthers] = [-1, -1];
  while (before !== mine.news() || beforeOfOthers !== others.news()) {
    [before, beforeOfOthers] = [mine.news(), others.news()];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await edit(email, meeting("Secret plans"));
  await until(async () => {
    expect(await titles(calendarId)).toContain("Secret plans");
    expect(mine.news()).toBeGreaterThan(before);
  });
  expect(others.news()).toBe(beforeOfOthers);
  expect(mine.text()).not.toContain("Secret");
  newsDeskOf(api.deps).close();
  await Promise.all([mine.ended, others.ended]);
});

it("UI-1 S29 a stream ends with its session", async () => {
  const { deps } = api;
  api.use({ sleep: (_ms, signal) => deps.sleep(20, signal) });
  const as = await api.signIn(api.cast.alice);
  const stream = await open(as);
  await expect.poll(stream.text).toContain("still here");
  await api.call("DELETE /api/v1/me/sessions", { as: await api.signIn(api.cast.alice) });
  await stream.ended;
  api.use({ sleep: deps.sleep });
});

it("UI-1 nobody without a session is told anything, and where no process lives long there is no stream", async () => {
  expect((await open({})).response.status).toBe(401);
  const { env } = api.deps;
  api.use({ env: { ...env, isServerless: true } });
  expect((await open(await api.signIn(api.cast.alice))).response.status).toBe(204);
  api.use({ env });
});
