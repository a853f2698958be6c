import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { HealthPanel } from "@/features/admin/panels/health";
import { requireInstanceAdmin } from "@/server/auth/current-person";

export async function generateMetadata() {
  const t = await getTranslations("health");
  return { title: t("title") };
}

export default async function HealthPage() {
  const person = await requireInstanceAdmin();
  return (
    <ClientTexts also={["health"]} timeZone={person.user.timeZone}>
      <HealthPanel person={person} />
    </ClientTexts>
  );
}
