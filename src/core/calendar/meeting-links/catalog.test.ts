import { describe, expect, it } from "vitest";
import { meetingServices } from "./catalog";
import { matchAddress } from "./match";

const teamsContext = "19%3ameeting_NjQ4%40thread.v2/0?context=%7b%22Tid%22%3a%2272f9%22%2c%22Oid%22%3a%22a1%22%7d";

/** Made-up addresses in the shapes that the services use. */
const joining: readonly (readonly [service: string, address: string])[] = [
  ["google_meet", "https://meet.google.com/abc-defg-hij"],
  ["google_meet", "https://meet.google.com/abc-defg-hij?authuser=0"],
  ["google_meet", "https://meet.google.com/lookup/h4xyz9"],
  ["google_meet", "https://meet.google.com/_meet/abc-defg-hij"],
  ["google_meet_stream", "https://stream.meet.google.com/stream/0a1b-2c3d"],
  ["google_hangouts", "https://hangouts.google.com/hangouts/_/example.com/standup"],
  ["zoom", "https://zoom.us/j/123456789"],
  ["zoom", "https://us02web.zoom.us/j/12345678901?pwd=QWxpY2U.1"],
  ["zoom", "https://northwind.zoom.us/my/alice.north"],
  ["zoom", "https://zoom.us/w/93412345678?tk=a-b_c"],
  ["zoom", "https://zoom.us/wc/join/93412345678"],
  ["zoom", "https://app.zoom.us/wc/93412345678/start"],
  ["zoom", "https://zoom.us/launch/jc/93412345678"],
  ["zoom", "https://us06web.zoom.com/j/12345678901"],
  ["zoom", "https://zoom.com.cn/j/123456789"],
  ["zoom", "https://eu01web.zoom-x.de/j/12345678901"],
  ["zoom", "zoommtg://zoom.us/join?confno=123456789&pwd=secret"],
  ["zoom_gov", "https://agency.zoomgov.com/j/1601234567?pwd=x"],
  ["zm_page", "https://zm.page/alice"],
  ["teams", `https://teams.microsoft.com/l/meetup-join/${teamsContext}`],
  ["teams", "https://teams.microsoft.com/meet/2345678901234?p=AbCd1234"],
  ["teams", `https://gov.teams.microsoft.us/l/meetup-join/${teamsContext}`],
  ["teams", `https://dod.teams.microsoft.us/l/meetup-join/${teamsContext}`],
  ["teams", `https://teams.microsoft.com/_#/l/meetup-join/${teamsContext}`],
  ["teams", "msteams://teams.microsoft.com/meet/2345678901234?p=AbCd1234"],
  ["teams_personal", "https://teams.live.com/meet/9412345678901?p=xyz"],
  ["webex", "https://northwind.webex.com/northwind/j.php?MTID=m1a2b3c4"],
  ["webex", "https://northwind.webex.com/northwind/e.php?AT=SI&MTID=m1a2b3c4"],
  ["webex", "https://northwind.webex.com/meet/alice"],
  ["webex", "https://northwind.webex.com/join/alice"],
  ["webex", "https://alice.my.webex.com/alice.my/j.php?MTID=m1"],
  ["webex", "https://northwind.webex.com/wbxmjs/joinservice/sites/northwind/meeting/download/0a1b"],
  ["webex", "https://northwind.webex.com/webappng/sites/northwind/meeting/info/0a1b?MTID=m1"],
  ["goto_meeting", "https://meet.goto.com/123456789"],
  ["goto_meeting", "https://gotomeet.me/AliceNorth"],
  ["goto_join", "https://global.gotomeeting.com/join/123456789"],
  ["goto_join", "https://app.goto.com/meeting/123456789"],
  ["goto_webinar", "https://attendee.gotowebinar.com/join/123456789012345678"],
  ["goto_webinar", "https://attendee.gotowebinar.com/register/123456789012345678"],
  ["bluejeans", "https://bluejeans.com/123456789/1234"],
  ["whereby", "https://whereby.com/alice-north"],
  ["whereby", "https://northwind.whereby.com/weekly"],
  ["jitsi", "https://meet.jit.si/NorthwindWeekly#config.prejoinPageEnabled=false"],
  ["eight_by_eight", "https://8x8.vc/northwind/weekly"],
  ["kmeet", "https://kmeet.infomaniak.com/abcdefghij"],
  ["brave_talk", "https://talk.brave.com/5Jx-abcdefghijklmnop_qrstuvwx"],
  ["element_call", "https://call.element.io/room/#/weekly?password=x"],
  ["around", "https://meet.around.co/r/weekly"],
  ["chime", "https://chime.aws/1234567890"],
  ["chime", "https://app.chime.aws/meetings/1234567890"],
  ["ringcentral", "https://v.ringcentral.com/join/123456789"],
  ["ringcentral", "https://meetings.ringcentral.com/j/1234567890"],
  ["slack_huddle", "https://app.slack.com/huddle/T01ABCDEF/C02GHIJKL"],
  ["discord", "https://discord.gg/aBcDeF"],
  ["discord_channel", "https://discord.com/channels/123456789012345678/234567890123456789"],
  ["discord_channel", "https://discord.com/invite/aBcDeF"],
  ["skype", "https://join.skype.com/AbCdEfGh"],
  ["skype_business", "https://meet.lync.com/northwind/alice/AB12CD34"],
  ["lark", "https://vc.larksuite.com/j/123456789"],
  ["feishu", "https://vc.feishu.cn/j/123456789"],
  ["tencent_meeting", "https://meeting.tencent.com/dm/aBcDeFgH"],
  ["tencent_meeting", "https://meeting.tencent.com/p/1234567890"],
  ["voov", "https://voovmeeting.com/dm/aBcDeFgH"],
  ["zhumu", "https://welink.zhumu.com/j/123456789"],
  ["gather", "https://app.gather.town/app/aBcDeFgH/northwind"],
  ["livestorm", "https://app.livestorm.co/northwind/weekly"],
  ["livestorm", "https://app.livestorm.co/p/0a1b2c3d-1111-2222-3333-444455556666"],
  ["riverside", "https://riverside.fm/studio/northwind"],
  ["streamyard", "https://streamyard.com/abcd1234"],
  ["butter", "https://app.butter.us/northwind/weekly"],
  ["demio", "https://event.demio.com/ref/aBcDeFgH"],
  ["dialpad", "https://meetings.dialpad.com/alicenorth"],
  ["uberconference", "https://www.uberconference.com/alicenorth"],
  ["vonage", "https://meetings.vonage.com/123456789"],
  ["zoho_meeting", "https://meeting.zoho.eu/join?key=1234567890"],
  ["zoho_meet", "https://meet.zoho.in/abcd-efg-hij"],
  ["zoho_cliq", "https://cliq.zoho.com/meetings/abc123"],
  ["facetime", "https://facetime.apple.com/join#v=1&p=aBc&k=dEf"],
  ["proton_meet", "https://meet.proton.me/join/id-ABC123#pwd-xyz"],
  ["signal", "https://signal.link/call/#key=abcd-efgh"],
  ["whatsapp", "https://call.whatsapp.com/video/aBcDeFgHiJ"],
  ["whatsapp", "https://call.whatsapp.com/voice/aBcDeFgHiJ"],
  ["cal_video", "https://app.cal.com/video/aBcDeFgH"],
  ["daily", "https://northwind.daily.co/weekly"],
  ["livekit", "https://meet.livekit.io/rooms/ab12-cd34"],
  ["huddle01", "https://huddle01.app/room/abc-defg-hij"],
  ["roam", "https://ro.am/r/#/p/abc/def"],
  ["pumble", "https://meet.pumble.com/abc-def"],
  ["tuple", "https://tuple.app/c/V1StGXR8"],
  ["coscreen", "https://join.coscreen.co/Northwind/12345?".replace("/12345", "")],
  ["pop", "https://pop.com/j/123-456-789"],
  ["gong", "https://northwind.join.gong.io/northwind/alice"],
  ["chorus", "https://go.chorus.ai/1234567"],
  ["starleaf", "https://meet.starleaf.com/4123456789/app"],
  ["lifesize", "https://call.lifesizecloud.com/1234567"],
  ["teamviewer", "https://go.teamviewer.com/v15/m12345678"],
  ["join_me", "https://join.me/123-456-789"],
  ["free_conference_call", "https://join.freeconferencecall.com/alicenorth"],
  ["clickmeeting", "https://northwind.clickmeeting.com/weekly"],
  ["blackboard", "https://eu.bbcollab.com/guest/0a1b2c3d"],
  ["doxy_me", "https://doxy.me/dralice"],
  ["luma", "https://luma.com/join/g-abc123"],
  ["airmeet", "https://www.airmeet.com/e/0a1b2c3d-1111"],
  ["remo", "https://live.remo.co/e/weekly"],
  ["spatial_chat", "https://app.spatial.chat/s/northwind"],
  ["ovice", "https://northwind.ovice.in/@123,456"],
  ["meetecho", "https://meetings.conf.meetecho.com/ietf120/?session=1"],
  ["venue", "https://app.venue.live/app/abc123"],
  ["teemyco", "https://app.teemyco.com/room/abc"],
  ["userzoom", "https://go.userzoom.com/participate/0a1b-2c3d"],
  ["reclaim", "https://reclaim.ai/z/abc123"],
];

