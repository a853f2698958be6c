"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogActions, DialogBody } from "@/components/ui/dialog";
import { KeyValues } from "@/components/ui/metrics";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { toShown } from "@/components/ui/shown-state";
import type { OverseenConnection } from "../schema";
import { AccountCalendars } from "./account-calendars";
import { RemindButton } from "./remind-button";
import { useCause } from "./use-cause";

type Props = { account: OverseenConnection | undefined; onClose: () => void; onReminded: () => void };

/** One account, as far as it concerns whoever looks after it. Its address can be sent to somebody who may see it too. */
export function AccountDialog({ account, onClose, onReminded }: Props) {
  return (
    <Dialog open={account !== undefined} onClose={onClose} title={account && <bdi>{account.userName}</bdi>} label="">
      {account && (
        <DialogBody>
          <Facts account={account} />
          <DialogActions>
            <RemindButton person={account} onReminded={onReminded} wide />
          </DialogActions>
        </DialogBody>
      )}
    </Dialog>
  );
}

function Facts({ account }: { account: OverseenConnection }) {
  const t = useTranslations("health.account");
  const cause = useCause()(account);
  const { product, state, sentence, code, since, lastProven, score, calendars, remindedAt } = account;
  return (
    <div className="grid gap-4">
      <div className="grid justify-items-start gap-2">
        <StatusBadge state={toShown(state)} />
        <p className="font-medium first-letter:uppercase">{cause}</p>
        {sentence !== "" && sentence !== cause && <p className="text-small text-ink-2">{sentence}</p>}
      </div>
      <KeyValues
        pairs={[
          { id: "product", name: t("account"), value: product },
          { id: "email", name: t("email"), value: account.userEmail },
          { id: "workspace", name: t("workspace"), value: <bdi>{account.workspaceName}</bdi> },
          { id: "since", name: t("since"), value: <DateTime at={since} /> },
          { id: "proven", name: t("lastProven"), value: lastProven ? <RelativeTime at={lastProven} /> : t("never") },
          { id: "score", name: t("score"), value: score === null ? t("notKnown") : t("of", { score }) },
          { id: "calendars", name: t("calendars"), value: String(calendars) },
          { id: "reminded", name: t("reminded"), value: remindedAt ? <RelativeTime at={remindedAt} /> : t("notYet") },
          ...(code === null ? [] : [{ id: "code", name: t("code"), value: <code className="font-mono">{code}</code> }]),
        ]}
      />
      <AccountCalendars account={account} />
      <p className="text-small text-ink-3">{t("noContents")}</p>
      <div className="justify-self-start">
        <CopyButton label={t("copy")} text={`${account.connectionId}${code === null ? "" : ` ${code}`}`} />
      </div>
    </div>
  );
}
