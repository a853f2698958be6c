"use client";

import { Button } from "@/components/ui/button";
import { PageMessage } from "@/components/ui/page-message";
import german from "@/lib/i18n/messages/failure/de.json";
import english from "@/lib/i18n/messages/failure/en.json";

type Props = { error: unknown; retry: () => void };

const digestOf = (error: unknown) => (error instanceof Error && "digest" in error ? String(error.digest) : null);

const isGerman = () => typeof document !== "undefined" && document.documentElement.lang === "de";

/** Works when nothing else does: its texts come with it, not from the catalogue. */
export function Failure({ error, retry }: Props) {
  const digest = digestOf(error);
  const texts = isGerman() ? german : english;
  return (
    <PageMessage
      title={texts.title}
      action={
        <>
          <Button look="primary" onClick={retry}>
            {texts.again}
          </Button>
          {/* A whole page load: what failed may be the router itself. */}
          <Button onClick={() => location.assign("/")}>{texts.home}</Button>
        </>
      }
    >
      <p>{texts.more}</p>
      {digest && (
        <p className="mt-2 text-small text-ink-3">
          {texts.reference} <code className="font-mono">{digest}</code>
        </p>
      )}
    </PageMessage>
  );
}
