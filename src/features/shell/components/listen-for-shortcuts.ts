type Actions = { palette: () => void; shortcuts: () => void; go: (key: string) => void };

const CHORD_MS = 1_000;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/** ⌘K or Ctrl K, `/`, `?`, and `g` followed by a place's key. Single keys rest while a person types or a dialog is open. */
export function listenForShortcuts({ palette, shortcuts, go }: Actions): () => void {
  let chordUntilMs = 0;

  const single: Record<string, () => void> = {
    "?": shortcuts,
    "/": () => {
      const search = document.querySelector<HTMLElement>("main input[type=search]");
      if (search) search.focus();
      else palette();
    },
    g: () => {
      chordUntilMs = performance.now() + CHORD_MS;
    },
  };

  const press = (event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette();
      return;
    }
    if (
      event.metaKey ||
      event.ctrlKey ||
      event.altKey ||
      isTyping(event.target) ||
      document.querySelector("dialog[open]")
    )
      return;
    const inChord = performance.now() < chordUntilMs;
    chordUntilMs = 0;
    if (inChord) go(event.key);
    else if (single[event.key]) {
      event.preventDefault();
      single[event.key]?.();
    }
  };

  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}
