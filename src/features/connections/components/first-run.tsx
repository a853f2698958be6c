import { useTranslations } from "next-intl";
import { Sheet } from "@/components/ui/sheet";
import { StateGlyph, type State } from "@/components/ui/state-glyph";
import type { Provider } from "../schema";
import { ProviderOptions } from "./provider-options";

const steps = [
  { state: "unknown", title: "first", more: "firstMore" },
  { state: "catchingUp", title: "then", more: "thenMore" },
  { state: "healthy", title: "last", more: "lastMore" },
] as const satisfies readonly { state: State; title: string; more: string }[];

const promises = ["reads", "stores", "writes", "ends"] as const;

/** Nothing is connected: three clicks from here to a synced calendar, and what is read and stored, before the first. */
export function FirstRun({ providers }: { providers: readonly Provider[] }) {
  const t = useTranslations("connections.firstRun");
  return (
    <Sheet className="grid desk:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
      <div className="px-5 py-7 tablet:px-12 tablet:py-11">
        <h2 className="mb-2 text-[22px]/[30px] font-semibold tracking-[-0.02em] text-balance">{t("title")}</h2>
        <p className="mb-6 max-w-[52ch] text-ink-2">{t("lead")}</p>
        <div className="max-w-[380px]">
          <ProviderOptions providers={providers} />
        </div>
        <dl className="mt-7 grid max-w-[62ch] gap-x-4 gap-y-2.5 text-small tablet:grid-cols-[112px_minmax(0,1fr)]">
          {promises.map((name) => (
            <div key={name} className="contents">
              <dt className="font-medium">{t(name)}</dt>
              <dd className="text-ink-2 max-tablet:mb-1.5">{t(`${name}Text`)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <aside
        aria-labelledby="first-run-steps"
        className="border-line px-5 py-7 max-desk:border-t tablet:px-10 tablet:py-11 desk:border-l"
      >
        <h3 id="first-run-steps" className="font-semibold">
          {t("aside")}
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
