import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";
import { Invitation } from "@/features/sign-in/components/invitation";
import { findPerson } from "@/server/auth/current-person";

export async function generateMetadata() {
  const t = await getTranslations("invite");
  return { title: t("title") };
}

export default async function InvitePage() {
  const person = await findPerson();
  return (
    <ClientTexts also={["invite"]}>
      <PublicFrame demo={isDemo()} narrow>
        <Invitation visitor={person && { email: person.user.email }} />
      </PublicFrame>
    </ClientTexts>
  );
}
