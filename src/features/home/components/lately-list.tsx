import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet, SheetBody } from "@/components/ui/sheet";
import type { AuditShape } from "@/server/people/shapes";

/** The log, newest first, in one line each. */
export function LatelyList({ entries }: { entries: readonly AuditShape[] }) {
  const t = useTranslations("home");
  const words = useTranslations("auditWords");
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
        {entries.map(({ id, at, actor, action }) => {
          const sentence = `actions.${action}` as "actions.key.created";
          return (
            <li
              key={id}
              className="flex min-h-11 items-baseline gap-4 border-t border-line px-4 py-3 first:border-t-0 tablet:px-6"
            >
              <p className="min-w-0 flex-1">
                <b>{actor.name ?? words(`actors.${actor.kind}`)}</b>{" "}
                <span className="text-ink-2">{words.has(sentence) ? words(sentence) : action}</span>
              </p>
              <span className="text-right text-small text-ink-3">
                <RelativeTime at={at} />
              </span>
            </li>
          );
        })}
      </ol>
    </Sheet>
  );
}
