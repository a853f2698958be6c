import { getTranslations } from "next-intl/server";
import { connection } from "next/server";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";
import { TroubleshootingPanel } from "@/features/troubleshooting/panels/troubleshooting";

export async function generateMetadata() {
  const t = await getTranslations("troubleshooting");
  return { title: t("title") };
}

export default async function TroubleshootingPage() {
  await connection();
  return (
    <PublicFrame demo={isDemo()}>
      <TroubleshootingPanel />
    </PublicFrame>
  );
}
