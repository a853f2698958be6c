/** A service whose address opens a meeting. To add one: a line here, and its addresses in catalog.test.ts. */
export type MeetingHost = {
  readonly id: string;
  readonly name: string;
  /** Whole host names; `*.` stands for the host itself and everything under it. */
  readonly hosts: readonly string[];
  /** Path, query and fragment of an address that joins. Each begins with `^` and runs in linear time. */
  readonly joins: readonly RegExp[];
  /** What looks like it and does not join: dial-in numbers, recordings, registrations, marketing. */
  readonly not?: readonly RegExp[];
};

type Addresses = Pick<MeetingHost, "joins" | "not"> & { readonly at: string };
const service = (id: string, name: string, { at, ...rest }: Addresses): MeetingHost => ({
  id,
  name,
  hosts: at.split(" "),
  ...rest,
});
const room = /^\/[\w.~%-]{2,}\/?(?:[?#]|$)/;
const zoomRoom = {
  joins: [
    /^\/(?:j|w)\/\d{9,12}(?!\d)/,
    /^\/my\/[\w.-]+/,
    /^\/wc\/(?:join\/)?\d{9,12}(?!\d)/,
    /^\/launch\/jc\/\d{9,12}(?!\d)/,
  ],
};
const zohoHosts = (name: string) =>
  ["com", "eu", "in", "com.au", "jp", "com.cn", "ca", "sa"].map((tld) => `${name}.zoho.${tld}`).join(" ");

export const meetingServices: readonly MeetingHost[] = [
  service("google_meet", "Google Meet", {
    at: "meet.google.com",
    joins: [/^\/[a-z]{3}-[a-z]{4}-[a-z]{3}(?:[/?#]|$)/, /^\/lookup\/[\w-]+/, /^\/_meet\/[\w-]+/],
  }),
  service("google_meet_stream", "Google Meet stream", { at: "stream.meet.google.com", joins: [/^\/stream\/[\w-]+/] }),
  service("google_hangouts", "Google Hangouts", {
    at: "hangouts.google.com",
    joins: [/^\/(?:hangouts\/_|call)\/[\w-]+/],
  }),
  service("zoom", "Zoom", { at: "*.zoom.us *.zoom.com *.zoom.com.cn *.zoom-x.de", ...zoomRoom }),
  service("zoom_gov", "Zoom for Government", { at: "*.zoomgov.com", ...zoomRoom }),
  service("zm_page", "zm.page", { at: "zm.page", joins: [room] }),
  service("teams", "Microsoft Teams", {
    at: "teams.microsoft.com teams.cloud.microsoft gov.teams.microsoft.us dod.teams.microsoft.us",
    joins: [/^\/(?:_#\/)?l\/meetup-join\/[^/?#]+/, /^\/meet\/\d{9,20}(?!\d)/],
  }),
  service("teams_personal", "Microsoft Teams (personal)", { at: "teams.live.com", joins: [/^\/meet\/\d{9,20}(?!\d)/] }),
  service("skype", "Skype", { at: "join.skype.com", joins: [room] }),
  service("skype_business", "Skype for Business", { at: "meet.lync.com", joins: [/^\/[^/?#]+\/[^/?#]+\/\w+/] }),
  service("webex", "Webex", {
    at: "*.webex.com",
    joins: [
      /^\/[\w.-]+\/[je]\.php\?(?:[^#]*&)?MTID=\w+/i,
      /^\/(?:meet|join)\/[\w.@-]+/,
      /^\/(?:wbxmjs\/joinservice|webappng)\/sites\/[\w.-]+/,
    ],
    not: [/^\/[^?#]*globalcallin\.php/i, /^\/help/],
  }),
  service("goto_meeting", "GoTo Meeting", { at: "meet.goto.com gotomeet.me www.gotomeet.me", joins: [room] }),
  service("goto_join", "GoTo Meeting", {
    at: "*.gotomeeting.com app.goto.com",
    joins: [/^\/(?:join|meeting)\/\d{9}(?!\d)/],
  }),
  service("goto_webinar", "GoTo Webinar", { at: "attendee.gotowebinar.com", joins: [/^\/(?:join|register)\/\w+/] }),
  service("bluejeans", "BlueJeans", {
    at: "*.bluejeans.com",
    joins: [/^\/\d{5,}(?:[/?#]|$)/, /^\/a2m\/live-event\/\w+/],
  }),
  service("whereby", "Whereby", {
    at: "*.whereby.com appear.in",
    joins: [room],
    not: [/^\/(?:information|blog|user|sign-?up|login|pricing|about|org|legal|careers|contact)(?:[/?#]|$)/],
  }),
  service("jitsi", "Jitsi Meet", {
    at: "meet.jit.si",
    joins: [/^\/[^?#]{3,}/],
    not: [/^\/(?:static|images|css|libs)\//],
  }),
  service("eight_by_eight", "8x8", { at: "8x8.vc", joins: [/^\/[^/?#]+\/[^/?#]+/] }),
  service("kmeet", "kMeet", { at: "kmeet.infomaniak.com", joins: [room] }),
  service("brave_talk", "Brave Talk", { at: "talk.brave.com", joins: [/^\/[\w-]{10,}/] }),
  service("element_call", "Element Call", { at: "call.element.io", joins: [/^\/(?:room\/?)?#/] }),
  service("around", "Around", { at: "meet.around.co", joins: [/^\/r\/[\w-]+/] }),
  service("chime", "Amazon Chime", { at: "*.chime.aws", joins: [/^\/\d{10}(?!\d)/, /^\/meetings\/\d{10}(?!\d)/] }),
  service("ringcentral", "RingCentral", {
    at: "v.ringcentral.com meetings.ringcentral.com",
    joins: [/^\/(?:join|j)\/\d+/],
  }),
  service("slack_huddle", "Slack huddle", { at: "app.slack.com", joins: [/^\/huddle\/T\w+\/[A-Z]\w+/] }),
  service("discord", "Discord", { at: "discord.gg", joins: [room] }),
  service("discord_channel", "Discord", { at: "*.discord.com", joins: [/^\/channels\/\d+\/\d+/, /^\/invite\/[\w-]+/] }),
  service("lark", "Lark", { at: "vc.larksuite.com", joins: [/^\/j\/\d{9}(?!\d)/] }),
  service("feishu", "Feishu", { at: "vc.feishu.cn", joins: [/^\/j\/\d{9}(?!\d)/] }),
  service("tencent_meeting", "Tencent Meeting", { at: "meeting.tencent.com", joins: [/^\/(?:dm\/\w+|p\/\d+)/] }),
  service("voov", "VooV Meeting", { at: "*.voovmeeting.com", joins: [/^\/(?:dm\/\w+|p\/\d+)/] }),
  service("zhumu", "Zhumu", { at: "*.zhumu.com", joins: [/^\/j\/\d+/] }),
  service("gather", "Gather", { at: "*.gather.town", joins: [/^\/app\/[^/?#]+\/[^/?#]+/] }),
  service("livestorm", "Livestorm", { at: "app.livestorm.co", joins: [/^\/[\w-]+\/[\w-]+/] }),
  service("riverside", "Riverside", { at: "riverside.fm riverside.com", joins: [/^\/studio\/[\w-]+/] }),
  service("streamyard", "StreamYard", { at: "streamyard.com", joins: [/^\/[a-z0-9]{8,12}(?:[?#]|$)/] }),
  service("butter", "Butter", { at: "app.butter.us", joins: [/^\/[\w-]+\/[\w-]+/] }),
  service("demio", "Demio", { at: "event.demio.com my.demio.com", joins: [/^\/ref\/\w+/] }),
  service("dialpad", "Dialpad", { at: "meetings.dialpad.com", joins: [/^\/(?:room\/)?[\w-]{2,}/] }),
  service("uberconference", "UberConference", { at: "*.uberconference.com", joins: [/^\/(?:room\/)?[\w-]{2,}/] }),
  service("vonage", "Vonage", { at: "meetings.vonage.com", joins: [/^\/\d{9}(?!\d)/, /^\/\?room_token=\w+/] }),
  service("zoho_meeting", "Zoho Meeting", {
    at: zohoHosts("meeting"),
    joins: [/^\/(?:meeting\/)?join\?(?:[^#]*&)?key=\w+/],
  }),
  service("zoho_meet", "Zoho Meet", { at: zohoHosts("meet"), joins: [room] }),
  service("zoho_cliq", "Zoho Cliq", { at: zohoHosts("cliq"), joins: [/^\/(?:company\/\d+\/)?meetings\/\w+/] }),
  service("facetime", "FaceTime", { at: "facetime.apple.com", joins: [/^\/join#\w/] }),
  service("proton_meet", "Proton Meet", { at: "meet.proton.me", joins: [/^\/join\/id-[\w-]+#pwd-\w+/] }),
  service("signal", "Signal", { at: "signal.link", joins: [/^\/call\/?#key=\w/] }),
  service("whatsapp", "WhatsApp", { at: "call.whatsapp.com", joins: [/^\/(?:video|voice)\/\w+/] }),
  service("cal_video", "Cal Video", { at: "app.cal.com", joins: [/^\/video\/[\w-]+/] }),
  service("daily", "Daily", {
    at: "*.daily.co",
    joins: [room],
    not: [/^\/(?:pricing|blog|products|company|login|signup)(?:[/?#]|$)/],
  }),
  service("livekit", "LiveKit", { at: "meet.livekit.io", joins: [/^\/rooms\/[\w-]+/] }),
  service("huddle01", "Huddle01", {
    at: "huddle01.app app.huddle01.com",
    joins: [/^\/(?:room\/)?[a-z]{3}-[a-z]{4}-[a-z]{3}/],
  }),
  service("roam", "Roam", { at: "ro.am", joins: [/^\/r\/#\/[\w/-]+/] }),
  service("pumble", "Pumble", { at: "meet.pumble.com", joins: [room] }),
  service("tuple", "Tuple", { at: "tuple.app", joins: [/^\/c\/[\w-]+/] }),
  service("coscreen", "CoScreen", { at: "join.coscreen.co", joins: [room] }),
  service("pop", "Pop", { at: "pop.com", joins: [/^\/j\/[\w-]+/] }),
  service("gong", "Gong", { at: "*.join.gong.io", joins: [/^\/[\w.-]+\/[\w.-]+/] }),
  service("chorus", "Chorus", { at: "go.chorus.ai", joins: [room] }),
  service("starleaf", "StarLeaf", { at: "meet.starleaf.com", joins: [/^\/\d{5,}/] }),
  service("lifesize", "Lifesize", { at: "call.lifesizecloud.com", joins: [/^\/\d{3,}/] }),
  service("teamviewer", "TeamViewer", { at: "go.teamviewer.com", joins: [/^\/(?:v\d+\/)?m\d+/] }),
  service("join_me", "join.me", { at: "join.me secure.join.me", joins: [room] }),
  service("free_conference_call", "FreeConferenceCall", { at: "join.freeconferencecall.com", joins: [room] }),
  service("clickmeeting", "ClickMeeting", {
    at: "*.clickmeeting.com",
    joins: [room],
    not: [/^\/(?:login|signup|pricing|blog)(?:[/?#]|$)/],
  }),
  service("blackboard", "Blackboard Collaborate", {
    at: "*.bbcollab.com",
    joins: [/^\/(?:guest|collab\/ui\/session\/(?:guest|join))\/[\w-]+/],
  }),
  service("doxy_me", "Doxy.me", {
    at: "*.doxy.me",
    joins: [room],
    not: [/^\/(?:en|sign-?in|sign-?up|pricing|blog|legal)(?:[/?#]|$)/],
  }),
  service("luma", "Luma", { at: "lu.ma luma.com", joins: [/^\/join\/[\w-]+/] }),
  service("airmeet", "Airmeet", { at: "*.airmeet.com", joins: [/^\/e\/[\w-]+/] }),
  service("remo", "Remo", { at: "live.remo.co", joins: [/^\/e\/[\w-]+/] }),
  service("spatial_chat", "SpatialChat", { at: "app.spatial.chat", joins: [/^\/s\/[\w-]+/] }),
  service("ovice", "oVice", { at: "*.ovice.in *.ovice.com", joins: [/^\/(?:@[\w,-]+|lobby\/[\w-]+|ws\/[\w-]+)/] }),
  service("meetecho", "Meetecho", { at: "meetings.conf.meetecho.com", joins: [/^\/[\w-]+\/\?/] }),
  service("venue", "Venue", { at: "app.venue.live", joins: [/^\/app\/[\w-]+/] }),
  service("teemyco", "Teemyco", { at: "app.teemyco.com", joins: [/^\/room\/[\w-]+/] }),
  service("userzoom", "UserZoom", { at: "go.userzoom.com", joins: [/^\/participate\/[\w-]+/] }),
  service("reclaim", "Reclaim", { at: "reclaim.ai", joins: [/^\/z\/\w+/] }),
];

/** As people call it; what no line here names is called by what was stored. */
export const nameOfService = (id: string): string => meetingServices.find((each) => each.id === id)?.name ?? id;
