"use client";

import type { ReactNode } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { useConnect, type Target } from "./use-connect";

/** To the provider's page, where it is worth a word and not a button. */
export function ConnectLink({ target, children }: { target: Target; children: ReactNode }) {
  const { connect, leavingFor, problem } = useConnect();
  return (
    <>
      <button
        type="button"
        className="link min-h-11 tablet:min-h-0"
        aria-busy={leavingFor !== null}
        onClick={() => leavingFor === null && connect(target)}
      >
        {children}
      </button>
      <ProblemNotice problem={problem} />
    </>
  );
}
