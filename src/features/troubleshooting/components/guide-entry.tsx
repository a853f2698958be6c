import type { Entry, Paragraph } from "../schema";

/** Where a link of a problem arrives: tinted, so that the eye finds it. */
export function GuideEntry({ entry: { id, title, problem, paragraphs } }: { entry: Entry }) {
  return (
    <article
      id={id}
      aria-labelledby={`${id}-title`}
      className="border-t border-line px-4 py-4 first:border-t-0 target:bg-accent-soft tablet:px-6"
    >
      <header className="mb-1.5 flex flex-wrap items-baseline gap-x-3">
        <h3 id={`${id}-title`} className="font-semibold">
          {title}
        </h3>
        {problem && (
          <p className="ml-auto font-mono text-micro text-ink-2 max-tablet:ml-0 max-tablet:w-full">
            {problem.status} {problem.code}
          </p>
        )}
      </header>
      <Paragraphs paragraphs={paragraphs} />
    </article>
  );
}

export function Paragraphs({ paragraphs }: { paragraphs: readonly Paragraph[] }) {
  return (
    <div className="grid max-w-text gap-2 text-ink-2">
      {paragraphs.map((paragraph, number) => (
        <p key={number}>
          {paragraph.map((part, place) => {
            if (part.kind === "text") return part.text;
            if (part.kind === "code") {
              return (
                <code key={place} className="font-mono text-[12.5px] wrap-anywhere">
                  {part.text}
                </code>
              );
            }
            return (
              <a key={place} href={`#${part.anchor}`} className="link">
                {part.text}
              </a>
            );
          })}
        </p>
      ))}
    </div>
  );
}
