import { Section } from "@/components/ui/sheet";
import { PageHeader } from "@/components/ui/page-header";
import { Colours, Types } from "./foundations";
import { Controls } from "./controls";
import { Evidence } from "./evidence";
import { Feedback } from "./feedback";
import { Overlays } from "./overlays";
import { StatesInAllForms } from "./states-in-all-forms";
import { Verdicts } from "./verdicts";

const parts = [
  { id: "colours", title: "Colours", note: "from tailwind.config.ts", content: <Colours /> },
  { id: "type", title: "Type", note: "Geist Sans, Geist Mono for codes", content: <Types /> },
  { id: "states", title: "States", note: "shape, word and colour, always all three", content: <StatesInAllForms /> },
  { id: "controls", title: "Controls", note: "36 high, 44 on a phone", content: <Controls /> },
  { id: "overlays", title: "Menus, dialogs, toasts", note: "Escape closes, focus returns", content: <Overlays /> },
  { id: "verdicts", title: "Verdicts and errors", note: "loud only when you must act", content: <Verdicts /> },
  { id: "evidence", title: "Evidence", note: "figures, strips, scores, rails", content: <Evidence /> },
  {
    id: "feedback",
    title: "Tables, empty and waiting",
    note: "what stands here before there is something",
    content: <Feedback />,
  },
] as const;

/** Every component in every state, with invented data: for developers, in the demo and in development only. */
export function Gallery() {
  return (
    <>
      <PageHeader
        title="Components"
        lead="Every part of the interface in each of its states. The figures are invented."
      />
      <nav aria-label="On this page" className="mb-10 flex flex-wrap gap-x-4 gap-y-1 text-small">
        {parts.map(({ id, title }) => (
          <a key={id} href={`#${id}`} className="link inline-flex min-h-11 items-center tablet:min-h-9">
            {title}
          </a>
        ))}
      </nav>
      {parts.map(({ id, title, note, content }) => (
        <Section key={id} id={id} title={title} note={note}>
          {content}
        </Section>
      ))}
    </>
  );
}
