"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
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
    <li className="grid gap-x-6 gap-y-3 border-t border-line px-4 py-4 first:border-t-0 tablet:grid-cols-[minmax(0,1fr)_auto] tablet:px-6">
      <div className="flex min-w-0 items-start gap-3">
        <Switch
          className="mt-0.5"
          aria-label={name}
          checked={channel.isEnabled}
          onChange={(event) => run({ ...channel, isEnabled: event.target.checked })}
        />
        <div className="min-w-0">
          <p className="font-medium">{name}</p>
          <p className="text-small text-ink-3">{t(`about.${channel.channel}`)}</p>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2 max-tablet:pl-12">
        <Select
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
        {channel.channel !== "in_app" && (
          <QuietHours channel={channel} name={name} disabled={!channel.isEnabled} onChange={run} />
        )}
        {channel.channel === "email" && (
          <Select
            aria-label={t("digest.label", { channel: name })}
            disabled={!channel.isEnabled}
            value={channel.digest ?? "off"}
            onChange={(event) => run({ ...channel, digest: event.target.value === "daily" ? "daily" : "off" })}
          >
            <option value="off">{t("digest.off")}</option>
            <option value="daily">{t("digest.daily")}</option>
          </Select>
        )}
        {channel.channel === "email" && (
          <Button pending={testing} onClick={() => test({ channel: "email" })}>
            {t("test")}
          </Button>
        )}
      </div>
    </li>
  );
}
