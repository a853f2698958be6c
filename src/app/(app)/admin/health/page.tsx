import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { HealthPanel } from "@/features/admin/panels/health";
import { requireInstanceAdmin } from "@/server/auth/current-person";

export async function generateMetadata() {
  const t = await getTranslations("health");
  return { title: t("title") };
}

export default async function HealthPage() {
  const person = await requireInstanceAdmin();
  const t = await getTranslations("health");
  return (
    <>
      <PageHeader title={t("title")} />
      <Suspense fallback={<SkeletonRows />}>
        <HealthPanel person={person} />
      </Suspense>
    </>
  );
}
