"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useFieldError } from "@/components/api/use-field-error";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogActions, DialogBody } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { InvitationShape } from "@/server/people/shapes";

type Role = InvitationShape["role"];
type Made = { invitation: InvitationShape; link: string };

export function InviteButton({ roles, workspace }: { roles: readonly Role[]; workspace: string }) {
  const t = useTranslations("settings.members");
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    setOpen(false);
    setMade(null);
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden strokeWidth={1.75} />
        {t("invite")}
      </Button>
      <Dialog
        open={open}
        onClose={close}
        title={made ? t("invited", { email: made.invitation.email }) : t("inviteTo", { workspace })}
      >
        {made ? (
          <LinkMade made={made} onClose={close} />
        ) : (
          <InviteForm roles={roles} onMade={setMade} onClose={close} />
        )}
      </Dialog>
    </>
  );
}

type FormProps = { roles: readonly Role[]; onMade: (made: Made) => void; onClose: () => void };

function InviteForm({ roles, onMade, onClose }: FormProps) {
  const t = useTranslations("settings.members");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("member");
  const fieldError = useFieldError();
  const { run, pending, problem } = useChange({
    change: (input: { email: string; role: Role }) => send<Made>("POST", "/api/v1/invitations", input),
    onDone: onMade,
  });
  return (
    <DialogBody>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          run({ email, role });
        }}
      >
        <Field label={t("email")} error={fieldError(problem, "email")}>
          {(control) => (
            <Input
              {...control}
              data-first-focus
              type="email"
              autoComplete="off"
              inputMode="email"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("role")} hint={t(`rolesMean.${role}`)}>
          {(control) => (
            <Select {...control} value={role} onChange={(event) => setRole(event.target.value as Role)}>
              {roles.map((each) => (
                <option key={each} value={each}>
                  {t(`roles.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <ProblemNotice problem={problem} />
        <DialogActions>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" pending={pending}>
            {t("makeLink")}
          </Button>
        </DialogActions>
      </form>
    </DialogBody>
  );
}

function LinkMade({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useTranslations("settings.members");
  return (
    <DialogBody>
      <p className="mb-3 text-ink-2">{t("linkMade", { email: made.invitation.email })}</p>
      <CodeBlock text={made.link} label={t("copyLink")} />
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}
