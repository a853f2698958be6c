import { useTranslations } from "next-intl";

/** A kind of work and the code of a failure in a person's words; a newer server's own name where this page has none. */
export function useWorkWords() {
  const t = useTranslations("health");
  const say = (group: "work" | "failures", name: string): string => {
    const key = `${group}.${name.replaceAll(".", "_")}` as "failures.network";
    return t.has(key) ? t(key) : name;
  };
  return {
    sayWork: (kind: string) => say("work", kind),
    sayFailure: (code: string) => say("failures", code),
  };
}
