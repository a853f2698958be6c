import { getTranslations } from "next-intl/server";
import { StateGlyph } from "@/components/ui/state-glyph";
import { Sheet, SheetBody } from "@/components/ui/sheet";
import { DemoPeople } from "../components/demo-people";
import { ProviderButtons } from "../components/provider-buttons";
import { loadSignIn } from "../loaders";
import type { SignInProblem } from "../schema";

type Props = { problem: SignInProblem | null; next: string };

export async function SignInPanel({ problem, next }: Props) {
  const t = await getTranslations("signIn");
  const { providers, demoPeople } = await loadSignIn();
  return (
    <>
      <h1 className="text-title-phone tablet:text-title">{t("title")}</h1>
      <p className="mt-1 mb-6 text-ink-2">{t(problem === null && next !== "/" ? "goOn" : "lead")}</p>
      {problem && (
        <p role="alert" className="mb-4 flex gap-2.5 rounded-option bg-bad-soft px-4 py-3">
          <StateGlyph state="reconnect" className="mt-0.5" />
          <span className="min-w-0">{t(`errors.${problem}`)}</span>
        </p>
      )}
      {providers.length > 0 && <ProviderButtons providers={providers} next={next} />}
      {demoPeople.first.length > 0 && (
        <section aria-labelledby="demo-people" className={providers.length > 0 ? "mt-8" : ""}>
          <h2 id="demo-people" className="text-section font-semibold">
            {t(providers.length > 0 ? "demoTitle" : "demoTitleOnly")}
          </h2>
          <p className="mb-3 text-small text-ink-2">{t("demoMore")}</p>
          <DemoPeople people={demoPeople} next={next} />
        </section>
      )}
      {providers.length + demoPeople.first.length === 0 && (
        <Sheet>
          <SheetBody>
            <h2 className="font-semibold">{t("noWay")}</h2>
            <p className="text-ink-2">{t("noWayMore")}</p>
          </SheetBody>
        </Sheet>
      )}
    </>
  );
}
