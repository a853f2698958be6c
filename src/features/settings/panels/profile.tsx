import type { Person } from "@/server/people/person";
import { ProfileForm } from "../components/profile-form";
import { loadProfile } from "../loaders";

export function ProfilePanel({ person }: { person: Person }) {
  return <ProfileForm {...loadProfile(person)} />;
}
