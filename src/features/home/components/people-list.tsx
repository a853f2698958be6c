import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet } from "@/components/ui/sheet";
import { NameLines } from "@/components/ui/table";
import { Avatar } from "@/components/ui/tile";
import type { MemberShape } from "@/server/people/shapes";

const SHOWN = 8;

/** Who was here last, first. */
export function PeopleList({ people }: { people: readonly MemberShape[] }) {
  const t = useTranslations("home");
  const latest = people.toSorted((a, b) => (b.lastSeenAt ?? "").localeCompare(a.lastSeenAt ?? "")).slice(0, SHOWN);
  return (
    <Sheet>
      <ul>
        {latest.map((member) => (
          <li
            key={member.id}
            className="flex min-h-14 items-center gap-3 border-t border-line px-4 py-2 first:border-t-0 tablet:px-6"
          >
            <Avatar name={member.name} />
            <div className="min-w-0 flex-1">
              <NameLines name={member.name} second={t(`roles.${member.role}`)} />
            </div>
            <span className="text-right text-small text-ink-2">
              {member.lastSeenAt ? <RelativeTime at={member.lastSeenAt} /> : t("notYet")}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
