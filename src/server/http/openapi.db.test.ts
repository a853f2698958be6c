import { randomUUID } from "node:crypto";

import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";

import { useApi, type Answer, type As } from "@/testing/api";
import { makeRequest, type Place } from "@/testing/requests";

import { catalog } from "./catalog";
import { problemsOf, type Contract } from "./contract";
import { openApiDocument } from "./openapi";
import { problemCodes, type ProblemCode } from "./problem-codes";

type Media = Record<string, { schema?: object; example?: unknown; examples?: Record<string, unknown> }>;
type Operation = {
  operationId: string;
  responses: Record<string, { description: string; content?: Media }>;
  requestBody?: { content: Media };
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; examples: Record<string, { value: unknown }> };
};

const api = useApi();
/** As somebody outside gets it: over the wire, as JSON. */
let published: Document;
let home: Place;
let bareKey: As;
let instanceAdmin: As;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);

beforeAll(async () => {
  published = (await api.call("GET /api/openapi.json")).json as unknown as Document;
  ajv.addSchema({ $id: "doc", ...published });
  home = { workspaceId: api.cast.home, adminId: api.cast.alice };
  instanceAdmin = await api.signIn(api.cast.ivo);
  // One for all routes: a workspace may have fifty.
  bareKey = await api.keyFor(api.cast.home, api.cast.alice, []);
});

const routeOf = ({ method, path }: Contract) => `${method} ${path}`;
const named = catalog.map((contract): [string, Contract] => [routeOf(contract), contract]);
const operationOf = ({ method, path }: Contract) => published.paths[path]?.[method.toLowerCase()];

