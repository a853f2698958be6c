import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { ManageBooking } from "@/features/bookings/components/manage-booking";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";

export async function generateMetadata() {
  const t = await getTranslations("book");
  return { title: t("manageTitle"), robots: { index: false } };
}

export default function ManagePage() {
  return (
    <ClientTexts also={["book"]}>
      <PublicFrame demo={isDemo()} narrow>
        <ManageBooking />
      </PublicFrame>
    </ClientTexts>
  );
}
