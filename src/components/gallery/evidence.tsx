import { Archive } from "lucide-react";
import { CodeBlock } from "@/components/ui/code-block";
import { FreshMark } from "@/components/ui/fresh-mark";
import { HistoryStrip, type StripEntry } from "@/components/ui/history-strip";
import { KeyValues, Metrics } from "@/components/ui/metrics";
import { Note } from "@/components/ui/note";
import { Meter, Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { ScoreBar } from "@/components/ui/score-bar";
import { Sheet, SheetBody } from "@/components/ui/sheet";
import { Sparkline } from "@/components/ui/sparkline";
import { StripLegend, type BarState } from "@/components/ui/strip-bar";
import { TokenRail } from "@/components/ui/token-rail";

const bars = (parts: readonly [BarState, number][]): StripEntry[] =>
  parts
    .flatMap(([state, count]) => Array.from({ length: count }, () => state))
    .map((state, index) => ({ state, label: `Bar ${index + 1}: ${state}` }));

export function Evidence() {
  return (
    <Sheet>
      <SheetBody className="grid gap-6">
        <div className="flex flex-wrap items-center justify-between gap-4">
          <StripLegend />
          <FreshMark stale={false} left={0.4}>
            Updated 12 s ago
          </FreshMark>
          <FreshMark stale left={0}>
            Not updated for 2 min. Retrying
          </FreshMark>
        </div>
        <div className="grid gap-x-12 gap-y-5 desk:grid-cols-[minmax(0,1fr)_316px]">
          <HistoryStrip
            title="90 days"
            summary="99.81 % of the time proven"
            from="15 Aug"
            to="today"
            bars={bars([
              ["proven", 22],
              ["late", 1],
              ["proven", 37],
              ["outage", 1],
              ["late", 1],
              ["proven", 27],
              ["failed", 1],
            ])}
          />
          <HistoryStrip
            title="Last 60 runs"
            summary="40 proven, 16 during the outage"
            from="05:43"
            to="now"
            bars={bars([
              ["none", 3],
              ["proven", 40],
              ["outage", 16],
              ["working", 1],
            ])}
          />
          <Progress label="Resync" done={1840} of={2710} aside={<>about 20 s left</>}>
            <b>Full resync, calendar 2 of 3.</b> 1,840 of about 2,710 events. Nothing is removed before all is read.
          </Progress>
          <Progress label="Resync" done={0}>
            <b>Counting.</b> How much there is will be known with the first page.
          </Progress>
        </div>
        <TokenRail
          ended
          position={0.92}
          sentence={
            <>
              <b>Sign-in ended; it cannot renew itself.</b> It had renewed without you 2,131 times since 14 August.
            </>
          }
          from="Granted 14 Aug"
          to="Ended 12 Nov"
          label="Granted 14 August, ended 12 November 07:55"
        />
        <TokenRail
          ended={false}
          position={0.85}
          sentence={
            <>
              <b>Sign-in ends on 24 Nov.</b> Your organisation does not let it renew itself.
            </>
          }
          from="Granted 24 Aug"
          to="Ends 24 Nov"
          label="Granted 24 August, ends 24 November"
        />
        <Note
          icon={<Archive />}
          action={
            <a href="#evidence" className="link">
              See the event
            </a>
          }
        >
          <b>1 event set aside:</b> “Q4 pipeline review” ends before it starts. Everything else is in sync.
        </Note>
        <Figures />
        <CodeBlock text={"npm start\nnpm test"} />
      </SheetBody>
    </Sheet>
  );
}

function Figures() {
  return (
    <>
      <div className="grid gap-x-12 gap-y-5 desk:grid-cols-[minmax(0,1fr)_316px]">
        <Metrics
          className="desk:grid-cols-3"
          metrics={[
            { label: "Events kept", value: "2,710", note: "3 calendars" },
            { label: "Changed today", value: "41", note: "22 new, 17 edits, 2 gone" },
            { label: "Last run", value: "0.8 s", note: "1 call, 4 changes" },
            { label: "Push to here, p95", note: "no notification yet" },
            { label: "Calls saved today", value: "97 %", note: "112 made, 3,640 not needed" },
            {
              label: "Changes per hour",
              value: (
                <Sparkline
                  label="Between 0 and 9 in the last 12 hours, now 6"
                  values={[0, 0, 0, 1, 1, 3, 5, 3, 7, 8, 5, 6, 6]}
                />
              ),
              note: "6 now, most 9 at 08:00",
            },
          ]}
        />
        <ScoreBar
          score={92}
          note="97 last week"
          parts={[
            { id: "fresh", name: "Freshness", points: 40, of: 40 },
            { id: "runs", name: "Runs without error", points: 29, of: 30 },
            { id: "push", name: "Push delivery", points: 14, of: 20 },
            { id: "drift", name: "No differences found", points: 9, of: 10 },
          ]}
        />
      </div>
      <div className="grid gap-x-12 gap-y-5 desk:grid-cols-2">
        <div className="grid gap-1.5">
          <KeyValues pairs={[{ id: "a", name: "Google project quota", value: "41 %" }]} />
          <Meter label="Google project quota" used={0.41} />
        </div>
        <KeyValues
          pairs={[
            { id: "a", name: "Due now", value: "212" },
            { id: "b", name: "Last heartbeat", value: <RelativeTime at="2026-11-12T07:54:04Z" /> },
          ]}
        />
      </div>
    </>
  );
}
