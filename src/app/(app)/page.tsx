import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { HomePanel } from "@/features/home/panels/home";
import { requirePerson } from "@/server/auth/current-person";

export async function generateMetadata() {
  const t = await getTranslations("home");
  return { title: t("title") };
}

export default async function HomePage() {
  const person = await requirePerson();
  const t = await getTranslations("home");
  return (
    <>
      <PageHeader title={t("title")} />
      <Suspense fallback={<SkeletonRows />}>
        <HomePanel person={person} />
      </Suspense>
    </>
  );
}
