import { Button } from "@/components/ui/button";
import { ErrorBlock } from "@/components/ui/error-block";
import { HealthBanner } from "@/components/ui/health-banner";
import { Sheet } from "@/components/ui/sheet";
import { SummaryCards } from "@/components/ui/summary-cards";
import { CountersExample, ProblemExample } from "./problem-example";

const technical =
  "token.grant_revoked · invalid_grant · AADSTS50173\nrequest 7c1e4f0a-52d9-4b6e-9b0e-3fd1a2c86e11 · 2026-11-12 07:55:04 UTC+1";

export function Verdicts() {
  return (
    <div className="grid gap-5 [&>div]:mb-0">
      <HealthBanner
        state="reconnect"
        title="Action needed: Outlook has stopped, and only you can restart it"
        facts="Two calendars have not been read since 07:55 today. Google Meridian is proven; Google Northwind waits for Google."
        action={<Button look="primary">Reconnect Outlook</Button>}
      >
        <SummaryCards
          cards={[
            { label: "Total syncs", figure: "3", why: "accounts, 7 calendars" },
            { label: "Active", figure: "2", why: "1 proven, 1 waits for Google" },
            { label: "With errors", figure: "2", why: "1 needs you, 1 is Google’s" },
            { label: "Connected", figure: "2", why: "providers: Google, Outlook" },
          ]}
        />
      </HealthBanner>
      <HealthBanner
        state="late"
        title="Partial: 97.2 % of connections work, and Google causes most of the rest"
        facts="Since today 09:13. No data lost."
        action={<Button>See 3 incidents</Button>}
      >
        <CountersExample />
      </HealthBanner>
      <HealthBanner
        state="outage"
        title="Google answers 503 for part of its accounts"
        facts="Nothing for you to do. Next try at 10:45."
      />
      <HealthBanner
        state="catchingUp"
        title="Catching up: 1,840 of about 2,710 events"
        facts="Nothing is removed before all is read."
      />
      <HealthBanner
        state="healthy"
        title="Everything is proven, last change 2 min ago"
        facts="3 accounts, 7 calendars, read to the end within the last minute."
      />
      <HealthBanner state="unknown" title="We do not know yet" facts="No read since the restart at 10:30." />
      <Sheet className="grid gap-5 py-5">
        <ErrorBlock
          tone="bad"
          happened="Microsoft ended our access to this account, most likely because its password was changed."
          since="Today 07:55 (2 h 47 min). We tried 3 times until 08:05, then stopped."
          means="Changes made in Outlook since 07:55 are missing here. Booking pages treat this calendar as busy, so nobody can double-book you."
          next="Nothing by itself. After you reconnect, we read the gap and show when it is closed, usually within a minute."
          action={<Button look="primary">Reconnect Outlook</Button>}
          actionNote="About 20 seconds. Your calendars, settings and history stay."
          technical={technical}
        />
        <ErrorBlock
          tone="away"
          happened="Google answers 503 for part of its accounts, this one included."
          since="Today 09:13 (1 h 29 min). 1,004 accounts are affected here; your other Google account is not."
          means="You see the calendar as it was at 09:12. Edits you make here are kept and sent later."
          next="One probe every 5 minutes, next at 10:45. When Google answers, we catch up and turn this green ourselves."
          actionNote="We write to you only if it lasts past 12:00."
          technical={technical}
        />
        <ErrorBlock
          tone="late"
          happened="The last read is 22 min old, the bound is 15 min."
          since="Today 10:20."
          means="Changes of the last 22 minutes may be missing here."
          next="Next read in 40 s."
          actionNote="It is in the queue already."
        />
      </Sheet>
      <Sheet className="p-6">
        <ProblemExample />
      </Sheet>
    </div>
  );
}
