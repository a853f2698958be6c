import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { InviteGuests } from "@/features/bookings/components/invite-guests";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";

export async function generateMetadata() {
  const t = await getTranslations("book");
  return { title: t("guestsTitle"), robots: { index: false } };
}

export default function GuestsPage() {
  return (
    <ClientTexts also={["book"]}>
      <PublicFrame demo={isDemo()} narrow>
        <InviteGuests />
      </PublicFrame>
    </ClientTexts>
  );
}
