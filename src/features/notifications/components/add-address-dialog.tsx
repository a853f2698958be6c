"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFieldError } from "@/components/api/use-field-error";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogActions, DialogBody } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { endpointsPath, outsideChannels } from "../schema";
import { SecretOnce } from "./secret-once";

type Props = { open: boolean; mayAddForTeam: boolean; onClose: () => void };
type Made = { id: string; secret: string | null };

/** Emptied whenever it is opened anew. */
export function AddAddressDialog({ open, mayAddForTeam, onClose }: Props) {
  const t = useTranslations("notifications");
  return (
    <Dialog open={open} onClose={onClose} title={t("addTitle")}>
      <DialogBody>
        <AddressForm mayAddForTeam={mayAddForTeam} onClose={onClose} />
      </DialogBody>
    </Dialog>
  );
}

function AddressForm({ mayAddForTeam, onClose }: Omit<Props, "open">) {
  const t = useTranslations("notifications");
  const fieldError = useFieldError();
  const [given, setGiven] = useState({ channel: "slack", name: "", address: "", forTeam: false });
  const [secret, setSecret] = useState<string | null>(null);
  const { run, pending, problem } = useChange({
    change: (input: typeof given) => send<Made>("POST", endpointsPath, input),
    onDone: (made) => (made.secret === null ? onClose() : setSecret(made.secret)),
  });
  if (secret !== null) return <SecretOnce secret={secret} onClose={onClose} />;
  const isNumber = given.channel === "sms";
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        run(given);
      }}
    >
      <Field label={t("channel")}>
        {(control) => (
          <Select
            {...control}
            data-first-focus
            value={given.channel}
            onChange={(event) => setGiven({ ...given, channel: event.target.value })}
          >
            {outsideChannels.map((channel) => (
              <option key={channel} value={channel}>
                {t(`channels.${channel}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("name")} hint={t("nameHint")} error={fieldError(problem, "name")}>
        {(control) => (
          <Input
            {...control}
            value={given.name}
            onChange={(event) => setGiven({ ...given, name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={isNumber ? t("number") : t("address")}
        hint={isNumber ? t("numberHint") : t("addressHint")}
        error={fieldError(problem, "address")}
      >
        {(control) => (
          <Input
            {...control}
            type={isNumber ? "tel" : "url"}
            autoComplete="off"
            value={given.address}
            onChange={(event) => setGiven({ ...given, address: event.target.value })}
          />
        )}
      </Field>
      {mayAddForTeam && (
        <Checkbox
          label={t("forTeam")}
          checked={given.forTeam}
          onChange={(event) => setGiven({ ...given, forTeam: event.target.checked })}
        />
      )}
      {problem && <ProblemNotice problem={problem} />}
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" look="primary" pending={pending}>
          {t("add")}
        </Button>
      </DialogActions>
    </form>
  );
}
