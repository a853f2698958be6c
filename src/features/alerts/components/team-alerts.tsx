"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { useKeptFresh } from "@/components/live/use-kept-fresh";
import { Badge } from "@/components/ui/badge";
import { Section, Sheet } from "@/components/ui/sheet";
import { StateGlyph } from "@/components/ui/state-glyph";
import { sayAlert } from "@/lib/i18n/alert-words";
import { teamAlertsPath, type TeamAlert } from "../schema";
import { AlertTimes, glyphOf } from "./alert-row";

type TeamAlerts = { alerts: TeamAlert[] };
const healthOf = ({ email }: TeamAlert["person"]) => `/admin/health?q=${encodeURIComponent(email)}`;

/** What is open of the people somebody looks after: whose it is comes first, the rest stands on the health page. */
export function TeamAlerts({ first }: { first: TeamAlerts }) {
  const t = useTranslations("alerts");
  const { data, isError } = useKeptFresh<TeamAlerts>({ key: ["alerts", "team"], path: teamAlertsPath, first });
  return (
    <Section id="team" title={t("team")} note={t("teamNote")}>
      <Sheet>
        {isError && <p className="px-4 py-3 text-small text-ink-2 tablet:px-6">{t("lost")}</p>}
        {data.alerts.length === 0 ? (
          <p className="px-4 py-3.5 text-ink-2 tablet:px-6">{t("teamNone")}</p>
        ) : (
          <ul>
            {data.alerts.map((alert) => (
              <TeamAlertRow key={alert.id} alert={alert} />
            ))}
          </ul>
        )}
      </Sheet>
    </Section>
  );
}

function TeamAlertRow({ alert }: { alert: TeamAlert }) {
  const t = useTranslations("alerts");
  const { person, severity } = alert;
  return (
    <li className="flex gap-x-3 border-t border-line px-4 py-3.5 first:border-t-0 tablet:px-6">
      <StateGlyph state={glyphOf(alert)} className="mt-[3px]" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span dir="auto" className="font-medium">
            {person.name}
          </span>
          <span className="min-w-0 text-ink-2">{sayAlert(t, alert).ofOthers}</span>
          <Badge>{t(`severity.${severity}`)}</Badge>
        </p>
        <AlertTimes alert={alert} />
      </div>
      <Link href={healthOf(person)} prefetch={false} className="link self-center text-small whitespace-nowrap">
        {t("teamSee")}
        <span className="sr-only">, {person.name}</span>
      </Link>
    </li>
  );
}
