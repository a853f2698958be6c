import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet } from "@/components/ui/sheet";
import { NameLines } from "@/components/ui/table";
import { Avatar } from "@/components/ui/tile";
import type { MemberShape } from "@/server/people/shapes";

const SHOWN = 8;

/** You first, then who was here last. */
export function PeopleList({ people, ownUserId }: { people: readonly MemberShape[]; ownUserId: string }) {
  const t = useTranslations("home");
  const rank = (member: MemberShape) => (member.userId === ownUserId ? "~" : (member.lastSeenAt ?? ""));
  const latest = people.toSorted((a, b) => rank(b).localeCompare(rank(a))).slice(0, SHOWN);
  const seen = (member: MemberShape) => {
    if (member.userId === ownUserId) return t("hereNow");
    return member.lastSeenAt ? <RelativeTime at={member.lastSeenAt} /> : t("notYet");
  };
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
            <span className="text-right text-small text-ink-2">{seen(member)}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
