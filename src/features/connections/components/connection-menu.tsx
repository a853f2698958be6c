"use client";

import { Ellipsis, ListChecks, Pause, Play, Unplug } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { Connection } from "../schema";
import { ChooseCalendars } from "./choose-calendars";
import { DisconnectDialog } from "./disconnect-dialog";

type Props = {
  connection: Connection;
  name: string;
  /** How many are copied here. */
  events: number;
  onChanged: () => void;
  /** Further lines from whoever shows the connection. */
  children?: ReactNode;
};

/** Everything that can be done with one account besides the one thing that helps most. */
export function ConnectionMenu({ connection, name, events, onChanged, children }: Props) {
  const t = useTranslations("connections");
  const [open, setOpen] = useState<"choose" | "disconnect" | null>(null);
  const pause = usePause(connection, name, onChanged);
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        trigger={
          <Button look="quiet" size="icon" aria-label={t("menu", { name })}>
            <Ellipsis aria-hidden strokeWidth={1.75} />
          </Button>
        }
      >
        <MenuItem onSelect={() => setOpen("choose")}>
          <ListChecks aria-hidden strokeWidth={1.75} />
          {t("choose")}
        </MenuItem>
        {children}
        <MenuItem onSelect={() => pause.run(!connection.isPaused)}>
          {connection.isPaused ? <Play aria-hidden strokeWidth={1.75} /> : <Pause aria-hidden strokeWidth={1.75} />}
          {t(connection.isPaused ? "resume" : "pause")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => setOpen("disconnect")}>
          <Unplug aria-hidden strokeWidth={1.75} />
          {t("disconnect")}
        </MenuItem>
      </Menu>
      <ChooseCalendars connection={connection} open={open === "choose"} onClose={close} onChanged={onChanged} />
      <DisconnectDialog
        connection={connection}
        name={name}
        events={events}
        open={open === "disconnect"}
        onClose={close}
        onChanged={onChanged}
      />
    </>
  );
}

function usePause({ id }: Connection, name: string, onChanged: () => void) {
  const t = useTranslations("connections");
  const words = useProblemWords();
  return useChange({
    change: (isPaused: boolean) => send<Connection>("PATCH", `/api/v1/calendar/connections/${id}`, { isPaused }),
    onDone: (_, isPaused) => {
      onChanged();
      toast.done({ text: t(isPaused ? "paused" : "resumed", { name }) });
    },
    onProblem: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
  });
}

/** The one button of a paused account. */
export function ResumeButton({ connection, name, onChanged }: Omit<Props, "children" | "events">) {
  const t = useTranslations("connections");
  const { run, pending } = usePause(connection, name, onChanged);
  return (
    <Button pending={pending} onClick={() => run(false)}>
      {!pending && <Play aria-hidden strokeWidth={1.75} />}
      {t("resume")}
    </Button>
  );
}
