import { listConfigurations } from "@/server/availability/configurations";
import { listHostCandidates } from "@/server/availability/preview";
import { listBookings } from "@/server/booking/host-bookings";
import { loadBookingPage } from "@/server/booking/load-page";
import type { BookingsQuery } from "@/server/booking/shapes";
import { getDeps } from "@/server/deps";
import type { Person } from "@/server/people/person";

export const loadPublicPage = (slug: string) => loadBookingPage(getDeps(), slug);

export async function loadBookings(person: Person, view: BookingsQuery["view"]) {
  const deps = getDeps();
  const [bookings, pages] = await Promise.all([
    listBookings(deps, person, { view, limit: 200 }),
    listConfigurations(deps, person),
  ]);
  return { bookings, pages: pages.map(({ id, title, url, is_active: isActive }) => ({ id, title, url, isActive })) };
}

export async function loadBookingSettings(person: Person) {
  const deps = getDeps();
  const [configurations, candidates] = await Promise.all([
    listConfigurations(deps, person),
    listHostCandidates(deps, person),
  ]);
  const used = configurations.map(({ timezone }) => timezone);
  const zones = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", person.user.timeZone, ...used])].toSorted();
  return { configurations, candidates, zones, origin: deps.env.origin };
}
