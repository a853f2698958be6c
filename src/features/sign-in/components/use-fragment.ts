"use client";

import { useEffect, useState } from "react";

/** Long enough for the detour over a provider's page; gone with the tab. */
const KEPT_UNDER = "daykeeper.invitation";

type Fragment = { state: "reading" } | { state: "none" } | { state: "found"; secret: string };

/**
 * The secret behind the #, which the browser sends to no server. It is taken out of the address at once, so that it
 * stays neither in the history nor in a picture of the screen. `kept` survives signing in at a provider in this tab.
 */
export function useFragment({ kept = false } = {}): Fragment {
  const [fragment, setFragment] = useState<Fragment>({ state: "reading" });

  useEffect(() => {
    const written = decodeURIComponent(location.hash.slice(1));
    if (written !== "") history.replaceState(history.state, "", location.pathname);
    if (kept && written !== "") sessionStorage.setItem(KEPT_UNDER, written);
    const secret = written || (kept ? sessionStorage.getItem(KEPT_UNDER) : null);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the fragment is known to the browser only, so after the first drawing at the earliest
    setFragment(secret ? { state: "found", secret } : { state: "none" });
  }, [kept]);

  return fragment;
}

export const forgetFragment = () => sessionStorage.removeItem(KEPT_UNDER);
