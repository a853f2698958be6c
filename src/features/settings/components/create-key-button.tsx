"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useServerSentence } from "@/components/api/use-answer-words";
import { useChange } from "@/components/api/use-change";
import { useFieldError } from "@/components/api/use-field-error";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogActions, DialogBody } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ApiKeyShape } from "@/server/people/shapes";

type Scope = ApiKeyShape["scopes"][number];
type ScopeChoice = { name: Scope; meaning: string };
type Made = { key: ApiKeyShape; secret: string };

const lifetimes = [30, 90, 365, null] as const;

export function CreateKeyButton({ scopes }: { scopes: readonly ScopeChoice[] }) {
  const t = useTranslations("settings.keys");
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    setOpen(false);
    setMade(null);
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden strokeWidth={1.75} />
        {t("create")}
      </Button>
      <Dialog open={open} onClose={close} title={made ? t("madeTitle", { name: made.key.name }) : t("createTitle")}>
        {made ? (
          <SecretOnce made={made} onClose={close} />
        ) : (
          <KeyForm scopes={scopes} onMade={setMade} onClose={close} />
        )}
      </Dialog>
    </>
  );
}

type FormProps = { scopes: readonly ScopeChoice[]; onMade: (made: Made) => void; onClose: () => void };

function KeyForm({ scopes, onMade, onClose }: FormProps) {
  const t = useTranslations("settings.keys");
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>([]);
  const [days, setDays] = useState<number | null>(90);
  const fieldError = useFieldError();
  const sentence = useServerSentence();
  const { run, pending, problem } = useChange({
    change: (input: object) => send<Made>("POST", "/api/v1/keys", input),
    onDone: onMade,
  });
  const scopeError = fieldError(problem, "scopes");
  const toggle = (scope: Scope) =>
    setChosen(chosen.includes(scope) ? chosen.filter((each) => each !== scope) : [...chosen, scope]);

  return (
    <DialogBody>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          run({ name, scopes: chosen, ...(days && { expiresInDays: days }) });
        }}
      >
        <Field label={t("name")} hint={t("nameHint")} error={fieldError(problem, "name")}>
          {(control) => (
            <Input
              {...control}
              data-first-focus
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <fieldset aria-describedby={scopeError ? "scope-error" : undefined}>
          <legend className="font-medium">{t("may")}</legend>
          {scopes.map((scope) => (
            <Checkbox
              key={scope.name}
              label={sentence(scope.meaning)}
              hint={<span className="font-mono text-micro">{scope.name}</span>}
              checked={chosen.includes(scope.name)}
              onChange={() => toggle(scope.name)}
            />
          ))}
          {scopeError && (
            <p id="scope-error" className="text-small text-bad-text">
              {scopeError}
            </p>
          )}
        </fieldset>
        <Field label={t("lifetime")} error={fieldError(problem, "expiresInDays")}>
          {(control) => (
            <Select {...control} value={days ?? ""} onChange={(event) => setDays(Number(event.target.value) || null)}>
              {lifetimes.map((each) => (
                <option key={each ?? "never"} value={each ?? ""}>
                  {each ? t("days", { days: each }) : t("unlimited")}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <ProblemNotice problem={problem} />
        <DialogActions>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" pending={pending}>
            {t("create")}
          </Button>
        </DialogActions>
      </form>
    </DialogBody>
  );
}

function SecretOnce({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useTranslations("settings.keys");
  return (
    <DialogBody>
      <p className="mb-3 text-ink-2">{t("once")}</p>
      <CodeBlock text={made.secret} label={t("copySecret")} />
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          {t("haveCopied")}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}
