import { getDeps } from "@/server/deps";
import { readInstance } from "@/server/people/instance";
import type { Person } from "@/server/people/person";
import { assessInstance } from "./components/assess-instance";

export async function loadInstance(person: Person) {
  const instance = await readInstance(person);
  return { instance, verdict: assessInstance(instance, getDeps().now()) };
}
