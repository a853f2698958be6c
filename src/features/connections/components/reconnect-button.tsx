"use client";

import { useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/api/problem-notice";
import { Button } from "@/components/ui/button";
import { ConnectLink } from "./connect-link";
import { useConnect } from "./use-connect";

type Account = { provider: string; product: string; connectionId: string };
type Props = Account & { wide?: boolean };

/** The same account again, in place: ids, choices and history stay. */
export function ReconnectButton({ provider, product, connectionId, wide = false }: Props) {
  const t = useTranslations("connections");
  const { connect, leavingFor, problem } = useConnect();
  return (
    <>
      <Button
        look="primary"
        wide={wide}
        pending={leavingFor !== null}
        onClick={() => connect({ provider, connectionId })}
      >
        {t("reconnect", { product })}
      </Button>
      {problem && (
        <div className="mt-2 text-left">
          <ProblemNotice problem={problem} />
        </div>
      )}
    </>
  );
}

/** The same where it is worth a word, not a button; without a connection it was disconnected, and comes back by its account. */
export function ReconnectLink({ provider, product, connectionId }: Omit<Account, "connectionId"> & Partial<Account>) {
  const t = useTranslations("connections");
  return (
    <ConnectLink target={{ provider, ...(connectionId && { connectionId }) }}>
      {t(connectionId ? "reconnect" : "connectAgain", { product })}
    </ConnectLink>
  );
}
