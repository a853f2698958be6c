import { useTranslations } from "next-intl";
import type { Content } from "../schema";

const shown = 3;

/** Who else is there, those from outside in full ink. */
export function GuestNames({ content: { guests, attendeeCount } }: { content: Content }) {
  const t = useTranslations("meetings");
  if (guests.length === 0) return <span className="text-ink-3">{t("nobody")}</span>;
  // Who it belongs to is counted too, and not among the guests.
  const more = Math.max(guests.length, attendeeCount - 1) - Math.min(shown, guests.length);
  return (
    <span className="block wrap-anywhere">
      {guests.slice(0, shown).map(({ name, email, isOutside }, index) => (
        <span key={email} className={isOutside ? "text-ink" : "text-ink-3"} title={email}>
          {index > 0 && ", "}
          <bdi>{name ?? email}</bdi>
          {isOutside && <span className="sr-only"> ({t("outside")})</span>}
        </span>
      ))}
      {more > 0 && <span className="text-ink-3"> {t("andMore", { count: more })}</span>}
    </span>
  );
}
