"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog, DialogActions, DialogBody } from "./dialog";

type Fact = { name: string; text: ReactNode };
type Props = {
  open: boolean;
  onClose: () => void;
  /** The question, with the object's name. */
  question: string;
  /** What changes, what stays, how long it takes. */
  facts: readonly Fact[];
  /** The verb. */
  action: string;
  pending?: boolean;
  problem?: ReactNode;
  onConfirm: () => void;
};

export function ConfirmDialog({ open, onClose, question, facts, action, pending, problem, onConfirm }: Props) {
  const t = useTranslations("ui");
  return (
    <Dialog open={open} onClose={onClose} title={question}>
      <DialogBody>
        <dl className="grid gap-x-4 gap-y-2 tablet:grid-cols-[7.5rem_minmax(0,1fr)]">
          {facts.map(({ name, text }) => (
            <div key={name} className="contents">
              <dt className="text-small font-medium text-ink-3">{name}</dt>
              <dd className="max-tablet:mb-1.5">{text}</dd>
            </div>
          ))}
        </dl>
        {problem && <div className="mt-4">{problem}</div>}
        <DialogActions>
          <Button onClick={onClose} data-first-focus>
            {t("cancel")}
          </Button>
          <Button look="grave" pending={pending ?? false} onClick={onConfirm}>
            {action}
          </Button>
        </DialogActions>
      </DialogBody>
    </Dialog>
  );
}
