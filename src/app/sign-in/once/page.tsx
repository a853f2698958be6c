import { getTranslations } from "next-intl/server";
import { connection } from "next/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";
import { OnceLink } from "@/features/sign-in/components/once-link";

export async function generateMetadata() {
  const t = await getTranslations("once");
  return { title: t("title") };
}

export default async function OncePage() {
  await connection();
  return (
    <ClientTexts also={["once"]}>
      <PublicFrame demo={isDemo()} narrow>
        <OnceLink />
      </PublicFrame>
    </ClientTexts>
  );
}
