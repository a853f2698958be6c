import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet, SheetBody } from "@/components/ui/sheet";
import type { AuditShape } from "@/server/people/shapes";
import { gatherEntries, type Gathered } from "./gather-entries";

const SHOWN = 8;

/** The log, newest first, in one line each. */
export function LatelyList({ entries }: { entries: readonly AuditShape[] }) {
  const t = useTranslations("home");
  if (entries.length === 0) {
    return (
      <Sheet>
        <SheetBody className="text-ink-2">{t("nothingLately")}</SheetBody>
      </Sheet>
    );
  }
  return (
    <Sheet>
      <ol>
        {gatherEntries(entries)
          .slice(0, SHOWN)
          .map((gathered) => (
            <LatelyLine key={gathered.latest.id} gathered={gathered} />
          ))}
      </ol>
    </Sheet>
  );
}

function LatelyLine({ gathered: { latest, times } }: { gathered: Gathered }) {
  const t = useTranslations("home");
  const words = useTranslations("auditWords");
  const sentence = `actions.${latest.action}` as "actions.key.created";
  return (
    <li className="flex min-h-11 items-baseline gap-4 border-t border-line px-4 py-3 first:border-t-0 tablet:px-6">
      <p className="min-w-0 flex-1 wrap-anywhere">
        <b>
          <bdi>{latest.actor.name ?? words(`actors.${latest.actor.kind}`)}</bdi>
        </b>{" "}
        <span className="text-ink-2">
          {words.has(sentence) ? words(sentence) : latest.action}
          {times > 1 && t("times", { times })}
        </span>
      </p>
      <span className="text-right text-small text-ink-3">
        <RelativeTime at={latest.at} />
      </span>
    </li>
  );
}
