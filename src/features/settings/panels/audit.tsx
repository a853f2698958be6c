import { ScrollText } from "lucide-react";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Sheet } from "@/components/ui/sheet";
import type { Person } from "@/server/people/person";
import { AuditFilterForm } from "../components/audit-filter-form";
import { AuditTable } from "../components/audit-table";
import { loadAudit } from "../loaders";
import { auditAddress, readAuditFilter } from "../schema";

type Props = { person: Person; search: Readonly<Record<string, string | string[] | undefined>> };

export async function AuditPanel({ person, search }: Props) {
  const t = await getTranslations("settings.audit");
  const filter = readAuditFilter(search);
  const { cursor, ...chosen } = filter;
  const filtered = Object.values(chosen).some(Boolean);
  const { entries, nextCursor, people } = await loadAudit(person, filter);
  return (
    <Sheet>
      <AuditFilterForm key={auditAddress(chosen)} filter={chosen} people={people} filtered={filtered} />
      {entries.length > 0 ? (
        <>
          <AuditTable entries={entries} people={people} />
          <Pagination
            count={t("count", { count: entries.length })}
            back={cursor && auditAddress(chosen)}
            next={nextCursor ? auditAddress({ ...chosen, cursor: nextCursor }) : undefined}
          />
        </>
      ) : (
        <EmptyState
          icon={<ScrollText />}
          title={t(filtered ? "nothingMatches" : "nothing")}
          action={
            filtered && (
              <Button asChild>
                <Link href="/settings/audit" prefetch={false}>
                  {t("clear")}
                </Link>
              </Button>
            )
          }
        >
          {t(filtered ? "nothingMatchesMore" : "nothingMore")}
        </EmptyState>
      )}
    </Sheet>
  );
}
