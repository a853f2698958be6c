import { getTranslations } from "next-intl/server";
import { connection } from "next/server";
import { TroubleshootingPanel } from "@/features/help/panels/troubleshooting";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";

export async function generateMetadata() {
  const t = await getTranslations("docs");
  return { title: t("troubleshooting") };
}

/** Where the `type` of every problem leads. */
export default async function TroubleshootingPage() {
  await connection();
  return (
    <PublicFrame demo={isDemo()}>
      {/* English only, whatever the frame speaks. */}
      <div lang="en">
        <TroubleshootingPanel />
      </div>
    </PublicFrame>
  );
}
