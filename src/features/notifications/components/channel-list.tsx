"use client";

import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Section, Sheet } from "@/components/ui/sheet";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { settingsPath, severities, type Channel, type NotificationSettings } from "../schema";
import { QuietHours } from "./quiet-hours";
import { useSendTest } from "./use-send-test";

/** Each way in one line; what one changes is kept at once. Ways that are not set up are not offered. */
export function ChannelList({ settings }: { settings: NotificationSettings }) {
  const t = useTranslations("notifications");
  const shown = settings.channels.filter(({ isAvailable }) => isAvailable);
  const hasMail = shown.some(({ channel }) => channel === "email");
  return (
    <Section id="ways" title={t("ways")} {...(!hasMail && { note: t("noMail") })}>
      <Sheet>
        <ul>
          {shown.map((channel) => (
            <ChannelRow key={channel.channel} channel={channel} />
          ))}
        </ul>
      </Sheet>
    </Section>
  );
}

function ChannelRow({ channel: first }: { channel: Channel }) {
  const t = useTranslations("notifications");
  const severity = useTranslations("alerts.severity");
  const words = useProblemWords();
  // Two changes shortly after each other: the second is one of what the first made.
  const [channel, setChannel] = useState(first);
  const { run: keep } = useChange({
    change: ({ isAvailable: _isAvailable, ...values }: Channel) => send("PATCH", settingsPath, values),
    onDone: () => toast.done({ text: t("saved") }),
    onProblem: (problem) => {
      setChannel(first);
      toast.failed({ text: words(problem).title, detail: words(problem).detail });
    },
  });
  const run = (changed: Channel) => {
    setChannel(changed);
    keep(changed);
  };
  const { test, testing } = useSendTest();
  const name = t(`channels.${channel.channel}`);
  return (
    <li className="grid gap-4 border-t border-line px-4 py-4 first:border-t-0 tablet:px-6 tablet:py-5">
      <div className="flex min-w-0 items-start gap-3">
        <Switch
          className="mt-0.5"
          aria-label={name}
          checked={channel.isEnabled}
          onChange={(event) => run({ ...channel, isEnabled: event.target.checked })}
        />
        <div className="mr-auto min-w-0">
          <p className="font-medium">{name}</p>
          <p className="text-small text-ink-3">{t(`about.${channel.channel}`)}</p>
        </div>
        {channel.channel === "email" && (
          <Button size="small" pending={testing} onClick={() => test({ channel: "email" })}>
            {t("test")}
          </Button>
        )}
      </div>
      <div className="grid gap-x-4 gap-y-3 tablet:grid-cols-3 tablet:pl-12">
        <Choice label={t("labels.from")}>
          <Select
            className="w-full"
            aria-label={t("from", { channel: name })}
            disabled={!channel.isEnabled}
            value={channel.minimumSeverity}
            onChange={(event) => run({ ...channel, minimumSeverity: event.target.value as Channel["minimumSeverity"] })}
          >
            {severities.map((each) => (
              <option key={each} value={each}>
                {t("atLeast", { id: each, severity: severity(each) })}
              </option>
            ))}
          </Select>
        </Choice>
        {channel.channel !== "in_app" && (
          <Choice label={t("labels.quiet")}>
            <QuietHours channel={channel} name={name} disabled={!channel.isEnabled} onChange={run} />
          </Choice>
        )}
        {channel.channel === "email" && (
          <Choice label={t("labels.digest")}>
            <Select
              className="w-full"
              aria-label={t("digest.label", { channel: name })}
              disabled={!channel.isEnabled}
              value={channel.digest ?? "off"}
              onChange={(event) => run({ ...channel, digest: event.target.value === "daily" ? "daily" : "off" })}
            >
              <option value="off">{t("digest.off")}</option>
              <option value="daily">{t("digest.daily")}</option>
            </Select>
          </Choice>
        )}
      </div>
    </li>
  );
}

/** The control itself says of which way it is; what stands above it is for the eye. */
function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <span aria-hidden className="text-small text-ink-3">
        {label}
      </span>
      {children}
    </div>
  );
}
