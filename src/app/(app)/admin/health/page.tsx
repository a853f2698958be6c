import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { HealthPanel } from "@/features/admin/panels/health";
import { readSearch } from "@/features/admin/loaders";
import { requireOverseer } from "@/server/auth/current-person";

export async function generateMetadata() {
  const t = await getTranslations("health");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function HealthPage({ searchParams }: Props) {
  const [person, params] = await Promise.all([requireOverseer(), searchParams]);
  return (
    <ClientTexts also={["health"]} timeZone={person.user.timeZone}>
      <HealthPanel person={person} search={readSearch(params)} />
    </ClientTexts>
  );
}
