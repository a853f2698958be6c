import { KeyRound } from "lucide-react";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section, Sheet } from "@/components/ui/sheet";
import type { Person } from "@/server/people/person";
import { CreateKeyButton } from "../components/create-key-button";
import { KeyList } from "../components/key-list";
import { loadKeys } from "../loaders";

export async function KeysPanel({ person }: { person: Person }) {
  const t = await getTranslations("settings.keys");
  const { keys, scopes } = await loadKeys(person);
  return (
    <>
      <Section
        id="keys"
        title={t("count", { count: keys.length })}
        note={keys.length > 0 && <CreateKeyButton scopes={scopes} />}
      >
        {keys.length > 0 ? (
          <KeyList keys={keys} />
        ) : (
          <Sheet>
            <EmptyState icon={<KeyRound />} title={t("none")} action={<CreateKeyButton scopes={scopes} />}>
              {t("noneMore")}
            </EmptyState>
          </Sheet>
        )}
      </Section>
      <p className="max-w-text text-small text-ink-2">
        {t.rich("docs", {
          link: (words) => (
            <Link href="/docs/api" prefetch={false} className="link">
              {words}
            </Link>
          ),
        })}
      </p>
    </>
  );
}
