import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { BookingsPanel } from "@/features/bookings/panels/bookings";
import { readFilters } from "@/features/bookings/schema";
import { requireRole } from "@/server/auth/current-person";

type Props = { searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export async function generateMetadata() {
  const t = await getTranslations("shell.places");
  return { title: t("bookings") };
}

export default async function BookingsPage({ searchParams }: Props) {
  const person = await requireRole("member");
  const filters = readFilters(await searchParams);
  return (
    <ClientTexts also={["bookings", "book"]} timeZone={person.user.timeZone}>
      <BookingsPanel person={person} filters={filters} />
    </ClientTexts>
  );
}
