import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { FirstRun } from "@/features/connections/components/first-run";
import { requirePerson } from "@/server/auth/current-person";

export async function generateMetadata() {
  const t = await getTranslations("calendar");
  return { title: t("title") };
}

export default async function CalendarPage() {
  await requirePerson();
  const t = await getTranslations("calendar");
  return (
    <>
      <PageHeader title={t("title")} />
      <FirstRun />
    </>
  );
}
