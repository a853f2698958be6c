import { listConfigurations } from "@/server/availability/configurations";
import { listHostCandidates } from "@/server/availability/preview";
import { listBookings } from "@/server/booking/host-bookings";
import { loadBookingPage } from "@/server/booking/load-page";
import type { BookingsQuery } from "@/server/booking/shapes";
import { getDeps } from "@/server/deps";
import type { Person } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

export const loadPublicPage = (slug: string) => loadBookingPage(getDeps(), slug);

export async function loadBookings(person: Person, filters: Omit<BookingsQuery, "limit">) {
  const deps = getDeps();
  const [bookings, pages] = await Promise.all([
    listBookings(deps, person, { ...filters, limit: 200 }),
    listConfigurations(deps, person),
  ]);
  const hosts = pages.flatMap((page) => page.hosts.map(({ user_id: id, name }) => ({ id, name })));
  return {
    bookings,
    pages: pages.map(({ id, title, url, is_active: isActive }) => ({ id, title, url, isActive })),
    // Whoever hosts sees their own bookings alone: there is nobody to choose.
    hosts: includesRole(person.role, "manager") ? [...new Map(hosts.map((each) => [each.id, each])).values()] : [],
  };
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