function pointer(...parts: string[]): string {
  return `doc#/${parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
}

/** Fails unless the document describes exactly this answer: status, content type, body. */
function expectAsDocumented(contract: Contract, { status, headers, text, json }: Answer): void {
  const type = (headers.get("content-type") ?? "").split(";")[0] ?? "";
  const documented = operationOf(contract)?.responses[String(status)];
  expect(documented, `${routeOf(contract)} answers ${status}: ${text}`).toBeDefined();
  if (documented?.content === undefined) {
    expect(text).toBe("");
    return;
  }
  expect(Object.keys(documented.content)).toContain(type);
  const validate = ajv.getSchema(
    pointer(
      "paths",
      contract.path,
      contract.method.toLowerCase(),
      "responses",
      String(status),
      "content",
      type,
      "schema",
    ),
  );
  const isFine = validate?.(type.includes("json") ? json : text);
  expect(validate?.errors ?? [], text).toEqual([]);
  expect(isFine).toBe(true);
}

async function askProperly(contract: Contract): Promise<Answer> {
  const { metricsToken, cronSecret } = api.deps.env;
  const as: Partial<Record<string, As>> = {
    instance: instanceAdmin,
    metrics: { key: metricsToken?.reveal() ?? "" },
    cron: { key: cronSecret.reveal() },
  };
  const made = await makeRequest(api, contract.id, home);
  return api.call(routeOf(contract), { as: as[contract.access.to] ?? (await api.signIn(api.cast.alice)), ...made });
}

describe("the OpenAPI document", () => {
  it("names every route of the catalog and no other", () => {
    const found = Object.entries(published.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(found.toSorted()).toEqual(catalog.map(routeOf).toSorted());
    expect(new Set(catalog.map(({ id }) => id)).size).toBe(catalog.length);
  });

  it("is what the function makes, whole", () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  it.each(named)("has an example of every body, and each fits its schema: %s", (_route, contract) => {
    const operation = operationOf(contract);
    const bodies: [string[], Media][] = Object.entries(operation?.responses ?? {})
      .filter(([, { content }]) => content !== undefined)
      .map(([status, { content }]) => [["responses", status], content ?? {}]);
    if (operation?.requestBody !== undefined) bodies.push([["requestBody"], operation.requestBody.content]);
    expect(bodies.length).toBeGreaterThan(0);
    for (const [where, content] of bodies) {
      for (const [type, { example, examples = {} }] of Object.entries(content)) {
        const validate = ajv.getSchema(
          pointer("paths", contract.path, contract.method.toLowerCase(), ...where, "content", type, "schema"),
        );
        const values = [
          ...(example === undefined ? [] : [example]),
          ...Object.keys(examples).map((code) => published.components.examples[code]?.value),
        ];
        expect(values.length, `${where.join(" ")} ${type}`).toBeGreaterThan(0);
        for (const value of values)
          expect(
            validate?.(value),
            `${where.join(" ")} ${JSON.stringify(value)} ${JSON.stringify(validate?.errors)}`,
          ).toBe(true);
      }
    }
  });

  it("lists every code a route may answer with, under its status", () => {
    for (const contract of catalog) {
      for (const code of problemsOf(contract)) {
        const content =
          operationOf(contract)?.responses[String(problemCodes[code].status)]?.content?.["application/problem+json"];
        expect(content?.examples, `${contract.id} ${code}`).toHaveProperty(code);
      }
    }
  });
});

describe("every documented route answers as documented", () => {
  it.each(named)("%s, when all is well", async (_route, contract) => {
    const answer = await askProperly(contract);
    // Accepting needs the invited address; that path is proved where invitations are.
    const good = [contract.answer, ...(contract.furtherAnswers ?? [])].map(({ status }) => status);
    if (contract.id !== "acceptInvitation") expect(good).toContain(answer.status);
    expectAsDocumented(contract, answer);
  });

  it.each(named)("%s, to every wrong caller and every wrong request", async (_route, contract) => {
    const made = await makeRequest(api, contract.id, home);
    const body = made.body === undefined ? {} : { body: made.body };
    const alice = await api.signIn(api.cast.alice);
    const asks = [
      {},
      { as: await api.signIn(api.cast.bob) },
      { as: await api.signIn(api.cast.ivo) },
      { as: bareKey },
      { as: { key: "dk_00000000_wrong" } },
      { as: alice, headers: { origin: "https://evil.test" } },
      { as: alice, params: { id: randomUUID() } },
      { as: alice, query: { limit: "x", unknown: "1" } },
      ...(contract.body === undefined
        ? []
        : [
            { as: alice, body: "{" },
            { as: alice, body: { unknown: 1 } },
            { as: alice, headers: { "content-type": "text/plain" } },
            { as: alice, body: `"${"x".repeat(70_000)}"` },
          ]),
    ];
    for (const ask of asks)
      expectAsDocumented(contract, await api.call(routeOf(contract), { ...made, ...body, ...ask }));
  });

  it("when the limit is reached", async () => {
    const frozen = new Date();
    const { now } = api.deps;
    const contract = catalog.find(({ id }) => id === "updateMe");
    const as = await api.signIn(api.cast.bob);
    api.use({ now: () => frozen });
    const codes = new Set<ProblemCode | undefined>();
    for (let count = 0; count < 70 && contract !== undefined; count += 1) {
      const answer = await api.call("PATCH /api/v1/me", { as, body: { timeZone: "UTC" } });
      expectAsDocumented(contract, answer);
      codes.add(answer.json.code as ProblemCode | undefined);
    }
    api.use({ now });
    expect(codes).toContain("rate_limited");
  });
});

/** Every field that leaves the server, by address: a new one shows here and asks whether it should (S27). */
function fieldsOf(schema: unknown, prefix = ""): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const {
    properties = {},
    items,
    anyOf = [],
    additionalProperties,
  } = schema as {
    properties?: Record<string, unknown>;
    items?: unknown;
    anyOf?: unknown[];
    additionalProperties?: unknown;
  };
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => [
      `${prefix}${name}`,
      ...fieldsOf(inner, `${prefix}${name}.`),
    ]),
    ...fieldsOf(items, prefix),
    ...anyOf.flatMap((one) => fieldsOf(one, prefix)),
    ...(typeof additionalProperties === "object" ? [`${prefix}*`] : []),
  ];
}

it("sends these fields and no others (S27)", () => {
  const lines = catalog.flatMap((contract) => {
    const answers = [contract.answer, ...(contract.furtherAnswers ?? [])].map(({ status }) => String(status));
    const schemas = answers.flatMap((status) => {
      const content = operationOf(contract)?.responses[status]?.content?.["application/json"];
      return content === undefined ? [] : [content.schema];
    });
    const fields = new Set(schemas.flatMap((schema) => fieldsOf(schema)));
    return schemas.length === 0 ? [] : [`${routeOf(contract)}: ${[...fields].join(" ")}`];
  });
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "GET /api/v1/me: user user.id user.name user.email user.locale user.timeZone user.isInstanceAdmin user.isDemo workspace workspace.id workspace.name workspace.slug workspace.role workspaces workspaces.id workspaces.name workspaces.slug workspaces.role demo
    PATCH /api/v1/me: user user.id user.name user.email user.locale user.timeZone user.isInstanceAdmin user.isDemo workspace workspace.id workspace.name workspace.slug workspace.role workspaces workspaces.id workspaces.name workspaces.slug workspaces.role demo
    GET /api/v1/me/working-hours: timeZone isUsual weekly weekly.*
    PUT /api/v1/me/working-hours: timeZone isUsual weekly weekly.*
    GET /api/v1/me/sessions: sessions sessions.id sessions.current sessions.createdAt sessions.lastSeenAt sessions.expiresAt sessions.userAgent sessions.address sessions.method
    DELETE /api/v1/me/sessions: revoked
    GET /api/v1/members: members members.id members.userId members.name members.email members.role members.joinedAt members.lastSeenAt
    PATCH /api/v1/members/{id}: id userId name email role joinedAt lastSeenAt
    GET /api/v1/invitations: invitations invitations.id invitations.email invitations.role invitations.createdAt invitations.expiresAt invitations.invitedBy invitations.invitedBy.id invitations.invitedBy.name
    POST /api/v1/invitations: invitation invitation.id invitation.email invitation.role invitation.createdAt invitation.expiresAt invitation.invitedBy invitation.invitedBy.id invitation.invitedBy.name link
    POST /api/v1/invitations/look-up: workspace workspace.name email role invitedBy invitedBy.name mustSignIn
    POST /api/v1/invitations/accept: workspaceId userId
    GET /api/v1/keys: keys keys.id keys.name keys.scopes keys.prefix keys.createdAt keys.lastUsedAt keys.expiresAt keys.createdBy keys.createdBy.id keys.createdBy.name
    POST /api/v1/keys: key key.id key.name key.scopes key.prefix key.createdAt key.lastUsedAt key.expiresAt key.createdBy key.createdBy.id key.createdBy.name secret
    GET /api/v1/workspace: id name slug createdAt
    PATCH /api/v1/workspace: id name slug createdAt
    GET /api/v1/audit: entries entries.id entries.at entries.actor entries.actor.kind entries.actor.id entries.actor.name entries.action entries.subject entries.subject.kind entries.subject.id entries.detail entries.detail.* nextCursor
    GET /api/v1/admin/instance: workspaces workspaces.id workspaces.name workspaces.members workspaces.connections workspaces.createdAt workspaces.lastActivityAt workers workers.id workers.kind workers.name workers.version workers.startedAt workers.lastBeatAt workers.stoppedAt workers.alive database database.version database.migrations queue queue.due queue.oldestDueAt
    GET /api/v1/calendar/connections: connections connections.id connections.userId connections.provider connections.party connections.product connections.accountEmail connections.authStatus connections.isPaused connections.connectedAt connections.calendarsListedAt connections.missing connections.missing.features connections.missing.sentence connections.mayWrite connections.canRevoke connections.counts connections.counts.calendars connections.counts.selected connections.calendars connections.calendars.id connections.calendars.name connections.calendars.color connections.calendars.timeZone connections.calendars.accessRole connections.calendars.isPrimary connections.calendars.isGenerated connections.calendars.isSelected connections.calendars.isRetired connections.calendars.isPaused connections.calendars.windowPastDays connections.calendars.windowFutureDays connections.calendars.meetingsOnly connections.calendars.syncDirection providers providers.id providers.party providers.product providers.isReady providers.canRevoke providers.asksFor
    POST /api/v1/calendar/connect/{provider}: url
    GET /api/v1/oauth/{provider}/health-check: provider product status counts counts.connections counts.working warnings connections connections.connectionId connections.accountEmail connections.health connections.secondsLeft connections.accessExpiresAt connections.grantEndsAt connections.because connections.advice checkedAt
    POST /api/v1/oauth/{provider}/refresh-tokens: provider product counts counts.refreshed counts.stillGood counts.needsReconnecting counts.failed results results.connectionId results.accountEmail results.outcome results.code results.message results.accessExpiresAt
    PATCH /api/v1/calendar/connections/{id}: id userId provider party product accountEmail authStatus isPaused connectedAt calendarsListedAt missing missing.features missing.sentence mayWrite canRevoke counts counts.calendars counts.selected calendars calendars.id calendars.name calendars.color calendars.timeZone calendars.accessRole calendars.isPrimary calendars.isGenerated calendars.isSelected calendars.isRetired calendars.isPaused calendars.windowPastDays calendars.windowFutureDays calendars.meetingsOnly calendars.syncDirection
    DELETE /api/v1/calendar/connections/{id}: revoked removedEvents
    POST /api/v1/calendar/connections/{id}/discover: id userId provider party product accountEmail authStatus isPaused connectedAt calendarsListedAt missing missing.features missing.sentence mayWrite canRevoke counts counts.calendars counts.selected calendars calendars.id calendars.name calendars.color calendars.timeZone calendars.accessRole calendars.isPrimary calendars.isGenerated calendars.isSelected calendars.isRetired calendars.isPaused calendars.windowPastDays calendars.windowFutureDays calendars.meetingsOnly calendars.syncDirection
    PATCH /api/v1/calendar/calendars/{id}: id name color timeZone accessRole isPrimary isGenerated isSelected isRetired isPaused windowPastDays windowFutureDays meetingsOnly syncDirection
    GET /api/v1/calendar/webhook/health/{userId}: status advice channels channels.channelId channels.connectionId channels.calendarId channels.provider channels.product channels.state channels.sentence channels.since channels.expiresAt channels.lastNotified channels.nextTry channels.failures channels.code checkedAt
    GET /api/v1/calendar/webhook/metrics/{userId}: since channels channels.channelId channels.connectionId channels.calendarId channels.provider channels.product channels.received channels.processed channels.superseded channels.waiting channels.failed channels.averageMs channels.p95Ms channels.lagMs channels.errors channels.errors.code channels.errors.count channels.days channels.days.day channels.days.received channels.days.failed channels.days.averageMs
    GET /api/v1/calendar/webhook/log/{userId}: notices notices.id notices.channelId notices.connectionId notices.kind notices.outcome notices.receivedAt notices.tookMs notices.attempts notices.code nextCursor
    POST /api/v1/calendar/webhook/stop/{userId}: message results results.channelId results.connectionId results.calendarId results.provider results.product results.result results.state results.sentence results.tookMs results.code
    POST /api/v1/calendar/webhook/recreate/{userId}: message results results.channelId results.connectionId results.calendarId results.provider results.product results.result results.state results.sentence results.tookMs results.code
    POST /api/v1/calendar/webhook/verify/{userId}: message results results.channelId results.connectionId results.calendarId results.provider results.product results.result results.state results.sentence results.tookMs results.code
    POST /api/v1/calendar/webhook/test/{userId}: message results results.channelId results.connectionId results.calendarId results.provider results.product results.result results.state results.sentence results.tookMs results.code
    POST /api/v1/calendar/webhook/auto-fix/{userId}: message results results.channelId results.connectionId results.calendarId results.provider results.product results.result results.state results.sentence results.tookMs results.code
    GET /api/calendar/health: status timestamp syncs syncs.provider syncs.isActive syncs.lastSync syncs.consecutiveFailures syncs.metrics syncs.metrics.eventsSynced syncs.metrics.syncDuration syncs.metrics.lastError syncs.tokenExpiry syncs.connectionId syncs.userId syncs.userName syncs.party syncs.product syncs.accountEmail syncs.connectedAt syncs.authStatus syncs.token syncs.token.health syncs.token.timeLeftMs syncs.token.reason syncs.score syncs.score.score syncs.score.parts syncs.score.parts.id syncs.score.parts.points syncs.score.parts.of syncs.score.parts.sentence syncs.score.parts.isProviders syncs.state syncs.badge syncs.cause syncs.sentence syncs.since syncs.means syncs.next syncs.next.sentence syncs.next.at syncs.action syncs.action.id syncs.action.label syncs.action.note syncs.lastError syncs.lastError.code syncs.lastError.category syncs.lastError.sentence syncs.lastError.at syncs.lastError.requestId syncs.calendars syncs.calendars.calendarId syncs.calendars.name syncs.calendars.color syncs.calendars.isPrimary syncs.calendars.state syncs.calendars.badge syncs.calendars.cause syncs.calendars.sentence syncs.calendars.since syncs.calendars.means syncs.calendars.next syncs.calendars.next.sentence syncs.calendars.next.at syncs.calendars.action syncs.calendars.action.id syncs.calendars.action.label syncs.calendars.action.note syncs.calendars.lastSuccess syncs.calendars.lastTried syncs.calendars.lastChange syncs.calendars.isRunning syncs.calendars.nextSync syncs.calendars.nextSync.at syncs.calendars.nextSync.intervalSeconds syncs.calendars.nextSync.because syncs.calendars.nextSync.sentence syncs.calendars.delivery syncs.calendars.delivery.by syncs.calendars.delivery.since syncs.calendars.delivery.lastNotified syncs.calendars.delivery.sentence syncs.calendars.consecutiveFailures syncs.calendars.eventsSynced syncs.calendars.syncDuration syncs.calendars.quarantined syncs.calendars.progress syncs.calendars.progress.read syncs.calendars.progress.about syncs.calendars.held syncs.calendars.held.since syncs.calendars.held.of syncs.calendars.held.removals syncs.calendars.held.waitsFor syncs.calendars.lastError syncs.calendars.lastError.code syncs.calendars.lastError.category syncs.calendars.lastError.sentence syncs.calendars.lastError.at syncs.calendars.lastError.requestId syncs.calendars.runs syncs.calendars.runs.at syncs.calendars.runs.outcome syncs.calendars.runs.durationMs syncs.calendars.runs.changes syncs.calendars.runs.code syncs.calendars.saved syncs.calendars.saved.runs syncs.calendars.saved.calls syncs.calendars.saved.events summary summary.totalSyncs summary.activeSyncs summary.syncsWithErrors summary.connectedProviders summary.totalCalendars summary.level summary.state bookingPages bookingPages.configurationId bookingPages.title bookingPages.url bookingPages.effect bookingPages.means bookingPages.since bookingPages.calendars bookingPages.calendars.calendarId bookingPages.calendars.connectionId bookingPages.calendars.name bookingPages.calendars.provider bookingPages.calendars.party bookingPages.calendars.product bookingPages.calendars.isRequired bookingPages.calendars.because bookingPages.calendars.sentence bookingPages.calendars.since bookingPages.calendars.action bookingPages.calendars.action.id bookingPages.calendars.action.label
    GET /api/v1/calendar/health/days: connections connections.connectionId connections.days connections.days.day connections.days.state connections.days.lastedMs connections.provenShare connections.scores connections.scores.day connections.scores.score connections.demoUntil
    POST /api/calendar/health/resync: status message code requestId results results.calendarId results.connectionId results.provider results.status results.code results.message results.runId results.changes results.changes.added results.changes.changed results.changes.removed summary summary.total summary.synced summary.running summary.failed runId error_type
    POST /api/v1/calendar/sync/auto: status message code requestId results results.calendarId results.connectionId results.provider results.status results.code results.message results.runId results.changes results.changes.added results.changes.changed results.changes.removed summary summary.total summary.synced summary.running summary.failed runId error_type
    POST /api/v1/calendar/sync: status message code requestId results results.calendarId results.connectionId results.provider results.status results.code results.message results.runId results.changes results.changes.added results.changes.changed results.changes.removed summary summary.total summary.synced summary.running summary.failed runId error_type
    GET /api/v1/calendar/calendars/{id}/runs: runs runs.id runs.at runs.finishedAt runs.trigger runs.kind runs.outcome runs.durationMs runs.pages runs.added runs.changed runs.removed runs.unchanged runs.quarantined runs.drift runs.driftOf runs.driftOf.missing runs.driftOf.extra runs.driftOf.stale runs.calls runs.retries runs.bytes runs.code runs.requestId nextCursor
    GET /api/v1/calendar/calendars/{id}/quarantine: events events.remoteId events.reason events.field events.attempts events.firstSeen events.lastSeen
    POST /api/v1/calendar/calendars/{id}/quarantine/{remoteId}/retry: status remoteId
    POST /api/v1/calendar/calendars/{id}/held: status
    GET /api/v1/calendar/meetings/next: meetings meetings.id meetings.title meetings.startsAt meetings.endsAt meetings.attendeeCount meetings.joinUrl meetings.joinService meetings.calendarName
    GET /api/v1/meetings: meetings meetings.id meetings.startsAt meetings.endsAt meetings.state meetings.outcome meetings.content meetings.content.title meetings.content.isPrivate meetings.content.guests meetings.content.guests.name meetings.content.guests.email meetings.content.guests.isOutside meetings.content.attendeeCount meetings.content.joinUrl meetings.content.joinService meetings.content.calendarName meetings.content.note
    PATCH /api/v1/meetings/{id}: id outcome note
    GET /api/v1/notifications: unread notifications notifications.id notifications.kind notifications.at notifications.isRead notifications.alertId notifications.ruleId notifications.severity notifications.product notifications.evidence notifications.evidence.*
    POST /api/v1/notifications/read: unread
    GET /api/v1/notifications/settings: channels channels.channel channels.isEnabled channels.minimumSeverity channels.quietFrom channels.quietUntil channels.digest channels.isAvailable endpoints endpoints.id endpoints.channel endpoints.name endpoints.isTeam endpoints.createdAt endpoints.verifiedAt endpoints.testedAt endpoints.isSigned endpoints.failingSince endpoints.disabledAt endpoints.errorCode mayAddForTeam
    PATCH /api/v1/notifications/settings: channels channels.channel channels.isEnabled channels.minimumSeverity channels.quietFrom channels.quietUntil channels.digest channels.isAvailable endpoints endpoints.id endpoints.channel endpoints.name endpoints.isTeam endpoints.createdAt endpoints.verifiedAt endpoints.testedAt endpoints.isSigned endpoints.failingSince endpoints.disabledAt endpoints.errorCode mayAddForTeam
    POST /api/v1/notifications/endpoints: id secret
    POST /api/v1/notifications/test: state code
    POST /api/v1/notifications/endpoints/{id}/secret: secret oldUntil
    GET /api/v1/notifications/endpoints/{id}/deliveries: deliveries deliveries.id deliveries.kind deliveries.state deliveries.attempts deliveries.errorCode deliveries.at deliveries.sentAt
    POST /api/v1/notifications/deliveries/{id}/replay: id
    GET /api/v1/calendar/monitoring/rules: mayChange rules rules.id rules.severity rules.isOn rules.parameters rules.parameters.name rules.parameters.value rules.parameters.usual rules.parameters.least rules.parameters.most
    PATCH /api/v1/calendar/monitoring/rules: mayChange rules rules.id rules.severity rules.isOn rules.parameters rules.parameters.name rules.parameters.value rules.parameters.usual rules.parameters.least rules.parameters.most
    POST /api/calendars/configurations/{id}/check-availability: configuration_id timezone first_day last_day duration_minutes mode soundness message error_category available_slots available_slots.start available_slots.end available_slots.host_ids calendar_health calendar_health.status calendar_health.total_calendars calendar_health.successful_calendars calendar_health.failed_calendars calendar_health.token_issues calendar_health.message warnings evidence_from covered_until malformed_periods calendars calendars.calendar_id calendars.name calendars.host calendars.required calendars.state calendars.because calendars.read_at calendars.age_seconds calendars.live
    GET /api/v1/calendar/monitoring/health/{userId}: userId status timestamp connections connections.id connections.provider connections.state connections.since connections.cause alerts alerts.critical alerts.high alerts.medium alerts.low
    GET /api/v1/calendar/monitoring/alerts/{id}: alerts alerts.id alerts.ruleId alerts.severity alerts.state alerts.subject alerts.subject.kind alerts.subject.id alerts.connectionId alerts.userId alerts.product alerts.title alerts.body alerts.todo alerts.evidence alerts.evidence.* alerts.occurrences alerts.openedAt alerts.lastSeenAt alerts.acknowledgedAt alerts.snoozedUntil alerts.resolvedAt alerts.resolvedBy
    GET /api/v1/calendar/monitoring/alerts: alerts alerts.id alerts.ruleId alerts.severity alerts.state alerts.subject alerts.subject.kind alerts.subject.id alerts.connectionId alerts.userId alerts.product alerts.title alerts.body alerts.todo alerts.evidence alerts.evidence.* alerts.occurrences alerts.openedAt alerts.lastSeenAt alerts.acknowledgedAt alerts.snoozedUntil alerts.resolvedAt alerts.resolvedBy alerts.person alerts.person.name alerts.person.email
    POST /api/v1/calendar/monitoring/alerts/{id}/resolve: id ruleId severity state subject subject.kind subject.id connectionId userId product title body todo evidence evidence.* occurrences openedAt lastSeenAt acknowledgedAt snoozedUntil resolvedAt resolvedBy
    POST /api/v1/calendar/monitoring/alerts/{id}/acknowledge: id ruleId severity state subject subject.kind subject.id connectionId userId product title body todo evidence evidence.* occurrences openedAt lastSeenAt acknowledgedAt snoozedUntil resolvedAt resolvedBy
    POST /api/v1/calendar/monitoring/alerts/{id}/snooze: id ruleId severity state subject subject.kind subject.id connectionId userId product title body todo evidence evidence.* occurrences openedAt lastSeenAt acknowledgedAt snoozedUntil resolvedAt resolvedBy
    POST /api/calendars/configurations/{id}/book-appointment: status message booking booking.id booking.state booking.title booking.start booking.end booking.timezone booking.hosts booking.join_url manage_url calendar_health calendar_health.status calendar_health.total_calendars calendar_health.successful_calendars calendar_health.failed_calendars calendar_health.token_issues calendar_health.message warnings error_category rule requires_reauth can_request
    POST /api/v1/bookings/manage/cancel: booking booking.id booking.state booking.title booking.start booking.end booking.timezone booking.hosts booking.join_url configuration_id may_move may_cancel
    POST /api/calendars/configurations: id url slug title description mode is_active timezone duration_minutes slot_step_minutes buffer_before_minutes buffer_after_minutes minimum_notice_minutes horizon_days daily_cap weekly_cap weekly_hours weekly_hours.* date_exceptions date_exceptions.date date_exceptions.hours date_exceptions.hours.from date_exceptions.hours.until busy_policy busy_policy.allDay busy_policy.tentative busy_policy.unanswered location location.kind location.text confirmation allowed_origins hosts hosts.user_id hosts.name hosts.main_calendar_id hosts.priority hosts.hours hosts.hours.zone hosts.hours.weekly hosts.hours.weekly.* hosts.hours.exceptions hosts.hours.exceptions.date hosts.hours.exceptions.hours hosts.hours.exceptions.hours.from hosts.hours.exceptions.hours.until calendars calendars.calendar_id calendars.is_optional
    POST /api/v1/bookings/{id}/decision: id state title start end timezone hosts join_url configuration_id cause attention visitor visitor.name visitor.email visitor.notes guests guests_invited_at no_show created_at
    GET /api/v1/bookings: bookings bookings.id bookings.state bookings.title bookings.start bookings.end bookings.timezone bookings.hosts bookings.join_url bookings.configuration_id bookings.cause bookings.attention bookings.visitor bookings.visitor.name bookings.visitor.email bookings.visitor.notes bookings.guests bookings.guests_invited_at bookings.no_show bookings.created_at
    GET /api/calendars/configurations: configurations configurations.id configurations.url configurations.slug configurations.title configurations.description configurations.mode configurations.is_active configurations.timezone configurations.duration_minutes configurations.slot_step_minutes configurations.buffer_before_minutes configurations.buffer_after_minutes configurations.minimum_notice_minutes configurations.horizon_days configurations.daily_cap configurations.weekly_cap configurations.weekly_hours configurations.weekly_hours.* configurations.date_exceptions configurations.date_exceptions.date configurations.date_exceptions.hours configurations.date_exceptions.hours.from configurations.date_exceptions.hours.until configurations.busy_policy configurations.busy_policy.allDay configurations.busy_policy.tentative configurations.busy_policy.unanswered configurations.location configurations.location.kind configurations.location.text configurations.confirmation configurations.allowed_origins configurations.hosts configurations.hosts.user_id configurations.hosts.name configurations.hosts.main_calendar_id configurations.hosts.priority configurations.hosts.hours configurations.hosts.hours.zone configurations.hosts.hours.weekly configurations.hosts.hours.weekly.* configurations.hosts.hours.exceptions configurations.hosts.hours.exceptions.date configurations.hosts.hours.exceptions.hours configurations.hosts.hours.exceptions.hours.from configurations.hosts.hours.exceptions.hours.until configurations.calendars configurations.calendars.calendar_id configurations.calendars.is_optional
    POST /api/v1/bookings/manage/look-up: booking booking.id booking.state booking.title booking.start booking.end booking.timezone booking.hosts booking.join_url configuration_id may_move may_cancel
    POST /api/v1/bookings/manage/move: booking booking.id booking.state booking.title booking.start booking.end booking.timezone booking.hosts booking.join_url configuration_id may_move may_cancel status error_category rule requires_reauth can_request message calendar_health calendar_health.status calendar_health.total_calendars calendar_health.successful_calendars calendar_health.failed_calendars calendar_health.token_issues calendar_health.message warnings
    POST /api/v1/bookings/guests/look-up: booking booking.id booking.state booking.title booking.start booking.end booking.timezone booking.hosts booking.join_url guests invited
    POST /api/v1/bookings/guests/invite: booking booking.id booking.state booking.title booking.start booking.end booking.timezone booking.hosts booking.join_url guests invited
    POST /api/calendars/configurations/preview: configuration_id timezone first_day last_day duration_minutes mode soundness message error_category available_slots available_slots.start available_slots.end available_slots.host_ids calendar_health calendar_health.status calendar_health.total_calendars calendar_health.successful_calendars calendar_health.failed_calendars calendar_health.token_issues calendar_health.message warnings evidence_from covered_until malformed_periods calendars calendars.calendar_id calendars.name calendars.host calendars.required calendars.state calendars.because calendars.read_at calendars.age_seconds calendars.live
    PUT /api/calendars/configurations/{id}: id url slug title description mode is_active timezone duration_minutes slot_step_minutes buffer_before_minutes buffer_after_minutes minimum_notice_minutes horizon_days daily_cap weekly_cap weekly_hours weekly_hours.* date_exceptions date_exceptions.date date_exceptions.hours date_exceptions.hours.from date_exceptions.hours.until busy_policy busy_policy.allDay busy_policy.tentative busy_policy.unanswered location location.kind location.text confirmation allowed_origins hosts hosts.user_id hosts.name hosts.main_calendar_id hosts.priority hosts.hours hosts.hours.zone hosts.hours.weekly hosts.hours.weekly.* hosts.hours.exceptions hosts.hours.exceptions.date hosts.hours.exceptions.hours hosts.hours.exceptions.hours.from hosts.hours.exceptions.hours.until calendars calendars.calendar_id calendars.is_optional
    GET /api/v1/admin/health: checkedAt workspace workspace.id workspace.name mayAct connections states states.state states.connections freshness freshness.calendars freshness.within freshness.p50Ms freshness.p95Ms freshness.p99Ms providers providers.provider providers.party providers.product providers.connections providers.states providers.states.state providers.states.connections providers.outage providers.outage.since providers.outage.cause providers.freshness providers.freshness.calendars providers.freshness.within providers.freshness.p50Ms providers.freshness.p95Ms providers.freshness.p99Ms providers.grants providers.grants.all providers.grants.lost providers.grants.failing providers.grants.endingSoon providers.calls providers.calls.day providers.calls.calls providers.calls.failures providers.calls.rateLimited providers.callsPerDay providers.ready providers.ready.calls providers.ready.of providers.slowed providers.slowed.count providers.slowed.until objectivePercent objectives objectives.provider objectives.product objectives.runs objectives.failures objectives.availability objectives.budgetLeft objectives.burns objectives.burns.rate objectives.burns.longMinutes objectives.burns.burn objectives.burns.isBurning anomalies anomalies.provider anomalies.product anomalies.metric anomalies.at anomalies.value anomalies.usual anomalies.spread anomalies.score anomalies.samples ways ways.channel ways.addresses ways.failing ways.disabled ways.workedAt ways.testedAt ways.code workspaces workspaces.workspaceId workspaces.name workspaces.members workspaces.connections workspaces.working workspaces.acting workspaces.outage workspaces.failing workspaces.paused machinery machinery.queue machinery.queue.kind machinery.queue.due machinery.queue.running machinery.queue.oldestDueAt machinery.workers machinery.workers.id machinery.workers.kind machinery.workers.name machinery.workers.version machinery.workers.startedAt machinery.workers.lastBeatAt machinery.workers.stoppedAt machinery.workers.alive machinery.database machinery.database.version machinery.database.migrations breakers breakers.workspaceId breakers.key breakers.provider breakers.product breakers.connectionId breakers.userName breakers.state breakers.openedAt breakers.until breakers.cause dead dead.id dead.workspaceId dead.workspaceName dead.kind dead.attempts dead.code dead.deadAt drift drift.day drift.reads drift.missing drift.extra drift.stale transitions transitions.at transitions.subject transitions.connectionId transitions.userName transitions.workspaceName transitions.product transitions.from transitions.to transitions.cause
    GET /api/v1/admin/health/connections: connections connections.connectionId connections.workspaceId connections.workspaceName connections.userId connections.userName connections.userEmail connections.provider connections.product connections.state connections.badge connections.cause connections.code connections.sentence connections.since connections.lastProven connections.calendars connections.score connections.remindedAt total isTotalExact nextCursor
    GET /api/v1/admin/health/connections/{id}/calendars: calendars calendars.calendarId calendars.isPrimary calendars.state calendars.badge calendars.cause calendars.code calendars.since calendars.lastProven calendars.nextSyncAt calendars.failures
    GET /api/v1/admin/health/history: range bucket points points.at points.ages points.ages.calendars points.ages.within points.ages.p50Ms points.ages.p95Ms points.ages.p99Ms points.p50Ms points.p95Ms points.p99Ms points.runs points.failures scores scores.day scores.provider scores.product scores.score calls calls.day calls.provider calls.product calls.calls calls.failures calls.rateLimited calls.callsPerDay demoUntil
    GET /api/healthz: status
    GET /api/readyz: status
    GET /api/openapi.json: *
    GET /api/v1/admin/work/dead: work work.id work.kind work.attempts work.error work.error.code work.error.at work.createdAt work.deadAt
    GET /api/cron/calendar-sync: tokens tokens.refreshed tokens.failed work work.claimed work.done work.failed work.dead work.released work.lost left left.due left.oldestDueAt tookMs
    POST /api/cron/calendar-sync: tokens tokens.refreshed tokens.failed work work.claimed work.done work.failed work.dead work.released work.lost left left.due left.oldestDueAt tookMs"
  `);
});
