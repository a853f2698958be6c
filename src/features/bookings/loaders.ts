import { listConfigurations } from "@/server/availability/configurations";
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
