import { useTranslations } from "next-intl";
import { Sheet } from "@/components/ui/sheet";
import { StateGlyph, type State } from "@/components/ui/state-glyph";

const steps = [
  { state: "unknown", title: "first", more: "firstMore" },
  { state: "catchingUp", title: "then", more: "thenMore" },
  { state: "healthy", title: "last", more: "lastMore" },
] as const satisfies readonly { state: State; title: string; more: string }[];

/** Nothing is connected: what that means, and how this page speaks about a calendar once there is one. */
export function FirstRun() {
  const t = useTranslations("calendar");
  return (
    <Sheet className="grid desk:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
      <div className="px-5 py-7 tablet:px-12 tablet:py-11">
        <h2 className="mb-2 text-[22px]/[30px] font-semibold tracking-[-0.02em] text-balance">{t("none")}</h2>
        <p className="max-w-[46ch] text-ink-2">{t("noneMore")}</p>
      </div>
      <aside
        aria-labelledby="first-run-steps"
        className="border-line px-5 py-7 max-desk:border-t tablet:px-10 tablet:py-11 desk:border-l"
      >
        <h3 id="first-run-steps" className="font-semibold">
          {t("asideTitle")}
        </h3>
        <ol className="mt-4 grid gap-5">
          {steps.map(({ state, title, more }) => (
            <li key={state} className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-3.5 gap-y-0.5">
              <StateGlyph state={state} plain className="mt-0.5" />
              <b>{t(title)}</b>
              <span className="col-start-2 text-small text-ink-2">{t(more)}</span>
            </li>
          ))}
        </ol>
      </aside>
    </Sheet>
  );
}
