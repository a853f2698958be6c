import { answerAvailability } from "@/server/availability/check-availability";
import { findBookable } from "@/server/availability/find-bookable";
import type { AvailabilityShape } from "@/server/availability/shapes";
import type { Configuration } from "@/server/db/booking/configurations";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";

/** What a visitor sees of what can be booked: nothing of anybody's calendars. */
export type BookingPage = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly hosts: readonly string[];
  readonly durationMinutes: number;
  readonly zone: string;
  readonly location: Configuration["location"];
};

const toPage = ({ configurationId, ...configuration }: Configuration): BookingPage => ({
  ...{ id: configurationId, slug: configuration.slug, title: configuration.title },
  ...{ description: configuration.description, hosts: configuration.hosts.map(({ name }) => name) },
  ...{ durationMinutes: configuration.rules.durationMinutes, zone: configuration.rules.hours.zone },
  location: configuration.location,
});

/** The public page with its first slots, so that they are there when it is drawn. Null: there is none. */
export async function loadBookingPage(
  deps: Deps,
  slug: string,
): Promise<{ readonly page: BookingPage; readonly first: AvailabilityShape } | null> {
  try {
    const bookable = await findBookable(deps, { slug }, { caller: null, scope: "availability:read" });
    return { page: toPage(bookable.configuration), first: await answerAvailability(deps, bookable, {}) };
  } catch (error) {
    if (error instanceof Problem && error.code === "not_found") return null;
    throw error;
  }
}
