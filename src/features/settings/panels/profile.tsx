import type { Person } from "@/server/people/person";
import { HoursForm } from "../components/hours-form";
import { ProfileForm } from "../components/profile-form";
import { loadHours, loadProfile } from "../loaders";

export async function ProfilePanel({ person }: { person: Person }) {
  const hours = await loadHours(person);
  return (
    <>
      <ProfileForm {...loadProfile(person)} />
      {hours && <HoursForm key={hours.first.timeZone} {...hours} />}
    </>
  );
}
