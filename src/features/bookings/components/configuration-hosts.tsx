"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Section, Sheet, SheetBody } from "@/components/ui/sheet";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { HostCandidate } from "@/server/db/booking/candidates";
import { canHost, hostOf, roleOf, withoutHost, withRole, type Role } from "./configuration-draft";
import type { PartProps } from "./configuration-editor";
import { HostHours } from "./configuration-host-hours";

const modes = ["single", "collective", "round_robin"] as const;
const roles: readonly Role[] = ["blocks", "optional", "ignored"];
const turns = { first: 10, usual: 0, last: -10 } as const;

type Props = PartProps & { candidates: readonly HostCandidate[]; zones: readonly string[] };

export function HostsSection({ draft, onChange, errorOf, candidates, zones }: Props) {
  const t = useTranslations("bookingSettings.hosts");
  const chosen = candidates.filter(({ userId }) => draft.hosts.some((host) => host.user_id === userId));
  const others = candidates.filter((each) => !chosen.includes(each));
  const isFull = draft.mode === "single" && chosen.length > 0;
  const error = errorOf("hosts") ?? errorOf("calendars");
  return (
    <Section id="hosts" title={t("title")}>
      <Sheet>
        <SheetBody>
          <Segmented
            label={t("mode")}
            value={draft.mode}
            parts={modes.map((mode) => ({ value: mode, label: t(`modes.${mode}`) }))}
            onChange={(mode) => onChange({ mode, ...(mode === "single" && { hosts: draft.hosts.slice(0, 1) }) })}
          />
          <p className="mt-2 max-w-text text-small text-ink-2">{t(`modeMeans.${draft.mode}`)}</p>
          {error !== undefined && (
            <p role="alert" className="mt-3 text-small text-bad-text">
              {error}
            </p>
          )}
        </SheetBody>
        <ul>
          {chosen.map((candidate) => (
            <HostLine key={candidate.userId} {...{ draft, onChange, errorOf, candidate, zones }} />
          ))}
        </ul>
        {others.length > 0 && (
          <SheetBody className="border-t border-line">
            <Field label={isFull ? t("instead") : t("add")}>
              {(control) => (
                <Select
                  {...control}
                  className="max-w-80"
                  value=""
                  onChange={(event) => {
                    const found = others.find(({ userId }) => userId === event.target.value);
                    if (found === undefined) return;
                    const kept = isFull ? chosen.reduce((left, each) => withoutHost(left, each), draft) : draft;
                    onChange({ calendars: kept.calendars, hosts: [...kept.hosts, ...hostOf(found)] });
                  }}
                >
                  <option value="">{t("choose")}</option>
                  {others.map((each) => (
                    <option key={each.userId} value={each.userId} disabled={!canHost(each)}>
                      {canHost(each) ? each.name : t("without", { name: each.name })}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </SheetBody>
        )}
      </Sheet>
    </Section>
  );
}

type LineProps = Pick<PartProps, "draft" | "onChange"> & { candidate: HostCandidate };

function HostLine({ draft, onChange, errorOf, candidate, zones }: LineProps & Pick<Props, "errorOf" | "zones">) {
  const t = useTranslations("bookingSettings.hosts");
  const { userId, name, calendars } = candidate;
  const own = draft.hosts.find(({ user_id: id }) => id === userId);
  const change = (next: Partial<NonNullable<typeof own>>) =>
    onChange({ hosts: draft.hosts.map((host) => (host.user_id === userId ? { ...host, ...next } : host)) });
  const hours = own?.hours ?? null;
  const turn = own === undefined || own.priority === 0 ? "usual" : own.priority > 0 ? "first" : "last";
  return (
    <li className="border-t border-line px-4 py-4 tablet:px-6">
      <div className="flex items-center gap-2">
        <h3 className="mr-auto font-medium">{name}</h3>
        <Button
          size="icon"
          look="quiet"
          aria-label={t("remove", { name })}
          onClick={() => {
            const { hosts, calendars: left } = withoutHost(draft, candidate);
            onChange({ hosts, calendars: left });
          }}
        >
          <X aria-hidden />
        </Button>
      </div>
      <div className="mt-2 grid gap-x-4 gap-y-3 tablet:grid-cols-2">
        <Field label={t("main")} hint={t("mainHint")}>
          {(control) => (
            <Select
              {...control}
              value={own?.main_calendar_id ?? ""}
              onChange={(event) => {
                const { calendars: left } = withRole(draft, event.target.value, "ignored");
                onChange({
                  calendars: left,
                  hosts: draft.hosts.map((host) =>
                    host.user_id === userId ? { ...host, main_calendar_id: event.target.value } : host,
                  ),
                });
              }}
            >
              {calendars.map(({ id, name: calendar, account, canWrite }) => (
                <option key={id} value={id} disabled={!canWrite}>
                  {t("calendarOf", { calendar, account })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {draft.mode === "round_robin" && (
          <Field label={t("turn")}>
            {(control) => (
              <Select
                {...control}
                value={turn}
                onChange={(event) => change({ priority: turns[event.target.value as keyof typeof turns] })}
              >
                {(["first", "usual", "last"] as const).map((each) => (
                  <option key={each} value={each}>
                    {t(`turns.${each}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </div>
      <FurtherCalendars {...{ draft, onChange, candidate }} main={own?.main_calendar_id ?? ""} />
      {(draft.mode !== "single" || hours !== null) && (
        <HostHours
          {...{ draft, name, hours, zones }}
          error={errorOf(`hosts.${draft.hosts.findIndex(({ user_id: id }) => id === userId)}.hours.zone`)}
          onChange={(next) => change({ hours: next })}
        />
      )}
    </li>
  );
}

function FurtherCalendars({ draft, onChange, candidate, main }: LineProps & { main: string }) {
  const t = useTranslations("bookingSettings.hosts");
  const further = candidate.calendars.filter(({ id }) => id !== main);
  if (further.length === 0) return null;
  return (
    <details className="mt-3" open={further.some(({ id }) => roleOf(draft, id) !== "ignored")}>
      <summary className="link w-fit cursor-pointer text-small">{t("further", { count: further.length })}</summary>
      <ul className="mt-2 grid gap-2">
        {further.map(({ id, name, account }) => (
          <li key={id} className="grid items-center gap-x-4 gap-y-1 tablet:grid-cols-[minmax(0,1fr)_200px]">
            <span className="min-w-0 truncate" title={account}>
              {t("calendarOf", { calendar: name, account })}
            </span>
            <Select
              aria-label={t("roleOf", { calendar: name })}
              value={roleOf(draft, id)}
              onChange={(event) => onChange({ calendars: withRole(draft, id, event.target.value as Role).calendars })}
            >
              {roles.map((role) => (
                <option key={role} value={role}>
                  {t(`roles.${role}`)}
                </option>
              ))}
            </Select>
          </li>
        ))}
      </ul>
    </details>
  );
}
