import { CalendarClock, Link2 } from "lucide-react";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section, Sheet } from "@/components/ui/sheet";
import type { Person } from "@/server/people/person";
import { BookingFilters } from "../components/booking-filters";
import { BookingTable } from "../components/booking-table";
import { loadBookings } from "../loaders";
import { bookingsPath, views, type Filters } from "../schema";

export async function BookingsPanel({ person, filters }: { person: Person; filters: Filters }) {
  const t = await getTranslations("bookings");
  const places = await getTranslations("shell.places");
  const { view } = filters;
  const { bookings, pages, hosts } = await loadBookings(person, filters);
  const isNarrowed = bookingsPath(filters) !== bookingsPath({ view });
  return (
    <>
      <PageHeader title={places("bookings")} lead={t("lead")} />
      <nav aria-label={t("viewsLabel")} className="mb-4 flex flex-wrap gap-x-5 border-b border-line">
        {views.map((each) => (
          <Link
            key={each}
            href={bookingsPath({ ...filters, view: each })}
            aria-current={each === view ? "page" : undefined}
            className={cn(
              "-mb-px grid min-h-11 place-items-center border-b-2 font-medium tablet:min-h-10",
              each === view ? "border-ink text-ink" : "border-transparent text-ink-2 hover:text-ink",
            )}
          >
            {t(`views.${each}`)}
          </Link>
        ))}
      </nav>
      <Sheet className="mb-10">
        <h2 className="sr-only">{t(`views.${view}`)}</h2>
        {(bookings.length > 0 || isNarrowed) && (
          <BookingFilters filters={filters} hosts={hosts} pages={pages.map(({ id, title }) => ({ id, name: title }))} />
        )}
        {bookings.length > 0 ? (
          <BookingTable bookings={bookings} view={view} zone={person.user.timeZone} />
        ) : isNarrowed ? (
          <EmptyState
            icon={<CalendarClock />}
            title={t("filters.none")}
            action={
              <Button asChild>
                <Link href={bookingsPath({ view })}>{t("filters.clear")}</Link>
              </Button>
            }
          />
        ) : (
          <EmptyState icon={<CalendarClock />} title={t("none")}>
            {t("noneMore")}
          </EmptyState>
        )}
      </Sheet>
      <Section id="pages" title={t("pages")}>
        <Sheet>
          {pages.length > 0 ? (
            <ul>
              {pages.map(({ id, title, url, isActive }) => (
                <li
                  key={id}
                  className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-3 first:border-t-0 tablet:px-6"
                >
                  <span className="mr-auto min-w-0">
                    <span className="block font-medium">{title}</span>
                    <a href={url} className="link block text-small wrap-anywhere">
                      {url}
                    </a>
                  </span>
                  {isActive ? <CopyButton text={url} label={t("copy")} /> : <Badge>{t("off")}</Badge>}
                </li>
              ))}
            </ul>
          ) : (
            <EmptyState icon={<Link2 />} title={t("noPages")}>
              {t("noPagesMore")}
            </EmptyState>
          )}
        </Sheet>
      </Section>
    </>
  );
}
