import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/components/texts/client-texts";
import { MeetingsPanel } from "@/features/meetings/panels/meetings";
import { readShown, readView, readWhose } from "@/features/meetings/schema";
import { requireRole } from "@/server/auth/current-person";

type Props = { searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export async function generateMetadata() {
  const t = await getTranslations("shell.places");
  return { title: t("meetings") };
}

export default async function MeetingsPage({ searchParams }: Props) {
  const person = await requireRole("member");
  const { view, whose, shown } = await searchParams;
  return (
    <ClientTexts also={["meetings"]} timeZone={person.user.timeZone}>
      <MeetingsPanel person={person} view={readView(view)} whose={readWhose(whose)} shown={readShown(shown)} />
    </ClientTexts>
  );
}
