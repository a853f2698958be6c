import type { Contract } from "./contract";
import {
  decideHeldContract,
  nextMeetingsContract,
  readQuarantineContract,
  readRunsContract,
  retrySetAsideContract,
} from "./contracts/calendar-detail";
import { checkAvailabilityContract } from "./contracts/availability";
import {
  bookContract,
  cancelByLinkContract,
  createConfigurationContract,
  decideBookingContract,
  exportBookingsContract,
  listBookingsContract,
  listConfigurationsContract,
  inviteGuestsContract,
  lookUpBookingContract,
  lookUpGuestsContract,
  moveByLinkContract,
  previewConfigurationContract,
  removeConfigurationContract,
  replaceConfigurationContract,
} from "./contracts/booking";
import { readHealthContract, readPastDaysContract } from "./contracts/health";
import { cronSyncByPostContract, cronSyncContract } from "./contracts/cron";
import { discardDeadWorkContract, listDeadWorkContract, replayDeadWorkContract } from "./contracts/dead-work";
import {
  acceptInvitationContract,
  inviteContract,
  listInvitationsContract,
  lookUpInvitationContract,
  revokeInvitationContract,
} from "./contracts/invitations";
import {
  changeCalendarContract,
  changeConnectionContract,
  disconnectContract,
  discoverCalendarsContract,
  finishConnectContract,
  listConnectionsContract,
  startConnectContract,
} from "./contracts/connections";
import { createKeyContract, listKeysContract, revokeKeyContract } from "./contracts/keys";
import {
  endOtherSessionsContract,
  endSessionContract,
  listSessionsContract,
  readMeContract,
  switchWorkspaceContract,
  updateMeContract,
} from "./contracts/me";
import { listMeetingsContract, noteOutcomeContract } from "./contracts/meetings";
import {
  acknowledgeAlertContract,
  listAlertsContract,
  listTeamAlertsContract,
  personHealthContract,
  resolveAlertContract,
  snoozeAlertContract,
} from "./contracts/monitoring";
import { changeRuleContract, readRulesContract } from "./contracts/alert-rules";
import {
  changeNotificationSettingsContract,
  createEndpointContract,
  readNotificationSettingsContract,
  removeEndpointContract,
  sendTestContract,
  changeSecretContract,
  listSentContract,
  replayDeliveryContract,
} from "./contracts/notification-settings";
import { markReadContract, readBellContract } from "./contracts/notifications";
import { changeRoleContract, listMembersContract, removeMemberContract } from "./contracts/members";
import {
  cspReportContract,
  healthContract,
  metricsContract,
  openApiContract,
  readyContract,
} from "./contracts/running";
import {
  decideDeadContract,
  exportOverseenContract,
  listOverseenContract,
  readHealthHistoryContract,
  readOverseenCalendarsContract,
  readOverviewContract,
  remindContract,
  resetBreakerContract,
} from "./contracts/oversight";
import { pushContracts } from "./contracts/push";
import { resyncContract, syncAutoContract, syncContract } from "./contracts/sync";
import { checkTokensContract, refreshTokensContract } from "./contracts/tokens";
import {
  readAuditContract,
  readInstanceContract,
  readWorkspaceContract,
  renameWorkspaceContract,
} from "./contracts/workspace";
import { changeWorkingHoursContract, readWorkingHoursContract } from "./contracts/working-hours";

/** Every address of the API. A route that is not here fails the authorisation matrix, and so does a line without a route. */
export const catalog: readonly Contract[] = [
  readMeContract,
  updateMeContract,
  readWorkingHoursContract,
  changeWorkingHoursContract,
  switchWorkspaceContract,
  listSessionsContract,
  endSessionContract,
  endOtherSessionsContract,
  listMembersContract,
  changeRoleContract,
  removeMemberContract,
  listInvitationsContract,
  inviteContract,
  revokeInvitationContract,
  lookUpInvitationContract,
  acceptInvitationContract,
  listKeysContract,
  createKeyContract,
  revokeKeyContract,
  readWorkspaceContract,
  renameWorkspaceContract,
  readAuditContract,
  readInstanceContract,
  listConnectionsContract,
  startConnectContract,
  finishConnectContract,
  checkTokensContract,
  refreshTokensContract,
  changeConnectionContract,
  disconnectContract,
  discoverCalendarsContract,
  changeCalendarContract,
  ...pushContracts,
  readHealthContract,
  readPastDaysContract,
  resyncContract,
  syncAutoContract,
  syncContract,
  readRunsContract,
  readQuarantineContract,
  retrySetAsideContract,
  decideHeldContract,
  nextMeetingsContract,
  listMeetingsContract,
  noteOutcomeContract,
  readBellContract,
  markReadContract,
  readNotificationSettingsContract,
  changeNotificationSettingsContract,
  createEndpointContract,
  removeEndpointContract,
  sendTestContract,
  changeSecretContract,
  listSentContract,
  replayDeliveryContract,
  readRulesContract,
  changeRuleContract,
  checkAvailabilityContract,
  personHealthContract,
  listAlertsContract,
  listTeamAlertsContract,
  resolveAlertContract,
  acknowledgeAlertContract,
  snoozeAlertContract,
  bookContract,
  cancelByLinkContract,
  createConfigurationContract,
  decideBookingContract,
  exportBookingsContract,
  listBookingsContract,
  listConfigurationsContract,
  lookUpBookingContract,
  moveByLinkContract,
  lookUpGuestsContract,
  inviteGuestsContract,
  previewConfigurationContract,
  removeConfigurationContract,
  replaceConfigurationContract,
  readOverviewContract,
  listOverseenContract,
  readOverseenCalendarsContract,
  exportOverseenContract,
  readHealthHistoryContract,
  remindContract,
  decideDeadContract,
  resetBreakerContract,
  healthContract,
  readyContract,
  metricsContract,
  openApiContract,
  cspReportContract,
  listDeadWorkContract,
  replayDeadWorkContract,
  discardDeadWorkContract,
  cronSyncContract,
  cronSyncByPostContract,
];

/** Routes that answer in somebody else's protocol. They have tests of their own, named here. */
export const foreignRoutes: Readonly<Record<string, string>> = {
  "/api/auth/{...nextauth}": "Sign-in and sign-out as next-auth speaks them: src/server/auth/sign-in.db.test.ts",
  "/api/calendar/health/stream": "Server-sent events for open pages: src/server/health/stream-news.db.test.ts",
  "/api/webhooks/{provider}":
    "Providers tell of changes, each in its own protocol: src/server/push/receive-delivery.db.test.ts",
  "/api/{...path}": "Every other address: answers no_such_address",
};
