import { getTranslations } from "next-intl/server";
import { NotHere } from "@/features/shell/components/not-here";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";

export async function generateMetadata() {
  const t = await getTranslations("notFound");
  return { title: t("title") };
}

export default function NotFound() {
  return (
    <PublicFrame demo={isDemo()} narrow>
      <NotHere />
    </PublicFrame>
  );
}
