import { notFound } from "next/navigation";
import { ClientTexts } from "@/components/texts/client-texts";
import type { Person } from "@/server/people/person";
import { draftOf, newDraft } from "../components/configuration-draft";
import { ConfigurationEditor } from "../components/configuration-editor";
import { ConfigurationList } from "../components/configuration-list";
import { loadBookingSettings } from "../loaders";

type Props = { person: Person; search: Readonly<Record<string, string | string[] | undefined>> };

/** What can be booked: the list, or one of them with what visitors would see. */
export async function BookingSettingsPanel({ person, search: { edit } }: Props) {
  const { configurations, candidates, zones, origin } = await loadBookingSettings(person);
  const found = configurations.find(({ id }) => id === edit);
  if (edit !== undefined && edit !== "new" && found === undefined) notFound();
  const self = candidates.find(({ userId }) => userId === person.user.id);
  return (
    <ClientTexts also={["bookingSettings"]} timeZone={person.user.timeZone}>
      {edit === undefined ? (
        <ConfigurationList configurations={configurations} />
      ) : (
        <ConfigurationEditor
          key={found?.id ?? "new"}
          id={found?.id ?? null}
          draft={found === undefined ? newDraft(person.user.timeZone, self) : draftOf(found)}
          {...{ candidates, zones, origin }}
        />
      )}
    </ClientTexts>
  );
}