const notJoining: readonly (readonly [why: string, address: string])[] = [
  ["starts a new meeting", "https://meet.google.com/new"],
  ["is a list of phone numbers", "https://tel.meet/abc-defg-hij?pin=123"],
  ["is help", "https://support.google.com/a/users/answer/9282720"],
  ["is a list of dial-in numbers", "https://us02web.zoom.us/u/kbAbCdEf"],
  ["is a recording", "https://northwind.zoom.us/rec/share/abc"],
  ["registers for a webinar", "https://zoom.us/webinar/register/WN_abc"],
  ["registers for a meeting", "https://zoom.us/meeting/register/tJabc"],
  ["starts as host", "https://zoom.us/s/123456789"],
  ["is too long for a number", "https://zoom.us/j/1234567890123"],
  ["shows options", "https://teams.microsoft.com/meetingOptions/?organizerId=1&tenantId=2"],
  ["is a dial-in page", "https://dialin.teams.microsoft.com/0a1b?id=123"],
  ["is the help of every invitation", "https://aka.ms/JoinTeamsMeeting?omkt=en-US"],
  ["lists phone numbers", "https://northwind.webex.com/northwind/globalcallin.php?MTID=m1"],
  ["is help", "https://help.webex.com/help"],
  ["is marketing", "https://whereby.com/information/embedded"],
  ["is the front page", "https://whereby.com/"],
  ["only ends like the host", "https://notzoom.us/j/123456789"],
  ["only begins like the host", "https://zoom.us.evil.test/j/123456789"],
  ["has the host as user name", "https://zoom.us@evil.test/j/123456789"],
  ["has a user name before the host", "https://alice:x@zoom.us/j/123456789"],
  ["has the host behind a backslash", "https://evil.test\\@zoom.us/j/123456789"],
  ["has the host in the path", "https://evil.test/zoom.us/j/123456789"],
  ["has a port of its own", "https://zoom.us:8443/j/123456789"],
  ["runs a script", "javascript:location='https://zoom.us/j/123456789'"],
  ["is data", "data:text/html,https://zoom.us/j/123456789"],
  ["looks alike", "https://zооm.us/j/123456789"],
  ["is nothing", ""],
];

