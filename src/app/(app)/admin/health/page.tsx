import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { HealthPanel } from "@/features/admin/panels/health";
import { requirePerson } from "@/server/auth/current-person";

export async function generateMetadata() {
  const t = await getTranslations("health");
  return { title: t("title") };
}

export default async function HealthPage() {
  const person = await requirePerson();
  if (!person.isInstanceAdmin) notFound();
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
