import { ClientTexts } from "@/components/texts/client-texts";
import type { Person } from "@/server/people/person";
import { AddressList } from "../components/address-list";
import { ChannelList } from "../components/channel-list";
import { loadOwnNotificationSettings } from "../loaders";

/** How one is told: by which ways, from which severity on, when not; and the addresses outside. */
export async function NotificationsPanel({ person }: { person: Person }) {
  const settings = await loadOwnNotificationSettings(person);
  return (
    <ClientTexts also={["alerts", "notifications"]} timeZone={person.user.timeZone}>
      <ChannelList settings={settings} />
      <AddressList settings={settings} />
    </ClientTexts>
  );
}
