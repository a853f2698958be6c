import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientTexts } from "@/components/texts/client-texts";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";
import { SignInPanel } from "@/features/sign-in/panels/sign-in";
import { readNext, readSignInProblem } from "@/features/sign-in/schema";
import { findPerson } from "@/server/auth/current-person";

type Props = { searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export async function generateMetadata() {
  const t = await getTranslations("signIn");
  return { title: t("title") };
}

export default async function SignInPage({ searchParams }: Props) {
  const search = await searchParams;
  const next = readNext(search);
  if (await findPerson()) redirect(next);
  return (
    <ClientTexts also={["signIn"]}>
      <PublicFrame demo={isDemo()} narrow>
        <SignInPanel problem={readSignInProblem(search)} next={next} />
      </PublicFrame>
    </ClientTexts>
  );
}
