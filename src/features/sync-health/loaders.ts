import { cache } from "react";
import { getDeps } from "@/server/deps";
import { loadHealth } from "@/server/health/load-health";
import { loadNextMeetings } from "@/server/meetings/load-next-meetings";
import type { Person } from "@/server/people/person";

/**
 * A person's own calendars as they are at this moment, with the mark by which the page asks whether that changed. The
 * frame and the page of one request share it.
 */
export const loadOwnHealth = cache(async (person: Person) => {
  const deps = getDeps();
  const { health, version } = await loadHealth(deps, person);
  if (health === null) throw new Error("Health was asked for without a known version, and nothing came back.");
  return { body: health, etag: version, atMs: deps.now().getTime() };
});

const shownMeetings = 6;

export const loadOwnNextMeetings = async (person: Person) => ({
  meetings: await loadNextMeetings(getDeps(), person, shownMeetings),
});
