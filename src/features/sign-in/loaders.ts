import { listSignInWays } from "@/server/auth/sign-in-ways";
import { arrangeDemoPeople } from "./components/arrange-demo-people";

export async function loadSignIn() {
  const { providers, demoPeople } = await listSignInWays();
  return { providers, demoPeople: arrangeDemoPeople(demoPeople) };
}
