import { Video } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section, Sheet } from "@/components/ui/sheet";
import type { Person } from "@/server/people/person";
import { groupDays } from "../components/group-days";
import { MeetingRow } from "../components/meeting-row";
import { WhoseSelect } from "../components/whose-select";
import { loadMeetingsPage } from "../loaders";
import { moreThan, views, type View } from "../schema";

type Props = { person: Person; view: View; whose: string | null; shown: number };

/** Day by day, the nearest first in both directions. */
export async function MeetingsPanel({ person, view, whose, shown }: Props) {
  const [t, places, format] = await Promise.all([
    getTranslations("meetings"),
    getTranslations("shell.places"),
    getFormatter(),
  ]);
  const { meetings, hasMore, other, others } = await loadMeetingsPage(person, { view, whose, shown });
  const { timeZone } = person.user;
  const suffix = other === null ? "" : `&whose=${other.userId}`;
  return (
    <>
      <PageHeader title={places("meetings")} lead={other === null ? t("lead") : t("leadOf")}>
        {others.length > 0 && <WhoseSelect whose={other?.userId ?? null} others={others} view={view} />}
      </PageHeader>
      <nav aria-label={t("viewsLabel")} className="mb-6 flex gap-5 border-b border-line">
        {views.map((each) => (
          <Link
            key={each}
            href={`/meetings?view=${each}${suffix}`}
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
      {meetings.length === 0 && (
        <Sheet>
          <EmptyState icon={<Video />} title={t(`none.${view}`)}>
            {t("noneMore")}
          </EmptyState>
        </Sheet>
      )}
      {groupDays(meetings, timeZone).map(({ key, at, meetings: own }) => (
        <Section
          key={key}
          id={`day-${key}`}
          title={format.dateTime(new Date(at), { weekday: "long", day: "numeric", month: "long", timeZone })}
        >
          <Sheet>
            <ul>
              {own.map((meeting) => (
                <MeetingRow key={meeting.id} meeting={meeting} view={view} />
              ))}
            </ul>
          </Sheet>
        </Section>
      ))}
      {hasMore && (
        <p className="mt-6 text-center">
          <Button asChild>
            <Link href={`/meetings?view=${view}${suffix}&shown=${moreThan(shown)}`} scroll={false} prefetch={false}>
              {t("more")}
            </Link>
          </Button>
        </p>
      )}
    </>
  );
}
