import { notFound } from "next/navigation";
import { cache } from "react";
import { ClientTexts } from "@/components/texts/client-texts";
import { BookingPage } from "@/features/bookings/components/booking-page";
import { loadPublicPage } from "@/features/bookings/loaders";
import { PublicFrame } from "@/features/shell/components/public-frame";
import { isDemo } from "@/features/shell/loaders";

type Props = { params: Promise<{ slug: string }> };

const load = cache(loadPublicPage);

export async function generateMetadata({ params }: Props) {
  const { slug } = await params;
  const loaded = await load(slug);
  return loaded === null ? {} : { title: loaded.page.title, robots: { index: false } };
}

export default async function PublicBookingPage({ params }: Props) {
  const { slug } = await params;
  const loaded = await load(slug);
  if (loaded === null) notFound();
  return (
    <ClientTexts also={["book"]} timeZone={loaded.page.zone}>
      <PublicFrame demo={isDemo()}>
        <BookingPage page={loaded.page} first={loaded.first} />
      </PublicFrame>
    </ClientTexts>
  );
}
