"use client";

import { NotebookPen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { controlClass } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { meetingPathOf } from "../schema";

type Props = { id: string; title: string; note: string | null };

export function NoteButton(props: Props) {
  const t = useTranslations("meetings");
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const word = props.note === null ? t("addNote") : t("editNote");
  return (
    <>
      <Button
        look="quiet"
        size="icon"
        aria-label={`${word}: ${props.title}`}
        title={word}
        onClick={() => setOpen(true)}
      >
        <NotebookPen aria-hidden strokeWidth={1.75} />
      </Button>
      <Dialog open={open} onClose={close} title={t("noteOf", { title: props.title })}>
        <DialogBody>
          <NoteForm {...props} onClose={close} />
        </DialogBody>
      </Dialog>
    </>
  );
}

function NoteForm({ id, note, onClose }: Props & { onClose: () => void }) {
  const t = useTranslations("meetings");
  const [text, setText] = useState(note ?? "");
  const { run, pending, problem } = useChange({
    change: (next: string) => send("PATCH", meetingPathOf(id), { note: next.trim() === "" ? null : next }),
    onDone: () => {
      toast.done({ text: t("saved") });
      onClose();
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        run(text);
      }}
    >
      <Field label={t("noteLabel")} hint={t("noteHint")}>
        {(control) => (
          <textarea
            {...control}
            data-first-focus
            rows={4}
            maxLength={1_000}
            className={`${controlClass} py-2`}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {problem && <ProblemNotice problem={problem} />}
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" look="primary" pending={pending}>
          {t("save")}
        </Button>
      </DialogActions>
    </form>
  );
}