describe("the catalogue of meeting services", () => {
  it.each(joining)("MTG-2 finds %s in %s", (service, address) => expect(matchAddress(address)?.service).toBe(service));
  it.each(notJoining)("MTG-2 passes by what %s: %s", (_, address) => expect(matchAddress(address)).toBeNull());

  it("MTG-2 knows at least 45 services, each with an address that shows it", () => {
    const shown = new Set(joining.map(([service]) => service));
    expect(meetingServices.filter(({ id }) => !shown.has(id))).toEqual([]);
    expect(meetingServices.length).toBeGreaterThanOrEqual(45);
    expect(new Set(meetingServices.map(({ id }) => id)).size).toBe(meetingServices.length);
    expect(joining.length + notJoining.length).toBeGreaterThanOrEqual(74);
  });

  it("keeps what the meeting needs: password, token, context and fragment", () => {
    expect(matchAddress("https://us02web.zoom.us/j/12345678901?pwd=QWxpY2U.1")?.url).toBe(
      "https://us02web.zoom.us/j/12345678901?pwd=QWxpY2U.1",
    );
    expect(matchAddress(`https://teams.microsoft.com/l/meetup-join/${teamsContext}`)?.url).toBe(
      `https://teams.microsoft.com/l/meetup-join/${teamsContext}`,
    );
    expect(matchAddress("https://meet.proton.me/join/id-ABC123#pwd-xyz")?.url).toBe(
      "https://meet.proton.me/join/id-ABC123#pwd-xyz",
    );
  });

  it("turns plain http and the app's own scheme into https", () => {
    expect(matchAddress("http://zoom.us/j/123456789")?.url).toBe("https://zoom.us/j/123456789");
    expect(matchAddress("zoommtg://zoom.us/join?confno=123456789&pwd=secret")?.url).toBe(
      "https://zoom.us/j/123456789?pwd=secret",
    );
  });

  it("S48 every pattern is anchored, so that no text makes it search", () => {
    const patterns = meetingServices.flatMap(({ joins, not = [] }) => [...joins, ...not]);
    expect(patterns.filter((pattern) => !pattern.source.startsWith("^"))).toEqual([]);
  });
});
