import type { ProblemCode } from "@/server/http/problem-codes";

export const actors = [
  "anonymous",
  "member",
  "manager",
  "admin",
  "instance",
  "key",
  "bareKey",
  "other",
  "otherKey",
] as const;
export type Actor = (typeof actors)[number];
export type Outcome = "ok" | ProblemCode;

/**
 * Who gets what from every address, written by hand and not derived from the code it judges. `key` has every scope,
 * `bareKey` none; `other` is the admin and `otherKey` the key of another workspace, asking for things of ours.
 * An address without a row fails the test.
 */
const table = `
route                 anonymous              member                 manager                admin                  instance               key                    bareKey                other                  otherKey
readMe                sign_in_required       ok                     ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
updateMe              sign_in_required       ok                     ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
readWorkingHours      sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
changeWorkingHours    sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
switchWorkspace       sign_in_required       ok                     ok                     ok                     not_found              key_not_accepted       key_not_accepted       not_found              key_not_accepted
listSessions          sign_in_required       ok                     ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
endSession            sign_in_required       not_found              not_found              ok                     not_found              key_not_accepted       key_not_accepted       not_found              key_not_accepted
endOtherSessions      sign_in_required       ok                     ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
listMembers           sign_in_required       not_allowed            ok                     ok                     no_workspace           ok                     scope_missing          ok                     ok
changeRole            sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
removeMember          sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
listInvitations       sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
invite                sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
revokeInvitation      sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
lookUpInvitation      ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
acceptInvitation      sign_in_required       other_address          other_address          other_address          other_address          key_not_accepted       key_not_accepted       other_address          key_not_accepted
listKeys              sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
createKey             sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
revokeKey             sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
readWorkspace         sign_in_required       ok                     ok                     ok                     no_workspace           ok                     scope_missing          ok                     ok
renameWorkspace       sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
readAudit             sign_in_required       not_allowed            not_allowed            ok                     no_workspace           ok                     scope_missing          ok                     ok
readInstance          sign_in_required       not_allowed            not_allowed            not_allowed            ok                     key_not_accepted       key_not_accepted       not_allowed            key_not_accepted
listConnections       sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
startConnect          sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
finishConnect         ok                     ok                     ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
checkTokens           sign_in_required       ok                     ok                     ok                     no_workspace           ok                     scope_missing          ok                     ok
refreshTokens         sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
changeConnection      sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
disconnect            sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
discoverCalendars     sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
changeCalendar        sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
readCalendarHealth    sign_in_required       ok                     ok                     ok                     no_workspace           ok                     scope_missing          ok                     ok
readPastDays          sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
resync                sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
syncAuto              sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
sync                  sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
readRuns              sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
readPushHealth        sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
readPushMetrics       sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
readPushLog           sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
stopPush              sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
recreatePush          sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
verifyPush            sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
testPush              sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
repairPush            sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
readQuarantine        sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
retrySetAside         sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
decideHeld            sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
nextMeetings          sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
listMeetings          sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
noteOutcome           sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
readBell              sign_in_required       ok                     ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
markRead              sign_in_required       ok                     ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
listConfigurations    sign_in_required       ok                     ok                     ok                     no_workspace           ok                     scope_missing          ok                     ok
listBookings          sign_in_required       ok                     ok                     ok                     no_workspace           ok                     scope_missing          ok                     ok
exportBookings        sign_in_required       ok                     ok                     ok                     no_workspace           ok                     scope_missing          ok                     ok
createConfiguration   sign_in_required       not_allowed            ok                     ok                     no_workspace           ok                     scope_missing          invalid_request        invalid_request
previewConfiguration  sign_in_required       not_allowed            ok                     ok                     no_workspace           ok                     scope_missing          invalid_request        invalid_request
replaceConfiguration  sign_in_required       not_allowed            ok                     ok                     no_workspace           ok                     scope_missing          not_found              not_found
removeConfiguration   sign_in_required       not_allowed            ok                     ok                     no_workspace           ok                     scope_missing          not_found              not_found
decideBooking         sign_in_required       not_found              ok                     ok                     no_workspace           ok                     scope_missing          not_found              not_found
lookUpBooking         ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
cancelByLink          ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
moveByLink            ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
lookUpGuests          ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
inviteGuests          ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
bookAppointment       ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
checkAvailability     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
readPersonHealth      sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
listAlerts            sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
listTeamAlerts        sign_in_required       not_allowed            ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
resolveAlert          sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
acknowledgeAlert      sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
snoozeAlert           sign_in_required       not_found              ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
readNotificationSettings sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
changeNotificationSettings sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
createEndpoint        sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
removeEndpoint        sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
changeSecret          sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
listSent              sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
replayDelivery        sign_in_required       not_found              not_found              ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
sendTest              sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
readAlertRules        sign_in_required       ok                     ok                     ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
changeAlertRule       sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
readOverview          sign_in_required       not_allowed            ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
listOverseen          sign_in_required       not_allowed            ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
readOverseenCalendars sign_in_required       not_allowed            ok                     ok                     ok                     key_not_accepted       key_not_accepted       not_found              key_not_accepted
exportOverseen        sign_in_required       not_allowed            ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
readHealthHistory     sign_in_required       not_allowed            ok                     ok                     ok                     key_not_accepted       key_not_accepted       ok                     key_not_accepted
remindPerson          sign_in_required       not_allowed            ok                     ok                     ok                     key_not_accepted       key_not_accepted       not_found              key_not_accepted
decideDeadWork        sign_in_required       not_allowed            not_allowed            ok                     ok                     key_not_accepted       key_not_accepted       not_found              key_not_accepted
resetBreaker          sign_in_required       not_allowed            not_allowed            ok                     ok                     key_not_accepted       key_not_accepted       not_found              key_not_accepted
health                ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
ready                 ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
metrics               metrics_token_required metrics_token_required metrics_token_required metrics_token_required metrics_token_required metrics_token_required metrics_token_required metrics_token_required metrics_token_required
openApi               ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
reportPolicyViolation ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok                     ok
listDeadWork          sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       ok                     key_not_accepted
replayDeadWork        sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
discardDeadWork       sign_in_required       not_allowed            not_allowed            ok                     no_workspace           key_not_accepted       key_not_accepted       not_found              key_not_accepted
cronSync              cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required
cronSyncByPost        cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required   cron_secret_required
`;

function readRow(line: string): [string, Readonly<Record<Actor, Outcome>>] {
  const [route = "", ...cells] = line.split(/\s+/);
  if (cells.length !== actors.length)
    throw new Error(`The row of ${route} has ${cells.length} cells instead of ${actors.length}.`);
  return [route, Object.fromEntries(actors.map((actor, index) => [actor, cells[index]])) as Record<Actor, Outcome>];
}

export const authorisationMatrix = new Map(table.trim().split("\n").slice(1).map(readRow));
