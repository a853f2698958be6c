import { getTranslations } from "next-intl/server";
import { connection } from "next/server";
import { ApiDocsPanel } from "@/features/api-docs/panels/api-docs";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";

export async function generateMetadata() {
  const t = await getTranslations("docs");
  return { title: t("title") };
}

export default async function ApiDocsPage() {
  await connection();
  return (
    <PublicFrame demo={isDemo()}>
      <ApiDocsPanel />
    </PublicFrame>
  );
}
